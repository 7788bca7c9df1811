"""What mail providers tell us by HTTP: what became of mail, and mail that they received.

Nobody signs in here. The secret in the address names the provider's row; then the call is proven by the signature of
its kind (``signatures``, ``sns``) before anything in it is believed.
"""

"""Classifiers of an organization: what it teaches the built-in model about its own texts.

``definitions`` (the classifiers), ``examples`` (what they learn from), ``training`` (the job), ``predictions``.
"""

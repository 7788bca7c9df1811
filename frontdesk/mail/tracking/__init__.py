"""Opens and clicks: a pixel and signed links, put into a mail as it is accepted, and what came back through them.

Kept are the mail, the link and the time; neither an address nor the name of a program. What a proxy or scanner did is
told apart from people by the rules of ``machines``.
"""

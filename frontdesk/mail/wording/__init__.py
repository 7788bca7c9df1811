"""Plain language and tone: places in a mail that could be said better. Pure.

Precision goes before completeness: what is marked should be worth changing, and what is not marked may be fine or not.
"""

from frontdesk.mail.wording.checking import Checked, check

__all__ = ["Checked", "check"]

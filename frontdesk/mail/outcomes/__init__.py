"""What became of mail that went out: told by providers, by mail that came back, and by the people themselves.

All of it may be told twice and in any order: the end is the same (``states``, which is pure).
"""

from frontdesk.mail.outcomes.applying import apply, record_bounce
from frontdesk.mail.outcomes.states import Happening, HappeningKind

__all__ = ["Happening", "HappeningKind", "apply", "record_bounce"]

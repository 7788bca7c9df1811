"""Mail that arrives: kept byte for byte first, then read, weighed and put into its conversation."""

from frontdesk.mail.inbound.accepting import accept
from frontdesk.mail.inbound.answering import automatic_reply_allowed

__all__ = ["accept", "automatic_reply_allowed"]

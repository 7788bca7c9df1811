"""Whether a mail comes from whom it says: SPF (RFC 7208), DKIM (RFC 6376) and DMARC (RFC 7489).

Asked of name servers in a job, outside of any transaction. What cannot be found out is "none", never an error.
"""

from frontdesk.mail.authentication.checking import check
from frontdesk.mail.authentication.model import Envelope, Verdict

__all__ = ["Envelope", "Verdict", "check"]

"""What a provider's refusal of one mail comes to: tried again, given up, or the address is dead."""

import re
from datetime import datetime

from frontdesk.mail import outcomes
from frontdesk.mail.addresses import bare_address
from frontdesk.mail.delivery import recording
from frontdesk.mail.delivery.claiming import Claimed
from frontdesk.mail.models import EmailMessage
from frontdesk.mail.outcomes.addresses import NOT_THE_ADDRESS
from frontdesk.mail.parsing.bounces import reasons
from frontdesk.mail.parsing.model import Reason
from frontdesk.mail.transports import TransportError
from frontdesk.platform import observe, tenancy

log = observe.logger(__name__)

_SMTP = re.compile(r"(5\d\d)[ -]+(5\.\d{1,3}\.\d{1,3})?")


def record(sender: int, provider: str, message: Claimed, error: TransportError) -> datetime | None:
    """When it is tried again; None when it is not."""
    reason = find_dead(str(error)) if error.permanent else None
    if reason is not None:
        _record_bounce(provider, message, reason, str(error))
        return None
    return recording.record_refused(
        sender, provider, message, str(error), permanent=error.permanent, in_doubt=error.in_doubt
    )


def find_dead(words: str) -> Reason | None:
    """Why the address takes no mail at all, when that is what an SMTP server said."""
    said = _SMTP.match(words)
    if said is None:
        return None
    reply, status = said[1], said[2] or ""
    reason = reasons.decide(status=status, diagnostic=words)
    is_of_address = reason not in NOT_THE_ADDRESS and reason is not Reason.UNDEFINED
    return reason if is_of_address and reasons.is_hard(reason, status, reply) else None


def _record_bounce(provider: str, message: Claimed, reason: Reason, words: str) -> None:
    scope = tenancy.tenant(message.organization_id) if message.organization_id else tenancy.platform("mail bounce")
    with scope:
        EmailMessage.objects.filter(id=message.id).update(provider=provider, last_error=words)
        outcomes.record_bounce(
            message.organization_id,
            message.id,
            bare_address(message.to_address),
            is_hard=True,
            reason=reason,
            detail=words,
        )
    log.warning("mail.bounced", message_id=str(message.id), reason=reason.value)

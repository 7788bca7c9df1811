"""When an address counts as dead: what a bounce says of the address itself, once or again and again."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from frontdesk.mail.addresses import known_address
from frontdesk.mail.models import EmailMessage, MessageStatus
from frontdesk.mail.outcomes.states import HARD, SOFT, Happening
from frontdesk.orgs import suppressions
from frontdesk.orgs.models import Suppression, SuppressionReason

# Reasons that speak of us, of this one mail or of a server's troubles: however final, the address may be fine.
NOT_THE_ADDRESS = frozenset(
    {
        "authfailure", "badreputation", "blocked", "contenterror", "exceedlimit", "failedstarttls", "mailererror",
        "mesgtoobig", "networkerror", "norelaying", "notcompliantrfc", "onhold", "policyviolation", "rejected",
        "requireptr", "securityerror", "spamdetected", "syntaxerror", "systemerror", "systemfull", "toomanyconn",
        "vacation", "virusdetected",
    }
)  # fmt: skip
# A mailbox that refuses so many mails in a row, over so long, is read by nobody.
SOFT_BOUNCES, SOFT_DAYS = 5, timedelta(days=10)
_AGAIN_AND_AGAIN = "bounced softly"
_LOOK_AT = 100


def note_bounce(org_id: UUID, address: str, kind: str, reason: str, detail: str) -> bool:
    """Whether the address is on the list of suppressed ones only from now on."""
    dead = known_address(address)
    if kind != HARD or reason in NOT_THE_ADDRESS or not dead:
        return False
    said = f"{reason}: {detail}" if reason else detail
    return suppressions.suppress(org_id, dead, SuppressionReason.HARD_BOUNCE, detail=said)


def note_bounce_of(org_id: UUID, message: EmailMessage, happening: Happening) -> None:
    """It is the mail's own recipient who is suppressed, whatever address the report names."""
    if happening.bounce_kind == HARD:
        note_bounce(org_id, message.to_address, HARD, happening.reason, happening.detail)
    elif _is_dead_by_now(message):
        detail = f"{_AGAIN_AND_AGAIN} {SOFT_BOUNCES} times in a row over {SOFT_DAYS.days} days; at last: "
        suppressions.suppress(
            org_id, known_address(message.to_address), SuppressionReason.HARD_BOUNCE, detail=detail + happening.detail
        )


def note_delivery(org_id: UUID, message: EmailMessage) -> None:
    """Told late, it may break a row of soft bounces for which the address was given up."""
    address = known_address(message.to_address)
    given_up = Suppression.objects.filter(
        organization_id=org_id,
        email_hash=suppressions.hash_of(org_id, address),
        reason=SuppressionReason.HARD_BOUNCE,
        detail__startswith=_AGAIN_AND_AGAIN,
    )
    if given_up.exists() and not _is_dead_by_now(message):
        suppressions.release(org_id, address, [SuppressionReason.HARD_BOUNCE])


def _is_dead_by_now(message: EmailMessage) -> bool:
    """Whether its address has refused enough mails, for long enough, since the last one that it took."""
    to_same = EmailMessage.objects.filter(organization=message.organization, to_address=message.to_address)
    soft = to_same.filter(bounce_kind=SOFT, sent_at__isnull=False).exclude(bounce_reason__in=NOT_THE_ADDRESS)
    times = [at for at in soft.order_by("-sent_at").values_list("sent_at", flat=True)[:_LOOK_AT] if at]
    if not _are_enough(times):
        return False
    taken = _last_taken(to_same, since=times[-1], until=times[0])
    return taken is None or _are_enough([at for at in times if at > taken])


def _are_enough(times: list[datetime]) -> bool:
    return len(times) >= SOFT_BOUNCES and times[0] - times[-1] >= SOFT_DAYS


def _last_taken(to_same: QuerySet[EmailMessage], *, since: datetime, until: datetime) -> datetime | None:
    """When the last mail was sent that was taken: told so, or not come back while a later one did."""
    silent = Q(status=MessageStatus.SENT, sent_at__lt=until)
    told = Q(status__in=[MessageStatus.DELIVERED, MessageStatus.COMPLAINED])
    # There is an index by the time of making; a mail goes out soon after.
    made = to_same.filter(created_at__gte=since - timedelta(days=1))
    last: datetime | None = made.filter(told | silent, sent_at__gt=since).aggregate(last=Max("sent_at"))["last"]
    return last

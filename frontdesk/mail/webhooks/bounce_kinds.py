"""Whether a provider's bounce says that the address is dead, and the group of its reason. Pure.

Most providers say it themselves. What the receiving server answered is read as in a report that comes by mail
(``parsing.bounces.reasons``), so that groups are the same whichever way a bounce is told.
"""

from collections.abc import Callable, Mapping

from frontdesk.mail.outcomes.states import HARD, SOFT
from frontdesk.mail.parsing.bounces import reasons, status_codes
from frontdesk.mail.parsing.model import Reason

Told = Mapping[str, object]
# Providers keep lists of their own of whom they send nothing: because of what happened before.
_BEFORE = {"bounced": Reason.SUPPRESSED, "spam": Reason.SUPPRESSED, "unsubscribed": Reason.SUPPRESSED}
_NEVER_TAKEN = {"invalid": Reason.USER_UNKNOWN, "blocked": Reason.BLOCKED, "timed_out": Reason.EXPIRED}


def classify(kind: str, told: Told, said: str, reject_reason: str, *, is_rejected: bool) -> tuple[str, str]:
    """hard or soft, and the group. ``said``: the server's answer, or the provider's words; ``is_rejected``: the
    provider never tried."""
    status = status_codes.find_status(reasons.normalise(said))
    reason = reasons.decide(status=status, diagnostic=said) if said else Reason.UNDEFINED
    is_hard = _IS_HARD.get(kind, _never)(told)
    if is_hard is None:
        is_hard = reasons.is_hard(reason, status, status_codes.find_reply(reasons.normalise(said)))
    if is_rejected:
        reason = {**_BEFORE, **_NEVER_TAKEN}.get(reject_reason, reason)
    elif is_hard and reason in (Reason.UNDEFINED, Reason.ON_HOLD):
        reason = Reason.USER_UNKNOWN
    return (HARD if is_hard else SOFT), reason.value


def inside(told: object, *names: str) -> object:
    """What stands below these names, or None."""
    for name in names:
        told = told.get(name) if isinstance(told, Mapping) else None
    return told


def _never(told: Told) -> bool | None:
    return None


def _ses(told: Told) -> bool | None:
    return inside(told, "bounce", "bounceType") == "Permanent"


def _postmark(told: Told) -> bool | None:
    return told.get("Type") in {"HardBounce", "BadEmailAddress"}


def _sendgrid(told: Told) -> bool | None:
    if told.get("event") == "dropped":
        return str(told.get("reason", "")).lower() in {"bounced address", "invalid"}
    return told.get("type") != "blocked"


def _mailgun(told: Told) -> bool | None:
    return inside(told, "event-data", "severity") == "permanent"


def _sparkpost(told: Told) -> bool | None:
    events = inside(told, "msys")
    event: object = next(iter(events.values()), {}) if isinstance(events, Mapping) else {}
    return inside(event, "bounce_class") in {"10", "30", "90"}


def _mailjet(told: Told) -> bool | None:
    return told.get("hard_bounce") is True


def _mandrill(told: Told) -> bool | None:
    return told.get("event") == "hard_bounce"


def _brevo(told: Told) -> bool | None:
    return told.get("event") in {"hard_bounce", "invalid_email"}


def _mailersend(told: Told) -> bool | None:
    return inside(told, "data", "type") == "hard_bounced"


def _mailtrap(told: Told) -> bool | None:
    return told.get("event") == "bounce"


def _resend(told: Told) -> bool | None:
    return inside(told, "data", "bounce", "type") == "Permanent"


def _unisender_go(told: Told) -> bool | None:
    status = inside(told, "delivery_info", "delivery_status")
    return status in {"err_user_unknown", "err_user_inactive", "err_domain_inactive", "err_mailbox_discarded"}


def _scaleway(told: Told) -> bool | None:
    return told.get("type") == "email_mailbox_not_found"


_IS_HARD: Mapping[str, Callable[[Told], bool | None]] = {
    "ses": _ses,
    "postmark": _postmark,
    "sendgrid": _sendgrid,
    "mailgun": _mailgun,
    "sparkpost": _sparkpost,
    "mailjet": _mailjet,
    "mandrill": _mandrill,
    "brevo": _brevo,
    "mailersend": _mailersend,
    "mailtrap": _mailtrap,
    "resend": _resend,
    "unisender_go": _unisender_go,
    "scaleway": _scaleway,
}

"""Amazon SES's notices in JSON, as its notification service mails them."""

import json
from collections.abc import Mapping

from frontdesk.mail.parsing import addresses
from frontdesk.mail.parsing.limits import MAX_RECIPIENTS

_KINDS = {"Bounce": "failed", "Complaint": "complaint", "Delivery": "delivered", "DeliveryDelay": "delayed"}
_MAX = 500_000  # characters


def read(text: str) -> tuple[str, list[dict[str, str]], dict[str, str]] | None:
    """What it tells (failed, complaint, delivered, delayed), each recipient's fields and our mail's headers."""
    notice = _decoded(text.strip())
    if notice is not None and isinstance(notice.get("Message"), str):
        notice = _decoded(str(notice["Message"]))
    if notice is None:
        return None
    kind = str(notice.get("notificationType") or notice.get("eventType") or "")
    told = _KINDS.get(kind)
    detail = notice.get(
        {"Bounce": "bounce", "Complaint": "complaint", "Delivery": "delivery"}.get(kind, "deliveryDelay")
    )
    mail = notice.get("mail")
    if told is None or not isinstance(detail, Mapping) or not isinstance(mail, Mapping):
        return None
    return told, _recipients(detail, told), _headers(mail)


def _decoded(text: str) -> Mapping[str, object] | None:
    if not text.startswith("{") or len(text) > _MAX:
        return None
    try:
        found, _ = json.JSONDecoder(strict=False).raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, Mapping) else None


def _recipients(detail: Mapping[str, object], told: str) -> list[dict[str, str]]:
    listed: object = None
    for name in ("bouncedRecipients", "complainedRecipients", "delayedRecipients", "recipients"):
        listed = listed or detail.get(name)
    found = []
    for each in listed[:MAX_RECIPIENTS] if isinstance(listed, list) else []:
        entry = each if isinstance(each, Mapping) else {"emailAddress": each}
        address = addresses.bare(str(entry.get("emailAddress", "")))
        if address:
            found.append(
                {
                    "address": address[0],
                    "action": told,
                    "status": str(entry.get("status") or ""),
                    "diagnostic": str(entry.get("diagnosticCode") or detail.get("bounceSubType") or ""),
                }
            )
    return found


def _headers(mail: Mapping[str, object]) -> dict[str, str]:
    listed = mail.get("headers")
    found: dict[str, str] = {}
    for each in listed if isinstance(listed, list) else []:
        if isinstance(each, Mapping):
            found.setdefault(str(each.get("name", "")).lower(), str(each.get("value", "")))
    return found

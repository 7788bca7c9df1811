"""What a proven call says, in our words. django-anymail knows what each provider writes; only its reading is used, not
its views: each provider's row has credentials of its own, and they were checked before."""

import hashlib
import json
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any
from uuid import UUID

import orjson
from anymail.exceptions import AnymailError
from anymail.signals import AnymailTrackingEvent, EventType
from django.http import HttpRequest

from frontdesk.mail.outcomes import Happening, HappeningKind
from frontdesk.mail.outcomes.states import SOFT
from frontdesk.mail.tracking import machines
from frontdesk.mail.webhooks import bounce_kinds

View = Any  # anymail is untyped

# Anything, where a view wants a key: what it checks with it was checked before.
_UNUSED = {"webhook_secret": "unused:unused"}
_VIEWS: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    "ses": ("amazon_ses", "AmazonSESTrackingWebhookView", {}),
    "mailgun": ("mailgun", "MailgunTrackingWebhookView", {"webhook_signing_key": "unused"}),
    "postmark": ("postmark", "PostmarkTrackingWebhookView", {}),
    "sendgrid": ("sendgrid", "SendGridTrackingWebhookView", {}),
    "sparkpost": ("sparkpost", "SparkPostTrackingWebhookView", {}),
    "mailjet": ("mailjet", "MailjetTrackingWebhookView", {}),
    "mandrill": ("mandrill", "MandrillCombinedWebhookView", {"webhook_key": "unused"}),
    "brevo": ("brevo", "BrevoTrackingWebhookView", {}),
    "mailersend": ("mailersend", "MailerSendTrackingWebhookView", {"signing_secret": "unused"}),
    "mailtrap": ("mailtrap", "MailtrapTrackingWebhookView", {}),
    "postal": ("postal", "PostalTrackingWebhookView", {"webhook_key": "unused"}),
    "resend": ("resend", "ResendTrackingWebhookView", {}),
    "unisender_go": ("unisender_go", "UnisenderGoTrackingWebhookView", {"api_key": "unused"}),
}
_KINDS = {
    EventType.DELIVERED: HappeningKind.DELIVERED,
    EventType.DEFERRED: HappeningKind.DEFERRED,
    EventType.BOUNCED: HappeningKind.BOUNCED,
    EventType.REJECTED: HappeningKind.BOUNCED,
    EventType.FAILED: HappeningKind.BOUNCED,
    EventType.COMPLAINED: HappeningKind.COMPLAINED,
    EventType.UNSUBSCRIBED: HappeningKind.UNSUBSCRIBED,
    EventType.OPENED: HappeningKind.OPENED,
    EventType.CLICKED: HappeningKind.CLICKED,
}
_SCALEWAY = {
    "email_delivered": EventType.DELIVERED,
    "email_deferred": EventType.DEFERRED,
    "email_dropped": EventType.BOUNCED,
    "email_mailbox_not_found": EventType.BOUNCED,
    "email_blocklisted": EventType.REJECTED,
    "email_spam": EventType.BOUNCED,
}


# What reading raises where a call says something else than the provider's documentation does.
UNEXPECTED = (
    AnymailError, LookupError, ValueError, TypeError, AttributeError, AssertionError, OverflowError, OSError,
    RecursionError,
)  # fmt: skip


class Unreadable(Exception):
    """Proven, and yet not what this provider writes."""


@dataclass(frozen=True, slots=True)
class Report:
    """One happening; the mail is named by the provider's id of it, or by ours where the provider hands it back."""

    happening: Happening
    provider_id: str = ""
    message_id: UUID | None = None


def read(kind: str, request: HttpRequest, now: datetime) -> list[Report]:
    """What concerns us of it. Raises Unreadable."""
    try:
        events = _scaleway(request.body) if kind == "scaleway" else _view(kind).parse_events(request)
        return [report for event in events if (report := _report(kind, event, now))]
    except UNEXPECTED as error:
        raise Unreadable(clean(f"{type(error).__name__}: {error}")[:300]) from error


def _view(kind: str) -> View:
    module, name, keys = _VIEWS[kind]
    view: Callable[..., View] = getattr(import_module(f"anymail.webhooks.{module}"), name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what anymail no longer tries out itself: our tests do
        return view(**_UNUSED, **keys)


def _report(kind: str, event: AnymailTrackingEvent, now: datetime) -> Report | None:
    what = _KINDS.get(event.event_type)
    if what is None:
        return None
    told = event.esp_event if isinstance(event.esp_event, Mapping) else {}
    said = clean(event.mta_response or event.description)
    bounce_kind, reason = "", ""
    if what is HappeningKind.BOUNCED:
        is_rejected = event.event_type == EventType.REJECTED
        bounce_kind, reason = bounce_kinds.classify(
            kind, told, said, str(event.reject_reason or ""), is_rejected=is_rejected
        )
        if event.event_type == EventType.FAILED and kind != "postal":
            bounce_kind = SOFT  # the provider's own trouble
    program = clean(event.user_agent)
    happening = Happening(
        kind=what,
        at=min(event.timestamp or now, now),
        recipient=clean(event.recipient)[:320],
        detail=said[:2000],
        bounce_kind=bounce_kind,
        reason=reason,
        key=clean(_key(kind, event, what, told)),
        url=clean(event.click_url)[:2000],
        is_machine=bool(program) and machines.is_machine("GET", {"User-Agent": program}),
        user_agent=program[:300],
    )
    return Report(happening, clean(event.message_id)[:255], _ours(event.metadata, told))


def clean(value: object) -> str:
    """Without what the database cannot hold: a provider repeats what any server on earth has answered."""
    return str(value or "").replace("\0", "").encode("utf-8", "replace").decode()


def _key(kind: str, event: AnymailTrackingEvent, what: HappeningKind, told: Mapping[str, object]) -> str:
    """The provider's own id, and of what it is; those that give none repeat the same words."""
    if kind == "mailgun" and event.event_id:  # the token, which alone is signed: what else is said with it is nothing
        return str(event.event_id)[:250]
    named = event.event_id or hashlib.sha256(_written(told)).hexdigest()
    whom = hashlib.sha256(clean(event.recipient).encode()).hexdigest()[:12]
    key = f"{what}:{whom}:{named}"
    return key if len(key) <= 250 else f"{what}:{whom}:{hashlib.sha256(clean(key).encode()).hexdigest()}"


def _written(told: Mapping[str, object]) -> bytes:
    return json.dumps(dict(told), sort_keys=True, default=str).encode()


def _ours(metadata: object, told: Mapping[str, object]) -> UUID | None:
    """Our id of the mail, which some providers hand back (SES: as a tag)."""
    tags = bounce_kinds.inside(told, "mail", "tags", "message_id")
    given = tags[0] if isinstance(tags, list) and tags else bounce_kinds.inside(metadata, "message_id")
    try:
        return UUID(str(given)) if given else None
    except ValueError:
        return None


def _scaleway(body: bytes) -> list[AnymailTrackingEvent]:
    """https://www.scaleway.com/en/docs/transactional-email/reference-content/webhook-events-payloads/"""
    told = orjson.loads(orjson.loads(body)["Message"])
    code, said = told.get("email_response_code") or "", told.get("email_response_message") or ""
    return [
        AnymailTrackingEvent(
            event_type=_SCALEWAY.get(told["type"], EventType.UNKNOWN),
            timestamp=datetime.fromisoformat(told["created_at"]),
            event_id=told["id"],
            esp_event=told,
            message_id=told["email_id"],
            recipient=told.get("email_to"),
            mta_response=f"{code} {said}".strip(),
        )
    ]

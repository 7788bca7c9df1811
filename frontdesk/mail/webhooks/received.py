"""Mail that a provider received for us, as the bytes that it was where the provider hands them on.

Some hand on what they read in it instead: then a mail is made of that, and no signature in it counts any more.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import parseaddr
from typing import Any
from uuid import UUID

import orjson
from django.http import HttpRequest
from requests import RequestException

from frontdesk.mail import inbound
from frontdesk.mail.models import MailProvider
from frontdesk.mail.reading import parse_headers
from frontdesk.mail.webhooks import fetching, verdicts
from frontdesk.mail.webhooks.reading import UNEXPECTED, Unreadable, clean
from frontdesk.platform.outbound import OutboundFailed, OutboundRefused

# Resend and Mailtrap hand on a mail when they are asked, Brevo files. Only their own hosts are asked.
_VIEWS: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    "mailgun": ("mailgun", "MailgunInboundWebhookView", {"webhook_signing_key": "unused"}),
    "postmark": ("postmark", "PostmarkInboundWebhookView", {}),
    "sendgrid": ("sendgrid", "SendGridInboundWebhookView", {}),
    "mailjet": ("mailjet", "MailjetInboundWebhookView", {}),
    "mandrill": ("mandrill", "MandrillCombinedWebhookView", {"webhook_key": "unused"}),
    "brevo": ("brevo", "BrevoInboundWebhookView", {"api_key": "api_key"}),
    "resend": ("resend", "ResendInboundWebhookView", {"api_key": "api_key"}),
    "mailtrap": ("mailtrap", "MailtrapInboundWebhookView", {"api_token": "api_token"}),
}


@dataclass(frozen=True, slots=True)
class Arrived:
    raw: bytes
    sender: str
    recipients: Sequence[str]
    # What the provider says of the sender's proofs (``verdicts``).
    authentication: Mapping[str, object] = field(default_factory=dict)


def accept(provider: MailProvider, request: HttpRequest) -> list[UUID]:
    """Keeps what the call, which is proven, hands on. Raises Unreadable."""
    kept: list[UUID] = []
    for each in _read(provider, request):
        kept += inbound.accept(
            each.raw,
            sender=each.sender,
            recipients=each.recipients,
            peer=provider.kind,
            source="webhook",
            provider=provider,
            authentication=each.authentication,
        )
    return kept


def _read(provider: MailProvider, request: HttpRequest) -> list[Arrived]:
    try:
        if found := _raw(provider.kind, request):
            return [found]
        return _parsed(provider, request) if provider.kind in _VIEWS else []
    except (RequestException, OutboundFailed, OutboundRefused) as error:
        raise Unreadable(f"the mail could not be fetched: {type(error).__name__}") from error
    except UNEXPECTED as error:
        raise Unreadable(clean(f"{type(error).__name__}: {error}")[:300]) from error


def _raw(kind: str, request: HttpRequest) -> Arrived | None:
    if kind == "mailgun" and "body-mime" in request.POST:
        form = request.POST
        return Arrived(form["body-mime"].encode(), form.get("sender", ""), _listed(form.get("recipient", "")))
    if kind == "sendgrid" and "email" in request.POST:
        return _sendgrid(request.POST)
    read = _JSON.get(kind)
    return read(orjson.loads(request.body)) if read else None


def _sendgrid(form: Mapping[str, str]) -> Arrived:
    envelope, raw = orjson.loads(form.get("envelope", "{}")), form["email"].encode()
    sender = str(envelope.get("from", ""))
    from_address = parseaddr(str(parse_headers(raw).get("From", "")))[1]
    told = verdicts.of_sendgrid(form, sender=sender, from_address=from_address)
    return Arrived(raw, sender, envelope.get("to", []), told)


def _ses(told: Any) -> Arrived | None:
    ses = orjson.loads(told["Message"])
    if "content" not in ses:
        raise Unreadable("the receipt rule keeps the mail in S3; let it send the content to the topic (up to 150 kB)")
    receipt, content = ses["receipt"], ses["content"]
    is_encoded = receipt["action"].get("encoding") == "BASE64"
    return Arrived(
        _decoded(content, is_encoded), ses["mail"]["source"], receipt["recipients"], verdicts.of_ses(receipt)
    )


def _postmark(told: Any) -> Arrived | None:
    if "RawEmail" not in told:
        return None
    return Arrived(told["RawEmail"].encode(), told.get("From", ""), _listed(told.get("OriginalRecipient", "")))


def _sparkpost(told: Any) -> Arrived | None:
    event = told[0]["msys"]["relay_message"]
    content = event["content"]
    raw = _decoded(content["email_rfc822"], content.get("email_rfc822_is_base64") is True)
    return Arrived(raw, event.get("msg_from") or "", _listed(event.get("rcpt_to") or ""))


def _mailersend(told: Any) -> Arrived | None:
    data = told["data"]
    recipients = [each["email"] for each in data["recipients"]["rcptTo"]]
    return Arrived(data["raw"].encode(), data["sender"]["email"], recipients)


def _postal(told: Any) -> Arrived | None:
    raw = _decoded(told["message"], told.get("base64") is True)
    return Arrived(raw, told.get("mail_from") or "", _listed(told.get("rcpt_to") or ""))


_JSON: Mapping[str, Callable[[Any], Arrived | None]] = {
    "ses": _ses,
    "postmark": _postmark,
    "sparkpost": _sparkpost,
    "mailersend": _mailersend,
    "postal": _postal,
}


def _parsed(provider: MailProvider, request: HttpRequest) -> list[Arrived]:
    module, name, keys = _VIEWS[provider.kind]
    secrets = orjson.loads(provider.secrets.reveal()) if provider.secrets else {}
    wanted = {key: secrets.get(source, "unused") for key, source in keys.items()}
    view = fetching.view_of(module, name)
    messages = [event.message for event in view(webhook_secret="unused:unused", **wanted).parse_events(request)]  # noqa: S106 - nothing is checked with it
    return [_made(message) for message in messages if message is not None]


def _made(message: Any) -> Arrived:
    _name_boundaries(message)
    named = [message.envelope_recipient] if message.envelope_recipient else [each.addr_spec for each in message.to]
    return Arrived(message.as_bytes(), message.envelope_sender or "", [str(each) for each in named])


def _name_boundaries(message: Any) -> None:
    """By what the mail says: chosen by chance, a repeated call would look like another mail."""
    digest = hashlib.sha256()
    for part in message.walk():
        if not part.is_multipart():
            digest.update(part.get_payload(decode=True) or b"")
    for number, part in enumerate(message.walk()):
        if part.is_multipart() and part["Content-Type"]:
            part.set_boundary(f"==={number}={digest.hexdigest()[:32]}")


def _decoded(text: str, is_base64: bool) -> bytes:
    try:
        return base64.b64decode(text, validate=True) if is_base64 else text.encode()
    except binascii.Error as error:
        raise Unreadable("the mail is no base64") from error


def _listed(addresses: str) -> list[str]:
    return [each.strip() for each in addresses.split(",") if each.strip()]

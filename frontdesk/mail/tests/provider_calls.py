"""Providers as they call us: each kind's own words about a mail, signed as that kind signs."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

from frontdesk.mail.webhooks import sns

RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC_KEY = ec.generate_private_key(ec.SECP256R1())
SECRET = "a-webhook-secret"
SVIX = base64.b64encode(b"a svix secret of bytes").decode()
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
HARD, SOFT = "550 5.1.1 The email account that you tried to reach does not exist", "452 4.2.2 Mailbox full"
CERTIFICATE_URL = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-test.pem"
SCALEWAY_URL = "https://messaging.s3.fr-par.scw.cloud/fr-par/sns/sns-test.pem"


@dataclass
class Said:
    """One thing a provider tells: ``what`` is delivered, hard, soft, complained, unsubscribed, opened or clicked."""

    what: str
    provider_id: str
    to: str = "ria@client.test"
    at: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))
    key: str = "e1"

    @property
    def seconds(self) -> int:
        return int(self.at.timestamp())

    @property
    def iso(self) -> str:
        return self.at.isoformat().replace("+00:00", "Z")


@dataclass
class Call:
    body: bytes
    headers: dict[str, str]
    content_type: str = JSON


def public(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> str:
    encoding, form = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    return base64.b64encode(key.public_key().public_bytes(encoding, form)).decode()


def make_certificate(days: int = 30) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(RSA_KEY.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(days=60)).not_valid_after(now + timedelta(days=days))
    return made.sign(RSA_KEY, hashes.SHA256())


def _hex(body: bytes) -> str:
    return hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()


def _basic(password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"hook:{password}".encode()).decode()}


def ses(said: Said) -> Call:
    words = {
        "delivered": {"eventType": "Delivery", "delivery": {"recipients": [said.to], "smtpResponse": "250 ok"}},
        "complained": {"eventType": "Complaint", "complaint": {"complainedRecipients": [{"emailAddress": said.to}]}},
        "opened": {"eventType": "Open", "open": {"userAgent": "Mozilla/5.0 (Windows NT 10.0) Thunderbird"}},
        "clicked": {"eventType": "Click", "click": {"link": "https://shop.example/"}},
    }
    for what, kind, code in (("hard", "Permanent", HARD), ("soft", "Transient", SOFT)):
        bounced = [{"emailAddress": said.to, "diagnosticCode": f"smtp; {code}"}]
        told = {"bounceType": kind, "bounceSubType": "General", "bouncedRecipients": bounced}
        words[what] = {"eventType": "Bounce", "bounce": told}
    mail = {"messageId": said.provider_id, "destination": [said.to]}
    return notification(json.dumps({"mail": mail, **words[said.what]}), said, CERTIFICATE_URL)


def scaleway(said: Said) -> Call:
    types = {"delivered": "email_delivered", "hard": "email_mailbox_not_found", "soft": "email_dropped"}
    told = {
        "id": said.key, "type": types[said.what], "created_at": said.iso, "email_id": said.provider_id,
        "email_to": said.to, "email_response_code": 550 if said.what == "hard" else 452,
        "email_response_message": HARD if said.what == "hard" else SOFT,
    }  # fmt: skip
    return notification(json.dumps(told), said, SCALEWAY_URL)


def notification(message: str, said: Said, certificate: str, version: str = "2", **more: str) -> Call:
    told = {
        "Type": "Notification", "MessageId": said.key, "TopicArn": "arn:aws:sns:eu-west-1:1:mail", "Message": message,
        "Timestamp": said.iso, "SignatureVersion": version, "SigningCertURL": certificate, **more,
    }  # fmt: skip
    algorithm: hashes.HashAlgorithm = hashes.SHA256() if version == "2" else hashes.SHA1()
    signature = RSA_KEY.sign(sns.canonical(told), padding.PKCS1v15(), algorithm)
    told["Signature"] = base64.b64encode(signature).decode()
    headers = {"x-amz-sns-message-type": told["Type"], "x-amz-sns-message-id": said.key}
    return Call(json.dumps(told).encode(), headers, "text/plain; charset=UTF-8")


def mailgun(said: Said) -> Call:
    events = {"hard": "failed", "soft": "failed"}
    data = {
        "event": events.get(said.what, said.what), "timestamp": said.seconds, "id": said.key, "recipient": said.to,
        "message": {"headers": {"message-id": said.provider_id.strip("<>")}}, "url": "https://shop.example/",
        "delivery-status": {"message": HARD if said.what == "hard" else "250 ok"},
    }  # fmt: skip
    if said.what in events:
        data["severity"] = "permanent" if said.what == "hard" else "temporary"
    token = hashlib.sha256(f"{said.key}{said.what}".encode()).hexdigest()[:50]
    signature = {"timestamp": str(said.seconds), "token": token, "signature": _hex(f"{said.seconds}{token}".encode())}
    return Call(json.dumps({"signature": signature, "event-data": data}).encode(), {})


def sendgrid(said: Said) -> Call:
    events = {"hard": "bounce", "soft": "bounce", "complained": "spamreport", "unsubscribed": "unsubscribe"}
    told = {
        "event": events.get(said.what, said.what), "email": said.to, "timestamp": said.seconds,
        "sg_event_id": said.key, "smtp-id": said.provider_id,
    }  # fmt: skip
    if told["event"] == "bounce":
        told |= {"type": "bounce" if said.what == "hard" else "blocked"}
        told |= {"reason": HARD if said.what == "hard" else SOFT}
    body = json.dumps([told]).encode()
    signature = EC_KEY.sign(str(said.seconds).encode() + body, ec.ECDSA(hashes.SHA256()))
    headers = {
        "X-Twilio-Email-Event-Webhook-Timestamp": str(said.seconds),
        "X-Twilio-Email-Event-Webhook-Signature": base64.b64encode(signature).decode(),
    }
    return Call(body, headers)


def postmark(said: Said) -> Call:
    told: dict[str, object] = {"MessageID": said.provider_id, "Recipient": said.to, "Email": said.to}
    match said.what:
        case "delivered":
            told |= {"RecordType": "Delivery", "DeliveredAt": said.iso, "Details": "250 ok"}
        case "complained":
            told |= {"RecordType": "SpamComplaint", "Type": "SpamComplaint", "ID": 7, "BouncedAt": said.iso}
        case "unsubscribed":
            told |= {"RecordType": "SubscriptionChange", "SuppressSending": True, "ChangedAt": said.iso}
            told |= {"SuppressionReason": "ManualSuppression"}
        case _:
            kind = "HardBounce" if said.what == "hard" else "SoftBounce"
            told |= {"RecordType": "Bounce", "Type": kind, "ID": int(said.what == "hard"), "BouncedAt": said.iso}
            told |= {"Details": HARD if said.what == "hard" else SOFT}
    return Call(json.dumps(told).encode(), _basic(SECRET))


def sparkpost(said: Said) -> Call:
    types = {"delivered": "delivery", "hard": "bounce", "soft": "bounce", "complained": "spam_complaint",
             "unsubscribed": "link_unsubscribe"}  # fmt: skip
    event = {
        "type": types[said.what], "timestamp": str(said.seconds), "transmission_id": said.provider_id,
        "event_id": said.key, "raw_rcpt_to": said.to,
    }  # fmt: skip
    if types[said.what] == "bounce":
        event |= {"bounce_class": "10" if said.what == "hard" else "22"}
        event |= {"raw_reason": HARD if said.what == "hard" else SOFT}
    return Call(json.dumps([{"msys": {"message_event": event}}]).encode(), _basic(SECRET))


def mailjet(said: Said) -> Call:
    events = {"delivered": "sent", "hard": "bounce", "soft": "bounce", "complained": "spam", "unsubscribed": "unsub"}
    told = {"event": events[said.what], "time": said.seconds, "MessageID": int(said.provider_id), "email": said.to}
    if events[said.what] == "bounce":
        told |= {"hard_bounce": said.what == "hard"}
        told |= {"error": "user unknown" if said.what == "hard" else "quota exceeded"}
        told |= {"smtp_reply": HARD if said.what == "hard" else SOFT}
    return Call(json.dumps([told]).encode(), _basic(SECRET))


def mandrill(said: Said, url: str = "") -> Call:
    events = {"hard": "hard_bounce", "soft": "soft_bounce", "complained": "spam", "unsubscribed": "unsub"}
    told = {
        "event": events[said.what], "_id": said.provider_id, "ts": said.seconds,
        "msg": {"email": said.to, "diag": HARD if said.what == "hard" else SOFT},
    }  # fmt: skip
    events_text = json.dumps([told])
    signed = f"{url}mandrill_events{events_text}".encode()
    signature = base64.b64encode(hmac.new(SECRET.encode(), signed, hashlib.sha1).digest()).decode()
    return Call(urlencode({"mandrill_events": events_text}).encode(), {"X-Mandrill-Signature": signature}, FORM)


def brevo(said: Said) -> Call:
    events = {"hard": "hard_bounce", "soft": "soft_bounce", "complained": "spam", "unsubscribed": "unsubscribe"}
    told = {
        "event": events.get(said.what, said.what), "email": said.to, "message-id": said.provider_id,
        "ts_epoch": said.seconds * 1000, "reason": HARD if said.what == "hard" else SOFT,
    }  # fmt: skip
    return Call(json.dumps(told).encode(), {"Authorization": f"Bearer {SECRET}"})


def mailersend(said: Said) -> Call:
    types = {"hard": "hard_bounced", "soft": "soft_bounced", "complained": "spam_complaint"}
    data = {
        "type": types.get(said.what, said.what), "id": said.key, "created_at": said.iso,
        "email": {"message": {"id": said.provider_id}, "recipient": {"email": said.to}},
        "morph": {"object": "recipient_bounce", "reason": HARD if said.what == "hard" else SOFT},
    }  # fmt: skip
    body = json.dumps({"type": f"activity.{data['type']}", "data": data}).encode()
    return Call(body, {"Signature": _hex(body)})


def mailtrap(said: Said) -> Call:
    events = {"delivered": "delivery", "hard": "bounce", "complained": "spam", "unsubscribed": "unsubscribe"}
    told = {
        "event": events[said.what], "message_id": said.provider_id, "email": said.to, "timestamp": said.seconds,
        "event_id": said.key, "response": HARD,
    }  # fmt: skip
    body = json.dumps({"events": [told]}).encode()
    return Call(body, {"Mailtrap-Signature": _hex(body)})


def postal(said: Said) -> Call:
    message = {"id": int(said.provider_id), "to": said.to}
    payload: dict[str, object] = {"message": message, "output": HARD}
    if said.what == "hard":
        payload = {"original_message": message, "bounce": {"id": 1}, "output": HARD}
    else:
        payload["status"] = "Sent"
    body = json.dumps({"event": "x", "timestamp": said.seconds, "uuid": said.key, "payload": payload}).encode()
    signature = RSA_KEY.sign(body, padding.PKCS1v15(), hashes.SHA1())
    return Call(body, {"X-Postal-Signature": base64.b64encode(signature).decode()})


def resend(said: Said) -> Call:
    types = {"hard": "email.bounced", "soft": "email.bounced"}
    data: dict[str, object] = {"email_id": said.provider_id, "to": [said.to], "headers": []}
    if said.what in types:
        kind = "Permanent" if said.what == "hard" else "Transient"
        data["bounce"] = {"type": kind, "message": "The recipient's email provider sent a hard bounce message"}
    told = {"type": types.get(said.what, f"email.{said.what}"), "created_at": said.iso, "data": data}
    body = json.dumps(told).encode()
    signed = f"{said.key}.{said.seconds}.".encode() + body
    signature = base64.b64encode(hmac.digest(base64.b64decode(SVIX), signed, "sha256")).decode()
    headers = {"svix-id": said.key, "svix-timestamp": str(said.seconds), "svix-signature": f"v1,old v1,{signature}"}
    return Call(body, headers)


def unisender_go(said: Said) -> Call:
    statuses = {"hard": "hard_bounced", "complained": "spam"}
    errors = {"hard": "err_user_unknown"}
    data = {
        "status": statuses.get(said.what, said.what), "event_time": said.at.replace(tzinfo=None).isoformat(" "),
        "email": said.to, "job_id": said.provider_id,
        "delivery_info": {"delivery_status": errors.get(said.what, "ok"), "destination_response": HARD},
    }  # fmt: skip
    event = {"event_name": "transactional_email_status", "event_data": data}
    told = {"auth": SECRET, "events_by_user": [{"user_id": 1, "events": [event]}]}
    body = json.dumps(told).encode()
    return Call(body.replace(SECRET.encode(), hashlib.md5(body).hexdigest().encode()), {})


@dataclass(frozen=True)
class Kind:
    call: Callable[..., Call]
    webhook_secret: str
    tells: tuple[str, ...]
    # The header whose signature is of a time, so that an old call is refused.
    is_timed: bool = False


_ALL = ("delivered", "hard", "soft", "complained", "unsubscribed")
KINDS: Mapping[str, Kind] = {
    "ses": Kind(ses, "", ("delivered", "hard", "soft", "complained", "opened", "clicked"), is_timed=True),
    "scaleway": Kind(scaleway, "", ("delivered", "hard", "soft"), is_timed=True),
    "mailgun": Kind(mailgun, SECRET, ("delivered", "hard", "complained", "unsubscribed"), is_timed=True),
    "sendgrid": Kind(sendgrid, public(EC_KEY), _ALL, is_timed=True),
    "postmark": Kind(postmark, SECRET, _ALL),
    "sparkpost": Kind(sparkpost, SECRET, _ALL),
    "mailjet": Kind(mailjet, SECRET, _ALL),
    "mandrill": Kind(mandrill, SECRET, ("hard", "soft", "complained", "unsubscribed")),
    "brevo": Kind(brevo, SECRET, _ALL),
    "mailersend": Kind(mailersend, SECRET, _ALL),
    "mailtrap": Kind(mailtrap, SECRET, ("delivered", "hard", "complained", "unsubscribed")),
    "postal": Kind(postal, public(RSA_KEY), ("delivered", "hard")),
    "resend": Kind(resend, f"whsec_{SVIX}", ("delivered", "hard", "soft", "complained"), is_timed=True),
    "unisender_go": Kind(unisender_go, SECRET, ("delivered", "hard", "complained", "unsubscribed")),
}

"""Whether a call is from the provider that it seems to be from. Pure.

Each kind proves it in its own way, by what both sides know (``Keys.webhook``), or by a key whose public half we have.
Where the provider signs a time, calls outside its tolerance are refused; all others are kept from counting twice by the
key of each event alone.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import orjson
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

# Clocks differ.
AHEAD = timedelta(minutes=5)
# Svix signs each try anew. The others repeat what they signed first, for so long as they try.
SVIX_TOLERANCE = timedelta(minutes=5)
MAILGUN_TOLERANCE = timedelta(hours=9)
SENDGRID_TOLERANCE = timedelta(hours=25)


class Refused(Exception):
    """Not proven. The reason is for the log; the caller learns nothing of it.

    ``asks_for_password``: some providers send one only when they are asked.
    """

    def __init__(self, reason: str, *, asks_for_password: bool = False) -> None:
        super().__init__(reason)
        self.asks_for_password = asks_for_password


@dataclass(frozen=True, slots=True)
class Call:
    """A request as it came; ``url`` is the address that the provider was told."""

    headers: Mapping[str, str]
    body: bytes
    form: Mapping[str, str]
    url: str

    def header(self, name: str) -> str:
        if not (value := self.headers.get(name, "")):
            raise Refused(f"the header {name} is missing")
        return value


@dataclass(frozen=True, slots=True)
class Keys:
    """``webhook``: the secret of the provider's row for this; ``provider``: those that mail is sent with."""

    webhook: str = ""
    provider: Mapping[str, str] = field(default_factory=dict)

    def of_webhook(self) -> str:
        if not self.webhook:
            raise Refused("the provider has no webhook secret yet")
        return self.webhook


def verify(kind: str, keys: Keys, call: Call, now: datetime) -> None:
    """Raises Refused, also for kinds that tell us nothing."""
    check = _CHECKS.get(kind)
    if check is None:
        raise Refused(f"providers of the kind {kind} call nobody")
    check(keys, call, now)


def check_time(signed: datetime, now: datetime, tolerance: timedelta) -> None:
    if not -AHEAD <= now - signed <= tolerance:
        raise Refused("the signature is of another time")


def _moment(text: str) -> datetime:
    try:
        return datetime.fromtimestamp(float(text), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise Refused("the time is none") from error


def _same(given: str, expected: str) -> None:
    if not hmac.compare_digest(given.encode(), expected.encode()):
        raise Refused("the signature does not fit")


def _hexadecimal(key: str, message: bytes) -> str:
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()


def _json(body: bytes) -> dict[str, object]:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Refused("there is no signature in it") from error
    return found if isinstance(found, dict) else {}


def _mailgun(keys: Keys, call: Call, now: datetime) -> None:
    """The signature is of a time and a random token, not of the rest; so the token is the key of the event, and
    what comes with a known one counts for nothing."""
    block = _json(call.body).get("signature") if not call.form else dict(call.form)
    if not isinstance(block, dict):
        raise Refused("there is no signature in it")
    time, token, given = (str(block.get(name, "")) for name in ("timestamp", "token", "signature"))
    key = keys.webhook or keys.provider.get("api_key", "")
    if not key or not token:
        raise Refused("there is no signing key, or no token")
    _same(given, _hexadecimal(key, (time + token).encode()))
    check_time(_moment(time), now, MAILGUN_TOLERANCE)


def _sendgrid(keys: Keys, call: Call, now: datetime) -> None:
    time = call.header("X-Twilio-Email-Event-Webhook-Timestamp")
    signature = _base64(call.header("X-Twilio-Email-Event-Webhook-Signature"))
    key = _public_key(keys.of_webhook())
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise Refused("the verification key is none of an elliptic curve")
    try:
        key.verify(signature, time.encode() + call.body, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as error:
        raise Refused("the signature does not fit") from error
    check_time(_moment(time), now, SENDGRID_TOLERANCE)


def _postal(keys: Keys, call: Call, now: datetime) -> None:
    signature = _base64(call.header("X-Postal-Signature"))
    key = _public_key(keys.of_webhook())
    if not isinstance(key, rsa.RSAPublicKey):
        raise Refused("the verification key is none of RSA")
    try:
        key.verify(signature, call.body, padding.PKCS1v15(), hashes.SHA1())  # noqa: S303 - what Postal signs with
    except InvalidSignature as error:
        raise Refused("the signature does not fit") from error


def _svix(keys: Keys, call: Call, now: datetime) -> None:
    """https://docs.svix.com/receiving/verifying-payloads/how-manual"""
    key = _base64(keys.of_webhook().removeprefix("whsec_"))
    told, time = call.header("svix-id"), call.header("svix-timestamp")
    expected = base64.b64encode(hmac.digest(key, f"{told}.{time}.".encode() + call.body, "sha256")).decode()
    given = [each.partition(",")[2] for each in call.header("svix-signature").split() if each.startswith("v1,")]
    if not any(hmac.compare_digest(each.encode(), expected.encode()) for each in given):
        raise Refused("the signature does not fit")
    check_time(_moment(time), now, SVIX_TOLERANCE)


def _mandrill(keys: Keys, call: Call, now: datetime) -> None:
    signed = call.url + "".join(name + call.form[name] for name in sorted(call.form))
    expected = hmac.new(keys.of_webhook().encode(), signed.encode(), hashlib.sha1).digest()
    _same(call.header("X-Mandrill-Signature"), base64.b64encode(expected).decode())


def _mailersend(keys: Keys, call: Call, now: datetime) -> None:
    _same(call.header("Signature"), _hexadecimal(keys.of_webhook(), call.body))


def _mailtrap(keys: Keys, call: Call, now: datetime) -> None:
    _same(call.header("Mailtrap-Signature"), _hexadecimal(keys.of_webhook(), call.body))


def _unisender_go(keys: Keys, call: Call, now: datetime) -> None:
    """An MD5 of the body with the API key where it now stands itself."""
    given = _json(call.body).get("auth")
    key = keys.webhook or keys.provider.get("api_key", "")
    if not isinstance(given, str) or len(given) != 32 or not key:
        raise Refused("there is no signature in it, or no key")
    signed = call.body.replace(given.encode(), key.encode())
    _same(given, hashlib.md5(signed, usedforsecurity=False).hexdigest())


def _password(keys: Keys, call: Call, now: datetime) -> None:
    """Those that sign nothing: a password besides the address, with any user name unless the secret names one."""
    wanted = keys.of_webhook()
    scheme, _, given = call.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        _same(given.strip(), wanted)
        return
    if scheme.lower() != "basic":
        raise Refused("there is no password", asks_for_password=True)
    pair = _base64(given.strip()).decode("utf-8", "replace")
    _same(pair if ":" in wanted else pair.partition(":")[2], wanted)


def _base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error) as error:
        raise Refused("this is no base64") from error


def _public_key(text: str) -> object:
    try:
        if text.lstrip().startswith("-----BEGIN"):
            return serialization.load_pem_public_key(text.strip().encode())
        return serialization.load_der_public_key(_base64("".join(text.split())))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise Refused("the webhook secret is no public key") from error


_CHECKS: Mapping[str, Callable[[Keys, Call, datetime], None]] = {
    "mailgun": _mailgun,
    "sendgrid": _sendgrid,
    "postal": _postal,
    "resend": _svix,
    "mandrill": _mandrill,
    "mailersend": _mailersend,
    "mailtrap": _mailtrap,
    "unisender_go": _unisender_go,
    "postmark": _password,
    "sparkpost": _password,
    "mailjet": _password,
    "brevo": _password,
}

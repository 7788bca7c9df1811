"""Amazon's notification service, by which SES tells, and Scaleway's, which speaks the same.

Its messages are signed with a certificate that they name themselves, so that only one of the provider's own hosts
counts. https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
"""

import base64
import binascii
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import orjson
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from frontdesk.mail.webhooks.signatures import Refused, check_time
from frontdesk.platform import outbound

# Amazon tries again for an hour, and by a topic's own rules for up to six.
TOLERANCE = timedelta(hours=7)
HOSTS = {
    "ses": re.compile(r"sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?"),
    "scaleway": re.compile(r"(sns\.mnq|messaging\.s3)\.[a-z0-9-]+\.(scaleway\.com|scw\.cloud)"),
}
_SIGNED = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    "SubscriptionConfirmation": ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
}
_SIGNED["UnsubscribeConfirmation"] = _SIGNED["SubscriptionConfirmation"]
_HASHES: dict[str, hashes.HashAlgorithm] = {"1": hashes.SHA1(), "2": hashes.SHA256()}  # noqa: S303 - version 1 is theirs
MOST_CERTIFICATES = 32
# By address; they change about once a year.
certificates: dict[str, x509.Certificate] = {}

Message = dict[str, str]


def read(kind: str, body: bytes, now: datetime) -> Message:
    """The message, once it is proven to be the service's: of whose topic is for the caller to judge, since everybody
    can have one.

    Asks the network for a certificate that it has not seen. Raises Refused.
    """
    message = _parse(body)
    key = _certificate(kind, message.get("SigningCertURL", ""), now).public_key()
    algorithm = _HASHES.get(message.get("SignatureVersion", ""))
    if algorithm is None or not isinstance(key, rsa.RSAPublicKey):
        raise Refused("it is signed in a way that we do not know")
    try:
        signature = base64.b64decode(message.get("Signature", ""), validate=True)
        key.verify(signature, canonical(message), padding.PKCS1v15(), algorithm)
    except (InvalidSignature, ValueError, binascii.Error) as error:
        raise Refused("the signature does not fit") from error
    check_time(_moment(message.get("Timestamp", "")), now, TOLERANCE)
    return message


def confirm(kind: str, message: Message) -> None:
    """Answers that we want the topic's messages. Raises Refused and OutboundFailed."""
    url = message.get("SubscribeURL", "")
    _check_host(kind, url)
    answer = outbound.request("GET", url, timeout=10, max_bytes=64 * 1024)
    if answer.status != 200:
        raise outbound.OutboundFailed(f"The topic was not confirmed ({answer.status}).", permanent=False)


def canonical(message: Message) -> bytes:
    """What is signed: names and values in lines, in the order of the names."""
    names = _SIGNED[message["Type"]]
    return "".join(f"{name}\n{message[name]}\n" for name in names if name in message).encode()


def _parse(body: bytes) -> Message:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Refused("it is no JSON") from error
    if not isinstance(found, dict) or found.get("Type") not in _SIGNED:
        raise Refused("it is no notification")
    return {name: value for name, value in found.items() if isinstance(value, str)}


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refused("the time is none") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _check_host(kind: str, url: str) -> None:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise Refused("the address is none") from error
    if parts.scheme != "https" or port not in (None, 443) or parts.username or not HOSTS[kind].fullmatch(host):
        raise Refused(f"{host[:100]} is no host of the provider")


def _certificate(kind: str, url: str, now: datetime) -> x509.Certificate:
    _check_host(kind, url)
    if not urlsplit(url).path.endswith(".pem"):
        raise Refused("the certificate's address is none")
    if url not in certificates:
        try:
            answer = outbound.request("GET", url, timeout=10, max_bytes=64 * 1024)
            found = x509.load_pem_x509_certificate(answer.body)
        except (ValueError, outbound.OutboundFailed, outbound.OutboundRefused) as error:
            raise Refused("the certificate cannot be read") from error
        if len(certificates) >= MOST_CERTIFICATES:
            certificates.clear()
        certificates[url] = found
    found = certificates[url]
    if not found.not_valid_before_utc <= now <= found.not_valid_after_utc:
        raise Refused("the certificate is of another time")
    return found

"""DKIM signatures (RFC 6376; Ed25519: RFC 8463) for mail that no provider signs. Canonicalisation relaxed/relaxed."""

import base64
import hashlib
import re
import time
from collections.abc import Iterable
from functools import lru_cache

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from frontdesk.mail.transports.ways import Dkim

# Whoever could change these could change what the mail says, or who seems to have said it.
SIGNED = (
    b"from", b"to", b"cc", b"subject", b"date", b"message-id", b"reply-to", b"in-reply-to", b"references",
    b"mime-version", b"content-type", b"content-transfer-encoding", b"list-unsubscribe", b"list-unsubscribe-post",
)  # fmt: skip
# Named once more than they are there: one that somebody adds on the way breaks the signature.
OVERSIGNED = (b"from", b"subject", b"date", b"to")
RSA_BITS = 2048
_FOLDED = re.compile(rb"\r\n(?=[ \t])")
_LINE = 72
Key = RSAPrivateKey | Ed25519PrivateKey


def generate_key(algorithm: str = "rsa") -> tuple[str, str]:
    """A private key in PEM, and the TXT record for ``<selector>._domainkey.<domain>``. ``algorithm``: rsa, ed25519."""
    key: Key = generate_private_key(65537, RSA_BITS) if algorithm == "rsa" else Ed25519PrivateKey.generate()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return pem.decode(), dns_record(pem.decode())


def dns_record(private_key_pem: str) -> str:
    """What the TXT record of a key says. Raises ValueError when it is no key."""
    key = _load(private_key_pem)
    if isinstance(key, Ed25519PrivateKey):
        public = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        return f"v=DKIM1; k=ed25519; p={base64.b64encode(public).decode()}"
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"


class Signer:
    """Signs for one domain, with one key of each algorithm at most; the body is read once for all of them."""

    def __init__(self, keys: Iterable[Dkim]) -> None:
        self._keys = [(key.domain.lower(), key.selector, _load(key.private_key_pem)) for key in keys]

    def sign(self, mime: bytes, *, now: int | None = None) -> bytes:
        """The DKIM-Signature headers to put before ``mime``, which has CRLF line ends."""
        head, _, body = mime.partition(b"\r\n\r\n")
        headers = _by_name(head)
        digest = base64.b64encode(hashlib.sha256(relaxed_body(body)).digest())
        names = [name for name in SIGNED for _ in headers.get(name, ())] + list(OVERSIGNED)
        signed = b"".join(_taken(headers, names))
        at = int(time.time()) if now is None else now
        return b"".join(self._header(key, names, signed, digest, at) for key in self._keys)

    def _header(self, key: tuple[str, str, Key], names: list[bytes], signed: bytes, digest: bytes, at: int) -> bytes:
        domain, selector, private = key
        algorithm = b"rsa-sha256" if isinstance(private, RSAPrivateKey) else b"ed25519-sha256"
        start = b"DKIM-Signature: v=1; a=%b; c=relaxed/relaxed; d=%b;\r\n s=%b; t=%d;\r\n h=%b;\r\n bh=%b;\r\n b=" % (
            algorithm,
            domain.encode(),
            selector.encode(),
            at,
            _fold(b" : ".join(names), b" "),
            digest,
        )
        own = relaxed_header(start.partition(b":")[0], start.partition(b":")[2]).removesuffix(b"\r\n")
        return start + _broken(base64.b64encode(_signature(private, signed + own))) + b"\r\n"


def _signature(key: Key, content: bytes) -> bytes:
    if isinstance(key, RSAPrivateKey):
        return key.sign(content, PKCS1v15(), hashes.SHA256())
    return key.sign(hashlib.sha256(content).digest())


class Signers:
    """The signer for each sender's domain."""

    def __init__(self, keys: Iterable[Dkim]) -> None:
        self._by_domain: dict[str, list[Dkim]] = {}
        for key in keys:
            self._by_domain.setdefault(key.domain.lower(), []).append(key)
        self._signers: dict[str, Signer] = {}

    def for_sender(self, address: str) -> Signer | None:
        """By the domain of the address, or the nearest above it that has a key: DMARC counts both."""
        domain = address.rpartition("@")[2].lower()
        while domain and domain not in self._by_domain:
            domain = domain.partition(".")[2]
        if not domain:
            return None
        if domain not in self._signers:
            self._signers[domain] = Signer(self._by_domain[domain])
        return self._signers[domain]


@lru_cache(maxsize=512)
def signers(keys: tuple[Dkim, ...]) -> Signers:
    return Signers(keys)


@lru_cache(maxsize=1024)
def _load(pem: str) -> Key:
    key = serialization.load_pem_private_key(pem.encode(), password=None)
    if isinstance(key, RSAPrivateKey | Ed25519PrivateKey):
        return key
    raise ValueError("A DKIM key is an RSA or an Ed25519 key.")


def relaxed_body(body: bytes) -> bytes:
    """RFC 6376 3.4.4."""
    body = _single_spaces(body if body.endswith(b"\r\n") else body + b"\r\n").replace(b" \r\n", b"\r\n")
    stripped = body.rstrip(b"\r\n")
    return stripped + b"\r\n" if stripped else b""


def relaxed_header(name: bytes, value: bytes) -> bytes:
    """RFC 6376 3.4.2."""
    return name.strip().lower() + b":" + _single_spaces(_FOLDED.sub(b"", value)).strip(b" \r\n") + b"\r\n"


def _single_spaces(text: bytes) -> bytes:
    """Ten times as fast as a regular expression: it halves the runs of blanks until there are none."""
    text = text.replace(b"\t", b" ")
    while b"  " in text:
        text = text.replace(b"  ", b" ")
    return text


def _by_name(head: bytes) -> dict[bytes, list[bytes]]:
    """The headers that are signed, canonical; of several with one name the last first, as verifiers take them."""
    found: dict[bytes, list[bytes]] = {}
    for each in _FOLDED.sub(b"", head).split(b"\r\n"):
        name, colon, value = each.partition(b":")
        name = name.strip().lower()
        if colon and name in SIGNED:
            found.setdefault(name, []).insert(0, relaxed_header(name, value))
    return found


def _taken(headers: dict[bytes, list[bytes]], names: list[bytes]) -> Iterable[bytes]:
    """Each name takes the next of its headers; one that has none left adds nothing."""
    left = {name: iter(values) for name, values in headers.items()}
    for name in names:
        yield next(left.get(name, iter(())), b"")


def _fold(text: bytes, at: bytes) -> bytes:
    lines, current = [], b""
    for word in text.split(at):
        if current and len(current) + len(word) > _LINE:
            lines.append(current)
            current = b""
        current += (at if current else b"") + word
    return b"\r\n  ".join([*lines, current])


def _broken(encoded: bytes) -> bytes:
    return b"\r\n  ".join(encoded[start : start + _LINE] for start in range(0, len(encoded), _LINE))

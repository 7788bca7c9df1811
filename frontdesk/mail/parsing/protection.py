"""Signed or encrypted mail: recognised and kept, neither checked nor opened."""

import re

from frontdesk.mail.parsing.mime import Tree
from frontdesk.mail.parsing.model import Protection

_SMIME = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
_ENCRYPTED_MESSAGE = re.compile(r"^-----BEGIN PGP MESSAGE-----[ \t]*$", re.MULTILINE)
_SIGNED_MESSAGE = re.compile(r"^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*$", re.MULTILINE)
_CLEAR, _SIGNATURE, _END = (
    "-----BEGIN PGP SIGNED MESSAGE-----",
    "\n-----BEGIN PGP SIGNATURE-----",
    "-----END PGP SIGNATURE-----",
)


def read(tree: Tree, text: str) -> Protection:
    for part in tree.parts():
        kind = _of_part(part.content_type, part.parameters, part.disposition_parameters.get("filename", ""))
        if kind:
            return kind
    if _ENCRYPTED_MESSAGE.search(text):
        return Protection.PGP_ENCRYPTED
    return Protection.PGP_SIGNED if _SIGNED_MESSAGE.search(text) else Protection.NONE


def _of_part(content_type: str, parameters: dict[str, str], filename: str) -> Protection:
    protocol = parameters.get("protocol", "").lower()
    if content_type == "multipart/signed":
        return Protection.PGP_SIGNED if "pgp" in protocol else Protection.SMIME_SIGNED
    if content_type == "multipart/encrypted" or content_type == "application/pgp-encrypted":
        return Protection.PGP_ENCRYPTED
    if content_type in _SMIME or filename.lower() == "smime.p7m":
        kind = parameters.get("smime-type", "").lower()
        return Protection.SMIME_SIGNED if kind.startswith(("signed", "certs")) else Protection.SMIME_ENCRYPTED
    return Protection.NONE


def without_armour(text: str) -> str:
    """The words of an inline signed letter; the lines that its signing escaped are as they were."""
    start = text.find(_CLEAR)
    words = text.find("\n\n", start)  # after the headers of the armour
    stop = text.find(_SIGNATURE, words)
    if min(start, words, stop) < 0:
        return text
    end = text.find(_END, stop)
    inside = re.sub(r"^- ", "", text[words + 2 : stop], flags=re.MULTILINE)
    return (text[:start] + inside + (text[end + len(_END) :] if end >= 0 else "")).strip("\n")

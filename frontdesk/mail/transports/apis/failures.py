"""What a provider's answer means: this mail never, this mail later, fewer mails, or nothing for now. Pure."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from frontdesk.mail.transports.ways import Busy, ProviderDown, TransportError

# Some say in the body what HTTP has a status for.
_BAD_KEY = re.compile(
    r"invalid[_ -]?(?:server)?[_ -]?(?:api)?[_ -]?key|serversuspended|accessdenied|unknown_subaccount", re.I
)
_BUSY = re.compile(r"too many requests|rate ?limit|throttl|quota exceeded|limit exceeded", re.I)
_OF_THE_SENDER = re.compile(r"sender identity|\bfrom\b.{0,40}(?:address|domain)|domain.{0,40}not verified", re.I)
_PASSING = re.compile(r"generalerror|serviceunavailable|temporar", re.I)
_WORDS = (
    "message",
    "error",
    "errors",
    "name",
    "code",
    "detail",
    "description",
    "Message",
    "ErrorMessage",
    "title",
    "data",
)
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Answered:
    """``title``: the provider's name. ``text``: the answer's body."""

    title: str
    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def words(self) -> str:
        try:
            said = "; ".join(dict.fromkeys(_said(json.loads(self.text))))
        except (ValueError, RecursionError):
            said = "" if "<" in self.text[:200] else self.text
        clean = "".join(each if each.isprintable() else " " for each in said[:_LONGEST])
        return f"{self.title} ({self.status}): {clean}".rstrip(": ")


def _said(value: object, depth: int = 0) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and depth < 5:
        for each in value[:5]:
            yield from _said(each, depth + 1)
    elif isinstance(value, dict) and depth < 5:
        for key in _WORDS if any(key in value for key in _WORDS) else list(value)[:5]:
            yield from _said(value.get(key), depth + 1)


def meaning(answered: Answered) -> Exception:
    """Of an answer that is no success, whatever its status."""
    status, words = answered.status, answered.words
    if status == 401 or _BAD_KEY.search(answered.text[:2000]):
        return ProviderDown(f"{words}. Check the key, and that it is for this region.")
    if status == 429 or (status in {400, 403, 503} and _BUSY.search(words)):
        return Busy(words, retry_after=_retry_after(answered.headers))
    if status == 403 and not _OF_THE_SENDER.search(words):
        return ProviderDown(
            f"{words}. The key may not send, or the account is not open for it: see the provider's site."
        )
    if status == 402:
        return ProviderDown(f"{words}. The account wants to be paid.")
    if status in {404, 405} or 300 <= status < 400:
        return ProviderDown(f"{words}. Check the API address, the region and the sending domain.")
    if status == 408:
        return TransportError(words, permanent=False)
    if status >= 500 and not _is_refusal(answered):
        return TransportError(words, permanent=False, in_doubt=status != 503)
    if status < 300:
        return TransportError(words, permanent=not _PASSING.search(words), in_doubt=bool(_PASSING.search(words)))
    return TransportError(words, permanent=True)


def _is_refusal(answered: Answered) -> bool:
    """Mandrill says 500 to everything, and its name tells what was wrong."""
    return (
        answered.status == 500
        and '"status":"error"' in answered.text.replace(" ", "")
        and not _PASSING.search(answered.text[:2000])
    )


def _retry_after(headers: Mapping[str, str]) -> float:
    said = headers.get("Retry-After", "")
    return min(max(float(said), 1.0), 3600.0) if said.isascii() and said.isdigit() else 10.0

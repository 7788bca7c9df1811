"""Templates by address. The one module here that asks other machines."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from email.message import Message
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from frontdesk.mail.importing.decoding import decode
from frontdesk.platform import outbound
from frontdesk.platform.errors import BadInput

MAX_BYTES = 2 * 1024 * 1024
SECONDS = 15.0
_TEXTS = ("text/", "application/xhtml+xml", "application/xml", "application/octet-stream")


@dataclass(frozen=True, slots=True)
class Fetched:
    """`url` is where it came from in the end: what relative addresses are relative to."""

    source: str
    url: str
    name: str


async def fetch(url: str) -> Fetched:
    """Raises OutboundRefused, OutboundFailed, and BadInput for what is no text."""
    return await asyncio.to_thread(_fetch, url)


def _fetch(url: str) -> Fetched:
    answer = outbound.request(
        "GET", url, timeout=SECONDS, max_bytes=MAX_BYTES, headers={"Accept": "text/html, */*;q=0.5"}
    )
    host = urlsplit(answer.url).hostname or "The server"
    if answer.status >= 400:
        raise outbound.OutboundFailed(
            f"{host} answers {answer.status}. The address must show the template to whoever asks, without signing in.",
            permanent=answer.status < 500,
        )
    header = Message()
    header["Content-Type"] = answer.headers.get("Content-Type", "text/html")
    if not header.get_content_type().startswith(_TEXTS):
        raise BadInput.field("url", f"{host} gives {header.get_content_type()[:60]}, which is no template.")
    text, _ = decode(answer.body, str(header.get_param("charset") or ""))
    path = PurePosixPath(unquote(urlsplit(answer.url).path))
    return Fetched(text, answer.url, path.name or host)

"""Addresses of links and pictures: made absolute, made safe, and pictures inside the source taken out."""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote, unquote_to_bytes, urljoin

from frontdesk.mail.importing.model import InlineImage, Log
from frontdesk.mail.importing.styles import with_addresses

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DATA = re.compile(r"data:image/([\w.+-]{1,20})((?:;[\w=.-]{1,40})*),(.*)\Z", re.IGNORECASE | re.DOTALL)
_LIQUID = re.compile(r"\{[{%]")
_RUNNING = re.compile(r"[\x00-\x20]*(?:j[\x00-\x20]*a[\x00-\x20]*v[\x00-\x20]*a|vb)\s*script:", re.IGNORECASE)
_BARE_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|es|uk|eu)(?:/|\Z)")
# What stands for a picture's address until it is stored; no request is ever made to it.
MARKER = "https://import.invalid/image-"
IS_PICTURE = frozenset({"src", "background", "background-url", "poster"})


class Addresses:
    """Judges each address of one source; keeps the pictures that it held."""

    def __init__(self, log: Log, base_url: str | None, files: Mapping[str, bytes]) -> None:
        self.log = log
        self.base_url = base_url
        self.files = files
        self.images: dict[bytes, InlineImage] = {}

    def judged(self, name: str, written: str, place: tuple[int, int]) -> str:
        """The address as it shall stand, unescaped; the same where nothing is to be done."""
        address = html.unescape(written).strip()
        if _RUNNING.match(address):
            self.log.change("script_link", "Links that run a script were removed.", place)
            return "#"
        if address[:5].lower() == "data:":
            return self._taken_out(address, name, place)
        if not address or address.startswith("#") or _LIQUID.match(address):
            return written
        if name in IS_PICTURE:
            found = self.file(address)
            if found is not None:
                return self._kept(found, address.rsplit("/", 1)[-1])
        if _SCHEME.match(address) and not address.lower().startswith("file:"):
            secured = self._secured(name, address, place)
            return written if secured == address else secured
        return self._absolute(name, address, written, place)

    def in_style(self, style: str, place: Callable[[int], tuple[int, int]]) -> str:
        """A style with the addresses of its backgrounds judged; `place` tells where an index of it stands."""
        return with_addresses(style, lambda address, at: self.judged("background", address, place(at)))

    def _secured(self, name: str, address: str, place: tuple[int, int]) -> str:
        if name in ("background", "background-url") and address[:5].lower() == "http:":
            message = "Backgrounds are loaded by https only: http:// became https://. Check that they still show."
            self.log.change("https", message, place)
            return "https:" + address[5:]
        return address

    def _absolute(self, name: str, address: str, written: str, place: tuple[int, int]) -> str:
        if address.startswith("//"):
            self.log.change("https", "Addresses without http: or https: became https://.", place)
            return f"https:{address}"
        if self.base_url is not None:
            self.log.change("absolute", f"Relative addresses were completed with {self.base_url[:200]}.", place)
            return self._secured(name, urljoin(self.base_url, address), place)
        if (
            re.match(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|es|co\.uk|eu)(?:/|\Z)", address)
            and name == "href"
        ):
            self.log.change("https", "Addresses without http: or https: became https://.", place)
            return f"https://{address}"
        what = "The picture" if name in IS_PICTURE else "The link"
        advice = "Upload it and choose it here" if name in IS_PICTURE else "Write the whole address, from https:// on"
        self.log.problem("relative_address", f"{what} “{address[:80]}” has no whole address. {advice}.", place)
        return written

    def file(self, address: str) -> bytes | None:
        """A file that came beside the source, by its whole name or the end of it."""
        if not self.files:
            return None
        path = unquote(address.split("?")[0].split("#")[0]).replace("\\", "/")
        path = re.sub(r"\A(?:cid:|\./|/)+", "", path)
        return self.files.get(path) or self.files.get(path.rsplit("/", 1)[-1])

    def _taken_out(self, address: str, name: str, place: tuple[int, int]) -> str:
        match = _DATA.match(address)
        content = _decoded(match[2], match[3]) if match and name in IS_PICTURE else None
        if match is None or content is None or "svg" in match[1].lower():
            self.log.change("data_address", "Addresses with data instead of a place were removed.", place)
            return "#" if name == "href" else ""
        return self._kept(content, f"image.{match[1].lower()}", place)

    def _kept(self, content: bytes, name: str, place: tuple[int, int] = (0, 0)) -> str:
        known = self.images.get(content)
        if known is None:
            known = InlineImage(f"{MARKER}{len(self.images) + 1}", name[:100], content)
            self.images[content] = known
            message = f"The picture “{name[:60]}” came with the template. Store it with the images to keep it."
            self.log.problem("inline_image", message, place, level="warning")
        return known.marker


def _decoded(parameters: str, data: str) -> bytes | None:
    if ";base64" not in parameters.lower():
        return unquote_to_bytes(data)
    try:
        return base64.b64decode(re.sub(r"\s+", "", unquote(data)), validate=True)
    except (binascii.Error, ValueError):
        return None

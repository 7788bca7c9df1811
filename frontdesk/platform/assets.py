"""The built web app's files, served from memory with the strongest caching that their names allow."""

import gzip
import mimetypes
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path

# Files under here carry a hash of their content in their name, so that a browser need never ask again.
HASHED = "/assets/"
COMPRESSIBLE = {".js", ".css", ".svg", ".json", ".map", ".txt", ".html", ".webmanifest", ".wasm", ".ico"}

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True)
class Asset:
    """One file: its headers without the encoding, its bytes, and the smaller forms that exist."""

    headers: Headers
    plain: bytes
    encoded: dict[bytes, bytes]

    def answer(self, accept_encoding: bytes) -> tuple[Headers, bytes]:
        for encoding, content in self.encoded.items():
            if encoding in accept_encoding:
                return [*self.headers, (b"content-encoding", encoding)], content
        return self.headers, self.plain


class Assets:
    """The files below `folder`, except the page itself, which Django serves. Read when first asked for."""

    def __init__(self, folder: Path) -> None:
        self._files = {
            f"/{file.relative_to(folder).as_posix()}": file
            for file in folder.rglob("*")
            if file.is_file() and file.suffix not in {".br", ".gz"} and file.name != "index.html"
        }
        self._read: dict[str, Asset] = {}

    def __contains__(self, path: object) -> bool:
        return path in self._files

    def get(self, path: str) -> Asset:
        asset = self._read.get(path)
        if asset is None:
            asset = self._read[path] = _read(path, self._files[path])
        return asset


def _read(path: str, file: Path) -> Asset:
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    if kind.startswith("text/") or kind in {"application/javascript", "application/json"}:
        kind += "; charset=utf-8"
    caching = "public, max-age=31536000, immutable" if path.startswith(HASHED) else "public, max-age=3600"
    headers = [
        (b"content-type", kind.encode()),
        (b"cache-control", caching.encode()),
        (b"last-modified", formatdate(file.stat().st_mtime, usegmt=True).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"vary", b"accept-encoding"),
    ]
    plain = file.read_bytes()
    encoded: dict[bytes, bytes] = {}
    if file.suffix in COMPRESSIBLE and len(plain) > 1000:
        brotli = file.with_name(file.name + ".br")
        if brotli.exists():
            encoded[b"br"] = brotli.read_bytes()
        encoded[b"gzip"] = gzip.compress(plain, 6)
    return Asset(headers, plain, encoded)

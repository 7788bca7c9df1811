"""The file that a backup is: a tar of the database's dump, the stored files, the keys, and a manifest of them all.

Its members are compressed by themselves where that helps, so the tar is not.
"""

import hashlib
import json
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from frontdesk.management.context import CommandFailed

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
SECRETS = "secrets.json"
FILES = "files"
CHUNK = 1024 * 1024


@dataclass
class Manifest:
    """`checksums` maps each member's name to its SHA-256 in hex."""

    version: str
    made_at: str
    bucket: str = ""
    format: int = FORMAT
    checksums: dict[str, str] = field(default_factory=dict)


def write(path: Path, manifest: Manifest, members: dict[str, Path]) -> None:
    """Writes the archive beside `path` first, so that a broken-off backup never looks like a whole one."""
    unfinished = path.with_name(path.name + ".part")
    unfinished.touch(mode=0o600)
    unfinished.chmod(0o600)  # it holds keys
    try:
        with tarfile.open(unfinished, "w") as tar:
            for name, source in members.items():
                try:
                    manifest.checksums[name] = checksum(source)
                    tar.add(source, arcname=name, recursive=False)
                except FileNotFoundError:  # a stored file that was deleted meanwhile
                    manifest.checksums.pop(name, None)
            summary = unfinished.with_name(path.name + ".manifest")
            summary.write_text(json.dumps(asdict(manifest), indent=1))
            tar.add(summary, arcname=MANIFEST)
            summary.unlink()
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def extract(path: Path, folder: Path) -> Manifest:
    """Unpacks into `folder` and returns the manifest, once every member is there and as it was written."""
    found: dict[str, str] = {}
    text = b""
    try:
        with tarfile.open(path, "r:") as tar:
            for member, content in _members(tar):
                if member == MANIFEST:
                    text = content.read()
                else:
                    found[member] = _copy(content, folder / member)
    except (OSError, tarfile.TarError) as error:
        raise CommandFailed(f"{path} cannot be read as a backup: {error}.") from error
    try:
        manifest = Manifest(**json.loads(text))
    except (ValueError, TypeError) as error:
        raise CommandFailed(f"{path} is not a whole Frontdesk backup: its manifest is missing or damaged.") from error
    if manifest.format != FORMAT:
        raise CommandFailed(f"{path} has format {manifest.format}; this version of Frontdesk reads format {FORMAT}.")
    damaged = [name for name, digest in manifest.checksums.items() if found.get(name) != digest]
    if damaged:
        raise CommandFailed(f"{path} is damaged ({len(damaged)} members, first {damaged[0]}): nothing was restored.")
    return manifest


def checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _members(tar: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    for member in tar:
        name = PurePosixPath(member.name)
        content = tar.extractfile(member) if member.isfile() else None
        if content is None or name.is_absolute() or ".." in name.parts:
            raise CommandFailed(f"The backup holds a member that it should not: {member.name}.")
        yield str(name), content


def _copy(source: IO[bytes], target: Path) -> str:
    digest = hashlib.sha256()
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()

"""Uploaded files looked through: our own bundles, and what other programs export."""

import hashlib
from pathlib import PurePosixPath

import orjson
from django.conf import settings
from pydantic import ValidationError

from frontdesk.mail.importing import uploads as importing
from frontdesk.mail.schemas.common import check_json
from frontdesk.mail.templates.bundles import foreign
from frontdesk.mail.templates.bundles.model import (
    IMAGES,
    MANIFEST,
    MAX_DESIGN_BYTES,
    MAX_DESIGNS_BYTES,
    MAX_SOURCE_BYTES,
    MAX_TEMPLATES,
    UP,
    Entry,
    Manifest,
    Picture,
    TemplateRecord,
)
from frontdesk.orgs.models import Locale
from frontdesk.platform import zips
from frontdesk.platform.errors import BadInput
from frontdesk.platform.zips import SafeZip

ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
_MAX_MANIFEST_BYTES = 4 * 1024 * 1024


def read_bundle(archive: SafeZip) -> list[Entry]:
    """The templates of a bundle of ours. Raises BadInput (bundle-refused), which says why."""
    manifest = _read_manifest(archive)
    names = [record.entry for record in manifest.templates]
    if len(set(names)) < len(names):
        raise refused("The manifest names a template twice.")
    _check_designs(archive, manifest)
    pictures: dict[str, bytes] = {}
    return [_read_entry(archive, manifest, record, pictures) for record in manifest.templates]


def _read_manifest(archive: SafeZip) -> Manifest:
    try:
        raw = orjson.loads(archive.read(MANIFEST, max_bytes=_MAX_MANIFEST_BYTES))
    except orjson.JSONDecodeError as error:
        raise refused("manifest.json cannot be read. Export the templates again.") from error
    if not isinstance(raw, dict) or raw.get("version") != 1:
        raise refused("This file was made by another version of Frontdesk and cannot be read by this one.")
    try:
        return Manifest.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise refused(f"manifest.json is not as it was exported: {place}: {first['msg']}.") from error


def _check_designs(archive: SafeZip, manifest: Manifest) -> None:
    """Each counts as often as it is named: every template gets its own."""
    named = [record.design for record in manifest.templates if record.design]
    if sum(archive.size(path) for path in named if path in archive) > MAX_DESIGNS_BYTES:
        raise refused(
            f"The designs of these templates pass {MAX_DESIGNS_BYTES // 1024 // 1024} MB. Export fewer at a time."
        )


def _read_entry(archive: SafeZip, manifest: Manifest, record: TemplateRecord, pictures: dict[str, bytes]) -> Entry:
    source = _read_text(archive, manifest, record.source, MAX_SOURCE_BYTES)
    text = _read_text(archive, manifest, record.text, MAX_SOURCE_BYTES) if record.text else ""
    design = _read_design(archive, manifest, record.design) if record.design else None
    for path in record.images:
        if not path.startswith(IMAGES):
            raise refused(f"“{path}” is no picture of this file.")
        if path not in pictures:
            pictures[path] = _read_file(archive, manifest, path, settings.MAX_UPLOAD_BYTES)
    used = tuple(Picture(UP + path, PurePosixPath(path).name, pictures[path]) for path in record.images)
    values: dict[str, object] = {
        "name": record.name,
        "description": record.description,
        "category": record.category,
        "subject": record.subject,
        "preheader": record.preheader,
        "html_code": source,
        "text_code": text,
        "source_format": record.source_format,
        "design": design,
        "from_email_address_type": record.from_email_address_type,
        "email_main_logo_image": record.email_main_logo_image,
    }
    return Entry(record.entry, record.type, record.locale, values, group=record.variant_group, pictures=used)


def _read_file(archive: SafeZip, manifest: Manifest, path: str, max_bytes: int) -> bytes:
    record = manifest.files.get(path)
    if record is None or path not in archive:
        raise refused(f"“{path}” is missing from the file.")
    content = archive.read(path, max_bytes=max_bytes)
    if len(content) != record.size or hashlib.sha256(content).hexdigest() != record.sha256:
        raise refused(f"“{path}” was changed after the export.")
    return content


def _read_text(archive: SafeZip, manifest: Manifest, path: str, max_bytes: int) -> str:
    try:
        text = _read_file(archive, manifest, path, max_bytes).decode()
    except UnicodeDecodeError as error:
        raise refused(f"“{path}” is no text in UTF-8.") from error
    if "\0" in text:
        raise refused(f"“{path}” holds the character NUL.")
    return text


def _read_design(archive: SafeZip, manifest: Manifest, path: str) -> dict[str, object]:
    try:
        return check_json(orjson.loads(_read_text(archive, manifest, path, MAX_DESIGN_BYTES)))
    except (orjson.JSONDecodeError, ValueError) as error:
        raise refused(f"“{path}” cannot be read.") from error


def read_upload(name: str, content: bytes, *, locale: Locale) -> list[Entry]:
    """The templates of an uploaded file, of ours or of another program. Raises BadInput and TooLarge, with the reason.

    ``locale``: the language of those that do not say theirs.
    """
    if content.startswith(ZIP_STARTS):
        archive = zips.open_zip(content)
        if MANIFEST in archive:
            return read_bundle(archive)
    found = importing.read_upload(name, content)
    if len(found) > MAX_TEMPLATES:
        raise refused(f"The file has {len(found)} templates; at most {MAX_TEMPLATES} come in at a time.")
    return [foreign.as_entry(number, each, locale) for number, each in enumerate(found, start=1)]


def refused(message: str) -> BadInput:
    return BadInput(message, code="bundle-refused", errors=[{"field": "file", "message": message}])

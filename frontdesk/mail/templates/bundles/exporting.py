"""Templates taken out as a zip file, with the pictures of ours that they use."""

import hashlib
import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import PurePosixPath

import orjson
from django.conf import settings
from django.utils import timezone
from django.utils.text import slugify

from frontdesk.mail.models import EmailTemplate, FromAddressType, SourceFormat, TemplateCategory
from frontdesk.mail.template_types import TemplateType
from frontdesk.mail.templates import listing
from frontdesk.mail.templates.bundles.model import (
    FORMAT,
    FORMAT_VERSION,
    IMAGES,
    MANIFEST,
    MAX_ALL_PICTURES,
    MAX_PICTURES,
    MAX_TEMPLATES,
    UP,
    FileRecord,
    Manifest,
    TemplateRecord,
)
from frontdesk.orgs import access, audit
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import Locale, Organization
from frontdesk.platform import storage, zips
from frontdesk.platform.errors import BadInput, NotFound, TooLarge
from frontdesk.platform.storage import FileMissing

# Public: who has the address may fetch it anyway, whosoever upload it is. Nothing else is looked for.
_KEY = r"public/[A-Za-z0-9][A-Za-z0-9-]{0,59}\.(?:png|jpg|gif|webp)"
# Room for the manifest and the zip's own table.
_MOST_BYTES = zips.MAX_ZIP - 2 * 1024 * 1024


def export_templates(actor: Actor, ids: Sequence[int], filters: listing.Filters) -> tuple[str, bytes]:
    """File name and content. Raises NotFound for an id that is not there, BadInput above 200 templates or for none."""
    access.require(actor, Permission.TEMPLATES_READ)
    found = _find(actor, ids, filters)
    writer = _Writer()
    records = [writer.add(number, template) for number, template in enumerate(found, start=1)]
    organization = Organization.objects.filter(id=actor.org_id).first() if actor.org_id else None
    content = writer.finish(records, organization.name if organization else "")
    audit.record(
        actor,
        "template.exported",
        object_type="email_template",
        object_id=found[0].id if len(found) == 1 else "",
        label=found[0].name if len(found) == 1 else "",
        changes={"templates": [template.id for template in found]},
    )
    name = slugify(found[0].name)[:60] if len(found) == 1 else ""
    return f"{name or 'email-templates'}.zip", content


def _find(actor: Actor, ids: Sequence[int], filters: listing.Filters) -> list[EmailTemplate]:
    if ids:
        wanted = list(dict.fromkeys(ids))
        by_id = {row.id: row for row in EmailTemplate.objects.filter(id__in=wanted)}
        if len(by_id) < len(wanted):
            raise NotFound("Some of these templates are not there. Load the list again.")
        return [by_id[template_id] for template_id in wanted]
    found = list(listing.list_templates(actor, filters).order_by("name", "id")[: MAX_TEMPLATES + 1])
    if not found:
        raise BadInput("No template fits these filters, so there is nothing to export.")
    if len(found) > MAX_TEMPLATES:
        raise BadInput(f"One file holds {MAX_TEMPLATES} templates at most. Narrow the filters.")
    return found


class _Writer:
    def __init__(self) -> None:
        self._buffer = io.BytesIO()
        self._zip = zipfile.ZipFile(self._buffer, "w", zipfile.ZIP_DEFLATED)
        self._files: dict[str, FileRecord] = {}
        # By storage key: where the picture lies in the zip, None for one that is gone.
        self._pictures: dict[str, str | None] = {}
        public = re.escape(settings.PUBLIC_URL)
        # Also without the host, as a source may name it.
        self._address = re.compile(rf"(?:{public})?/media/({_KEY})")

    def add(self, number: int, template: EmailTemplate) -> TemplateRecord:
        entry = f"{number:03d}-{slugify(template.name)[:40] or template.type.replace('_', '-')}"
        used: dict[str, None] = {}
        folder = f"templates/{entry}"
        suffix = "html" if template.source_format == "html" else "mjml"
        source = self._write(f"{folder}/source.{suffix}", self._localized(template.html_code, used).encode())
        text = design = None
        if template.text_code:
            text = self._write(f"{folder}/text.txt", template.text_code.encode())
        if template.design is not None:
            code = orjson.dumps(template.design, option=orjson.OPT_INDENT_2).decode()
            design = self._write(f"{folder}/design.json", self._localized(code, used).encode())
        return TemplateRecord(
            entry=entry,
            name=template.name,
            description=template.description,
            type=TemplateType(template.type),
            category=TemplateCategory(template.category),
            locale=Locale(template.locale),
            variant_group=template.variant_group,
            subject=template.subject,
            preheader=template.preheader,
            source_format=SourceFormat(template.source_format),
            from_email_address_type=FromAddressType(template.from_email_address_type),
            email_main_logo_image=self._localized(template.email_main_logo_image, used),
            source=source,
            text=text,
            design=design,
            images=list(used),
            version=template.version,
            is_active=template.is_active,
            is_default=template.is_default,
            updated_at=template.updated_at,
        )

    def _localized(self, code: str, used: dict[str, None]) -> str:
        """``code`` with addresses of our pictures replaced by where they lie in the file."""

        def replace(found: re.Match[str]) -> str:
            path = self._picture(found[1])
            if path is None:
                return found[0]
            used[path] = None
            if len(used) > MAX_PICTURES:
                raise BadInput(f"A template uses more than {MAX_PICTURES} pictures; it cannot be exported.")
            return UP + path

        return self._address.sub(replace, code)

    def _picture(self, key: str) -> str | None:
        if key not in self._pictures:
            if len(self._pictures) >= MAX_ALL_PICTURES:
                raise BadInput(f"These templates name more than {MAX_ALL_PICTURES} pictures. Export fewer at a time.")
            try:
                content = storage.get(key)
            except FileMissing:
                self._pictures[key] = None
            else:
                name = f"{IMAGES}{hashlib.sha256(content).hexdigest()}{PurePosixPath(key).suffix}"
                self._pictures[key] = self._write(name, content)
        return self._pictures[key]

    def _write(self, path: str, content: bytes) -> str:
        if path not in self._files:
            self._files[path] = FileRecord(sha256=hashlib.sha256(content).hexdigest(), size=len(content))
            self._zip.writestr(path, content)
            if self._buffer.tell() > _MOST_BYTES:
                raise TooLarge("These templates and their pictures pass 50 MB. Export fewer at a time.")
        return path

    def finish(self, records: list[TemplateRecord], organization: str) -> bytes:
        manifest = Manifest(
            format=FORMAT,
            version=FORMAT_VERSION,
            exported_at=timezone.now(),
            organization=organization,
            templates=records,
            files=self._files,
        )
        self._zip.writestr(MANIFEST, manifest.model_dump_json(indent=2))
        self._zip.close()
        return self._buffer.getvalue()

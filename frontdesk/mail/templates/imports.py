"""What becomes of a converted template before anything is saved: its preview, and pictures that shall be kept."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass

from frontdesk.mail import sending, template_types
from frontdesk.mail.importing import Imported
from frontdesk.mail.rendering import RenderError, TemplateSource, render
from frontdesk.mail.template_types import TYPES, TemplateType
from frontdesk.orgs.access import Actor
from frontdesk.orgs.models import Locale
from frontdesk.platform import limits, storage, tenancy, uploads
from frontdesk.platform.errors import AppError
from frontdesk.platform.models import Upload

FETCHES_PER_PERSON = "60/h"
MOST_IMAGES = 50
# A hundred kilobytes may be a picture that takes seconds to encode anew.
STORE_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the importer said; empty or None leaves it to the guesses."""

    type: TemplateType | None = None
    locale: Locale | None = None
    store_images: bool = False


def count_fetch(actor: Actor) -> None:
    """It reaches servers that people name: not too often. Raises TooMany."""
    limits.check(f"template-import:{actor.profile_id}", limit=FETCHES_PER_PERSON)


def finish(actor: Actor, made: Imported, wishes: Wishes) -> dict[str, object]:
    """The answer to an import: with pictures stored where that was asked, and a preview with sample data."""
    if wishes.store_images:
        made = _with_stored_images(actor, made)
    kind = wishes.type or TemplateType(made.type or TemplateType.CUSTOM)
    locale = wishes.locale or Locale(made.locale or Locale.EN)
    problems = [asdict(each) for each in made.problems]
    try:
        shown = _preview(actor, made, kind, locale)
    except RenderError as error:
        told = {each.message for each in made.problems}
        problems += [asdict(each) for each in error.problems if each.message not in told]
        shown = ""
    return {
        "name": made.name,
        "source_format": made.source_format,
        "subject": made.subject,
        "preheader": made.preheader,
        "html_code": made.html_code,
        "text_code": made.text_code,
        "type": kind,
        "category": made.category if made.category and wishes.type is None else TYPES[kind].category,
        "locale": locale,
        "changes": [asdict(each) for each in made.changes],
        "problems": problems,
        "images": len(made.images),
        "preview_html": shown,
    }


def _preview(actor: Actor, made: Imported, kind: TemplateType, locale: Locale) -> str:
    source = TemplateSource(
        subject=made.subject,
        preheader=made.preheader,
        html_code=made.html_code,
        text_code=made.text_code or None,
        source_format=made.source_format,
        locale=locale,
    )
    data = sending.sample_data(actor, kind, locale, "")
    return render(source, data, strict=False, known=template_types.known(kind)).html


def _with_stored_images(actor: Actor, made: Imported) -> Imported:
    """Pictures that cannot be stored stay with their problem; those that can get an address of ours."""
    addresses = {}
    until = time.monotonic() + STORE_SECONDS
    for image in made.images[:MOST_IMAGES]:
        if time.monotonic() > until:
            break
        try:
            upload = uploads.store_image(
                actor.org_id, actor.profile_id, Upload.Purpose.IMAGE, image.name, image.content
            )
        except AppError:
            continue
        addresses[image.marker] = storage.url(upload.key)
    return made.with_images(addresses)


def finish_later(actor: Actor, made: Imported, wishes: Wishes) -> dict[str, object]:
    """`finish` after the request's own transaction, in a short one."""
    with tenancy.tenant(actor.org_id, user_id=actor.profile_id, role=actor.role):
        return finish(actor, made, wishes)

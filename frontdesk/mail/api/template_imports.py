"""Templates that people paste or name by address, and code from one language to the other. Nothing is saved here."""

import asyncio
from dataclasses import asdict

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from frontdesk.mail import problems
from frontdesk.mail.importing import Imported, convert, switching
from frontdesk.mail.importing.fetching import fetch
from frontdesk.mail.models import SourceFormat
from frontdesk.mail.rendering import RenderError
from frontdesk.mail.schemas.template_imports import ConvertIn, ConvertOut, ImportSourceIn, ImportSourceOut
from frontdesk.mail.templates import imports
from frontdesk.orgs import access
from frontdesk.orgs.access import Permission
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.platform import loops, outbound
from frontdesk.platform.answers import json_answer
from frontdesk.platform.errors import BadInput
from frontdesk.platform.later import Later

router = Router(tags=["e-mail templates"], auth=SIGNED_IN)


@router.post("/import-source", response=ImportSourceOut)
def import_template_source(request: ApiRequest, payload: ImportSourceIn) -> HttpResponse | dict[str, object]:
    """Makes a template of ours from HTML, MJML or text of any origin, and says what it changed and what is left to do.

    Merge tags of Handlebars, Mustache, Mailchimp and others become Liquid. Look at it, then create the template.
    """
    actor = access.require(request.auth, Permission.TEMPLATES_MANAGE)
    if payload.store_images:
        access.require(request.auth, Permission.UPLOADS_CREATE)
    if bool(payload.source.strip()) == bool(payload.url):
        raise BadInput.field("source", "Give either the source or its address.")
    wishes = imports.Wishes(payload.type, payload.locale, store_images=payload.store_images)
    if not payload.url:
        made = convert(payload.source, name=payload.name, today=timezone.localdate(), type=payload.type)
        return imports.finish(actor, made, wishes)
    outbound.check_url(payload.url)
    imports.count_fetch(actor)

    async def work() -> HttpResponse:
        fetched = await fetch(payload.url)
        name = payload.name or fetched.name
        made = await asyncio.to_thread(_convert, fetched.source, name, fetched.url, payload.type)
        return json_answer(await loops.in_database(imports.finish_later, actor, made, wishes))

    return Later(work)


def _convert(source: str, name: str, url: str, type: str | None) -> Imported:
    return convert(source, name=name, base_url=url, today=timezone.localdate(), type=type)


@router.post("/convert", response=ConvertOut)
def convert_template(request: ApiRequest, payload: ConvertIn) -> dict[str, object]:
    """MJML compiled to HTML, or HTML wrapped into MJML. Liquid stays Liquid; `changes` say what it means."""
    access.require(request.auth, Permission.TEMPLATES_MANAGE)
    is_html = payload.source_format is SourceFormat.HTML
    if is_html == (payload.to == "html"):
        return {"html_code": payload.html_code, "source_format": payload.to, "changes": [], "lossless": True}
    try:
        made = switching.to_mjml(payload.html_code) if is_html else switching.to_html(payload.html_code)
    except RenderError as error:
        raise problems.as_bad_input(error) from error
    return asdict(made)

"""Previews of templates, and checks before activation."""

import time
from dataclasses import asdict

from django.http import HttpResponse
from django.views.decorators.gzip import gzip_page
from ninja import Router
from ninja.decorators import decorate_view

from frontdesk.mail import problems
from frontdesk.mail.rendering import Problem, RenderError, TemplateSource
from frontdesk.mail.schemas.previews import CheckIn, CheckOut, PreviewIn, PreviewOut, UnsavedTemplateIn
from frontdesk.mail.templates import checking
from frontdesk.mail.templates.checking import Subject
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.platform.answers import json_answer
from frontdesk.platform.later import Later

router = Router(tags=["e-mail templates"], auth=SIGNED_IN)


def _subject(actor: Actor, payload: UnsavedTemplateIn) -> Subject:
    source = TemplateSource(
        subject=payload.subject,
        preheader=payload.preheader,
        html_code=payload.html_code,
        text_code=payload.text_code or None,
        source_format=payload.source_format.value,  # type: ignore[arg-type]  # the same closed set
        locale=payload.locale,
    )
    return checking.make_subject(
        actor,
        source,
        payload.type,
        category=payload.category or "",
        logo=payload.email_main_logo_image,
        sample=payload.sample_data,
    )


# A large mail comes to several times the size of its source, at every pause in typing. Nothing secret is in it.
@router.post("/preview", response=PreviewOut)
@decorate_view(gzip_page)
def preview_template(request: ApiRequest, payload: PreviewIn) -> dict[str, object]:
    """Renders without saving. Placeholders that cannot be filled are listed and marked ⟦so⟧."""
    access.require(request.auth, Permission.TEMPLATES_READ)
    started = time.perf_counter()
    try:
        rendered = checking.preview(_subject(request.auth, payload), payload.branches)
    except RenderError as error:
        raise problems.as_bad_input(error) from error
    return {
        "preview_html": rendered.html,
        "subject": rendered.subject,
        "preheader": rendered.preheader,
        "text": rendered.text,
        "missing": [asdict(each) for each in rendered.missing],
        "warnings": [asdict(each) for each in rendered.problems],
        "size_bytes": len(rendered.html.encode()),
        "timing_ms": round((time.perf_counter() - started) * 1000, 1),
    }


@router.post("/check", response=CheckOut)
def check_template(request: ApiRequest, payload: CheckIn) -> HttpResponse | dict[str, object]:
    """Everything that stands against activation, and what would be better. Errors refuse it, warnings do not."""
    access.require(request.auth, Permission.TEMPLATES_READ)
    subject = _subject(request.auth, payload)
    found, size = checking.check(subject)
    addresses = checking.remote_images(subject) if payload.remote else []
    if not addresses:
        return _told(found, size)
    checking.count_remote_check(request.auth)

    async def work() -> HttpResponse:
        more = await checking.find_remote_problems(subject, addresses)
        return json_answer(_told([*found, *more], size))

    return Later(work)


def _told(found: list[Problem], size: int | None) -> dict[str, object]:
    errors = sum(each.level == "error" for each in found)
    return {
        "items": [asdict(each) for each in found],
        "errors": errors,
        "warnings": len(found) - errors,
        "size_bytes": size,
    }

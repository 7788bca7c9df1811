"""Previews of templates, and checks before activation."""

from dataclasses import asdict

from ninja import Router

from frontdesk.mail import problems, sending, template_types
from frontdesk.mail.rendering import RenderError, TemplateSource, check, preview
from frontdesk.mail.schemas.previews import PreviewIn, PreviewOut
from frontdesk.mail.template_types import TYPES
from frontdesk.orgs import access
from frontdesk.orgs.access import Permission
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest

router = Router(tags=["e-mail templates"], auth=SIGNED_IN)


@router.post("/preview", response=PreviewOut)
def preview_template(request: ApiRequest, payload: PreviewIn) -> dict[str, object]:
    """Renders without saving. Placeholders that cannot be filled are listed and marked ⟦so⟧."""
    access.require(request.auth, Permission.TEMPLATES_READ)
    source = TemplateSource(
        subject=payload.subject,
        preheader=payload.preheader,
        html_code=payload.html_code,
        text_code=payload.text_code or None,
        source_format=payload.source_format.value,  # type: ignore[arg-type]  # the same closed set
        locale=payload.locale,
    )
    data = sending.sample_data(request.auth, payload.type, payload.locale, payload.email_main_logo_image)
    if payload.sample_data is not None:
        data = {**sending.common_of(data), **payload.sample_data}
    known = template_types.known(payload.type)
    try:
        rendered = preview(source, data, known=known)
    except RenderError as error:
        raise problems.as_bad_input(error) from error
    category = payload.category or TYPES[payload.type].category
    warnings = check(source, known, category=category)
    return {
        "preview_html": rendered.html,
        "subject": rendered.subject,
        "preheader": rendered.preheader,
        "text": rendered.text,
        "missing": [asdict(each) for each in rendered.missing],
        "warnings": [asdict(each) for each in warnings],
    }

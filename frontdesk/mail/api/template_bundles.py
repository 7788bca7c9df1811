"""Templates as one zip file: taken out here, put in there."""

from django.http import HttpResponse
from ninja import File, Form, Query, Router
from ninja.files import UploadedFile

from frontdesk.mail.schemas.template_bundles import BundleOut, ExportIn, read_choices
from frontdesk.mail.templates.bundles import applying, exporting, reading
from frontdesk.orgs import access
from frontdesk.orgs.access import Permission
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.orgs.models import Locale
from frontdesk.platform import zips

router = Router(tags=["e-mail templates"], auth=SIGNED_IN)

ZIP_ANSWER = {
    "responses": {
        200: {"description": "OK", "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}
    }
}


@router.get("/export", openapi_extra=ZIP_ANSWER)
def export_templates(request: ApiRequest, parameters: Query[ExportIn]) -> HttpResponse:
    """Templates with their sources, designs and pictures, 200 at most: those of `ids`, or all that fit the filters."""
    name, content = exporting.export_templates(request.auth, parameters.numbers(), parameters.filters())
    return HttpResponse(
        content,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


@router.post("/import", response=BundleOut)
def import_templates(
    request: ApiRequest, file: File[UploadedFile], plan: Form[bool] = True, choices: Form[str] = ""
) -> dict[str, object]:
    """Takes templates in, from a file of ours or from an .html, .mjml, .txt, .eml or .zip file of another program.

    With `plan` it only says what it would do, and what stands in the way.
    `choices` is JSON: the `entry` of each template with `copy`, `replace` (a new version of the one of the same name,
    type and language) or `skip`. Left out: `copy`.
    """
    actor = access.require(request.auth, Permission.TEMPLATES_MANAGE)
    chosen = read_choices(choices)
    entries = reading.read_upload(file.name or "", file.read(zips.MAX_ZIP + 1), locale=Locale(actor.locale))
    items = (applying.plan if plan else applying.apply)(actor, entries, chosen)
    return {"applied": not plan, "items": items}

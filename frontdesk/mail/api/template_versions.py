"""Versions of e-mail templates."""

from ninja import Query, Router

from frontdesk.mail.api.templates import present
from frontdesk.mail.models import EmailTemplate, EmailTemplateVersion
from frontdesk.mail.schemas.template_versions import RestoreIn, VersionDetailOut, VersionPage
from frontdesk.mail.schemas.templates import RenderedOut, TemplateDetailOut
from frontdesk.mail.templates import authoring, drawing, versions
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.platform.paging import page
from frontdesk.platform.schemas import ListParameters

router = Router(tags=["e-mail templates"], auth=SIGNED_IN)


@router.get("/{int:template_id}/versions", response=VersionPage)
def list_versions(request: ApiRequest, template_id: int, parameters: Query[ListParameters]) -> dict[str, object]:
    found = versions.list_versions(request.auth, template_id)
    items, next_cursor = page(found, cursor=parameters.cursor, limit=parameters.limit, order=("-version",))
    return {"items": items, "next_cursor": next_cursor}


@router.get("/{int:template_id}/versions/{int:number}", response=VersionDetailOut)
def get_version(request: ApiRequest, template_id: int, number: int) -> EmailTemplateVersion:
    return versions.get_version(request.auth, template_id, number)


@router.get("/{int:template_id}/versions/{int:number}/rendered", response=RenderedOut)
def render_version(request: ApiRequest, template_id: int, number: int) -> drawing.Drawing:
    """An earlier version with sample data, as it would look today."""
    return drawing.draw_version(request.auth, template_id, number)


@router.post("/{int:template_id}/versions/{int:number}/restore", response=TemplateDetailOut)
def restore_version(request: ApiRequest, template_id: int, number: int, payload: RestoreIn) -> EmailTemplate:
    restored = authoring.restore_version(request.auth, template_id, number, version=payload.version)
    return present(request.auth, restored)

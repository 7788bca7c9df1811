"""The organization, its logo, and the superadmin's list of all of them."""

from uuid import UUID

from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from frontdesk.orgs import access, organizations
from frontdesk.orgs.access import Permission
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.orgs.models import Organization
from frontdesk.orgs.schemas.organization import (
    OrganizationByPlatformIn,
    OrganizationIn,
    OrganizationListIn,
    OrganizationOut,
    OrganizationPage,
    UploadListIn,
    UploadOut,
    UploadPage,
)
from frontdesk.platform import storage, uploads
from frontdesk.platform.errors import BadInput
from frontdesk.platform.models import Upload
from frontdesk.platform.paging import page

router = Router(tags=["organization"], auth=SIGNED_IN)


@router.get("/organization", response=OrganizationOut)
def get_organization(request: ApiRequest) -> Organization:
    return organizations.get_own(request.auth)


@router.patch("/organization", response=OrganizationOut)
def update_organization(request: ApiRequest, payload: OrganizationIn) -> Organization:
    changes = payload.dict(exclude_unset=True)
    if "logo_upload_id" in changes:
        changes["logo"] = _logo_address(changes.pop("logo_upload_id"))
    return organizations.update_own(request.auth, {k: v for k, v in changes.items() if v is not None})


def _logo_address(upload_id: UUID | None) -> str:
    if upload_id is None:
        return ""
    upload = Upload.objects.filter(id=upload_id).first()
    if upload is None:
        raise BadInput.field("logo_upload_id", "There is no such upload. Upload the logo first.")
    return storage.url(upload.key)


@router.get("/organizations", response=OrganizationPage)
def list_organizations(request: ApiRequest, parameters: Query[OrganizationListIn]) -> dict[str, object]:
    found = organizations.list_organizations(
        request.auth, words=parameters.q, plan=parameters.plan or "", type=parameters.type or ""
    )
    items, next_cursor = page(found, cursor=parameters.cursor, limit=parameters.limit)
    return {"items": items, "next_cursor": next_cursor}


@router.patch("/organizations/{uuid:organization_id}", response=OrganizationOut)
def update_any_organization(
    request: ApiRequest, organization_id: UUID, payload: OrganizationByPlatformIn
) -> Organization:
    changes = payload.dict(exclude_unset=True, exclude_none=True)
    return organizations.update_any(request.auth, organization_id, changes)


@router.post("/uploads", response={201: UploadOut}, tags=["uploads"])
def create_upload(request: ApiRequest, file: File[UploadedFile], purpose: Form[Upload.Purpose]) -> Status[Upload]:
    """Stores a PNG, JPEG, GIF or WebP image of at most 10 MB: re-encoded, without metadata."""
    actor = access.require(request.auth, Permission.UPLOADS_CREATE)
    upload = uploads.store_image(
        actor.org_id, actor.profile_id, purpose=purpose, file_name=file.name or "image", content=file.read()
    )
    return Status(201, upload)


@router.get("/uploads", response=UploadPage, tags=["uploads"])
def list_uploads(request: ApiRequest, parameters: Query[UploadListIn]) -> dict[str, object]:
    """Images of the organization, the newest first; `q` looks into their file names."""
    actor = request.auth
    if not actor.may(Permission.UPLOADS_CREATE):
        access.require(actor, Permission.TEMPLATES_READ)
    found = uploads.list_images(actor.org_id, purpose=parameters.purpose or "", words=parameters.q)
    items, next_cursor = page(found, cursor=parameters.cursor, limit=parameters.limit)
    return {"items": items, "next_cursor": next_cursor}

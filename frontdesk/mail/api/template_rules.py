"""Locks of template types, and whom global defaults reach."""

from uuid import UUID

from ninja import Router

from frontdesk.mail.schemas.template_rules import ReachOut, TypeLockIn, TypeLockOut, TypeLockPage
from frontdesk.mail.template_types import TemplateType
from frontdesk.mail.templates import locks, reach
from frontdesk.mail.templates.locks import TypeLock
from frontdesk.mail.templates.reach import Reach
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest

router = Router(tags=["e-mail templates"], auth=SIGNED_IN)


@router.get("/locks", response=TypeLockPage)
def list_template_locks(request: ApiRequest) -> dict[str, object]:
    """Every type with its exceptions for superadmins; for others the types that are locked to their organization."""
    return {"items": locks.list_locks(request.auth), "next_cursor": None}


@router.put("/locks/{type}", response=TypeLockOut)
def set_template_lock(request: ApiRequest, type: TemplateType, payload: TypeLockIn) -> TypeLock:
    """For all organizations, or with `organization_id` an exception for one, either way. For superadmins."""
    return locks.set_lock(
        request.auth,
        type,
        is_locked=payload.is_locked,
        reason=payload.reason,
        org_id=payload.organization_id,
    )


@router.delete("/locks/{type}", response=TypeLockOut)
def lift_template_lock(request: ApiRequest, type: TemplateType, organization_id: UUID | None = None) -> TypeLock:
    """Removes the exception of an organization, or what holds for all; answers what is left."""
    return locks.lift_lock(request.auth, type, org_id=organization_id)


@router.get("/{int:template_id}/reach", response=ReachOut)
def get_template_reach(request: ApiRequest, template_id: int) -> Reach:
    """Which organizations a global default serves, or would once it is active. For superadmins."""
    return reach.find_reach(request.auth, template_id)

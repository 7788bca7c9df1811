"""API keys, the list of permissions, and the audit log."""

from uuid import UUID

from ninja import Query, Router, Status

from frontdesk.orgs import api_keys, audit, roles
from frontdesk.orgs.access import Permission
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.orgs.schemas.access import (
    ApiKeyIn,
    ApiKeyMadeOut,
    ApiKeyPage,
    AuditListIn,
    AuditPage,
    PermissionPage,
    RolePermissionPage,
    RolePermissionsIn,
)
from frontdesk.platform.paging import page
from frontdesk.platform.schemas import ListParameters

router = Router(tags=["access"], auth=SIGNED_IN)

LABELS = {
    Permission.PEOPLE_READ: "See people",
    Permission.PEOPLE_MANAGE: "Invite people, change roles",
    Permission.ORGANIZATION_MANAGE: "Change the organization",
    Permission.CONTACTS_READ: "See contacts",
    Permission.CONTACTS_MANAGE: "Change contacts and consent",
    Permission.TEMPLATES_READ: "See e-mail templates",
    Permission.TEMPLATES_MANAGE: "Edit e-mail templates",
    Permission.TEMPLATES_ACTIVATE: "Activate e-mail templates",
    Permission.MAIL_READ: "Read the mail viewer",
    Permission.MAIL_SEND: "Send mail",
    Permission.CAMPAIGNS_MANAGE: "Manage lists, segments and campaigns",
    Permission.UPLOADS_CREATE: "Upload images",
    Permission.KEYS_MANAGE: "Make API keys",
    Permission.AUDIT_READ: "Read the audit log",
    Permission.AI_USE: "Use AI models",
    Permission.AI_CLASSIFY: "Use the organization's classifiers and see what they learn from",
    Permission.AI_MANAGE: "Manage the organization's AI models and limits",
    Permission.AI_USAGE_READ: "See everybody's AI usage and cost",
    Permission.PLATFORM_MANAGE: "Run the platform",
}


@router.get("/permissions", response=PermissionPage)
def list_permissions(request: ApiRequest) -> dict[str, object]:
    granted = roles.granted_to_all()
    items = [
        {"key": key, "label": LABELS[key], "roles": [role for role in granted if key in granted[role]]}
        for key in Permission
    ]
    return {"items": items, "next_cursor": None}


@router.get("/role-permissions", response=RolePermissionPage)
def list_role_permissions(request: ApiRequest) -> dict[str, object]:
    """Which roles may edit, activate and send, in every organization: the platform's decision."""
    return {"items": roles.list_decisions(request.auth), "next_cursor": None}


@router.put("/role-permissions", response=RolePermissionPage)
def set_role_permissions(request: ApiRequest, payload: RolePermissionsIn) -> dict[str, object]:
    """Holds at once, for people who are signed in and for API keys. What is left out stays as it is."""
    decisions: dict[str, dict[str, bool]] = {item.permission: item.roles.dict() for item in payload.items}
    return {"items": roles.decide(request.auth, decisions), "next_cursor": None}


@router.get("/api-keys", response=ApiKeyPage)
def list_api_keys(request: ApiRequest, parameters: Query[ListParameters]) -> dict[str, object]:
    found = api_keys.list_keys(request.auth)
    if parameters.q:
        found = found.filter(name__icontains=parameters.q)
    items, next_cursor = page(found, cursor=parameters.cursor, limit=parameters.limit)
    return {"items": items, "next_cursor": next_cursor}


@router.post("/api-keys", response={201: ApiKeyMadeOut})
def create_api_key(request: ApiRequest, payload: ApiKeyIn) -> Status[object]:
    row, key = api_keys.create(
        request.auth,
        name=payload.name,
        scopes=[scope.value for scope in payload.scopes],
        expires_in_days=payload.expires_in_days,
    )
    row.key = key  # type: ignore[attr-defined]  # read by the schema, this once
    return Status(201, row)


@router.delete("/api-keys/{uuid:key_id}", response={204: None})
def revoke_api_key(request: ApiRequest, key_id: UUID) -> Status[None]:
    api_keys.revoke(request.auth, key_id)
    return Status(204, None)


@router.get("/audit", response=AuditPage)
def list_audit(request: ApiRequest, parameters: Query[AuditListIn]) -> dict[str, object]:
    found = audit.list_entries(
        request.auth,
        words=parameters.q,
        action=parameters.action,
        actor_id=parameters.actor_id,
        since=parameters.since,
        until=parameters.until,
    )
    items, next_cursor = page(found, cursor=parameters.cursor, limit=parameters.limit, order=("-id",))
    return {"items": items, "next_cursor": next_cursor}

"""E-mail templates."""

from dataclasses import asdict

from ninja import Query, Router, Status

from frontdesk.mail import sending, shipped
from frontdesk.mail.models import EmailTemplate, EmailTemplateVersion
from frontdesk.mail.schemas.common import SendOut
from frontdesk.mail.schemas.templates import (
    PlaceholdersOut,
    RestoreIn,
    StarterOut,
    TemplateChangeIn,
    TemplateDetailOut,
    TemplateIn,
    TemplateListIn,
    TemplatePage,
    TestMailIn,
    TypePage,
    VersionDetailOut,
    VersionPage,
)
from frontdesk.mail.template_types import TYPES, TemplateType
from frontdesk.mail.templates import authoring
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.orgs.models import Locale
from frontdesk.platform.paging import page
from frontdesk.platform.schemas import ListParameters

router = Router(tags=["e-mail templates"], auth=SIGNED_IN)
NO_STATS = {"sent": 0, "opened": 0}


def _present(actor: Actor, found: list[EmailTemplate]) -> list[EmailTemplate]:
    """Adds what the schemas show besides columns."""
    used = authoring.count_use([template.id for template in found])
    for template in found:
        template.stats = used.get(template.id, NO_STATS)  # type: ignore[attr-defined]  # read by the schema
        template.can_edit = authoring.can_edit(actor, template)  # type: ignore[attr-defined]  # read by the schema
    return found


def _detail(actor: Actor, template: EmailTemplate) -> EmailTemplate:
    template.problems = [asdict(each) for each in authoring.find_problems(template)]  # type: ignore[attr-defined]  # read by the schema
    return _present(actor, [template])[0]


@router.get("", response=TemplatePage)
def list_templates(request: ApiRequest, parameters: Query[TemplateListIn]) -> dict[str, object]:
    filters = authoring.Filters(
        words=parameters.q,
        type=parameters.type or "",
        category=parameters.category or "",
        locale=parameters.locale or "",
        is_active=parameters.is_active,
        is_global=parameters.is_global,
        organization_id=parameters.organization_id,
    )
    order = ("name", "id") if parameters.sort == "name" else ("-updated_at", "-id")
    found = authoring.list_templates(request.auth, filters)
    items, next_cursor = page(found, cursor=parameters.cursor, limit=parameters.limit, order=order)
    return {"items": _present(request.auth, items), "next_cursor": next_cursor}


@router.post("", response={201: TemplateDetailOut})
def create_template(request: ApiRequest, payload: TemplateIn) -> Status[EmailTemplate]:
    values = payload.dict()
    info = TYPES[payload.type]
    values["category"] = values["category"] or info.category
    values["from_email_address_type"] = values["from_email_address_type"] or info.from_email_address_type
    return Status(201, _detail(request.auth, authoring.create_template(request.auth, values)))


@router.get("/types", response=TypePage)
def list_types(request: ApiRequest) -> dict[str, object]:
    """The types of mail, with what each is for."""
    access.require(request.auth, Permission.TEMPLATES_READ)
    items = [
        {
            "type": info.type,
            "label": info.type.value.replace("_", " ").capitalize(),
            "category": info.category,
            "description": info.description,
            "from_email_address_type": info.from_email_address_type,
        }
        for info in TYPES.values()
    ]
    return {"items": items, "next_cursor": None}


@router.get("/placeholders", response=PlaceholdersOut)
def list_placeholders(request: ApiRequest, type: TemplateType, locale: Locale = Locale.EN) -> dict[str, object]:
    """What a template of this type may use, with sample values."""
    access.require(request.auth, Permission.TEMPLATES_READ)
    placeholders = [
        {
            "name": each.name,
            "label": each.label,
            "description": each.description,
            "kind": each.kind,
            "required": each.required,
            "sample": each.sample(locale),
        }
        for each in TYPES[type].placeholders
    ]
    return {
        "type": type,
        "placeholders": placeholders,
        "sample_data": sending.sample_data(request.auth, type, locale, ""),
    }


@router.get("/starters", response=StarterOut)
def get_starter(request: ApiRequest, type: TemplateType, locale: Locale = Locale.EN) -> shipped.ShippedTemplate:
    """The template that ships for this type: what serves until you activate your own, and a good start for it."""
    access.require(request.auth, Permission.TEMPLATES_READ)
    return shipped.load(type, locale)


@router.get("/{int:template_id}", response=TemplateDetailOut)
def get_template(request: ApiRequest, template_id: int) -> EmailTemplate:
    return _detail(request.auth, authoring.get_template(request.auth, template_id))


@router.patch("/{int:template_id}", response=TemplateDetailOut)
def update_template(request: ApiRequest, template_id: int, payload: TemplateChangeIn) -> EmailTemplate:
    changes = {k: v for k, v in payload.dict(exclude_unset=True).items() if v is not None or k == "design"}
    version = changes.pop("version")
    changed = authoring.update_template(request.auth, template_id, changes, version=version)
    return _detail(request.auth, changed)


@router.delete("/{int:template_id}", response={204: None})
def delete_template(request: ApiRequest, template_id: int) -> Status[None]:
    authoring.delete_template(request.auth, template_id)
    return Status(204, None)


@router.post("/{int:template_id}/duplicate", response={201: TemplateDetailOut})
def duplicate_template(request: ApiRequest, template_id: int) -> Status[EmailTemplate]:
    return Status(201, _detail(request.auth, authoring.duplicate_template(request.auth, template_id)))


@router.post("/{int:template_id}/test-email", response={202: SendOut})
def send_test_email(request: ApiRequest, template_id: int, payload: TestMailIn) -> Status[dict[str, object]]:
    """Sends the template as it is saved, with sample data, to somebody of the organization."""
    template = authoring.get_template(request.auth, template_id)
    return Status(202, sending.send_test(request.auth, template, to=payload.to, sample=payload.sample_data))


@router.get("/{int:template_id}/versions", response=VersionPage)
def list_versions(request: ApiRequest, template_id: int, parameters: Query[ListParameters]) -> dict[str, object]:
    found = authoring.list_versions(request.auth, template_id)
    items, next_cursor = page(found, cursor=parameters.cursor, limit=parameters.limit, order=("-version",))
    return {"items": items, "next_cursor": next_cursor}


@router.get("/{int:template_id}/versions/{int:number}", response=VersionDetailOut)
def get_version(request: ApiRequest, template_id: int, number: int) -> EmailTemplateVersion:
    return authoring.get_version(request.auth, template_id, number)


@router.post("/{int:template_id}/versions/{int:number}/restore", response=TemplateDetailOut)
def restore_version(request: ApiRequest, template_id: int, number: int, payload: RestoreIn) -> EmailTemplate:
    restored = authoring.restore_version(request.auth, template_id, number, version=payload.version)
    return _detail(request.auth, restored)

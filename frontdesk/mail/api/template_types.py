"""Types of mail, what their templates may use, and the templates that ship."""

from ninja import Router

from frontdesk.mail import sending, shipped
from frontdesk.mail.schemas.template_types import PlaceholdersOut, StarterOut, TypePage
from frontdesk.mail.template_types import TYPES, TemplateType
from frontdesk.orgs import access
from frontdesk.orgs.access import Permission
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.orgs.models import Locale

router = Router(tags=["e-mail templates"], auth=SIGNED_IN)


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

"""Mails about AI: warnings to those who can do something about a limit that is nearly or wholly used up."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from frontdesk.ai.models import ModelUsage
from frontdesk.mail import delivery, serving
from frontdesk.mail.models import EmailMessage
from frontdesk.mail.template_types import TemplateType
from frontdesk.orgs import emails
from frontdesk.orgs.models import Organization, Profile, Role
from frontdesk.platform import tenancy
from frontdesk.platform.models import Event

# By locale, scope and kind of period.
LIMIT_NAMES = {
    "en": {
        "organization": {
            "daily": "your organization's daily limit",
            "weekly": "your organization's weekly limit",
            "monthly": "your organization's monthly limit",
        },
        "person": {"daily": "your daily limit", "weekly": "your weekly limit", "monthly": "your monthly limit"},
    },
    "es": {
        "organization": {
            "daily": "el límite diario de tu organización",
            "weekly": "el límite semanal de tu organización",
            "monthly": "el límite mensual de tu organización",
        },
        "person": {"daily": "tu límite diario", "weekly": "tu límite semanal", "monthly": "tu límite mensual"},
    },
}
PAGES = {"organization": "admin/ai/management", "person": "account/ai"}


def warn_of_quota(event: Event) -> None:
    """Reaction to ``ai.quota_warning``: one mail to each who is concerned, however often it runs.

    A limit that was changed meanwhile is another limit, of which is warned anew.
    """
    if event.organization_id is None:
        return
    organization = Organization.objects.get(id=event.organization_id)
    payload = event.payload
    warning = {"ai_quota": event.record_id, "percent": payload["percent"], "limit": payload["limit"]}
    sent = EmailMessage.objects.filter(type=TemplateType.AI_QUOTA_WARNING, related__contains=warning)
    warned = set(sent.values_list("to_address", flat=True))
    for person in _concerned(payload):
        if person.email not in warned:
            _warn(organization, person, payload, related=warning)


def _concerned(payload: dict[str, Any]) -> Iterable[Profile]:
    people = Profile.objects.filter(organization_id=tenancy.current_org_id(), is_active=True).order_by("email")
    if payload["scope"] == "person":
        return people.filter(id=UUID(str(payload["user_id"])))
    return people.filter(role=Role.ADMIN)


def _warn(organization: Organization, person: Profile, payload: dict[str, Any], *, related: dict[str, object]) -> None:
    scope = str(payload["scope"])
    name = person.full_name or person.email.partition("@")[0]
    data = {
        "name": name,
        "model_name": _model_name(payload),
        "limit_name": LIMIT_NAMES[person.locale][scope][str(payload["period_type"])],
        "percent": payload["percent"],
        "tokens_used": _grouped(payload["used"], person.locale),
        "tokens_allowed": _grouped(payload["limit"], person.locale),
        "resets_at": payload["resets_at"],
        "timezone": organization.timezone,
        "action_url": emails.page_url(person.locale, PAGES[scope]),
    }
    chosen = serving.find_serving(
        organization.id, TemplateType.AI_QUOTA_WARNING, person.locale, org_locale=organization.locale
    )
    order = delivery.Order(serving=chosen, to=[person.email], data=data, recipient_name=name, related=related)
    delivery.queue(order, organization=organization)


def _model_name(payload: dict[str, Any]) -> str:
    """As its calls were counted: a person's own model cannot be read here, and any model may be gone."""
    counted = ModelUsage.objects.filter(model_type=payload["model_type"], model_id=payload["model_id"])
    name = payload.get("model_name") or counted.order_by("-id").values_list("model_name", flat=True).first()
    return str(name or f"{payload['model_type']} {payload['model_id']}")


def _grouped(number: object, locale: str) -> str:
    text = f"{number:,}"
    return text.replace(",", ".") if locale == "es" else text

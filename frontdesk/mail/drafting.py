"""A mail that somebody is writing: what it would look like and to whom it would go, before it is accepted."""

import copy
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from frontdesk.mail import delivery, sending
from frontdesk.mail.addresses import known_address, split_address
from frontdesk.mail.campaigns import personal
from frontdesk.mail.delivery import envelopes, orders
from frontdesk.mail.models import EmailTemplate, TemplateCategory
from frontdesk.mail.personalizing import plans
from frontdesk.mail.rendering import Rendered
from frontdesk.mail.schemas.drafting import SendPreviewIn
from frontdesk.mail.serving import Serving
from frontdesk.mail.template_types import TYPES
from frontdesk.orgs import access, suppressions
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import Contact, Organization, Profile

# Filled in wherever a mail is written.
_OURS = personal.OURS | {"organization", "recipient"}


@dataclass(frozen=True, slots=True)
class _People:
    """Who is known among the recipients, by address."""

    contacts: dict[str, Contact]
    profiles: dict[str, Profile]


def preview(actor: Actor, payload: SendPreviewIn) -> dict[str, object]:
    """Nothing is accepted or asked of a model. Raises what sending raises, but not for data that is missing."""
    access.require(actor, Permission.MAIL_SEND)
    organization = Organization.objects.get(id=access.require_org(actor))
    first = payload.to[0] if payload.to else ""
    chosen, _ = sending.choose(organization, payload, first)
    template = EmailTemplate.objects.filter(id=chosen.template_id or 0).first()
    named = [*payload.to, *payload.cc, *payload.bcc]
    people = _find_people(organization, named)
    contact = people.contacts.get(known_address(first))
    placeholders = _placeholders(chosen, contact)
    data = _with_known(payload.data, placeholders)
    order = delivery.Order(
        serving=chosen,
        to=payload.to or [actor.email],
        data=data,
        recipient_name=str(data.get("name") or split_address(first)[0]),
    )
    writes = chosen.personalizes and len(named) == 1 and contact is not None
    return {
        **_described(chosen, template),
        "from_address": envelopes.sender_of(chosen, organization),
        "reply_to": payload.reply_to or envelopes.reply_to_of(chosen, organization),
        **_shown(orders.preview(order, organization)),
        "placeholders": placeholders,
        "recipients": _recipients(payload, organization, chosen, people),
        "personalizes": writes and template is not None and plans.find_plan(template) is not None,
    }


def _described(chosen: Serving, template: EmailTemplate | None) -> dict[str, object]:
    return {
        "template_id": chosen.template_id,
        "template_version": chosen.version,
        "template_name": template.name if template else "",
        "type": chosen.type,
        "category": chosen.category,
        "locale": chosen.source.locale,
    }


def _shown(rendered: Rendered) -> dict[str, object]:
    return {
        "subject": rendered.subject,
        "preheader": rendered.preheader,
        "preview_html": rendered.html,
        "text": rendered.text,
        "missing": [asdict(each) for each in rendered.missing],
        "size_bytes": len(rendered.html.encode()),
    }


def _find_people(organization: Organization, addresses: Sequence[str]) -> _People:
    bare = [known_address(each) for each in addresses]
    contacts = Contact.objects.filter(organization=organization, email__in=bare)
    profiles = Profile.objects.filter(organization=organization, email__in=bare)
    return _People({each.email: each for each in contacts}, {each.email: each for each in profiles})


def _recipients(
    payload: SendPreviewIn, organization: Organization, chosen: Serving, people: _People
) -> list[dict[str, object]]:
    named = [(kind, each) for kind in ("to", "cc", "bcc") for each in getattr(payload, kind)]
    is_marketing = chosen.category == TemplateCategory.MARKETING
    bare = [known_address(address) for _, address in named]
    held = suppressions.find_held(organization.id, bare, is_marketing=is_marketing)
    found = []
    for (kind, address), email in zip(named, bare, strict=True):
        contact, profile = people.contacts.get(email), people.profiles.get(email)
        person = contact or profile
        found.append(
            {
                "address": address,
                "kind": kind,
                "contact_id": contact.id if contact else None,
                "name": person.full_name if person else split_address(address)[0],
                "timezone": person.timezone if person else "",
                "held_back": held.get(email, ""),
            }
        )
    return found


def _placeholders(chosen: Serving, contact: Contact | None) -> list[dict[str, Any]]:
    """What the template takes from the data, in order of appearance."""
    declared = {each.name: each for each in TYPES[chosen.type].placeholders}
    uses = [use for use in personal.uses_of(chosen.source) if use.name.partition(".")[0] not in _OURS]
    known = personal.data_of(contact, [use.name for use in uses]) if contact else {}
    found = []
    for use in uses:
        told = declared.get(use.name)
        found.append(
            {
                "name": use.name,
                "label": told.label if told else use.name,
                "description": told.description if told else "",
                "kind": told.kind if told else "text",
                "required": told.required if told else not use.has_default,
                "sample": told.sample(chosen.source.locale) if told else None,
                "value": _value_at(known, use.name),
            }
        )
    return found


def _value_at(data: Any, name: str) -> object:
    for part in name.split("."):
        data = data.get(part) if isinstance(data, dict) else None
    return data


def _with_known(data: dict[str, Any], placeholders: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What was typed, and what is known of the recipient where nothing was."""
    filled = copy.deepcopy(data)
    for each in placeholders:
        if each["value"] is not None:
            _fill(filled, each["name"], each["value"])
    return filled


def _fill(data: dict[str, Any], name: str, value: object) -> None:
    first, _, rest = name.partition(".")
    if not rest:
        data.setdefault(first, value)
    elif isinstance(inner := data.setdefault(first, {}), dict):
        _fill(inner, rest, value)

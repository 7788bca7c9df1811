"""How models write for a template: which one, by what standing brief, and what is written for each recipient."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from frontdesk.ai.models import ModelType
from frontdesk.mail import serving
from frontdesk.mail.campaigns import personal
from frontdesk.mail.models import EmailTemplate, TemplateAiConfig
from frontdesk.mail.template_types import TYPES, TemplateType
from frontdesk.mail.templates import authoring, editing
from frontdesk.mail.writing import choosing
from frontdesk.mail.writing.segments import LINES
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.platform.errors import BadInput

_OWN_FIELD = re.compile(r"contact\.(?:fields\.)?[\w-]{1,60}")


def get_config(actor: Actor, template_id: int) -> TemplateAiConfig:
    """What is set, or what holds while nothing is."""
    template = editing.get_template(actor, template_id)
    found = TemplateAiConfig.objects.filter(email_template=template).first()
    return found or TemplateAiConfig(email_template=template, generation_prompt="", auto_personalize=False)


def set_config(actor: Actor, template_id: int, values: Mapping[str, Any]) -> TemplateAiConfig:
    """Raises BadInput where a field is not of this template or a model cannot write."""
    access.require(actor, Permission.AI_USE)
    template = editing.get_own(actor, template_id)
    editing.require_unarchived(template)
    editing.require_reviewer(actor, template)
    _check_fields(template, values["personalization_fields"])
    _check_recipient_fields(values["recipient_fields"])
    if values["ai_model_id"] is not None:
        choosing.find_writer(actor, ModelType(values["ai_model_type"]), values["ai_model_id"])
    if values["auto_personalize"]:
        _check_complete(values)
    TemplateAiConfig.objects.update_or_create(
        email_template=template, defaults={**values, "organization_id": template.organization_id}
    )
    authoring.tell(actor, "ai_configured", template, {"auto_personalize": values["auto_personalize"]})
    return get_config(actor, template_id)


def personalizable(template: EmailTemplate) -> list[str]:
    """The names of what can be written for each recipient: the two lines, and placeholders that take text."""
    uses = personal.uses_of(serving.source_of(template))
    given = {each.name: each for each in personal.values_of(TemplateType(template.type), uses)}
    declared = {each.name: each.kind for each in TYPES[TemplateType(template.type)].placeholders}
    names = [name for name in given if declared.get(name, "text") == "text" and "." not in name]
    return [*LINES, *names]


def _check_fields(template: EmailTemplate, fields: Sequence[Mapping[str, Any]]) -> None:
    known = personalizable(template)
    names = [each["name"] for each in fields]
    unknown = [name for name in names if name not in known]
    if unknown:
        raise BadInput.field(
            "personalization_fields", f"“{unknown[0]}” takes no text in this template. There are: {', '.join(known)}."
        )
    if len(set(names)) < len(names):
        raise BadInput.field("personalization_fields", "Name each field once.")


def _check_recipient_fields(names: Iterable[str]) -> None:
    known = {*personal.TOP, *(f"contact.{name}" for name in personal.ATTRIBUTES)}
    for name in names:
        if name not in known and not _OWN_FIELD.fullmatch(name):
            shown = ", ".join(sorted(known))
            raise BadInput.field(
                "recipient_fields",
                f"“{name}” is no field of a contact. There are: {shown}; and your own, such as contact.city.",
            )


def _check_complete(values: Mapping[str, Any]) -> None:
    if values["ai_model_id"] is None:
        raise BadInput.field("ai_model_id", "Choose the model that is to write for each recipient.")
    if not values["personalization_fields"]:
        raise BadInput.field("personalization_fields", "Say what is to be written for each recipient.")
    if not values["recipient_fields"]:
        raise BadInput.field("recipient_fields", "Say what the model may know of the recipient.")

"""What is to be written for each recipient, frozen with what a variant says.

In an entry of ``CampaignVariant.snapshot`` it stands under ``ai``. The two lines are then Liquid that takes the text
written for the recipient where there is one: what is written comes in as data, never as a template.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from frontdesk.ai.models import ModelType
from frontdesk.mail.models import EmailTemplate, TemplateAiConfig
from frontdesk.mail.template_types import CARRYING_KEYS, TemplateType
from frontdesk.mail.writing.segments import LINES

# Where a mail's data carries the written lines.
LINES_KEY = "personalized_lines"
USUAL_LENGTH = {"subject": 120, "preheader": 160}
MAX_LENGTH = 1_000
# Mails that open an account or guard one are the same for everybody, and so is what the platform tells admins.
NEVER = CARRYING_KEYS | {TemplateType.SECURITY_NOTICE, TemplateType.AI_QUOTA_WARNING}


@dataclass(frozen=True, slots=True)
class Field:
    """``name``: a line, or a placeholder that takes text. ``instruction``: what its author wants of it."""

    name: str
    instruction: str
    max_length: int


@dataclass(frozen=True, slots=True)
class Plan:
    """``facts``: names of what the model is told of the recipient, as ``campaigns.personal`` has them."""

    model_type: ModelType
    model_id: int
    prompt: str
    fields: tuple[Field, ...]
    facts: tuple[str, ...]

    @classmethod
    def of(cls, frozen: Mapping[str, Any]) -> Plan:
        return cls(
            model_type=ModelType(frozen["model_type"]),
            model_id=frozen["model_id"],
            prompt=frozen["prompt"],
            fields=tuple(Field(**each) for each in frozen["fields"]),
            facts=tuple(frozen["facts"]),
        )

    def frozen(self) -> dict[str, Any]:
        return asdict(self)


def find_plan(template: EmailTemplate) -> Plan | None:
    """None where the template is not personalised by itself: its config is off or not whole, or it is not a mail that
    may say something else to each recipient."""
    if template.organization_id is None or template.type in NEVER:
        return None
    config = TemplateAiConfig.objects.filter(email_template=template, auto_personalize=True).first()
    return plan_of(config) if config else None


def plan_of(config: TemplateAiConfig) -> Plan | None:
    fields = tuple(_field(each) for each in config.personalization_fields)
    if config.ai_model_id is None or config.ai_model_type is None or not fields:
        return None
    return Plan(
        model_type=ModelType(config.ai_model_type),
        model_id=config.ai_model_id,
        prompt=config.generation_prompt,
        fields=fields,
        facts=tuple(str(each) for each in config.recipient_fields),
    )


def _field(raw: Mapping[str, Any]) -> Field:
    name = str(raw["name"])
    wanted = raw.get("max_length") or USUAL_LENGTH.get(name, MAX_LENGTH)
    return Field(name, str(raw.get("instruction") or ""), min(int(wanted), MAX_LENGTH))


def open_line(name: str, liquid: str) -> str:
    """The line as Liquid that says what was written for the recipient, and without that what it said before."""
    written = f"{LINES_KEY}.{name}"
    return f"{{% if {written} != blank %}}{{{{ {written} }}}}{{% else %}}{liquid}{{% endif %}}"


def no_lines() -> dict[str, dict[str, str]]:
    """Data for a recipient for whom nothing was written."""
    return {LINES_KEY: dict.fromkeys(LINES, "")}


def put_in_entry(entry: dict[str, Any], plan: Plan) -> None:
    """Opens a snapshot's entry for what is written."""
    lines = [field.name for field in plan.fields if field.name in LINES]
    entry["ai"] = {**plan.frozen(), "lines": {name: entry[name] for name in LINES}}
    for name in lines:
        entry[name] = open_line(name, entry[name])
    entry["data"] = {**entry["data"], **no_lines()}


def values_to_data(values: Mapping[str, str]) -> dict[str, Any]:
    """What was written, as a mail's data carries it; the same as ``feeding`` does in SQL."""
    rest = {name: text for name, text in values.items() if name not in LINES}
    return {**rest, LINES_KEY: {name: values.get(name, "") for name in LINES}}

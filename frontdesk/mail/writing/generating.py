"""A new mail from its author's brief: a model writes the texts, the layout is ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from frontdesk.ai.targets import Target
from frontdesk.mail.models import ProposalKind
from frontdesk.mail.rendering import TemplateSource
from frontdesk.mail.template_types import TYPES, TemplateType
from frontdesk.mail.writing import layouts, plans, promises, prompts, suspicions
from frontdesk.mail.writing.asking import Wanted
from frontdesk.mail.writing.fragments import Path
from frontdesk.mail.writing.layouts import PLACEHOLDER, Frame
from frontdesk.mail.writing.plans import Notice, Plan, Shown
from frontdesk.mail.writing.promises import Broken

_ANSWER_TOKENS = 3_600
_STYLE = "clear, kind and plain"
_FIELDS = {"subject", "preheader", "headline", "button_label", "closing"}


def plan(target: Target, *, brief: str, type: TemplateType, locale: str, organization: str) -> Plan:
    info = TYPES[type]
    frame = layouts.frame_of(info, locale, info.category)
    messages = prompts.generate(
        brief=brief,
        kind=type.value.replace("_", " "),
        about=info.description,
        locale=locale,
        organization=organization,
        placeholders={name: each.description for name, each in frame.placeholders.items()},
        style=_STYLE,
    )
    max_tokens = plans.bounded(target, _ANSWER_TOKENS)
    wanted = Wanted(
        messages,
        layouts.schema_of(frame, max_tokens),
        max_tokens,
        partial(check, frame, context=f"{brief} {info.description}"),
    )
    return Plan(
        kind=ProposalKind.GENERATE,
        type=type,
        category=info.category,
        questions=[wanted],
        place=_place,
        make=lambda answers: layouts.lay_out(frame, answers[0]),
        find_broken=lambda source: (),
        notices=_notices(brief),
    )


def check(frame: Frame, written: Mapping[str, Any], *, context: str) -> list[Broken]:
    """What of the texts may not go into a mail."""
    found: list[Broken] = []
    for field, text, most in layouts.texts_of(written):
        unknown = [name for name in PLACEHOLDER.findall(text) if name not in frame.placeholders]
        if unknown:
            known = ", ".join(f"{{{{ {name} }}}}" for name in frame.placeholders)
            found.append(Broken("placeholder", f"There is no placeholder {unknown[0]}; there are {known}.", field))
            continue
        broken = promises.check_text(
            "", PLACEHOLDER.sub(" ", text), max_length=most, context=context, may_break_lines=True
        )
        if broken:
            found.append(Broken(broken.code, broken.detail, field))
    if not written["subject"].strip():
        found.append(Broken("empty", "The subject is empty.", "subject"))
    return found


def _notices(brief: str) -> Sequence[Notice]:
    addresses = suspicions.addresses_in(brief)
    if not addresses:
        return ()
    message = (
        f"The brief names {len(addresses)} web or mail address{'es' if len(addresses) > 1 else ''}. Models write none: "
        "put links in yourself, on the button or in the text."
    )
    return (Notice("brief_address", message),)


def _place(path: Path) -> Shown | None:
    match path:
        case (str(name),) if name in _FIELDS:
            return Shown({"button_label": "button", "closing": "text"}.get(name, name), 99 if name == "closing" else 0)
        case ("sections", int(section), "heading"):
            return Shown("heading", section)
        case ("sections", int(section), ("paragraphs" | "points") as part, int(number)):
            return Shown("text", section * 10 + number + (5 if part == "points" else 0))
    return None


def missing_placeholders(source: TemplateSource, type: TemplateType, locale: str) -> list[Notice]:
    """What mails of this type are there to say, and this one does not."""
    frame = layouts.frame_of(TYPES[type], locale, TYPES[type].category)
    written = f"{source.subject} {source.html_code}"
    return [
        Notice("placeholder_unused", f"“{{{{ {name} }}}}” ({each.label}) is nowhere in the mail.")
        for name, each in frame.placeholders.items()
        if each.required and name not in written
    ]

"""What a chat model is asked for five subjects, and what its answer is held against. Pure."""

from __future__ import annotations

from typing import Any

from frontdesk.mail.subjects import checking
from frontdesk.mail.subjects.model import Mail
from frontdesk.mail.writing import prompts
from frontdesk.mail.writing.asking import Wanted, object_of
from frontdesk.mail.writing.prompts import LANGUAGES

COUNT = 5
_MOST_BODY = 4_000
_MOST_TOKENS = 900
_VARIANT = object_of(
    {
        "subject": {"type": "string", "minLength": 3, "maxLength": 150},
        "reason": {"type": "string", "minLength": 3, "maxLength": 200},
    }
)
SCHEMA = object_of({"variants": {"type": "array", "minItems": COUNT, "maxItems": COUNT, "items": _VARIANT}})


def ask(mail: Mail) -> Wanted:
    said = {"current_subject": mail.subject, "preheader": mail.preheader, "e_mail": mail.body[:_MOST_BODY]}
    return Wanted(
        messages=[_system(LANGUAGES.get(mail.locale, "English")), prompts.data(said)],
        schema=SCHEMA,
        max_tokens=_MOST_TOKENS,
        check=lambda value: checking.find_broken(mail, value["variants"]),
    )


def _system(language: str) -> dict[str, Any]:
    return prompts.system(
        f"You write subject lines of an e-mail in {language}: {COUNT} that differ from the current one and from "
        "one another in their approach (the point first, a question, a concrete date or number, the reader's "
        f"benefit, brevity), each of at most 60 characters, with a reason in one short sentence in {language}.",
        "Say only what the e-mail says: invent no facts, dates, numbers, prices, offers or names. No links, no "
        "markup, no emoji, no capitals for emphasis, at most one exclamation mark.",
        "Placeholders such as {{ name }} may be used only as they stand in the current subject.",
        prompts.DATA_RULE,
        'Answer with JSON alone: {"variants": [{"subject": "…", "reason": "…"}, …]}.',
    )

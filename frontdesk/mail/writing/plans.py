"""What is asked of a model for one proposal, and what is made of its answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from frontdesk.ai.gateway import estimating
from frontdesk.ai.targets import Target
from frontdesk.mail.models import ProposalKind
from frontdesk.mail.rendering import TemplateSource
from frontdesk.mail.template_types import TemplateType
from frontdesk.mail.writing.asking import Wanted
from frontdesk.mail.writing.fragments import Path
from frontdesk.mail.writing.promises import Broken

FEATURES = {
    ProposalKind.GENERATE: "mail.generate",
    ProposalKind.PERSONALIZE: "mail.personalize",
    ProposalKind.TONE: "mail.tone",
    ProposalKind.TRANSLATE: "mail.translate",
}
# Models that think first take it out of the same purse.
LEAST_ANSWER = 1_024
# What a prompt takes besides the texts.
_RULES_TOKENS = 600


@dataclass(frozen=True, slots=True)
class Shown:
    """Where a streamed piece belongs: ``index`` tells one text of a field from the next."""

    field: str
    index: int
    clean: Callable[[str], str] = str  # makes it readable


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that the person should know of what was made: no mistake in the template itself."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Plan:
    """``make`` puts the answers together; ``find_broken`` looks at the whole once more."""

    kind: ProposalKind
    type: TemplateType
    category: str
    questions: Sequence[Wanted]
    place: Callable[[Path], Shown | None]
    make: Callable[[Sequence[Any]], TemplateSource]
    find_broken: Callable[[TemplateSource], Sequence[Broken]]
    notices: Sequence[Notice] = ()
    # Of a rewrite: what it was made of. Problems that were there before are nobody's fault now.
    before: TemplateSource | None = None
    # The address that it is written for, where it is to go out to one.
    recipient: str = ""


def answer_room(target: Target) -> int:
    """How many tokens one answer may have, so that it and its question fit into what the model reads at once."""
    if not target.context_window:
        return target.max_tokens
    return max(64, min(target.max_tokens, (target.context_window - _RULES_TOKENS) // 2))


def bounded(target: Target, expected: int) -> int:
    """``max_tokens`` of a call whose answer is expected to have so many."""
    return min(answer_room(target), max(LEAST_ANSWER, expected))


def count_prompt(target: Target, wanted: Wanted) -> int:
    messages = list(wanted.messages)
    if target.system_message:
        messages.insert(0, {"role": "system", "content": target.system_message})
    return estimating.count_chat(messages)

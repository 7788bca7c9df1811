"""One question for one recipient: asked, checked, asked once more where a promise is broken, put together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from frontdesk.ai.gateway import Call
from frontdesk.ai.providers.errors import Kind, ProviderError
from frontdesk.ai.quotas import QuotaExceeded
from frontdesk.ai.targets import Person, Target
from frontdesk.mail.personalizing import texts
from frontdesk.mail.personalizing.texts import Form
from frontdesk.mail.rendering import RenderError
from frontdesk.mail.writing import asking
from frontdesk.mail.writing.asking import Refused, Spent, Wanted, Writer
from frontdesk.platform.errors import AppError, TooMany

FEATURE = "mail.auto_personalize"
# With these nobody else's question would be answered either.
_HOPELESS = {Kind.AUTH, Kind.NOT_FOUND, Kind.UNSUPPORTED, Kind.REFUSED_ADDRESS}


def call_of(person: Person, related: tuple[str, str]) -> Call:
    return Call(person, FEATURE, related=related)


async def ask(call: Call, target: Target, wanted: Wanted, spent: Spent) -> Mapping[str, Any]:
    """The answer; ``spent`` counts what it took, also where it was refused. Raises AppError."""
    answer: Mapping[str, Any] = await Writer(call, target, spent=spent).answer(wanted)
    return answer


async def write(
    call: Call, target: Target, form: Form, facts: Mapping[str, object], data: Mapping[str, Any], spent: Spent
) -> dict[str, str]:
    """The texts by field. ``data`` fills the placeholders of the lines. Raises AppError and RenderError."""
    answer = await ask(call, target, texts.question(form, target, facts), spent)
    return texts.put_together(form, answer, data)


def reason_of(error: AppError | RenderError) -> str:
    """Why the mail goes out as it stands: quota, refused, no_model or failed."""
    if isinstance(error, QuotaExceeded):
        return "quota"
    if isinstance(error, Refused):
        return "refused"
    if isinstance(error, ProviderError) and error.kind in _HOPELESS:
        return "no_model"
    return "failed"


def detail_of(error: AppError | RenderError) -> str:
    """In words."""
    return asking.detail_of(error) if isinstance(error, AppError) else str(error)


def may_pass(error: AppError | RenderError) -> bool:
    """Whether the same question may be answered a little later: nothing was paid for it."""
    if isinstance(error, ProviderError):
        return error.retryable
    return isinstance(error, TooMany) and not isinstance(error, QuotaExceeded)

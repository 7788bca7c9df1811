"""Models write for templates: asked for, streamed, proposed, accepted or rejected by a person."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from uuid import UUID

import orjson
from django.http import HttpResponse
from ninja import Query, Router
from ninja.decorators import decorate_view

from frontdesk.mail.api.templates import present
from frontdesk.mail.models import AiProposal, EmailTemplate, ProposalKind, TemplateAiConfig
from frontdesk.mail.rendering import RenderError, TemplateSource
from frontdesk.mail.schemas.ai_writing import (
    AiAcceptIn,
    AiConfigIn,
    AiConfigOut,
    AiEstimateIn,
    AiEstimateOut,
    AiGenerateIn,
    AiProposalOut,
    AiProposalPage,
    AiRewriteIn,
    AiTranslateIn,
    AiWritingIn,
)
from frontdesk.mail.schemas.common import DatabaseId
from frontdesk.mail.schemas.templates import TemplateDetailOut
from frontdesk.mail.writing import configs, ordering, proposals, running, showing
from frontdesk.mail.writing.ordering import Estimate
from frontdesk.mail.writing.running import Done, Job, Retried, Step, Steps, Token
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.platform import idempotency
from frontdesk.platform.answers import problem_answer
from frontdesk.platform.errors import AppError
from frontdesk.platform.later import Later, Made, Stream
from frontdesk.platform.paging import page
from frontdesk.platform.schemas import ListParameters

router = Router(tags=["AI for e-mail"], auth=SIGNED_IN)
configs_router = Router(tags=["AI for e-mail"], auth=SIGNED_IN)

STREAMED = {
    "responses": {
        200: {
            "description": "OK; with `stream`, events `token` {field, index, text}, `retry` {errors} (what was shown "
            "no longer counts), then `proposal` or `error` (a problem document).",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        }
    }
}
EXTRA = {**idempotency.OPENAPI, **STREAMED}


@router.post("/ai-generate", response=AiProposalOut, openapi_extra=EXTRA)
@decorate_view(idempotency.once)
def generate_email(request: ApiRequest, payload: AiGenerateIn) -> HttpResponse:
    """A draft by a chat model. Nothing changes until somebody accepts it.

    422 `needs-chat-model` with `models` that you could use; 422 `promises-broken` when what the model wrote broke a
    placeholder, a link or a footer twice.
    """
    return _write(request, payload, payload.kind)


@router.post("/ai-rewrite", response=AiProposalOut, openapi_extra=EXTRA)
@decorate_view(idempotency.once)
def rewrite_email(request: ApiRequest, payload: AiRewriteIn) -> HttpResponse:
    """The template in another tone; placeholders, links and footers stay as they are."""
    return _write(request, payload, ProposalKind.TONE)


@router.post("/ai-translate", response=AiProposalOut, openapi_extra=EXTRA)
@decorate_view(idempotency.once)
def translate_email(request: ApiRequest, payload: AiTranslateIn) -> HttpResponse:
    """The template in another language. Accepted, it is an inactive variant."""
    return _write(request, payload, ProposalKind.TRANSLATE)


def _write(request: ApiRequest, payload: AiWritingIn, kind: ProposalKind) -> HttpResponse:
    job = running.begin(request.auth, payload.order(kind))
    return Later(lambda: _stream(job) if payload.stream else _answer(job))


async def _answer(job: Job) -> Made:
    async with aclosing(running.run(job, streams=False)) as steps:
        async for step in steps:
            if isinstance(step, Done):
                return HttpResponse(await _json(step.proposal), content_type="application/json")
    raise AppError


async def _stream(job: Job) -> Stream:
    """Waits for the first piece: what fails before it is an ordinary problem document."""
    steps = running.run(job, streams=True)
    return Stream(_events(steps, await anext(steps)))


async def _events(steps: Steps, first: Step) -> AsyncIterator[bytes]:
    try:
        async with aclosing(steps):
            yield await _event(first)
            async for step in steps:
                yield await _event(step)
    except AppError as error:
        yield b"event: error\ndata: " + problem_answer(error).content + b"\n\n"


async def _event(step: Step) -> bytes:
    if isinstance(step, Token):
        name, data = b"token", orjson.dumps({"field": step.field, "index": step.index, "text": step.text})
    elif isinstance(step, Retried):
        told = [{"field": each.field, "message": each.detail, "code": each.code} for each in step.broken]
        name, data = b"retry", orjson.dumps({"errors": told})
    else:
        name, data = b"proposal", (await _json(step.proposal)).encode()
    return b"event: " + name + b"\ndata: " + data + b"\n\n"


async def _json(proposal: AiProposal) -> str:
    """Compiled beside the event loop."""
    return await asyncio.to_thread(lambda: AiProposalOut.from_orm(_described(_brief(proposal))).model_dump_json())


def _brief(proposal: AiProposal) -> AiProposal:
    """Adds what schemas show besides columns."""
    vars(proposal).update(
        state=proposals.state_of(proposal),
        model=proposal.model_name,
        tokens_used=proposal.prompt_tokens + proposal.completion_tokens,
    )
    return proposal


def _described(proposal: AiProposal) -> AiProposal:
    content = {"subject": "", "preheader": "", "html_code": "", "text_code": "", **(proposal.content or {})}
    shown = ("", "")
    if proposal.content:
        source = TemplateSource(
            subject=content["subject"],
            html_code=content["html_code"],
            preheader=content["preheader"],
            text_code=content["text_code"] or None,
            source_format=content["source_format"],
            locale=content["locale"],
        )
        try:
            shown = showing.show(source)
        except RenderError:
            shown = ("", "")  # what it was made of could not be rendered either: `problems` say so
    vars(proposal).update(
        html=shown[0],
        text=shown[1],
        source=content["html_code"],
        **{name: content[name] for name in ("subject", "preheader", "text_code")},
        **{name: content.get(name) for name in ("source_format", "type", "category", "locale")},
    )
    return proposal


class ProposalListIn(ListParameters):
    template_id: DatabaseId | None = None


@router.get("/ai-proposals", response=AiProposalPage)
def list_ai_proposals(request: ApiRequest, parameters: Query[ProposalListIn]) -> dict[str, object]:
    """The newest first. Those that nobody accepted are forgotten after 30 days."""
    found = proposals.list_proposals(request.auth, template_id=parameters.template_id)
    items, next_cursor = page(found, cursor=parameters.cursor, limit=parameters.limit, order=("-created_at", "-id"))
    return {"items": [_brief(each) for each in items], "next_cursor": next_cursor}


@router.get("/ai-proposals/{uuid:proposal_id}", response=AiProposalOut)
def get_ai_proposal(request: ApiRequest, proposal_id: UUID) -> AiProposal:
    return _described(_brief(proposals.get_proposal(request.auth, proposal_id)))


@router.post("/ai-proposals/{uuid:proposal_id}/accept", response=TemplateDetailOut)
def accept_ai_proposal(request: ApiRequest, proposal_id: UUID, payload: AiAcceptIn) -> EmailTemplate:
    """Makes it a new inactive template, an inactive variant in another language, or the template's next version."""
    accepted = proposals.accept(request.auth, proposal_id, version=payload.version, name=payload.name or "")
    return present(request.auth, accepted)


@router.post("/ai-proposals/{uuid:proposal_id}/reject", response=AiProposalOut)
def reject_ai_proposal(request: ApiRequest, proposal_id: UUID) -> AiProposal:
    return _described(_brief(proposals.reject(request.auth, proposal_id)))


@router.post("/ai-estimate", response=AiEstimateOut)
def estimate_ai_writing(request: ApiRequest, payload: AiEstimateIn) -> Estimate:
    """What it would take at most, before anything is asked."""
    return ordering.estimate(request.auth, payload.order(payload.action))


@configs_router.get("/{int:template_id}/ai-config", response=AiConfigOut)
def get_template_ai_config(request: ApiRequest, template_id: int) -> TemplateAiConfig:
    return _config(configs.get_config(request.auth, template_id))


@configs_router.put("/{int:template_id}/ai-config", response=AiConfigOut)
def set_template_ai_config(request: ApiRequest, template_id: int, payload: AiConfigIn) -> TemplateAiConfig:
    """How models write for this template, and what they write for each recipient when it is sent."""
    return _config(configs.set_config(request.auth, template_id, payload.dict()))


def _config(config: TemplateAiConfig) -> TemplateAiConfig:
    vars(config).update(personalizable=configs.personalizable(config.email_template))
    return config

"""Talking to a model from the app."""

import time
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any
from uuid import uuid4

import orjson
from django.http import HttpResponse
from ninja import Router
from ninja.decorators import decorate_view

from frontdesk.ai import gateway
from frontdesk.ai.gateway import Call, ChatRequest, ChatStream
from frontdesk.ai.gateway.booking import Charged
from frontdesk.ai.models import ModelType
from frontdesk.ai.registry import lookup
from frontdesk.ai.schemas.chat import ChatIn, ChatOut
from frontdesk.ai.targets import Target
from frontdesk.orgs import access
from frontdesk.orgs.access import Permission
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.platform import idempotency, observe
from frontdesk.platform.answers import json_answer, problem_answer
from frontdesk.platform.errors import AppError
from frontdesk.platform.later import Later, Stream

router = Router(tags=["AI models"], auth=SIGNED_IN)
log = observe.logger(__name__)

STREAMED = {
    "responses": {
        200: {
            "description": "OK; with `stream`, chunks of OpenAI's protocol, then `event: usage`, then `[DONE]`.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        }
    }
}


@router.post("/{model_type}/{model_id}/chat", response=ChatOut, openapi_extra={**idempotency.OPENAPI, **STREAMED})
@decorate_view(idempotency.once)
def chat_with_model(request: ApiRequest, model_type: ModelType, model_id: int, payload: ChatIn) -> HttpResponse:
    """OpenAI's chat completion. Errors after a stream has begun come as `event: error` with the problem document."""
    actor = access.require(request.auth, Permission.AI_USE)
    person = lookup.person_of(actor)
    target = lookup.find_target(person, model_type, model_id=model_id)
    call = Call(person, payload.feature, api_key_id=actor.api_key_id, request_id=observe.request_id())
    asked = ChatRequest(
        messages=[message.dict(exclude_none=True) for message in payload.messages],
        max_tokens=payload.max_tokens or target.max_tokens,
        tools=payload.tools,
        tool_choice=payload.tool_choice,
        response_format=payload.response_format,
        temperature=payload.temperature,
    )
    return Later(lambda: _stream(call, target, asked) if payload.stream else _answer(call, target, asked))


async def _answer(call: Call, target: Target, asked: ChatRequest) -> HttpResponse:
    served = await gateway.chat(call, target, asked)
    body = served.answer.body
    return json_answer(
        {
            "id": body.get("id") or f"chatcmpl-{uuid4().hex}",
            "object": "chat.completion",
            "created": body.get("created") or int(time.time()),
            "model": served.target.ref,
            "choices": body["choices"],
            "usage": _usage(served.charged),
            "estimated": served.charged.estimated,
            "cost": str(served.charged.cost),
            "latency_ms": served.charged.latency_ms,
        }
    )


def _usage(charged: Charged) -> dict[str, int]:
    return {
        "prompt_tokens": charged.prompt_tokens,
        "completion_tokens": charged.completion_tokens,
        "total_tokens": charged.prompt_tokens + charged.completion_tokens,
    }


async def _stream(call: Call, target: Target, asked: ChatRequest) -> Stream:
    """Waits for the first chunk: what fails before it is an ordinary problem document."""
    stream = ChatStream(call, target, asked)
    first = await anext(aiter(stream))
    return Stream(_events(stream, first))


async def _events(stream: ChatStream, first: dict[str, Any]) -> AsyncIterator[bytes]:
    try:
        async with aclosing(stream):
            chunk: dict[str, Any] | None = first
            while chunk is not None:
                if chunk.get("choices"):
                    yield _data({**chunk, "model": stream.target.ref})
                chunk = await anext(aiter(stream), None)
    except AppError as error:
        yield b"event: error\n" + b"data: " + problem_answer(error).content + b"\n\n"
        return
    charged = stream.charged
    summary = {
        **_usage(charged),
        "estimated": charged.estimated,
        "cost": str(charged.cost),
        "latency_ms": charged.latency_ms,
        "served_by": stream.target.ref,
    }
    yield b"event: usage\n" + _data(summary)
    yield b"data: [DONE]\n\n"


def _data(found: dict[str, Any]) -> bytes:
    return b"data: " + orjson.dumps(found) + b"\n\n"

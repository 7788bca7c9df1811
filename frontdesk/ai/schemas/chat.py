"""What a chat takes. Answers are OpenAI's ``chat.completion``."""

from typing import Any, Literal

from ninja import Field, Schema

from frontdesk.platform.schemas import StrictSchema, Text


class ChatMessageIn(Schema):
    """A message as OpenAI's protocol has it; parts of other kinds pass as they are."""

    role: Literal["system", "user", "assistant", "tool"]
    content: Text | list[dict[str, Any]] | None = Field(None, max_length=1_000_000)
    tool_calls: list[dict[str, Any]] | None = None
    tool_call_id: str | None = Field(None, max_length=200)
    name: str | None = Field(None, max_length=200)


class ChatIn(StrictSchema):
    messages: list[ChatMessageIn] = Field(min_length=1, max_length=500)
    stream: bool = Field(False, description="Answer in server-sent events.")
    max_tokens: int | None = Field(None, ge=1, le=1_000_000, description="By default the model's own.")
    temperature: float | None = Field(None, ge=0, le=2)
    tools: list[dict[str, Any]] | None = Field(None, max_length=128)
    tool_choice: str | dict[str, Any] | None = None
    response_format: dict[str, Any] | None = None
    feature: Literal["chat", "compare"] = "chat"


class ChatUsageOut(Schema):
    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class ChatOut(Schema):
    """OpenAI's ``chat.completion``, with what it cost and which model served."""

    id: str
    object: str
    created: int
    model: str
    choices: list[dict[str, Any]]
    usage: ChatUsageOut
    estimated: bool
    cost: str
    latency_ms: int

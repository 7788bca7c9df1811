"""What the fake provider says. A word is a token; the answer to the same request is always the same."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]


def count_prompt(body: Json) -> int:
    """Words of all the messages; an image counts as 85."""
    total = 0
    for message in body.get("messages") or ():
        content = message.get("content")
        parts = content if isinstance(content, list) else [{"text": content or ""}]
        total += sum(85 if "image_url" in part else len(str(part.get("text") or "").split()) for part in parts)
    return total


def say(body: Json) -> list[str]:
    """The answer's tokens, bounded by max_tokens: JSON where it is asked for, else the last message."""
    wanted = body.get("response_format") or {}
    if wanted.get("type") == "json_schema":
        text = json.dumps(instance_of(wanted["json_schema"]["schema"]))
    elif wanted.get("type") == "json_object":
        text = json.dumps({"answer": "yes"})
    else:
        text = f"You said: {_last_words(body)}"
    return tokens_of(text)[: bound_of(body)]


def tokens_of(text: str) -> list[str]:
    """The text in pieces that, put together, are the text."""
    return [word if number == 0 else f" {word}" for number, word in enumerate(text.split(" "))]


def bound_of(body: Json) -> int | None:
    return body.get("max_completion_tokens") or body.get("max_tokens")


def wanted_tool(body: Json) -> Json | None:
    """The tool to call: the first, or the one that tool_choice names; none once a tool has answered."""
    tools = body.get("tools") or []
    messages = body.get("messages") or [{}]
    choice = body.get("tool_choice")
    if not tools or choice == "none" or messages[-1].get("role") == "tool":
        return None
    name = choice["function"]["name"] if isinstance(choice, dict) else tools[0]["function"]["name"]
    function = next(tool["function"] for tool in tools if tool["function"]["name"] == name)
    return {
        "id": "call_1",
        "type": "function",
        "function": {"name": name, "arguments": json.dumps(instance_of(function.get("parameters") or {}))},
    }


def instance_of(schema: Json) -> Any:
    """Something that the schema allows, for the plain schemas that tests use."""
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    kind = schema.get("type", "object")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        return {name: instance_of(part) for name, part in (schema.get("properties") or {}).items()}
    if kind == "array":
        return [instance_of(schema.get("items") or {"type": "string"})] * max(1, schema.get("minItems", 1))
    plain: Json = {"string": "text", "integer": 1, "number": 1.5, "boolean": True, "null": None}
    return plain[kind]


def completion(body: Json, text: str | None, tool: Json | None, usage: Json | None, finish: str) -> Json:
    message: Json = {"role": "assistant", "content": text}
    if tool:
        message["tool_calls"] = [tool]
    answer: Json = {
        "id": "chatcmpl-fake",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": body.get("model"),
        "choices": [{"index": 0, "message": message, "finish_reason": finish, "logprobs": None}],
    }
    return answer if usage is None else {**answer, "usage": usage}


def chunk(body: Json, delta: Json, finish: str | None = None) -> Json:
    return {
        "id": "chatcmpl-fake",
        "object": "chat.completion.chunk",
        "created": 1_700_000_000,
        "model": body.get("model"),
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }


def tool_deltas(tool: Json) -> Iterator[Json]:
    """A call as it is streamed: its name first, then its arguments in pieces."""
    function = tool["function"]
    yield {"tool_calls": [{"index": 0, **tool, "function": {"name": function["name"], "arguments": ""}}]}
    for start in range(0, len(function["arguments"]), 5):
        yield {"tool_calls": [{"index": 0, "function": {"arguments": function["arguments"][start : start + 5]}}]}


def embedding(text: str, dimensions: int) -> list[float]:
    """A vector of the text's own."""
    digest = hashlib.sha256(text.encode()).digest()
    return [digest[place % 32] / 255 for place in range(dimensions)]


def transcription(fields: Json) -> Json:
    """The recording's bytes decide nothing: its name is what was said."""
    words = str(fields["file_name"]).rsplit(".", 1)[0].replace("-", " ").split()
    timed = [{"word": word, "start": place * 0.5, "end": place * 0.5 + 0.4} for place, word in enumerate(words)]
    if fields.get("response_format") == "json":
        return {"text": " ".join(words), "usage": {"type": "duration", "seconds": len(words) / 2}}
    return {
        "task": "transcribe",
        "language": fields.get("language") or "english",
        "duration": len(words) / 2,
        "text": " ".join(words),
        "segments": [{"id": 0, "start": 0.0, "end": len(words) / 2, "text": " ".join(words), "tokens": [1]}],
        "words": timed if "word" in fields.get("granularities", ()) else None,
    }


def _last_words(body: Json) -> str:
    content = (body.get("messages") or [{}])[-1].get("content") or ""
    if isinstance(content, list):
        content = " ".join(part["text"] for part in content if part.get("type") == "text")
    return str(content)

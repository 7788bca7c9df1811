"""Reads what OpenAI's clients send, and says what is wrong with it in their terms."""

import io
from dataclasses import dataclass
from typing import Any

import orjson
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.utils.datastructures import MultiValueDict

from frontdesk.ai.calls import ChatRequest, EmbeddingRequest, TranscriptionRequest
from frontdesk.ai.openai_door.errors import bad_request
from frontdesk.ai.targets import Target

MOST_MESSAGES = 2_000
MOST_INPUTS = 2_048
MOST_TOKENS = 1_000_000
LARGEST_FILE = 25 * 1024 * 1024
_ROLES = frozenset({"system", "developer", "user", "assistant", "tool", "function"})
# What the gateway has fields for, or decides itself.
_OWN = frozenset(
    {
        "model", "messages", "max_tokens", "max_completion_tokens", "stream", "stream_options", "tools", "tool_choice",
        "response_format", "temperature",
    }
)  # fmt: skip
# Other servers' words for how much is made, or by which model: they would go around what a quota sets aside.
_NOT_TAKEN = frozenset({"n_predict", "best_of", "use_beam_search", "models", "fallbacks", "route"})


def read_json(body: bytes) -> dict[str, Any]:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise bad_request("body", f"The body is not valid JSON: {error.msg}.") from error
    if not isinstance(found, dict):
        raise bad_request("body", "The body is a JSON object.")
    return found


def read_ref(data: dict[str, Any]) -> str:
    ref = data.get("model")
    if not isinstance(ref, str) or not ref:
        raise bad_request("model", "Name a model, such as system/builtin. GET /v1/models lists those you can use.")
    return ref


@dataclass(frozen=True, slots=True)
class Chat:
    """``tells_usage``: the client asked for the usage at the end of its stream."""

    request: ChatRequest
    stream: bool
    tells_usage: bool


def read_chat(data: dict[str, Any], target: Target) -> Chat:
    """Raises BadInput naming the parameter."""
    messages = data.get("messages")
    if not isinstance(messages, list) or not messages:
        raise bad_request("messages", "Send at least one message.")
    if len(messages) > MOST_MESSAGES:
        raise bad_request("messages", f"Send at most {MOST_MESSAGES} messages.")
    for number, message in enumerate(messages):
        _check_message(number, message)
    options = data.get("stream_options")
    return Chat(
        ChatRequest(
            messages=messages,
            max_tokens=_max_tokens(data, target),
            tools=_listed(data, "tools"),
            tool_choice=data.get("tool_choice"),
            response_format=_named(data, "response_format"),
            temperature=_number(data, "temperature"),
            extra=_extra(data),
        ),
        stream=_flag(data, "stream"),
        tells_usage=isinstance(options, dict) and options.get("include_usage") is True,
    )


def _check_message(number: int, message: object) -> None:
    role = message.get("role") if isinstance(message, dict) else None
    if not isinstance(message, dict) or not isinstance(role, str) or role not in _ROLES:
        raise bad_request(f"messages.{number}", "A message has a role: system, user, assistant or tool.")
    content = message.get("content")
    if isinstance(content, list) and all(isinstance(part, dict) for part in content):
        return
    if content is not None and not isinstance(content, str):
        raise bad_request(f"messages.{number}.content", "A message's content is a text or a list of parts.")


def _max_tokens(data: dict[str, Any], target: Target) -> int:
    value = data.get("max_completion_tokens")
    value = data.get("max_tokens") if value is None else value
    if value is None:
        return target.max_tokens
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_TOKENS:
        raise bad_request("max_tokens", f"max_tokens is a whole number from 1 to {MOST_TOKENS}.")
    return value


def _extra(data: dict[str, Any]) -> dict[str, Any]:
    extra = {name: value for name, value in data.items() if name not in _OWN | _NOT_TAKEN}
    answers = extra.get("n")
    if answers is not None and not (isinstance(answers, int) and 1 <= answers <= 16):
        raise bad_request("n", "n is a whole number from 1 to 16.")
    return extra


def _flag(data: dict[str, Any], name: str) -> bool:
    value = data.get(name)
    if value is not None and not isinstance(value, bool):
        raise bad_request(name, f"{name} is true or false.")
    return bool(value)


def _listed(data: dict[str, Any], name: str) -> list[dict[str, Any]] | None:
    value = data.get(name)
    if value is not None and not (isinstance(value, list) and all(isinstance(each, dict) for each in value)):
        raise bad_request(name, f"{name} is a list of objects.")
    return value or None


def _named(data: dict[str, Any], name: str) -> dict[str, Any] | None:
    value = data.get(name)
    if value is not None and not isinstance(value, dict):
        raise bad_request(name, f"{name} is an object.")
    return value


def _number(data: dict[str, Any], name: str) -> float | None:
    value = data.get(name)
    if value is not None and (not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 2):
        raise bad_request(name, f"{name} is a number from 0 to 2.")
    return value


def read_embedding(data: dict[str, Any]) -> EmbeddingRequest:
    texts = data.get("input")
    if isinstance(texts, str):
        texts = [texts]
    if not isinstance(texts, list) or not texts or not all(isinstance(text, str) and text for text in texts):
        raise bad_request("input", "input is a text or a list of texts, none of them empty. Token ids are not taken.")
    if len(texts) > MOST_INPUTS:
        raise bad_request("input", f"Send at most {MOST_INPUTS} texts.")
    dimensions = data.get("dimensions")
    if dimensions is not None and not (isinstance(dimensions, int) and 1 <= dimensions <= 8192):
        raise bad_request("dimensions", "dimensions is a whole number from 1 to 8192.")
    if data.get("encoding_format") not in {None, "float", "base64"}:
        raise bad_request("encoding_format", "encoding_format is float or base64.")
    return EmbeddingRequest(texts, dimensions)


@dataclass(frozen=True, slots=True)
class Form:
    """A transcription as it was sent, and how the answer is wanted."""

    ref: str
    request: TranscriptionRequest
    format: str


_FORMATS = ("json", "text", "verbose_json", "srt", "vtt")


def read_form(body: bytes, content_type: str) -> Form:
    """A multipart form with the sound in ``file``. Raises BadInput."""
    meta = {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": len(body)}
    handler = MemoryFileUploadHandler()
    handler.activated = True  # whatever its size: the body is in memory already
    try:
        fields, files = MultiPartParser(meta, io.BytesIO(body), [handler]).parse()
    except MultiPartParserError as error:
        raise bad_request("file", "Send a multipart form with the fields file and model.") from error
    file = files.get("file") if isinstance(files, MultiValueDict) else None
    if file is None:
        raise bad_request("file", "The form has no file.")
    content = file.read()
    if len(content) > LARGEST_FILE:
        raise bad_request("file", f"The file may have {LARGEST_FILE // 2**20} MB.")
    format = fields.get("response_format") or "json"
    if format not in _FORMATS:
        raise bad_request("response_format", f"response_format is one of {', '.join(_FORMATS)}.")
    granularities = fields.getlist("timestamp_granularities[]")
    request = TranscriptionRequest(
        file=content,
        file_name=file.name or "audio",
        content_type=file.content_type or "application/octet-stream",
        language=fields.get("language") or None,
        prompt=fields.get("prompt") or "",
        words="word" in granularities,
    )
    return Form(read_ref({"model": fields.get("model")}), request, str(format))

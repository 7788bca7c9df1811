"""OpenAI's messages, tools and parameters as pydantic-ai's. Imported at the first use alone: it loads pydantic-ai."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from typing import Any, cast
from urllib.parse import unquote_to_bytes

from pydantic_ai.messages import (
    BinaryContent,
    ImageUrl,
    ModelMessage,
    ModelRequest,
    ModelResponse,
    SystemPromptPart,
    TextPart,
    ToolCallPart,
    ToolReturnPart,
    UserContent,
    UserPromptPart,
)
from pydantic_ai.models import Model, ModelRequestParameters
from pydantic_ai.output import OutputObjectDefinition
from pydantic_ai.settings import ModelSettings
from pydantic_ai.tools import ToolDefinition

from frontdesk.ai.calls import ChatRequest, Json
from frontdesk.ai.models import Provider
from frontdesk.ai.providers.base import Connection
from frontdesk.ai.providers.errors import Kind, ProviderError

# What the other providers know too; the rest of OpenAI's parameters has no meaning to them and is left out.
_PLAIN = ("temperature", "top_p", "seed", "presence_penalty", "frequency_penalty", "parallel_tool_calls")
# Only Anthropic fetches images itself. For the others the library would fetch them from here, past the guard.
_FETCHES_IMAGES = {Provider.ANTHROPIC}


def messages_of(request: ChatRequest, provider: Provider) -> list[ModelMessage]:
    """Raises ProviderError for messages that are not OpenAI's, or that this provider cannot read."""
    made: list[ModelMessage] = []
    names: dict[str, str] = {}
    for message in request.messages:
        role, content = message.get("role"), message.get("content")
        if role in {"system", "developer"}:
            _add(made, SystemPromptPart(_text_of(content)))
        elif role == "user":
            _add(made, UserPromptPart(_user_content(content, provider)))
        elif role == "assistant":
            made.append(ModelResponse(_assistant_parts(message, names)))
        elif role == "tool":
            call_id = str(message.get("tool_call_id") or "")
            _add(made, ToolReturnPart(names.get(call_id, "tool"), _text_of(content), call_id))
        else:
            raise _wrong(f"a message has the unknown role {role!r}")
    if not made:
        raise _wrong("there is no message")
    return made


def settings_of(request: ChatRequest, connection: Connection) -> ModelSettings:
    wanted: Json = {**request.extra, "temperature": request.temperature}
    settings: Json = {name: wanted[name] for name in _PLAIN if wanted.get(name) is not None}
    if stop := wanted.get("stop"):
        settings["stop_sequences"] = [stop] if isinstance(stop, str) else list(stop)
    if request.tools and (choice := _tool_choice(request.tool_choice)) is not None:
        settings["tool_choice"] = choice
    settings["max_tokens"] = request.max_tokens
    if connection.provider != Provider.BEDROCK:  # whose client knows both already
        settings |= {"max_retries": 0, "timeout": connection.total_timeout}
    return cast(ModelSettings, settings)


def parameters_of(request: ChatRequest, model: Model[Any]) -> ModelRequestParameters:
    """Tools and the wanted form of the answer: natively where the model can, else asked for in words."""
    tools = [_tool(tool) for tool in request.tools or ()]
    wanted = request.response_format or {}
    kind = wanted.get("type", "text")
    if kind == "text":
        return ModelRequestParameters(function_tools=tools)
    described: object = wanted.get("json_schema") if kind == "json_schema" else {}
    if kind not in {"json_schema", "json_object"} or not isinstance(described, Mapping):
        raise _wrong("response_format is neither text, json_object nor a json_schema")
    output = OutputObjectDefinition(
        json_schema=dict(described.get("schema") or {"type": "object"}),
        name=described.get("name"),
        description=described.get("description"),
        strict=described.get("strict"),
    )
    native = kind == "json_schema" and bool(model.profile.get("supports_json_schema_output"))
    return ModelRequestParameters(
        function_tools=tools, output_mode="native" if native else "prompted", output_object=output
    )


def _add(made: list[ModelMessage], part: SystemPromptPart | UserPromptPart | ToolReturnPart) -> None:
    """What comes between two answers is one request to pydantic-ai."""
    if made and isinstance(made[-1], ModelRequest):
        made[-1].parts = [*made[-1].parts, part]
    else:
        made.append(ModelRequest([part]))


def _assistant_parts(message: Json, names: dict[str, str]) -> list[TextPart | ToolCallPart]:
    """Notes in ``names`` which tool each call is of: its answer names the call alone."""
    parts: list[TextPart | ToolCallPart] = []
    if text := _text_of(message.get("content")):
        parts.append(TextPart(text))
    for call in message.get("tool_calls") or ():
        function, call_id = call.get("function") or {}, str(call.get("id") or "")
        names[call_id] = str(function.get("name") or "")
        parts.append(ToolCallPart(names[call_id], _arguments(function.get("arguments")), call_id))
    return parts or [TextPart("")]


def _arguments(text: object) -> str | dict[str, Any]:
    if not text:
        return {}
    try:
        found = json.loads(text) if isinstance(text, str) else text
    except json.JSONDecodeError:
        raise _wrong("the arguments of a tool call are not JSON") from None
    if not isinstance(found, dict):
        raise _wrong("the arguments of a tool call are no object")
    return found


def _text_of(content: object) -> str:
    if content is None or isinstance(content, str):
        return content or ""
    if not isinstance(content, Sequence) or not all(isinstance(part, Mapping) for part in content):
        raise _wrong("the content of a message is neither text nor a list of parts")
    return "".join(str(part.get("text") or "") for part in content if part.get("type") in {"text", "refusal"})


def _user_content(content: object, provider: Provider) -> str | list[UserContent]:
    if content is None or isinstance(content, str):
        return content or ""
    if not isinstance(content, Sequence) or not all(isinstance(part, Mapping) for part in content):
        raise _wrong("the content of a message is neither text nor a list of parts")
    return [_user_part(part, provider) for part in content]


def _user_part(part: Mapping[str, Any], provider: Provider) -> UserContent:
    kind = part.get("type")
    if kind == "text":
        return str(part.get("text") or "")
    if kind == "image_url":
        found = part.get("image_url")
        return _image(str(found.get("url") if isinstance(found, Mapping) else found), provider)
    if kind == "file" and isinstance(file := part.get("file"), Mapping) and file.get("file_data"):
        return _data(str(file["file_data"]))
    raise ProviderError(Kind.UNSUPPORTED, f"This provider takes no parts of the type {kind!r}: send text and images.")


def _image(url: str, provider: Provider) -> UserContent:
    if url.startswith("data:"):
        return _data(url)
    if not url.startswith("https://"):
        raise _wrong("an image is neither a data: nor an https: address")
    if provider not in _FETCHES_IMAGES:
        raise ProviderError(
            Kind.UNSUPPORTED, "This provider does not fetch images: send the image itself, as a data: address."
        )
    return ImageUrl(url)


def _data(url: str) -> BinaryContent:
    head, comma, body = url.partition(",")
    media_type, *marks = head.removeprefix("data:").split(";")
    if not comma or not head.startswith("data:"):
        raise _wrong("a file is not a data: address")
    try:
        data = base64.b64decode(body, validate=True) if "base64" in marks else unquote_to_bytes(body)
    except binascii.Error:
        raise _wrong("the data of a file is not base64") from None
    return BinaryContent(data, media_type=media_type or "text/plain")


def _tool(tool: Json) -> ToolDefinition:
    function = tool.get("function")
    if tool.get("type", "function") != "function" or not isinstance(function, Mapping) or not function.get("name"):
        raise _wrong("a tool is no function with a name")
    schema = function.get("parameters") or {"type": "object", "properties": {}}
    return ToolDefinition(
        name=str(function["name"]),
        description=function.get("description"),
        parameters_json_schema=dict(schema),
        strict=function.get("strict"),
    )


def _tool_choice(choice: object) -> Any:
    if choice is None or (isinstance(choice, str) and choice in {"auto", "none", "required"}):
        return choice
    function = choice.get("function") if isinstance(choice, Mapping) else None
    if not isinstance(function, Mapping) or not function.get("name"):
        raise _wrong("tool_choice is neither auto, none, required nor a function's name")
    return [str(function["name"])]


def _wrong(what: str) -> ProviderError:
    return ProviderError(Kind.BAD_REQUEST, f"The request is not as OpenAI's protocol has it: {what}.")

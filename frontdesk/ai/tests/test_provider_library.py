"""Anthropic, Google and Bedrock, in OpenAI's words: against local servers that speak those providers' protocols."""

import json
import subprocess
import sys

import pytest

from frontdesk.ai.calls import ChatRequest, EmbeddingRequest, Json, TranscriptionRequest, Usage
from frontdesk.ai.models import Provider
from frontdesk.ai.providers import client_for
from frontdesk.ai.providers.errors import Kind, ProviderError
from frontdesk.ai.testing.fake_vendors import FakeAnthropic, FakeGoogle, FakeVendor
from frontdesk.ai.tests.providers import HELLO, KEY, QUESTION, connect, read, run, text_of
from frontdesk.ai.tests.vendors import VENDORS, chat, link, vendor, web_vendor

__all__ = ["vendor", "web_vendor"]

# What is in it, nobody looks at.
PIXEL = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
SCHEMA = {
    "type": "object",
    "properties": {"urgent": {"type": "boolean"}},
    "required": ["urgent"],
    "additionalProperties": False,
}
TOOL = {
    "type": "function",
    "function": {
        "name": "find_slot",
        "description": "Finds a free slot.",
        "parameters": {"type": "object", "properties": {"day": {"type": "string"}}, "required": ["day"]},
    },
}
CALLED: list[Json] = [
    {"role": "system", "content": "Be brief."},
    {"role": "user", "content": "Is there a slot?"},
    {
        "role": "assistant",
        "content": None,
        "tool_calls": [
            {"id": "call_9", "type": "function", "function": {"name": "find_slot", "arguments": '{"day": "monday"}'}}
        ],
    },
    {"role": "tool", "tool_call_id": "call_9", "content": "10:30"},
]


def test_an_answer_comes_whole_or_in_pieces(vendor: tuple[Provider, FakeVendor]) -> None:
    provider, fake = vendor
    answer = run(lambda: client_for(provider).chat(link(vendor), QUESTION))
    assert answer.text == "You said: one two three four five six"
    assert answer.usage == Usage(11, 7)
    assert answer.body["object"] == "chat.completion"
    assert answer.body["choices"][0]["finish_reason"] == "stop"
    chunks = run(lambda: read(link(vendor)))
    assert text_of(chunks) == answer.text
    assert len(chunks) > 7
    assert chunks[0]["choices"][0]["delta"]["role"] == "assistant"
    assert [chunk["choices"][0]["finish_reason"] for chunk in chunks if chunk["choices"]][-1] == "stop"
    assert chunks[-1]["usage"] == {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
    assert fake.calls == 2


def test_the_request_says_the_same_in_anthropics_words(fake_anthropic: FakeAnthropic) -> None:
    request = ChatRequest(
        [{"role": "system", "content": "Be brief."}, *HELLO], 33, temperature=0.5, extra={"stop": "END", "top_p": 0.9}
    )
    chat(link((Provider.ANTHROPIC, fake_anthropic)), request)
    [asked] = fake_anthropic.asked
    assert asked.path == "/v1/messages"
    assert asked.headers["Authorization"] == f"Bearer {KEY}"
    assert asked.body["max_tokens"] == 33
    assert asked.body["temperature"] == 0.5
    assert asked.body["stop_sequences"] == ["END"]
    assert "Be brief." in json.dumps(asked.body["system"])
    assert [message["role"] for message in asked.body["messages"]] == ["user"]


def test_the_request_says_the_same_in_googles_words(fake_google: FakeGoogle) -> None:
    request = ChatRequest([{"role": "system", "content": "Be brief."}, *HELLO], 33, temperature=0.5, extra={"seed": 3})
    chat(link((Provider.GOOGLE, fake_google)), request)
    [asked] = fake_google.asked
    assert asked.path == "/v1beta/models/gemini-2.5-flash:generateContent"
    assert asked.headers["x-goog-api-key"] == KEY
    assert "key" not in asked.query
    settings = asked.body["generationConfig"]
    assert (settings["maxOutputTokens"], settings["temperature"], settings["seed"]) == (33, 0.5, 3)
    assert "Be brief." in json.dumps(asked.body["systemInstruction"])


def test_tools_are_called_also_in_pieces(vendor: tuple[Provider, FakeVendor]) -> None:
    request = ChatRequest(HELLO, 50, tools=[TOOL])
    choice = chat(link(vendor), request)["choices"][0]
    [call] = choice["message"]["tool_calls"]
    assert choice["finish_reason"] == "tool_calls"
    assert choice["message"]["content"] is None
    assert (call["type"], call["function"]["name"]) == ("function", "find_slot")
    assert json.loads(call["function"]["arguments"]) == {"day": "text"}
    chunks = run(lambda: read(link(vendor), request))
    parts = [call for chunk in chunks for choice in chunk["choices"] for call in choice["delta"].get("tool_calls", ())]
    assert parts[0]["id"]
    assert parts[0]["function"]["name"] == "find_slot"
    assert {part["index"] for part in parts} == {0}
    assert json.loads("".join(part["function"]["arguments"] for part in parts)) == {"day": "text"}
    assert [chunk["choices"][0]["finish_reason"] for chunk in chunks if chunk["choices"]][-1] == "tool_calls"


def test_what_a_tool_said_goes_back_to_the_model(vendor: tuple[Provider, FakeVendor]) -> None:
    provider, fake = vendor
    assert chat(link(vendor), ChatRequest(CALLED, 50, tools=[TOOL]))["choices"][0]["message"]["content"]
    sent = json.dumps(fake.asked[-1].body)
    assert "10:30" in sent
    assert "monday" in sent
    assert sent.count("find_slot") >= (2 if provider is not Provider.GOOGLE else 3)


@pytest.mark.parametrize(
    ("choice", "anthropic", "google"),
    [
        ("required", {"type": "any"}, "ANY"),
        ("none", {"type": "none"}, "NONE"),
        ({"type": "function", "function": {"name": "find_slot"}}, {"type": "any"}, "ANY"),
    ],
)
def test_which_tool_to_call_may_be_said(
    choice: object, anthropic: Json, google: str, fake_anthropic: FakeAnthropic, fake_google: FakeGoogle
) -> None:
    request = ChatRequest(HELLO, 50, tools=[TOOL], tool_choice=choice)
    chat(link((Provider.ANTHROPIC, fake_anthropic)), request)
    chat(link((Provider.GOOGLE, fake_google)), request)
    assert anthropic.items() <= fake_anthropic.asked[-1].body.get("tool_choice", {"type": "none"}).items()
    assert (
        fake_google.asked[-1].body.get("toolConfig", {}).get("functionCallingConfig", {}).get("mode", "NONE") == google
    )


def test_a_schema_is_asked_for(vendor: tuple[Provider, FakeVendor]) -> None:
    provider, fake = vendor
    fake.texts.append('{"urgent": true}')
    wanted = {"type": "json_schema", "json_schema": {"name": "ticket", "schema": SCHEMA}}
    answer = chat(link(vendor), ChatRequest(HELLO, 50, response_format=wanted))
    assert json.loads(answer["choices"][0]["message"]["content"]) == {"urgent": True}
    assert "urgent" in json.dumps(fake.asked[-1].body)
    if provider is Provider.GOOGLE:
        assert fake.asked[-1].body["generationConfig"]["responseMimeType"] == "application/json"


def test_images_go_out_as_data(vendor: tuple[Provider, FakeVendor]) -> None:
    _, fake = vendor
    content = [{"type": "text", "text": "what is it"}, {"type": "image_url", "image_url": {"url": PIXEL}}]
    chat(link(vendor), ChatRequest([{"role": "user", "content": content}], 50))
    assert PIXEL.partition(",")[2] in json.dumps(fake.asked[-1].body)


def test_images_are_not_fetched_from_here(vendor: tuple[Provider, FakeVendor]) -> None:
    """Not even from the fake, which may be asked: Anthropic's servers fetch it, the others need the image itself."""
    provider, fake = vendor
    image = {"type": "image_url", "image_url": {"url": "https://images.test/a.png"}}
    request = ChatRequest([{"role": "user", "content": [image, {"type": "text", "text": "what is it"}]}], 50)
    if provider is Provider.ANTHROPIC:
        chat(link(vendor), request)
        assert "https://images.test/a.png" in json.dumps(fake.asked[-1].body)
        return
    with pytest.raises(ProviderError, match="as a data: address"):
        chat(link(vendor), request)
    assert fake.calls == 0


@pytest.mark.parametrize(
    "messages",
    [
        [],
        [{"role": "wizard", "content": "x"}],
        [{"role": "user", "content": 7}],
        [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "http://10.0.0.1/a.png"}}]}],
        [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:image/png;base64,???"}}]}],
        [{"role": "assistant", "tool_calls": [{"id": "1", "function": {"name": "x", "arguments": "{"}}]}],
    ],
)
def test_what_is_not_openais_is_refused(messages: list[Json], fake_anthropic: FakeAnthropic) -> None:
    with pytest.raises(ProviderError, match="not as OpenAI's protocol has it") as caught:
        chat(link((Provider.ANTHROPIC, fake_anthropic)), ChatRequest(messages, 10))
    assert caught.value.kind is Kind.BAD_REQUEST
    assert fake_anthropic.calls == 0


def test_calls_share_a_connection(vendor: tuple[Provider, FakeVendor]) -> None:
    provider, fake = vendor

    async def work() -> None:
        for _ in range(3):
            await client_for(provider).chat(link(vendor), QUESTION)

    run(work)
    assert fake.connections == 1


def test_models_are_listed(web_vendor: tuple[Provider, FakeVendor]) -> None:
    [model] = run(lambda: client_for(web_vendor[0]).list_models(link(web_vendor)))
    assert model.model_id in {"claude-fake", "gemini-fake"}
    assert "chat" in model.capabilities


def test_google_embeds(fake_google: FakeGoogle) -> None:
    connection = link((Provider.GOOGLE, fake_google), "gemini-embedding-001")
    answer = run(lambda: client_for(Provider.GOOGLE).embed(connection, EmbeddingRequest(["one", "two"], dimensions=4)))
    assert [len(vector) for vector in answer.vectors] == [4, 4]
    assert answer.vectors[0] != answer.vectors[1]
    assert fake_google.asked[-1].body["requests"][0]["outputDimensionality"] == 4


@pytest.mark.parametrize("provider", VENDORS)
def test_what_they_do_not_offer_is_refused(provider: Provider) -> None:
    client, connection = client_for(provider), connect("", "x", provider)
    with pytest.raises(ProviderError) as caught:
        run(lambda: client.transcribe(connection, TranscriptionRequest(b"x", "x.wav")))
    assert caught.value.kind is Kind.UNSUPPORTED
    if provider is not Provider.GOOGLE:
        with pytest.raises(ProviderError, match="embeddings"):
            run(lambda: client.embed(connection, EmbeddingRequest(["x"])))


def test_who_does_not_use_them_does_not_load_them() -> None:
    code = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'frontdesk.settings'; "
        "import frontdesk.asgi, frontdesk.urls; "  # the whole web application
        "from frontdesk.ai.providers import client_for; "
        "[client_for(name) for name in ('openai', 'anthropic', 'google', 'bedrock', 'builtin')]; "
        "heavy = ('pydantic_ai', 'anthropic', 'google.genai', 'boto3', 'numpy', 'onnxruntime', 'faster_whisper'); "
        "print([name for name in heavy if name in sys.modules])"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"

"""OpenAI's protocol: what goes out, what comes back. Against a fake server that keeps to it."""

import asyncio
import json
from contextlib import aclosing
from typing import Any

import pytest

from frontdesk.ai.calls import ChatRequest, EmbeddingRequest, TranscriptionRequest, Usage
from frontdesk.ai.models import Provider
from frontdesk.ai.providers import client_for
from frontdesk.ai.providers.errors import ProviderError
from frontdesk.ai.providers.openai import build_request
from frontdesk.ai.testing.fake_faults import Fault
from frontdesk.ai.testing.fake_provider import FakeProvider
from frontdesk.ai.tests.providers import HELLO, KEY, QUESTION, connect, read, run, text_of

OPENAI = client_for(Provider.OPENAI)
TOOL = {
    "type": "function",
    "function": {
        "name": "find_slot",
        "description": "Finds a free slot.",
        "parameters": {
            "type": "object",
            "properties": {"day": {"type": "string"}, "length": {"type": "integer"}},
            "required": ["day"],
        },
    },
}


def test_an_answer_comes_whole_or_in_pieces(fake_provider: FakeProvider) -> None:
    connection = connect(fake_provider.url)
    answer = run(lambda: OPENAI.chat(connection, QUESTION))
    assert answer.text == "You said: one two three four five six"
    assert answer.usage == Usage(6, 8)
    chunks = run(lambda: read(connection))
    assert text_of(chunks) == answer.text
    assert len(chunks) == 11  # a role, eight tokens, the end, the usage
    assert chunks[-1]["usage"] == {"prompt_tokens": 6, "completion_tokens": 8, "total_tokens": 14}
    assert [asked.headers["Authorization"] for asked in fake_provider.asked] == [f"Bearer {KEY}"] * 2


def test_parameters_pass_as_they_are(fake_provider: FakeProvider) -> None:
    request = ChatRequest(
        HELLO,
        max_tokens=3,
        tools=[TOOL],
        tool_choice="none",
        temperature=0.0,
        response_format={"type": "json_object"},
        extra={"seed": 7, "stop": ["x"], "metadata": {"a": "b"}},
    )
    run(lambda: OPENAI.chat(connect(fake_provider.url, "some/model"), request))
    assert fake_provider.asked[-1].body == {
        "model": "some/model",
        "messages": HELLO,
        "max_tokens": 3,
        "tools": [TOOL],
        "tool_choice": "none",
        "temperature": 0.0,
        "response_format": {"type": "json_object"},
        "seed": 7,
        "stop": ["x"],
        "metadata": {"a": "b"},
    }


def test_tools_are_called_also_in_pieces(fake_provider: FakeProvider) -> None:
    request = ChatRequest(HELLO, 50, tools=[TOOL])
    whole = run(lambda: OPENAI.chat(connect(fake_provider.url), request))
    [call] = whole.body["choices"][0]["message"]["tool_calls"]
    assert whole.text == ""
    chunks = run(lambda: read(connect(fake_provider.url), request))
    parts = [call for chunk in chunks for choice in chunk["choices"] for call in choice["delta"].get("tool_calls", ())]
    assert parts[0]["function"]["name"] == call["function"]["name"] == "find_slot"
    assert "".join(part["function"]["arguments"] for part in parts) == call["function"]["arguments"]
    assert json.loads(call["function"]["arguments"]) == {"day": "text", "length": 1}


@pytest.mark.parametrize(
    ("provider", "name"),
    [
        (Provider.OPENAI, "max_completion_tokens"),
        (Provider.AZURE, "max_completion_tokens"),
        (Provider.OPENAI_COMPATIBLE, "max_tokens"),
        (Provider.OLLAMA, "max_tokens"),
        (Provider.LLAMACPP, "max_tokens"),
    ],
)
def test_the_answers_bound_has_the_name_that_the_server_knows(
    provider: Provider, name: str, fake_provider: FakeProvider
) -> None:
    run(lambda: OPENAI.chat(connect(fake_provider.url, provider=provider), QUESTION))
    body = fake_provider.asked[-1].body
    assert body[name] == 50
    assert len({"max_tokens", "max_completion_tokens"} & set(body)) == 1


@pytest.mark.parametrize(
    ("fault", "provider", "forgone"),
    [
        (Fault.OLD_LIMIT, Provider.OPENAI, "max_completion_tokens"),
        (Fault.NEW_LIMIT, Provider.OPENAI_COMPATIBLE, "max_tokens"),
        (Fault.NO_STREAM_OPTIONS, Provider.OPENAI_COMPATIBLE, "stream_options"),
    ],
)
def test_a_word_that_the_server_refuses_is_left_out_and_remembered(
    fault: Fault, provider: Provider, forgone: str, fake_provider: FakeProvider
) -> None:
    connection = connect(fake_provider.url, fault.value, provider)
    for calls in (2, 3):  # the refused one and the one that follows; then one is enough
        assert text_of(run(lambda: read(connection))).startswith("You said")
        assert fake_provider.calls == calls
    assert [forgone in asked.body for asked in fake_provider.asked] == [True, False, False]


@pytest.mark.parametrize(
    ("provider", "endpoint", "url", "header"),
    [
        (Provider.OPENAI, "", "https://api.openai.com/v1/chat/completions", "Authorization"),
        (Provider.OLLAMA, "", "http://localhost:11434/v1/chat/completions", "Authorization"),
        (Provider.OLLAMA, "http://box:11434", "http://box:11434/v1/chat/completions", "Authorization"),
        (Provider.LLAMACPP, "http://box:8080/v1/", "http://box:8080/v1/chat/completions", "Authorization"),
        (Provider.OPENAI_COMPATIBLE, "https://x.test", "https://x.test/chat/completions", "Authorization"),
        (Provider.OPENAI_COMPATIBLE, "https://x.test/v1/models", "https://x.test/v1/chat/completions", "Authorization"),
        (
            Provider.OPENAI_COMPATIBLE, "https://x.test/api/v1/chat/completions?team=1",
            "https://x.test/api/v1/chat/completions?team=1", "Authorization",
        ),
        (
            Provider.AZURE, "https://us.openai.azure.com",
            "https://us.openai.azure.com/openai/deployments/gpt%2F5/chat/completions?api-version=2024-10-21", "api-key",
        ),
        (
            Provider.AZURE, "https://us.openai.azure.com/openai/deployments/own?api-version=2025-01-01-preview",
            "https://us.openai.azure.com/openai/deployments/own/chat/completions?api-version=2025-01-01-preview",
            "api-key",
        ),
        (
            Provider.AZURE, "https://us.openai.azure.com/openai/v1/",
            "https://us.openai.azure.com/openai/v1/chat/completions", "api-key",
        ),
    ],
)  # fmt: skip
def test_each_kind_of_server_has_its_addresses(provider: Provider, endpoint: str, url: str, header: str) -> None:
    asked, headers, body = build_request(connect(endpoint, "gpt/5", provider), "/chat/completions", {}, stream=False)
    assert asked == url
    assert KEY in headers[header]
    assert json.loads(body)["model"] == "gpt/5"


def test_azure_names_the_deployment_in_the_path(fake_provider: FakeProvider) -> None:
    fake_provider.api_key = KEY
    site = fake_provider.url.removesuffix("/v1")
    assert run(lambda: OPENAI.chat(connect(site, "my-gpt", Provider.AZURE), QUESTION)).text
    assert fake_provider.asked[-1].path == "/openai/deployments/my-gpt/chat/completions"
    assert fake_provider.asked[-1].query == {"api-version": "2024-10-21"}
    assert fake_provider.asked[-1].headers["api-key"] == KEY


def test_a_model_without_an_endpoint_says_so() -> None:
    with pytest.raises(ProviderError, match="has no endpoint"):
        run(lambda: OPENAI.chat(connect("", "x", Provider.OPENAI_COMPATIBLE), QUESTION))


def test_vectors_come_in_the_order_of_their_texts(fake_provider: FakeProvider) -> None:
    request = EmbeddingRequest(["first text", "second", "and the third"], dimensions=4)
    answer = run(lambda: OPENAI.embed(connect(fake_provider.url), request))
    again = run(lambda: OPENAI.embed(connect(fake_provider.url), EmbeddingRequest(["second"], dimensions=4)))
    assert [len(vector) for vector in answer.vectors] == [4, 4, 4]
    assert answer.vectors[1] == again.vectors[0]
    assert answer.usage == Usage(6, 0)


def test_a_recording_goes_out_as_a_form_and_comes_back_with_times(fake_provider: FakeProvider) -> None:
    request = TranscriptionRequest(b"RIFF" * 1000, "good-morning-all.wav", "audio/wav", "en", "names: Ana", words=True)
    answer = run(lambda: OPENAI.transcribe(connect(fake_provider.url, "whisper-1"), request))
    assert (answer.text, answer.duration_s, answer.language) == ("good morning all", 1.5, "en")
    assert answer.segments == [{"id": 0, "start": 0.0, "end": 1.5, "text": "good morning all"}]
    assert answer.words[1] == {"word": "morning", "start": 0.5, "end": 0.9}
    sent = fake_provider.asked[-1].body
    assert (sent["model"], sent["size"], sent["prompt"]) == ("whisper-1", 4000, "names: Ana")
    assert sent["granularities"] == ["segment", "word"]


def test_a_model_that_gives_text_alone_is_asked_for_text_alone(fake_provider: FakeProvider) -> None:
    answer = run(
        lambda: OPENAI.transcribe(connect(fake_provider.url, "text-only"), TranscriptionRequest(b"x", "hi.mp3"))
    )
    assert (answer.text, answer.duration_s, list(answer.words)) == ("hi", 0.5, [])
    assert fake_provider.calls == 2


def test_models_are_listed(fake_provider: FakeProvider) -> None:
    assert [model.model_id for model in run(lambda: OPENAI.list_models(connect(fake_provider.url)))] == ["fake"]


def test_calls_share_a_connection(fake_provider: FakeProvider) -> None:
    async def work() -> None:
        for _ in range(3):
            await OPENAI.chat(connect(fake_provider.url), QUESTION)
            await read(connect(fake_provider.url))

    run(work)
    assert fake_provider.connections == 1


def test_who_stops_reading_stops_the_server(fake_provider: FakeProvider) -> None:
    fake_provider.pause = 0.02
    slow = connect(fake_provider.url, Fault.SLOW.value)
    long = ChatRequest([{"role": "user", "content": "word " * 500}], 600)

    async def leave() -> None:
        chunks: Any = OPENAI.stream(slow, long)
        async with aclosing(chunks):
            async for chunk in chunks:
                if text_of([chunk]):
                    return

    run(leave)
    assert fake_provider.wait_for(lambda: fake_provider.aborted == 1)
    assert fake_provider.made < 20


@pytest.mark.parametrize("fault", [Fault.SILENT, Fault.STALLING, Fault.SLOW])
def test_who_is_cancelled_stops_the_server(fault: Fault, fake_provider: FakeProvider) -> None:
    async def work() -> None:
        task = asyncio.ensure_future(read(connect(fake_provider.url, fault.value)))
        await asyncio.sleep(0.15)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    run(work)
    assert fake_provider.wait_for(lambda: fake_provider.aborted == 1)
    assert fake_provider.running == 0

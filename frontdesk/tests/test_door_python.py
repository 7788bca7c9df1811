"""OpenAI's own Python client at the door, with a fake provider, a real llama.cpp and the built-in model behind it."""

import json
from collections.abc import Iterator
from typing import Any

import openai
import pytest
from openai.types.chat import ChatCompletionMessage

from frontdesk.ai.testing.fake_answers import embedding
from frontdesk.ai.tests.sounds import spoken
from frontdesk.tests.door_server import DoorServer

HELLO: Any = [{"role": "user", "content": "one two three"}]
WEATHER: Any = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}
SCHEMA: Any = {
    "type": "object",
    "properties": {"answer": {"enum": ["yes", "no"]}, "score": {"type": "integer"}},
    "required": ["answer", "score"],
    "additionalProperties": False,
}
FORMAT: Any = {"type": "json_schema", "json_schema": {"name": "verdict", "schema": SCHEMA, "strict": True}}
SOUND = ("hello-from-the-front-desk.wav", b"any bytes", "audio/wav")


@pytest.fixture(scope="module")
def fake(door: DoorServer) -> str:
    return door.add_model("talker", system_message="Be brief.", input_price_per_mtok=1, output_price_per_mtok=2)


@pytest.fixture(scope="module")
def hearing(door: DoorServer) -> str:
    return door.add_model("hearing", capabilities=["embedding", "transcription"])


@pytest.fixture(scope="module")
def client(door: DoorServer) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{door.url}/v1", api_key=door.keys["bob"], max_retries=0, timeout=120) as made:
        yield made


def test_models_are_listed_and_looked_up(client: openai.OpenAI, fake: str) -> None:
    listed = {model.id: model for model in client.models.list()}
    assert {fake, "system/builtin"} <= set(listed)
    assert listed[fake].object == "model"
    assert listed[fake].created > 1_700_000_000
    assert client.models.retrieve(fake).model_dump() == listed[fake].model_dump()


def test_a_chat(door: DoorServer, client: openai.OpenAI, fake: str) -> None:
    raw = client.chat.completions.with_raw_response.create(model=fake, messages=HELLO)
    answer = raw.parse()
    assert answer.choices[0].message.content == "You said: one two three"
    assert (answer.choices[0].finish_reason, answer.model) == ("stop", fake)
    assert answer.usage
    assert (answer.usage.prompt_tokens, answer.usage.completion_tokens) == (5, 5)
    assert raw.headers["x-frontdesk-model"] == fake
    sent = door.fake.asked[-1].body
    assert sent["messages"] == [{"role": "system", "content": "Be brief."}, *HELLO]
    assert sent["model"] == "talker"
    [row] = [row for row in door.calls_of("talker") if row["request_id"] == raw.headers["x-request-id"]]
    assert (row["status"], row["prompt_tokens"], row["completion_tokens"], row["feature"]) == ("ok", 5, 5, "door.chat")
    assert (row["cost"] * 1_000_000, row["log"], row["estimated"]) == (15, None, False)


def test_what_the_client_sends_beyond_what_we_know_goes_on(door: DoorServer, client: openai.OpenAI, fake: str) -> None:
    client.chat.completions.create(model=fake, messages=HELLO, max_completion_tokens=3, seed=7, top_p=0.5, stop=["x"])
    sent = door.fake.asked[-1].body
    assert (sent["max_tokens"], sent["seed"], sent["top_p"], sent["stop"]) == (3, 7, 0.5, ["x"])


@pytest.mark.parametrize("asks_for_usage", [True, False])
def test_a_stream(asks_for_usage: bool, client: openai.OpenAI, fake: str) -> None:
    options: Any = {"stream_options": {"include_usage": True}} if asks_for_usage else {}
    chunks = list(client.chat.completions.create(model=fake, messages=HELLO, stream=True, **options))
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert text == "You said: one two three"
    assert {chunk.model for chunk in chunks} == {fake}
    assert len(chunks) > 5
    assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1] == "stop"
    with_usage = [chunk for chunk in chunks if chunk.usage]
    assert len(with_usage) == asks_for_usage
    assert not asks_for_usage or with_usage[0].usage.total_tokens == 10


@pytest.mark.parametrize("streams", [False, True])
def test_tools_are_called_and_their_results_taken(streams: bool, client: openai.OpenAI, fake: str) -> None:
    question: Any = [{"role": "user", "content": "How is the weather?"}]
    message: ChatCompletionMessage
    if streams:
        with client.chat.completions.stream(model=fake, messages=question, tools=[WEATHER]) as stream:
            message = stream.get_final_completion().choices[0].message
    else:
        message = client.chat.completions.create(model=fake, messages=question, tools=[WEATHER]).choices[0].message
    assert message.tool_calls
    call = message.tool_calls[0]
    assert call.type == "function"
    assert (call.function.name, json.loads(call.function.arguments)) == ("get_weather", {"city": "text"})
    messages: Any = [
        *question,
        {"role": "assistant", "tool_calls": [call.to_dict()]},
        {"role": "tool", "tool_call_id": call.id, "content": "It rains."},
    ]
    answer = client.chat.completions.create(model=fake, messages=messages, tools=[WEATHER])
    assert answer.choices[0].message.content == "You said: It rains."


def test_json_by_a_schema(client: openai.OpenAI, fake: str) -> None:
    answer = client.chat.completions.create(model=fake, messages=HELLO, response_format=FORMAT)
    assert json.loads(answer.choices[0].message.content or "") == {"answer": "yes", "score": 1}


def test_a_real_model_chats_streams_and_keeps_to_a_schema(
    door: DoorServer, client: openai.OpenAI, llama_ref: str
) -> None:
    [before] = door.sql("select count(*) as calls from ai_model_call where served_by = %s", llama_ref)  # other tests'
    answer = client.chat.completions.create(model=llama_ref, messages=HELLO, max_tokens=8)
    assert answer.choices[0].message.content
    assert answer.usage
    assert 0 < answer.usage.completion_tokens <= 8
    assert answer.model == llama_ref
    chunks = list(
        client.chat.completions.create(
            model=llama_ref, messages=HELLO, max_tokens=8, stream=True, stream_options={"include_usage": True}
        )
    )
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert chunks[-1].usage
    assert 0 < chunks[-1].usage.completion_tokens <= 8
    judged = client.chat.completions.create(
        model=llama_ref, messages=HELLO, max_tokens=60, response_format=FORMAT, temperature=0
    )
    assert json.loads(judged.choices[0].message.content or "")["answer"] in {"yes", "no"}
    rows = door.calls_of("llama", before["calls"] + 3)[before["calls"] :]
    assert sum(row["completion_tokens"] for row in rows[:2]) == (
        answer.usage.completion_tokens + chunks[-1].usage.completion_tokens
    )
    assert not any(row["estimated"] for row in rows)


@pytest.mark.parametrize("format", ["float", "base64", None])
def test_embeddings(format: Any, client: openai.OpenAI, hearing: str) -> None:
    asked: Any = {"encoding_format": format} if format else {}  # the client itself asks for base64, and decodes it
    answer = client.embeddings.create(model=hearing, input=["one", "two"], **asked)
    assert [row.index for row in answer.data] == [0, 1]
    if format == "base64":
        encoded: object = answer.data[0].embedding
        assert isinstance(encoded, str)
        answer = client.embeddings.create(model=hearing, input=["one", "two"])
    vector = answer.data[1].embedding
    assert vector == pytest.approx(embedding("two", len(vector)), abs=1e-6)
    assert (answer.model, answer.usage.prompt_tokens) == (hearing, 2)


def test_embeddings_of_the_built_in_model(client: openai.OpenAI) -> None:
    texts = ["My visa was refused.", "They rejected my visa.", "We ate soup."]
    packed = client.embeddings.create(model="system/builtin", input=texts)
    plain = client.embeddings.create(model="system/builtin", input=texts, encoding_format="float")
    vectors = [row.embedding for row in packed.data]
    assert vectors[0] == pytest.approx(plain.data[0].embedding, abs=1e-6)
    near, far = (sum(a * b for a, b in zip(vectors[0], other, strict=True)) for other in vectors[1:])
    assert near > far + 0.2
    assert packed.usage.prompt_tokens > 10


def test_transcriptions(client: openai.OpenAI, hearing: str) -> None:
    create: Any = client.audio.transcriptions.create
    words = "hello from the front desk"
    assert create(model=hearing, file=SOUND).text == words
    assert create(model=hearing, file=SOUND, response_format="text").strip() == words
    told = create(
        model=hearing, file=SOUND, response_format="verbose_json", timestamp_granularities=["word", "segment"]
    )
    assert (told.text, float(told.duration), told.segments[0].text) == (words, 2.5, words)
    assert [word.word for word in told.words] == words.split()
    srt = create(model=hearing, file=SOUND, response_format="srt")
    assert srt == f"1\n00:00:00,000 --> 00:00:02,500\n{words}\n"
    vtt = create(model=hearing, file=SOUND, response_format="vtt")
    assert vtt == f"WEBVTT\n\n00:00:00.000 --> 00:00:02.500\n{words}\n"


def test_the_built_in_model_transcribes_speech(client: openai.OpenAI) -> None:
    file = ("speech.wav", spoken("The meeting is on Monday."), "audio/wav")
    answer = client.audio.transcriptions.create(model="system/builtin", file=file)
    assert "monday" in answer.text.lower()

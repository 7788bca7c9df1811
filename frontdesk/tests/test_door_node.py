"""OpenAI's own Node client at the door."""

import base64
import json
import struct

import pytest

from frontdesk.tests.door_node import NodeClient
from frontdesk.tests.door_server import DoorServer
from frontdesk.tests.test_door_python import FORMAT, WEATHER


@pytest.fixture(scope="module")
def node(door: DoorServer) -> NodeClient:
    return NodeClient(door)


@pytest.fixture(scope="module")
def model(door: DoorServer) -> str:
    return door.add_model("noder")


@pytest.fixture(scope="module")
def hearing(door: DoorServer) -> str:
    return door.add_model("node-hearing", capabilities=["embedding", "transcription"])


def test_models(node: NodeClient, model: str) -> None:
    told = node.run("models", model)
    assert told["one"] in told["listed"]
    assert told["one"]["id"] == model


def test_a_chat(node: NodeClient, model: str) -> None:
    told = node.run("chat", model)
    assert told["data"]["choices"][0]["message"]["content"] == "You said: one two three"
    assert told["data"]["model"] == told["headers"]["x-frontdesk-model"] == model
    assert told["data"]["usage"]["total_tokens"] == 8


@pytest.mark.parametrize("asks_for_usage", [True, False])
def test_a_stream(asks_for_usage: bool, node: NodeClient, model: str) -> None:
    options = {"stream_options": {"include_usage": True}} if asks_for_usage else {}
    told = node.run("stream", model, parameters=options)
    assert told["text"] == "You said: one two three"
    assert (told["models"], told["finish"], len(told["usages"])) == ([model], "stop", int(asks_for_usage))


@pytest.mark.parametrize("scenario", ["tools", "streamed_tools"])
def test_tools(scenario: str, node: NodeClient, model: str) -> None:
    told = node.run(scenario, model, tools=[WEATHER])
    assert told["function"]["name"] == "get_weather"
    assert json.loads(told["function"]["arguments"]) == {"city": "text"}
    assert told["answer"] == "You said: It rains."


def test_json_by_a_schema(node: NodeClient, model: str) -> None:
    told = node.run("chat", model, parameters={"response_format": FORMAT})
    assert json.loads(told["data"]["choices"][0]["message"]["content"]) == {"answer": "yes", "score": 1}


def test_a_real_model(node: NodeClient, llama_ref: str) -> None:
    told = node.run("stream", llama_ref, parameters={"max_tokens": 8, "stream_options": {"include_usage": True}})
    assert told["text"]
    assert 0 < told["usages"][0]["completion_tokens"] <= 8


@pytest.mark.parametrize("which", ["fake", "builtin"])
def test_embeddings(which: str, node: NodeClient, hearing: str) -> None:
    told = node.run("embeddings", hearing if which == "fake" else "system/builtin")
    plain = told["plain"]["data"][1]["embedding"]
    assert told["packed"]["data"][1]["embedding"] == pytest.approx(plain, abs=1e-6)
    raw = base64.b64decode(told["base64"]["data"][1]["embedding"])
    assert struct.unpack(f"<{len(plain)}f", raw) == pytest.approx(plain, abs=1e-6)


def test_transcriptions(node: NodeClient, hearing: str) -> None:
    told = node.run("transcriptions", hearing, file="hello-from-node.wav")
    assert told["json"]["text"] == told["verbose_json"]["text"] == "hello from node"
    assert told["verbose_json"]["segments"][0]["end"] == 1.5
    assert told["text"] == "hello from node\n"
    assert told["srt"] == "1\n00:00:00,000 --> 00:00:01,500\nhello from node\n"
    assert told["vtt"].startswith("WEBVTT\n\n00:00:00.000 --> 00:00:01.500\n")

"""What goes wrong at the door, as OpenAI's clients tell it: by the exception's class, its code, and the headers that
decide whether the client tries again by itself."""

import json
import time
from collections.abc import Iterator
from typing import Any

import openai
import pytest

from frontdesk.ai.testing.fake_faults import Fault
from frontdesk.tests.door_node import NodeClient
from frontdesk.tests.door_server import DoorServer

HELLO: Any = [{"role": "user", "content": "one two three"}]


def connect(door: DoorServer, who: str, **options: Any) -> openai.OpenAI:
    """A client as it is by default, which tries twice again where that seems to help."""
    return openai.OpenAI(base_url=f"{door.url}/v1", api_key=door.keys.get(who, who), timeout=60, **options)


@pytest.fixture(scope="module")
def client(door: DoorServer) -> Iterator[openai.OpenAI]:
    with connect(door, "bob") as made:
        yield made


@pytest.fixture(scope="module")
def model(door: DoorServer) -> str:
    return door.add_model("strict")


@pytest.mark.parametrize("who", ["fd_no-such-key", "sk-of-somebody-elses-service", "revoked", "expired"])
def test_a_key_that_is_not_valid(who: str, door: DoorServer, model: str) -> None:
    if who in {"revoked", "expired"}:
        who, key_id = door.add_key("bob")
        door.sql("update api_keys set revoked_at = now(), expires_at = now() where id = %s", key_id)
    with connect(door, who) as client:
        started = time.monotonic()
        with pytest.raises(openai.AuthenticationError) as caught:
            client.chat.completions.create(model=model, messages=HELLO)
        assert time.monotonic() - started < 10
    assert (caught.value.status_code, caught.value.code) == (401, "invalid_api_key")
    assert caught.value.response.headers["www-authenticate"].startswith("Bearer")
    assert who not in str(caught.value.body)


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic YTpi", "fd_key", "Bearer f\xe9", "Bearer fd_a, Bearer fd_b"]
)
def test_what_is_no_key(header: str, door: DoorServer) -> None:
    answer = door.call("", "GET", "/v1/models", Authorization=header)
    assert (answer.status, answer.json["error"]["code"]) == (401, "invalid_api_key")
    assert answer.json["error"]["message"]


def test_a_key_without_the_scope(door: DoorServer, model: str) -> None:
    key, _ = door.add_key("bob", ["contacts.read"])
    with connect(door, key) as client, pytest.raises(openai.PermissionDeniedError) as caught:
        client.models.list()
    assert "ai.use" in caught.value.message


UNKNOWN = [
    "system/nothing",
    "org/strict",
    "strict",
    "gpt-4o",
    "other/strict",
    "system/",
    "system/\0",
    "system/a/b",
    "…",
]


@pytest.mark.parametrize("ref", UNKNOWN)
def test_a_model_that_is_not_there(ref: str, client: openai.OpenAI) -> None:
    with pytest.raises(openai.NotFoundError) as caught:
        client.chat.completions.create(model=ref, messages=HELLO)
    assert caught.value.code == "model_not_found"


def test_a_model_that_is_not_there_is_not_shown(client: openai.OpenAI) -> None:
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("system/nothing")


def test_what_the_door_does_not_have(client: openai.OpenAI) -> None:
    with pytest.raises(openai.NotFoundError) as caught:
        client.images.generate(prompt="a cat", model="system/strict")
    assert "POST /v1/images/generations" in caught.value.message


def test_locked_models_say_what_would_unlock_them(door: DoorServer, client: openai.OpenAI) -> None:
    locked = door.add_model("locked-plan", is_free=False, required_plan="enterprise")
    switched_off = door.add_model("locked-switch")
    system_model_id = door.models["locked-switch"]["id"]
    answer = door.call("alice", "PUT", f"/api/ai/config/{system_model_id}", {"is_enabled_for_users": False})
    assert answer.status == 200, answer.content
    with pytest.raises(openai.APIStatusError) as caught:
        client.chat.completions.create(model=locked, messages=HELLO)
    assert (caught.value.status_code, caught.value.code) == (402, "model-plan")
    assert "enterprise" in caught.value.message.lower()
    with pytest.raises(openai.PermissionDeniedError) as refused:
        client.chat.completions.create(model=switched_off, messages=HELLO)
    assert refused.value.code == "model-switched-off"
    for ref in (locked, switched_off):
        assert ref not in {each.id for each in client.models.list()}
        with pytest.raises(openai.APIStatusError) as shown:
            client.models.retrieve(ref)
        assert shown.value.status_code in {402, 403}
    with connect(door, "alice") as admin:  # an admin's own calls are not switched off
        assert admin.chat.completions.create(model=switched_off, messages=HELLO).choices


def test_models_of_others_are_not_there(door: DoorServer) -> None:
    ours, bobs = door.add_model("ours", owner="org"), door.add_model("bobs", owner="user")
    for who, seen in {"bob": {ours, bobs}, "carol": {ours}, "alice": {ours}, "dave": set()}.items():
        with connect(door, who) as client:
            assert {model.id for model in client.models.list()} & {ours, bobs} == seen
            for ref in (ours, bobs):
                if ref in seen:
                    assert client.chat.completions.create(model=ref, messages=HELLO).model == ref
                    continue
                with pytest.raises(openai.NotFoundError) as caught:
                    client.chat.completions.create(model=ref, messages=HELLO)
                assert caught.value.code == "model_not_found"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("max_tokens", 0),
        ("max_tokens", -5),
        ("max_tokens", "many"),
        ("max_tokens", True),
        ("max_tokens", 10**9),
        ("max_tokens", 1.5),
        ("max_completion_tokens", 0),
        ("messages", []),
        ("messages", "Hello"),
        ("messages", ["Hello"]),
        ("messages", [{"content": "Hello"}]),
        ("messages", [{"role": "robot", "content": "Hello"}]),
        ("messages", [{"role": ["user"], "content": "Hello"}]),
        ("messages", [{"role": "user", "content": 5}]),
        ("messages", [{"role": "user", "content": ["Hello"]}]),
        ("temperature", 3),
        ("temperature", "hot"),
        ("n", 0),
        ("n", 1000),
        ("stream", "yes"),
        ("tools", {"type": "function"}),
        ("response_format", "json"),
        ("model", 5),
        ("model", None),
    ],
)
def test_bad_values_are_named(name: str, value: object, door: DoorServer, model: str) -> None:
    before = door.fake.calls
    body = {"model": model, "messages": HELLO, name: value}
    answer = door.call("bob", "POST", "/v1/chat/completions", body)
    error = answer.json["error"]
    assert (answer.status, error["type"], error["code"]) == (400, "invalid_request_error", "invalid_value")
    assert error["param"].startswith("max_tokens" if name == "max_completion_tokens" else name)
    assert error["message"]
    assert door.fake.calls == before


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"text"', b"\xff\xfe", b'{"model": "\\ud800"}', b"[" * 100_000, b'{"model": NaN}']
)
@pytest.mark.parametrize("path", ["chat/completions", "embeddings"])
def test_what_is_no_json_object(path: str, body: bytes, door: DoorServer) -> None:
    answer = door.call("bob", "POST", f"/v1/{path}", body)
    assert (answer.status, answer.json["error"]["type"]) == (400, "invalid_request_error")


def test_the_python_client_knows_bad_requests(client: openai.OpenAI, model: str) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(model=model, messages=HELLO, max_tokens=-1)
    assert (caught.value.param, caught.value.code) == ("max_tokens", "invalid_value")


@pytest.mark.parametrize(
    "values", [{"input": []}, {"input": ""}, {"input": [1, 2]}, {"dimensions": 0}, {"encoding_format": "hex"}]
)
def test_bad_embeddings(values: dict[str, object], door: DoorServer) -> None:
    body = {"model": "system/builtin", "input": "one", **values}
    answer = door.call("bob", "POST", "/v1/embeddings", body)
    assert (answer.status, answer.json["error"]["param"]) == (400, next(iter(values)))


@pytest.mark.parametrize("content_type", ["application/json", "multipart/form-data; boundary=x", "multipart/form-data"])
def test_a_transcription_that_is_no_form(content_type: str, door: DoorServer) -> None:
    answer = door.call("bob", "POST", "/v1/audio/transcriptions", b"--y\r\n", **{"Content-Type": content_type})
    assert (answer.status, answer.json["error"]["param"]) == (400, "file")


def test_the_built_in_model_says_that_it_does_not_write(client: openai.OpenAI) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(model="system/builtin", messages=HELLO)
    assert "chat" in caught.value.message


# By fault: the status, whether trying again may help, and how often the provider is asked by one call of the gateway.
UPSTREAM = {
    Fault.FAILING: (503, True, 3),
    Fault.UNAVAILABLE: (503, True, 3),
    Fault.RATE_LIMITED: (503, True, 3),
    Fault.BAD_KEY: (502, False, 1),
    Fault.NO_CREDIT: (502, False, 1),
    Fault.UNKNOWN_MODEL: (502, False, 1),
    Fault.HTML: (502, False, 1),
    Fault.REDIRECT: (502, False, 1),
}


@pytest.mark.parametrize("streams", [False, True])
@pytest.mark.parametrize("fault", UPSTREAM)
def test_a_provider_that_fails(fault: Fault, streams: bool, door: DoorServer) -> None:
    status, helps, times = UPSTREAM[fault]
    door.fake.retry_after = 0.05
    slug = f"{fault}-{'stream' if streams else 'whole'}"
    ref = door.add_model(slug, model_id=fault, token_limit_amount=10_000)
    before = door.fake.calls
    with connect(door, "bob", max_retries=0) as client, pytest.raises(openai.InternalServerError) as caught:
        client.chat.completions.create(model=ref, messages=HELLO, stream=streams)
    assert (caught.value.status_code, caught.value.type) == (status, "api_error")
    assert door.fake.calls - before == times
    assert caught.value.response.headers.get("x-should-retry") == (None if helps else "false")
    [row] = door.calls_of(slug)
    assert (row["status"], row["error_code"], row["prompt_tokens"] + row["completion_tokens"]) == (
        "failed", caught.value.code, 0,
    )  # fmt: skip
    door.wait_for_nothing_reserved()


def test_clients_do_not_repeat_what_stays_as_it_is(door: DoorServer) -> None:
    ref = door.add_model("bad-key-default", model_id=Fault.BAD_KEY)
    before = door.fake.calls
    with connect(door, "bob") as client, pytest.raises(openai.InternalServerError):
        client.chat.completions.create(model=ref, messages=HELLO)
    assert door.fake.calls - before == 1


@pytest.mark.parametrize("fault", [Fault.TOO_LONG, Fault.FILTERED])
def test_what_the_provider_refuses_of_a_request_is_the_requests_fault(fault: Fault, door: DoorServer) -> None:
    ref = door.add_model(f"{fault}-refused", model_id=fault)
    with connect(door, "bob") as client, pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(model=ref, messages=HELLO)
    assert caught.value.message


@pytest.mark.parametrize("fault", [Fault.ERROR_IN_STREAM, Fault.HALF, Fault.BROKEN_OFF, Fault.MALFORMED])
def test_a_stream_that_fails_in_the_middle(fault: Fault, door: DoorServer) -> None:
    slug = f"{fault}-middle"
    ref = door.add_model(slug, model_id=fault, token_limit_amount=10_000)
    texts: list[str] = []
    with connect(door, "bob") as client:
        chunks = client.chat.completions.create(model=ref, messages=HELLO, stream=True)
        with pytest.raises(openai.APIError) as caught:
            texts.extend(chunk.choices[0].delta.content or "" for chunk in chunks)
    text = "".join(texts)
    assert "You said: one two three".startswith(text)
    assert text
    assert caught.value.message
    assert not isinstance(caught.value, openai.APIConnectionError)
    [row] = door.calls_of(slug)
    assert row["status"] == "failed"
    assert 0 < row["completion_tokens"] <= 5
    assert row["estimated"]
    door.wait_for_nothing_reserved()


def test_a_body_beyond_all_measure(door: DoorServer) -> None:
    content = json.dumps({"model": "system/strict", "messages": [{"role": "user", "content": "x" * 34_000_000}]})
    answer = door.call("bob", "POST", "/v1/chat/completions", content.encode())
    assert (answer.status, answer.json["error"]["code"]) == (413, "too-large")


def test_nodes_client_throws_its_own_classes(door: DoorServer, model: str) -> None:
    node = NodeClient(door)
    locked = door.add_model("node-locked", is_free=False, required_plan="enterprise")
    failing = door.add_model("node-failing", model_id=Fault.FAILING)
    broken = door.add_model("node-broken", model_id=Fault.ERROR_IN_STREAM)
    spent = door.add_model("node-spent", token_limit_amount=3)
    thrown = {
        "key": NodeClient(door, "fd_no-such-key").failure("chat", model),
        "scope": NodeClient(door, door.add_key("bob", ["contacts.read"])[0]).failure("models", model),
        "model": node.failure("chat", "system/nothing"),
        "value": node.failure("chat", model, parameters={"max_tokens": -1}),
        "plan": node.failure("chat", locked),
        "limit": node.failure("chat", spent, retries=2),
        "upstream": node.failure("chat", failing),
        "middle": node.failure("stream", broken),
    }
    assert {name: (error["class"], error.get("status")) for name, error in thrown.items()} == {
        "key": ("AuthenticationError", 401),
        "scope": ("PermissionDeniedError", 403),
        "model": ("NotFoundError", 404),
        "value": ("BadRequestError", 400),
        "plan": ("APIError", 402),
        "limit": ("RateLimitError", 429),
        "upstream": ("InternalServerError", 503),
        "middle": ("APIError", None),
    }
    assert thrown["limit"]["headers"]["x-should-retry"] == "false"
    assert int(thrown["limit"]["headers"]["retry-after"]) > 0
    assert [row["status"] for row in door.calls_of("node-spent")] == ["refused"]

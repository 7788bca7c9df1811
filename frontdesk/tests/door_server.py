"""A Frontdesk of its own behind a real web server, with two processes, for tests that come as OpenAI's clients do."""

import hashlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import psycopg
import urllib3
from psycopg.rows import dict_row

from frontdesk.ai.testing.fake_provider import FakeProvider
from frontdesk.orgs.access import PERMISSIONS
from frontdesk.orgs.models import Role
from frontdesk.platform import posix

T = TypeVar("T")

PEOPLE = {
    "root": "root@frontdesk.test",
    "alice": "alice@northgate.test",
    "bob": "bob@northgate.test",
    "carol": "carol@client.test",
    "dave": "dave@harbour.test",
}
ROLES = {"root": Role.SUPERADMIN, "alice": Role.ADMIN, "bob": Role.AGENT, "carol": Role.USER, "dave": Role.ADMIN}
SECONDS = 90.0  # a start on a machine that is busy with other tests
_KEY = """
insert into api_keys (id, organization_id, profile_id, name, prefix, key_hash, scopes)
select gen_random_uuid(), organization_id, id, 'door', %s, %s, %s from profiles where email = %s returning id
"""
_RESERVED = """
select (select coalesce(sum(leased), 0) from ai_quota), (select coalesce(sum(amount), 0) from ai_quota_lease)
"""
# What `frontdesk migrate` and `frontdesk demo` put into a new database, by one process.
_FILL = """
from frontdesk.management import context, demo
with context.application():
    from frontdesk.ai.registry import shipped
    shipped.ensure_builtin()
    demo.load()
"""


@dataclass(frozen=True)
class Answered:
    status: int
    headers: "urllib3.HTTPHeaderDict"
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)


def eventually(met: Callable[[], T], *, seconds: float, what: str) -> T:
    """The first result of ``met`` that is true."""
    deadline = time.monotonic() + seconds
    while not (found := met()):
        assert time.monotonic() < deadline, f"{what}: not within {seconds:g} s"
        time.sleep(0.05)
    return found


@dataclass
class DoorServer:
    """``keys``: an API key of each of the demo's people. ``fake`` stands behind the models of ``add_model``."""

    url: str
    database: str
    folder: Path
    fake: FakeProvider
    keys: dict[str, str] = field(default_factory=dict)
    models: dict[str, dict[str, Any]] = field(default_factory=dict)
    _lines: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(maxsize=8, retries=False))

    @property
    def log(self) -> Path:
        return self.folder / "web.log"

    def call(self, person: str, method: str, path: str, body: object = None, **headers: str) -> Answered:
        """``person``: one of PEOPLE, or a key. Every call comes on a line of its own, so either process may serve."""
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        sent = {"Authorization": f"Bearer {self.keys.get(person, person)}", "Connection": "close"}
        sent |= {"Content-Type": "application/json"} if content else {}
        answer = self._lines.request(method, self.url + path, body=content or None, headers={**sent, **headers})
        return Answered(answer.status, answer.headers, answer.data)

    def chat(self, person: str, ref: str, text: str = "one two three", **more: Any) -> Answered:
        messages = [{"role": "user", "content": text}]
        return self.call(person, "POST", "/v1/chat/completions", {"model": ref, "messages": messages, **more})

    def sql(self, query: str, *values: object) -> list[dict[str, Any]]:
        """As the database's owner, who sees all."""
        with psycopg.connect(self.database, autocommit=True, row_factory=dict_row) as connection:
            cursor = connection.execute(query.encode(), values)
            return cursor.fetchall() if cursor.description else []

    def add_model(self, slug: str, *, owner: str = "system", person: str = "", **values: Any) -> str:
        """Makes a model through the API and returns its name in the door. Its endpoint is the fake's, at a path of its
        own, so that it fails for itself alone. ``owner``: system, org or user; ``person`` makes it."""
        person = person or {"system": "root", "org": "alice", "user": "bob"}[owner]
        more = {"is_free": True} if owner == "system" else {}
        given = {
            "name": slug, "slug": slug, "provider": "openai_compatible", "model_id": slug, "max_tokens": 50,
            "endpoint": f"http://127.0.0.1:{self.fake.port}/{slug}/v1", "capabilities": ["chat", "tools", "json"],
            **more, **values,
        }  # fmt: skip
        answer = self.call(person, "POST", f"/api/ai/{owner}-models", given)
        assert answer.status == 201, answer.content
        self.models[slug] = {**answer.json, "path": f"/api/ai/{owner}-models/{answer.json['id']}"}
        return f"{owner}/{slug}"

    def change_model(self, slug: str, person: str = "root", **values: Any) -> None:
        model = self.models[slug]
        answer = self.call(person, "PATCH", model["path"], {"version": model["version"], **values})
        assert answer.status == 200, answer.content
        self.models[slug] = {**model, "version": answer.json["version"]}

    def add_key(self, person: str, scopes: list[str] | None = None) -> tuple[str, str]:
        """A new API key and its id."""
        key = "fd_" + secrets.token_urlsafe(32)
        granted = json.dumps(sorted(PERMISSIONS[ROLES[person]]) if scopes is None else scopes)
        [row] = self.sql(_KEY, key[:9], hashlib.sha256(key.encode()).digest(), granted, PEOPLE[person])
        return key, str(row["id"])

    def calls_of(self, slug: str, count: int = 1, *, seconds: float = 5) -> list[dict[str, Any]]:
        """The ledger's rows of a model, oldest first; waits until there are ``count``."""
        query = "select * from ai_model_call where served_by like %s order by created_at, id"

        def read() -> list[dict[str, Any]]:
            rows = self.sql(query, f"%/{slug}")
            return rows if len(rows) >= count else []

        return eventually(read, seconds=seconds, what=f"{count} calls of {slug} in the ledger")

    def wait_for_nothing_reserved(self, seconds: float = 5) -> None:
        def is_free() -> bool:
            [row] = self.sql(_RESERVED)
            return not any(row.values())

        eventually(is_free, seconds=seconds, what="nothing reserved")


@contextmanager
def running(database: str, folder: Path, fake: FakeProvider) -> Iterator[DoorServer]:
    """``database``: the address of a migrated, empty one."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("FRONTDESK_")},
        "DATABASE_URL": database,
        "FRONTDESK_DATA": str(folder),
        "FRONTDESK_OUTBOUND_ALLOW": "127.0.0.1",
        "FRONTDESK_LOG_LEVEL": "DEBUG",  # what must not be logged must not be logged at any level
        "FRONTDESK_LOG_FORMAT": "json",
        "DJANGO_SETTINGS_MODULE": "frontdesk.settings",
        "OMP_NUM_THREADS": "1",
    }
    subprocess.run([sys.executable, "-c", _FILL], check=True, env=environment, stdin=subprocess.DEVNULL)
    port = _free_port()
    door = DoorServer(f"http://127.0.0.1:{port}", database, folder, fake)
    with door.log.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "frontdesk.management.cli", "web", "--port", str(port), "--processes", "2"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            preexec_fn=posix.die_with_parent(signal.SIGTERM),
        )
    try:
        eventually(lambda: _is_ready(process, door), seconds=SECONDS, what="/readyz")
        door.keys = {name: door.add_key(name)[0] for name in PEOPLE}
        yield door
    finally:
        process.terminate()
        process.wait(30)


def _is_ready(process: "subprocess.Popen[bytes]", door: DoorServer) -> bool:
    assert process.poll() is None, door.log.read_text()[-4000:]
    try:
        return door.call("", "GET", "/readyz").status == 200
    except (urllib3.exceptions.HTTPError, OSError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

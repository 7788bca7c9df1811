"""A Frontdesk of its own in a temporary folder: its database, its processes, and what they cost."""

import hashlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from frontdesk.platform import embedded

TENANTS = 20
CONTACTS = 10_000  # of each tenant
SCOPES = '["contacts.read", "contacts.manage", "mail.send", "mail.read", "templates.read"]'
TICKS = os.sysconf("SC_CLK_TCK")

_ORGANIZATIONS = """
insert into organizations (id, name, slug, type, plan, locale, timezone, logo, brand_color, support_address,
  portal_open, updated_at)
select gen_random_uuid(), 'Tenant ' || n, 'tenant-' || n, 'general', 'pro', 'en', 'UTC', '', '#1f5f5b', '', false, now()
from generate_series(1, %s) n
"""
_PROFILES = """
insert into profiles (id, password, email, full_name, organization_id, role, timezone, locale, is_active)
select gen_random_uuid(), '!', slug || '@example.test', 'Admin of ' || name, id, 'admin', 'UTC', 'en', true
from organizations
"""
_KEY = """
insert into api_keys (id, organization_id, profile_id, name, prefix, key_hash, scopes)
select gen_random_uuid(), organization_id, id, 'bench', 'fd_bench', %s, %s from profiles where email = %s
"""
_CONTACTS = """
insert into contacts (id, organization_id, email, full_name, phone, locale, timezone, fields, consent,
  suppression_reason, created_at, updated_at)
select gen_random_uuid(), organizations.id, 'person' || n || '@example.test', 'Person ' || n, '+44 20 7946 0' || n,
  'en', 'Europe/London', '{"case": "A-17"}', '{"marketing_mail": {"state": "granted", "at": "2026-01-05T10:00:00Z",
  "text": "Newsletter"}}', '', now() - n * interval '1 minute', now()
from organizations, generate_series(1, %s) n
"""


def key_of(tenant: int) -> str:
    return f"fd_bench-{tenant:04}-{'k' * 34}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Stage:
    folder: Path
    server: embedded.Server
    _running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def run(self, *arguments: str) -> None:
        subprocess.run(_command(*arguments), check=True, stdin=subprocess.DEVNULL)

    @contextmanager
    def process(self, *arguments: str, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
        """A ``frontdesk`` command that runs for the block; its log goes to the stage's folder."""
        with (self.folder / f"{arguments[0]}.log").open("ab") as log:
            process = subprocess.Popen(
                _command(*arguments), stdin=subprocess.DEVNULL, stdout=log, stderr=log, env={**os.environ, **settings}
            )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)

    @contextmanager
    def web(self, *, processes: int = 1, **settings: str) -> "Iterator[tuple[subprocess.Popen[bytes], int]]":
        """``frontdesk web``, ready, and its port."""
        port = free_port()
        with self.process("web", "--port", str(port), "--processes", str(processes), **settings) as process:
            wait_ready(port, process, self.folder / "web.log")
            yield process, port

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(self.server.url, autocommit=True)


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "frontdesk.management.cli", *arguments]


@contextmanager
def new(**settings: str) -> Iterator[Stage]:
    """An empty, migrated Frontdesk. ``settings`` become the environment of this process and its children; call it
    before anything reads frontdesk.settings."""
    for name in [name for name in os.environ if name.startswith("FRONTDESK_") or name == "DATABASE_URL"]:
        del os.environ[name]
    with tempfile.TemporaryDirectory(prefix="frontdesk-bench-") as name:
        folder = Path(name) / "data"  # one below: PostgreSQL has to get there under an account of its own
        folder.mkdir()
        os.environ.update(
            FRONTDESK_DATA=str(folder),
            FRONTDESK_LOG_FORMAT="json",
            # The limiter stays on, the benchmark's few keys just must not meet it.
            FRONTDESK_API_RATE_LIMIT="600000/m",
            DJANGO_SETTINGS_MODULE="frontdesk.settings",
            **settings,
        )
        server = embedded.start(folder)
        os.environ["DATABASE_URL"] = server.url
        stage = Stage(folder, server)
        try:
            stage.run("migrate", "--quiet")
            yield stage
        finally:
            server.stop()


@contextmanager
def up(folder: Path) -> "Iterator[tuple[subprocess.Popen[bytes], int]]":
    """``frontdesk up`` with its demo and all that belongs to it in ``folder``, ready, and its port."""
    port, smtp_port = free_port(), free_port()
    command = _command("up", "--data", str(folder), "--port", str(port), "--smtp-port", str(smtp_port))
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("FRONTDESK_")}
    surroundings.pop("DATABASE_URL", None)
    log = folder.with_name("up.log")
    with log.open("ab") as output:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=surroundings)
    try:
        wait_ready(port, process, log)
        yield process, port
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def fill(stage: Stage, *, contacts: int = CONTACTS) -> None:
    """20 tenants, each with an admin, the API key ``key_of(n)`` and its contacts."""
    with stage.connect() as connection:
        connection.execute(_ORGANIZATIONS, [TENANTS])
        connection.execute(_PROFILES)
        for tenant in range(1, TENANTS + 1):
            digest = hashlib.sha256(key_of(tenant).encode()).digest()
            connection.execute(_KEY, [digest, SCOPES, f"tenant-{tenant}@example.test"])
        connection.execute(_CONTACTS, [contacts])
        connection.execute("vacuum analyze")


def wait_ready(port: int, process: subprocess.Popen[bytes], log: Path, *, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not is_ready(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"The web process did not get ready:\n{log.read_text()[-2000:]}")
        time.sleep(0.02)


def is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def tree(pid: int) -> list[int]:
    """The process and all below it."""
    pids = [pid]
    for one in pids:
        try:
            pids += [int(child) for child in Path(f"/proc/{one}/task/{one}/children").read_text().split()]
        except FileNotFoundError:
            continue
    return pids


def cpu_seconds(pid: int) -> float:
    """User and system time of a process and all below it, ended ones included."""
    total = 0
    for one in tree(pid):
        try:
            total += sum(int(part) for part in Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()[11:15])
        except FileNotFoundError:
            continue
    return total / TICKS

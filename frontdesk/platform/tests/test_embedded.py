"""The embedded server: made once, owned once, stopped without a trace, recovered after a kill."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from frontdesk.platform import embedded, posix

OWN = """
import sys, time
from pathlib import Path
from frontdesk.platform import embedded
server = embedded.start(Path(sys.argv[1]), fast=True)
print(server.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / ("deep" * 20) / "data"  # longer than a socket path may be


@pytest.fixture
def owner(data_dir: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Another process that owns the server, and the server's process id."""
    process = subprocess.Popen([sys.executable, "-c", OWN, str(data_dir)], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    yield process, int(process.stdout.readline())
    process.kill()
    process.wait()
    process.stdout.close()


def is_running(pid: int) -> bool:
    return posix.is_alive(pid, command="postgres")


def wait_for_end(pid: int) -> None:
    deadline = time.monotonic() + 10
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_running(pid)


def test_start_gives_roles_and_extensions_and_stop_leaves_nothing(data_dir: Path) -> None:
    server = embedded.start(data_dir, fast=True)
    with psycopg.connect(server.url) as connection:
        roles = connection.execute(
            "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname LIKE 'frontdesk%' ORDER BY 1"
        ).fetchall()
        extensions = {name for (name,) in connection.execute("SELECT extname FROM pg_extension")}
        connection.execute("SET ROLE frontdesk_app")
    assert roles == [("frontdesk", False, True), ("frontdesk_app", False, False)]
    assert extensions >= set(embedded.EXTENSIONS)
    assert embedded.running(data_dir) == server.address
    with pytest.raises(embedded.InUse, match=str(os.getpid())):
        embedded.start(data_dir)
    server.stop()
    assert not is_running(server.pid)
    assert not server.address.socket_dir.exists()
    assert embedded.running(data_dir) is None


def test_kill_of_the_owner_ends_the_server_and_data_survive(
    data_dir: Path, owner: tuple[subprocess.Popen[str], int]
) -> None:
    process, server_pid = owner
    with embedded.available(data_dir) as address, psycopg.connect(address.url) as connection:
        assert is_running(server_pid)  # attached, not a second one
        connection.execute("CREATE TABLE kept (id int)")
    process.send_signal(signal.SIGKILL)
    process.wait()
    wait_for_end(server_pid)
    server = embedded.start(data_dir, fast=True)
    with psycopg.connect(server.url) as connection:
        connection.execute("SELECT FROM kept")
    server.stop()


def test_kill_of_the_server_is_recovered(data_dir: Path, owner: tuple[subprocess.Popen[str], int]) -> None:
    process, server_pid = owner
    os.kill(server_pid, signal.SIGKILL)
    process.kill()
    process.wait()
    assert (data_dir / "postgres" / "postmaster.pid").exists()
    with embedded.available(data_dir) as address:
        psycopg.connect(address.url).close()
    assert embedded.running(data_dir) is None


def test_interrupted_first_start_is_begun_again(data_dir: Path) -> None:
    unfinished = data_dir / "postgres.new"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    server = embedded.start(data_dir, fast=True)
    server.stop()
    assert not unfinished.exists()


def test_foreign_folder_and_other_version_are_refused(data_dir: Path) -> None:
    cluster = data_dir / "postgres"
    cluster.mkdir(parents=True)
    (cluster / "letter.txt").write_text("mine")
    with pytest.raises(embedded.EmbeddedError, match="not a PostgreSQL data folder"):
        embedded.start(data_dir)
    (cluster / "PG_VERSION").write_text("9\n")
    with pytest.raises(embedded.EmbeddedError, match="made by PostgreSQL 9"):
        embedded.start(data_dir)
    assert (cluster / "letter.txt").read_text() == "mine"


def test_starts_in_a_folder_that_others_may_not_enter(tmp_path: Path) -> None:
    folder = tmp_path / "private"
    folder.mkdir(mode=0o700)
    server = embedded.start(folder, fast=True)
    try:
        assert embedded.running(folder)
    finally:
        server.stop()

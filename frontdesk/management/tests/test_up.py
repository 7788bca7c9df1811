"""`frontdesk up` as its users meet it: real processes on a data folder of their own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from frontdesk.platform import posix

SECONDS = 200.0
OWN = ("DATABASE_URL", "FRONTDESK_ENV", "FRONTDESK_DATA", "FRONTDESK_SECRET_KEY")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Installation:
    """A data folder, and the processes that a test started on it."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.log = folder / "log"
        self.ports = ["--port", str(free_port()), "--smtp-port", str(free_port())]
        # Not the database of the test run.
        self.environment = {name: value for name, value in os.environ.items() if name not in OWN}
        self.started: list[subprocess.Popen[bytes]] = []

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "frontdesk.management.cli", *arguments, "--data", str(self.data)]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments), env=self.environment, capture_output=True, text=True, timeout=SECONDS, check=False
        )

    def up(self) -> subprocess.Popen[bytes]:
        with self.log.open("wb") as output:
            process = subprocess.Popen(
                self.command("up", *self.ports), env=self.environment, stdout=output, stderr=output
            )
        self.started.append(process)
        deadline = time.monotonic() + SECONDS
        while "Frontdesk is ready" not in self.log.read_text():
            assert process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.05)
        return process

    def left_behind(self) -> list[str]:
        """Processes that still work on the data folder, each by its command."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                line = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
            except OSError:
                continue
            if str(self.data).encode() in line and int(process.name) != os.getpid():
                found.append(line.decode(errors="replace")[:120])
        return found

    def wait_until_nothing_runs(self) -> None:
        deadline = time.monotonic() + SECONDS
        while self.left_behind() and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not self.left_behind()


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    installation = Installation(tmp_path)
    yield installation
    for process in installation.started:
        if process.poll() is None:
            process.kill()
            process.wait()
    installation.wait_until_nothing_runs()


def test_up_second_up_kill_recovery_and_backup(installation: Installation, tmp_path: Path) -> None:
    first = installation.up()
    assert "alice@northgate.test" in installation.log.read_text()

    second = installation.run("up", *installation.ports)
    assert second.returncode == 1
    assert f"already running on {installation.data} (process {first.pid})" in second.stderr

    key = installation.run("api-key", "create", "--email", "alice@northgate.test").stdout
    assert key.startswith("fd_")
    assert len(key.split()) == 1  # only the key

    first.kill()
    first.wait()
    installation.wait_until_nothing_runs()

    again = installation.up()
    again.send_signal(signal.SIGINT)
    assert again.wait(timeout=SECONDS) == 0
    assert installation.log.read_text().endswith("Stopped.\n")
    installation.wait_until_nothing_runs()

    backup = str(tmp_path / "backup.tar")
    assert installation.run("backup", backup).returncode == 0
    refused = installation.run("restore", backup)
    assert refused.returncode == 1
    assert "--force" in refused.stderr
    elsewhere = Installation(tmp_path / "elsewhere")
    elsewhere.data.mkdir(parents=True)
    assert elsewhere.run("restore", backup).returncode == 0
    user = elsewhere.run("api-key", "create", "--email", "bob@northgate.test")
    assert user.stdout.startswith("fd_"), user.stderr
    assert (elsewhere.data / "secrets.json").read_bytes() == (installation.data / "secrets.json").read_bytes()


def test_port_in_use_is_said_before_anything_starts(installation: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        refused = installation.run("up", "--port", port, "--smtp-port", str(free_port()))
    assert refused.returncode == 1
    assert f"Port {port}" in refused.stderr
    assert "--port" in refused.stderr
    assert not (installation.data / "postgres").exists()


def test_damaged_backup_is_refused(installation: Installation, tmp_path: Path) -> None:
    backup = tmp_path / "backup.tar"
    backup.write_bytes(b"no archive at all" * 100)
    refused = installation.run("restore", str(backup))
    assert refused.returncode == 1
    assert "cannot be read as a backup" in refused.stderr


def test_production_without_a_key_refuses_to_start(installation: Installation) -> None:
    installation.environment["FRONTDESK_ENV"] = "production"
    refused = installation.run("up", *installation.ports)
    assert refused.returncode == 1
    assert "FRONTDESK_SECRET_KEY" in refused.stderr


def test_lock_tells_who_holds_it(tmp_path: Path) -> None:
    lock, other = posix.FileLock(tmp_path / "lock"), posix.FileLock(tmp_path / "lock")
    assert lock.try_acquire()
    assert not other.try_acquire()
    assert other.holder() == str(os.getpid())
    lock.release()
    assert other.try_acquire()
    other.release()

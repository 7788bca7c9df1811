"""The server's process: started, waited for, ended, found again after a crash."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from frontdesk.platform import posix
from frontdesk.platform.embedded.cluster import EmbeddedError, binary

START_SECONDS = 60.0
STOP_SECONDS = 30.0

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    "random_page_cost": "1.1",
}
# For tests: a crash of the machine loses everything, which nobody minds there; several runs of them share a server.
FAST_SETTINGS = {
    "max_connections": "300",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


def launch(
    cluster: Path, socket_dir: Path, account: posix.Account | None, log: Path, *, fast: bool
) -> subprocess.Popen[bytes]:
    settings = SETTINGS | {"unix_socket_directories": str(socket_dir)} | (FAST_SETTINGS if fast else {})
    command = [str(binary("postgres")), "-D", str(cluster)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    deadline = time.monotonic() + START_SECONDS
    while True:
        with log.open("ab") as output:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
                preexec_fn=posix.die_with_parent(signal.SIGINT), **posix.run_as(account),
            )  # fmt: skip
        if _wait_ready(cluster, process, deadline):
            return process
        # Sessions of a server that was killed may hold its memory for another moment: once they are gone it starts.
        if time.monotonic() > deadline or "shared memory" not in _tail(log):
            shut_down(process.pid, partial(has_ended, process))
            raise EmbeddedError(f"PostgreSQL did not start; the end of {log}:\n{_tail(log)}")
        time.sleep(0.2)


def _wait_ready(cluster: Path, process: subprocess.Popen[bytes], deadline: float) -> bool:
    while time.monotonic() < deadline:
        if process.poll() is not None:
            return False
        postmaster = read_postmaster(cluster)
        if postmaster and postmaster.pid == process.pid and postmaster.ready:
            return True
        time.sleep(0.01)
    return False


def has_ended(process: subprocess.Popen[bytes]) -> bool:
    return process.poll() is not None


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-8:])


@dataclass(frozen=True)
class Postmaster:
    pid: int
    socket_dir: Path
    ready: bool

    @property
    def alive(self) -> bool:
        return posix.is_alive(self.pid, command="postgres")


def read_postmaster(cluster: Path) -> Postmaster | None:
    """What the server wrote about itself (lines: pid, folder, start, port, socket folder, address, memory, status)."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
        return Postmaster(int(lines[0]), Path(lines[4]), len(lines) > 7 and lines[7].strip() == "ready")
    except (OSError, ValueError, IndexError):
        return None


def end_orphan(cluster: Path) -> None:
    """Stops a server that outlived its owner, and clears the traces of one that was killed."""
    postmaster = read_postmaster(cluster)
    if postmaster is not None and postmaster.alive:
        shut_down(postmaster.pid, lambda: not postmaster.alive)
    (cluster / "postmaster.pid").unlink(missing_ok=True)


def shut_down(pid: int, ended: Callable[[], bool]) -> None:
    for number, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
        if ended():
            return
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not ended():
            time.sleep(0.01)

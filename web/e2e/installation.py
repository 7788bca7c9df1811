"""A Frontdesk of its own for the journeys, started as its users start it."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from world import World

from frontdesk.mail.tests.dns_server import DnsServer
from frontdesk.platform import posix

T = TypeVar("T")
DIST = Path(__file__).parents[1] / "dist"
SECONDS = 240.0  # a first start on a machine that is busy with other tests
OWN = ("DATABASE_URL", "FRONTDESK_ENV", "FRONTDESK_DATA", "FRONTDESK_SECRET_KEY")


def eventually(read: Callable[[], T | None], *, what: str, seconds: float = 20.0) -> T:
    """The first answer of `read` that is not empty."""
    deadline = time.monotonic() + seconds
    while not (answer := read()):
        assert time.monotonic() < deadline, f"still waiting for {what} after {seconds:.0f} s"
        time.sleep(0.1)
    return answer


class Installation:
    """`frontdesk up` on a data folder and ports of its own; its mail really goes over SMTP, to a world of its own."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.log = folder / "log"
        self.port, self.smtp_port, world_port = _free_ports(3)
        self.world = World(world_port, self.smtp_port)
        self.url = f"http://localhost:{self.port}"
        self.environment = {name: value for name, value in os.environ.items() if name not in OWN}
        self.environment["FRONTDESK_MAIL_TRANSPORT"] = f"smtp://127.0.0.1:{world_port}"
        # Model servers that the journeys start themselves; everything else is as it is for users.
        self.environment["FRONTDESK_OUTBOUND_ALLOW"] = "127.0.0.1"
        # Knows the names that journeys tell it; nobody outside is asked for any.
        self.names = DnsServer()
        self.environment["FRONTDESK_DNS_SERVERS"] = self.names.address
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        dist = Path(os.environ.get("FRONTDESK_WEB_DIST") or DIST)
        if not (dist / "index.html").exists():
            raise RuntimeError("The web app is not built. Run scripts/test, or: cd web && npm ci && npm run build")
        ports = ["--port", str(self.port), "--smtp-port", str(self.smtp_port)]
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                self._command("up", *ports),
                env=self.environment,
                stdout=output,
                stderr=output,
                preexec_fn=posix.die_with_parent(signal.SIGINT),
            )
        eventually(self._is_ready, what="/readyz", seconds=SECONDS)

    def stop(self) -> None:
        """Ends it as Ctrl-C does, and makes sure that no process of it is left."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            code = self.process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        eventually(lambda: not self._left_behind(), what="the end of every process", seconds=20)
        assert code == 0, self.log_end()

    def log_end(self) -> str:
        return self.log.read_text(errors="replace")[-4000:]

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "frontdesk.management.cli", *arguments, "--data", str(self.data)]

    def _is_ready(self) -> bool:
        assert self.process is not None
        if self.process.poll() is not None:
            raise RuntimeError(f"frontdesk up ended:\n{self.log_end()}")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _left_behind(self) -> list[str]:
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                line = (process / "cmdline").read_bytes()
            except OSError:
                continue
            if str(self.data).encode() in line:
                found.append(line.decode(errors="replace")[:120])
        return found


def _free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()

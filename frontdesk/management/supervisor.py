"""Child processes that are started again when they end, and that end when we do."""

import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from frontdesk.platform import posix

FIRST_DELAY = 0.5
LONGEST_DELAY = 30.0
STEADY_SECONDS = 60.0  # one that ran this long starts again at once
STOP_SECONDS = 20.0
LOG_BYTES = 10_000_000


@dataclass
class Child:
    """A `frontdesk` command that has to be running."""

    name: str
    arguments: list[str]
    log: Path | None
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    delay: float = FIRST_DELAY
    ends: int = 0

    def start(self) -> None:
        self.process = spawn(self.arguments, self.log)
        self.started_at = time.monotonic()

    def tend(self) -> None:
        """Starts it again when it has ended, later and later while it keeps ending soon."""
        if self.process is None:
            if time.monotonic() >= self.start_again_at:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        now = time.monotonic()
        self.ends += 1
        self.delay = FIRST_DELAY if now - self.started_at > STEADY_SECONDS else min(self.delay * 2, LONGEST_DELAY)
        self.start_again_at = now + self.delay
        self.process = None
        where = f"; see {self.log}" if self.log else ""
        print(f"frontdesk: {self.name} ended ({_reason(code)}); starting it again in {self.delay:.0f} s{where}",
              file=sys.stderr, flush=True)  # fmt: skip


@dataclass
class Supervisor:
    children: list[Child] = field(default_factory=list)

    def add(self, name: str, arguments: list[str], log_dir: Path | None) -> Child:
        child = Child(name, arguments, log_dir / f"{name}.log" if log_dir else None)
        child.start()
        self.children.append(child)
        return child

    def tend(self) -> None:
        for child in self.children:
            child.tend()

    def stop(self) -> None:
        """Asks all to end, and kills what has not ended in time."""
        running = [child.process for child in self.children if child.process is not None]
        self.children.clear()
        for process in running:
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in running:
            try:
                process.wait(timeout=max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def spawn(arguments: list[str], log: Path | None) -> subprocess.Popen[bytes]:
    """Starts `frontdesk …` in a session of its own: the terminal's Ctrl-C reaches only us, and we stop in order."""
    command = [sys.executable, "-m", "frontdesk.management.cli", *arguments]
    die_with_parent = posix.die_with_parent(signal.SIGKILL)
    if log is None:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=die_with_parent)
    _turn_over(log)
    with log.open("ab") as output:
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
            preexec_fn=die_with_parent,
        )  # fmt: skip


def _turn_over(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))


def _reason(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"

"""Small dealings with the operating system: file locks, accounts, and children that die with their parent."""

import ctypes
import fcntl
import os
import pwd
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

PR_SET_PDEATHSIG = 1  # linux/prctl.h


@dataclass(frozen=True)
class Account:
    uid: int
    gid: int


@dataclass
class FileLock:
    """An advisory lock on a file, released by the kernel when the process ends in whatever way."""

    path: Path
    _descriptor: int | None = field(default=None, init=False)

    def try_acquire(self, *, shared: bool = False) -> bool:
        return self._acquire((fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)

    def acquire(self) -> None:
        self._acquire(fcntl.LOCK_EX)

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def holder(self) -> str:
        """What the present holder wrote about itself: its process id, and perhaps more lines."""
        try:
            return self.path.read_text().strip()
        except OSError:
            return ""

    def describe(self, text: str) -> None:
        """Lets others read `text` about the holder."""
        if self._descriptor is None:
            raise RuntimeError("Only the holder of a lock can be described.")
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, text.encode(), 0)

    def _acquire(self, operation: int) -> bool:
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, operation)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        if not operation & fcntl.LOCK_SH:
            self.describe(str(os.getpid()))
        return True


class RunAs(TypedDict, total=False):
    """The arguments of `subprocess` that choose the account."""

    user: int
    group: int
    extra_groups: list[int]
    cwd: str


def run_as(account: Account | None) -> RunAs:
    if account is None:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": [], "cwd": "/"}


def ensure_system_account(name: str) -> Account:
    """The system account `name`, made when missing; `nobody` where accounts cannot be made. For root only."""
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", name]
        try:
            subprocess.run(command, capture_output=True, check=True)
            entry = pwd.getpwnam(name)
        except (OSError, subprocess.CalledProcessError, KeyError):
            entry = pwd.getpwnam("nobody")
    return Account(entry.pw_uid, entry.pw_gid)


def make_reachable(path: Path) -> None:
    """Lets other accounts pass through (not list) the folders that lead to `path`; for root only."""
    for folder in path.resolve().parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)


def die_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    """For `preexec_fn`: the kernel sends `number` to the child when the thread that started it ends (Linux)."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def arrange() -> None:
        prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != parent:  # it ended before the request was made
            os._exit(1)

    return arrange


def is_alive(pid: int, *, command: str) -> bool:
    """Whether `pid` runs and is `command`: process ids are used again, above all in containers."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return not Path("/proc/self").exists()
    name, state = status[status.index("(") + 1 :].rsplit(")", 1)
    return name == command and state.split()[0] != "Z"

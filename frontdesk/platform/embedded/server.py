"""Owning a data folder's server, or attaching to another process's."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import quote

import psycopg

from frontdesk.platform import posix
from frontdesk.platform.embedded import cluster as clusters
from frontdesk.platform.embedded import postmaster
from frontdesk.platform.embedded.cluster import EmbeddedError

DATABASE = "frontdesk"
OWNER = "frontdesk"
APP_ROLE = "frontdesk_app"
EXTENSIONS = ("vector", "pg_trgm", "btree_gist", "unaccent", "citext")


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
        postmaster.shut_down(self.process.pid, partial(postmaster.has_ended, self.process))
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
    found = postmaster.read_postmaster(data_dir.resolve() / "postgres")
    if found is None or not found.ready or not found.alive:
        return None
    return Address(found.socket_dir)


@contextmanager
def available(data_dir: Path) -> Iterator[Address]:
    """The running server of `data_dir`, or one started for the time of the block."""
    deadline = time.monotonic() + postmaster.START_SECONDS
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
    account = clusters.account(data_dir / "postgres")
    cluster = data_dir / "postgres"
    if account is not None:
        posix.make_reachable(cluster)  # the data folder itself may be ours alone, as mktemp makes them
        posix.make_reachable(clusters.binary("postgres"))
    clusters.ensure_cluster(cluster, account, fast=fast)
    postmaster.end_orphan(cluster)
    address = Address(clusters.make_socket_dir(data_dir, account))
    process = postmaster.launch(cluster, address.socket_dir, account, data_dir / "postgres.log", fast=fast)
    server = Server(address, process, data_dir, lock)
    try:
        if not _has_database(address):
            _make_database(address)
    except BaseException:
        server.stop()
        raise
    return server


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
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                connection.execute(f"CREATE ROLE {role} {attributes}".encode())
        connection.execute(f"GRANT {APP_ROLE} TO {OWNER}".encode())
        with psycopg.connect(address.url_for("template1", user="postgres"), autocommit=True) as template:
            for extension in EXTENSIONS:  # new databases get them from the template
                template.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}".encode())
        connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}".encode())

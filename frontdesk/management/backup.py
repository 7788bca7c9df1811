"""`frontdesk backup FILE`."""

import argparse
import subprocess
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from frontdesk.management import archive
from frontdesk.management.context import CommandFailed, database
from frontdesk.platform import embedded

HELP = "Write the database, the stored files and the keys into one file."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path)


def run(arguments: argparse.Namespace) -> int:
    from frontdesk import settings

    target: Path = arguments.file.resolve()
    if not target.parent.is_dir():
        raise CommandFailed(f"The folder {target.parent} does not exist.")
    manifest = archive.Manifest(version("frontdesk"), datetime.now(UTC).isoformat(), settings.STORAGE_BUCKET)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".frontdesk-backup-") as scratch:
        dump = Path(scratch) / archive.DUMP
        with database() as url:  # before the files: one that the dump names is then certain to be there
            _dump(url, dump)
        members = {archive.DUMP: dump} | _secrets(settings.DATA_DIR) | _files(settings.STORAGE_DIR)
        archive.write(target, manifest, members)
    print(f"Backed up to {target} ({target.stat().st_size / 1e6:.1f} MB).")
    if archive.SECRETS in manifest.checksums:
        print("It contains the keys that open stored credentials: keep it as safe as a password.")
    else:
        print("Keys come from the environment and are not in it: keep FRONTDESK_SECRET_KEY (and sealing keys) too.")
    if settings.STORAGE_BUCKET:
        print(f"Stored files are in the bucket {settings.STORAGE_BUCKET} and not in this file.")
    return 0


def _dump(url: str, target: Path) -> None:
    command = [str(embedded.binary("pg_dump")), "--format=custom", "--no-owner", "--enable-row-security"]
    done = subprocess.run(
        [*command, f"--file={target}", f"--dbname={url}"], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CommandFailed(f"pg_dump failed: {done.stderr.strip()}")


def _secrets(data_dir: Path) -> dict[str, Path]:
    path = data_dir / "secrets.json"
    return {archive.SECRETS: path} if path.exists() else {}


def _files(storage: Path) -> dict[str, Path]:
    files = sorted(path for path in storage.rglob("*") if path.is_file()) if storage.is_dir() else []
    return {f"{archive.FILES}/{path.relative_to(storage).as_posix()}": path for path in files}

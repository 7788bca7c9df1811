"""`frontdesk secrets rotate`."""

import argparse
import base64
import json
import secrets as random_secrets
import time

from frontdesk.management.context import CommandFailed, application

HELP = "Seal every stored secret with the first of the sealing keys."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--new-key",
        action="store_true",
        help="make a new first key in the data folder's secrets.json; running processes read it when they restart",
    )


def run(arguments: argparse.Namespace) -> int:
    if arguments.new_key:
        _add_key()
    with application():
        from frontdesk.platform import secrets

        changed = secrets.rotate()
    print(f"{changed} secrets are now under the first key.")
    if arguments.new_key:
        print("Restart every web and worker process now: the old ones cannot read what is sealed with the new key.")
    return 0


def _add_key() -> None:
    """Puts a new key in front of the kept ones; those stay, because backups are sealed with them."""
    from frontdesk import settings

    file = settings.DATA_DIR / "secrets.json"
    if settings.env("FRONTDESK_SEALING_KEYS") or not file.exists():
        raise CommandFailed(
            "The keys come from FRONTDESK_SEALING_KEYS: put a new one in front there, then run this again."
        )
    kept = json.loads(file.read_text(encoding="utf-8"))
    key = base64.urlsafe_b64encode(random_secrets.token_bytes(32)).decode()
    kept["sealing_keys"] = f"k{int(time.time())}:{key},{kept['sealing_keys']}"
    scratch = file.with_suffix(".new")
    scratch.touch(mode=0o600)
    scratch.write_text(json.dumps(kept), encoding="utf-8")
    scratch.replace(file)
    settings.SEALING_KEYS[:] = kept["sealing_keys"].split(",")

"""Secrets of providers: kept sealed, told to nobody, and to no other server than the one they were given for."""

import base64
from collections.abc import Mapping

import orjson

from frontdesk.mail.models import MailProvider
from frontdesk.platform.errors import BadInput
from frontdesk.platform.secrets import SecretUnreadable

# Settings that say who gets the secrets.
_DESTINATION = ("host", "port", "ca_pem", "token_url", "api_url", "endpoint_url", "region")
_SHORTEST = 4
HIDDEN = "[secret]"


def read(row: MailProvider) -> dict[str, str]:
    """The secrets in clear; none where the key that they were sealed with is lost: then they are asked for again."""
    try:
        text = row.secrets.reveal() if row.secrets else ""
    except SecretUnreadable:
        return {}
    opened: dict[str, str] = orjson.loads(text) if text else {}
    return opened


def write(row: MailProvider, secrets: Mapping[str, str]) -> None:
    """Sets the column; the caller saves it."""
    row.secrets = orjson.dumps(dict(secrets)).decode() if secrets else None


def merge(kept: Mapping[str, str], given: Mapping[str, str | None]) -> dict[str, str]:
    """Empty text keeps what was there, None takes it away."""
    merged = dict(kept)
    for name, value in given.items():
        if value is None:
            merged.pop(name, None)
        elif value:
            merged[name] = value
    return merged


def check_stay(
    kept: Mapping[str, str],
    given: Mapping[str, str | None],
    was: Mapping[str, object],
    now: Mapping[str, object],
) -> None:
    """Who may set a server's address must not learn the password by it. Raises BadInput that names each secret."""
    moved = [name for name in _DESTINATION if was.get(name) != now.get(name)]
    asked = [name for name in kept if name not in given or given[name] == ""]
    if moved and asked:
        message = (
            f"This was given for another server ({', '.join(moved)} changed), and is not sent to a new one. "
            "Enter it again."
        )
        raise BadInput(message, errors=[{"field": f"secrets.{name}", "message": message} for name in asked])


def hide(text: str, secrets: Mapping[str, str]) -> str:
    """What a server said, without secrets that it may have repeated, in clear or in base64."""
    for secret in sorted(secrets.values(), key=len, reverse=True):
        if len(secret) >= _SHORTEST:
            for form in (secret, base64.b64encode(secret.encode()).decode()):
                text = text.replace(form, HIDDEN)
    return text

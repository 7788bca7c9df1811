"""Access tokens for mail servers (RFC 6749), kept in memory until shortly before they end."""

import json
import threading
import time
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from frontdesk.mail.models import MailProvider
from frontdesk.mail.transports import refresh_tokens
from frontdesk.mail.transports.refresh_tokens import Owner
from frontdesk.mail.transports.ways import ProviderDown, Way
from frontdesk.platform import outbound

# A token is not used when a server could see it end between our look and its own.
SPARE_SECONDS = 120.0
TIMEOUT_SECONDS = 15.0
_LONGEST_ANSWER = 64 * 1024


@dataclass(frozen=True, slots=True)
class Grant:
    """``kind``: "refresh_token", or "client_credentials" (Microsoft 365 with an application's own permission)."""

    kind: str
    token_url: str
    client_id: str
    scope: str = ""
    client_secret: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    # Whose refresh token it is: a new one that the issuer gives in its place is kept there.
    owner: Owner | None = field(default=None, compare=False)

    @classmethod
    def of(cls, way: Way) -> "Grant":
        return cls(
            kind=way.text("grant", "refresh_token"),
            token_url=way.text("token_url"),
            client_id=way.text("client_id"),
            scope=way.text("scope"),
            client_secret=way.secrets.get("client_secret", ""),
            refresh_token=way.secrets.get("refresh_token", ""),
            owner=Owner(MailProvider, way.provider_id) if way.provider_id else None,
        )

    def form(self) -> dict[str, str]:
        asked = {"grant_type": self.kind, "client_id": self.client_id, "client_secret": self.client_secret}
        if self.kind == "refresh_token":
            asked["refresh_token"] = self.refresh_token
        return {name: value for name, value in {**asked, "scope": self.scope}.items() if value}


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    ends_at: float  # by the monotonic clock


_tokens: dict[Grant, _Token] = {}
_lock = threading.Lock()


def access_token(grant: Grant, *, fresh: bool = False) -> str:
    """A token that is good for some minutes. ``fresh``: not the one that was just refused. Raises ProviderDown."""
    now = time.monotonic()
    with _lock:
        kept = None if fresh else _tokens.get(grant)
    if kept and kept.ends_at - SPARE_SECONDS > now:
        return kept.text
    token = _ask(_newest(grant))
    with _lock:
        for ended in [other for other, its in _tokens.items() if its.ends_at < now]:
            del _tokens[ended]
        _tokens[grant] = token
    return token.text


def _newest(grant: Grant) -> Grant:
    if grant.owner is None or grant.kind != refresh_tokens.NAME:
        return grant
    found = refresh_tokens.find(grant.owner)
    return replace(grant, refresh_token=found) if found else grant


def _ask(grant: Grant) -> _Token:
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    try:
        answer = outbound.request(
            "POST",
            grant.token_url,
            headers=headers,
            body=urlencode(grant.form()).encode(),
            timeout=TIMEOUT_SECONDS,
            max_bytes=_LONGEST_ANSWER,
        )
    except (outbound.OutboundRefused, outbound.OutboundFailed) as error:
        raise ProviderDown(f"No OAuth token: {error.detail}") from error
    told = _read(answer.body)
    text, seconds = told.get("access_token"), told.get("expires_in", 3600)
    if told.get("error") == "invalid_grant" and (newest := _newest(grant)) != grant:
        return _ask(newest)  # another process has been given the next one meanwhile
    if answer.status != 200 or not isinstance(text, str) or not text:
        raise ProviderDown(f"No OAuth token ({answer.status}{_reason(told)}). {_mend(told)}")
    new = told.get("refresh_token")
    if grant.owner is not None and isinstance(new, str) and new and new != grant.refresh_token:
        refresh_tokens.replace(grant.owner, grant.refresh_token, new)
    return _Token(text, time.monotonic() + _seconds(seconds))


def _seconds(told: object) -> float:
    try:
        return min(float(told), 86_400.0) if isinstance(told, int | float | str) else 3600.0
    except ValueError:
        return 3600.0


def _read(body: bytes) -> dict[str, object]:
    try:
        told = json.loads(body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _reason(told: dict[str, object]) -> str:
    """The code alone: descriptions may repeat what was sent."""
    code = str(told.get("error", ""))[:60]
    return f" {code}" if code.replace("_", "").isalnum() else ""


def _mend(told: dict[str, object]) -> str:
    if told.get("error") == "invalid_grant":
        return "The refresh token has ended or was withdrawn: sign in again to get a new one."
    if told.get("error") in {"invalid_client", "unauthorized_client"}:
        return "Check the client id and the client secret."
    return "Check the token address, the client id, its secret and the scope."

"""Where an SMTP server is, and how to sign in to it."""

import ssl
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import parse_qs, unquote, urlsplit

from frontdesk.mail.transports.oauth import Grant
from frontdesk.mail.transports.ways import Dkim, Way

TOKEN_MECHANISMS = frozenset({"xoauth2", "oauthbearer"})


@dataclass(frozen=True, slots=True)
class Server:
    """``tls``: "starttls" (asked for, and required), "implicit" or "none". ``auth``: a mechanism, or "auto".

    ``guarded``: an organization set it, so that it may not lie in a private network.
    """

    host: str
    port: int
    tls: str = "none"
    user: str = ""
    password: str = field(default="", repr=False)
    auth: str = "auto"
    grant: Grant | None = None
    ca_pem: str = ""
    local_name: str = ""
    guarded: bool = False
    mails_per_connection: int = 100
    max_connections: int = 4
    dkim: tuple[Dkim, ...] = ()

    @property
    def place(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def context(self) -> ssl.SSLContext:
        return _context(self.ca_pem)

    @classmethod
    def from_url(cls, url: str) -> "Server":
        """``smtp://user:password@host:port`` with ``?tls=starttls`` (default with a password), ``none``; or
        ``smtps://``."""
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise ValueError("FRONTDESK_MAIL_TRANSPORT must be outbox, smtp://… or smtps://….")
        default_tls = "implicit" if parts.scheme == "smtps" else "starttls" if parts.username else "none"
        return cls(
            host=parts.hostname,
            port=parts.port or (465 if parts.scheme == "smtps" else 587 if parts.username else 25),
            tls=parse_qs(parts.query).get("tls", [default_tls])[0],
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
        )

    @classmethod
    def of(cls, way: Way) -> "Server":
        if "url" in way.secrets:  # the setting in the environment
            return replace(cls.from_url(way.secrets["url"]), dkim=way.dkim)
        auth = way.text("auth", "auto")
        return cls(
            host=way.text("host"),
            port=way.number("port", 587),
            tls=way.text("tls", "starttls"),
            user=way.text("user"),
            password=way.secrets.get("password", ""),
            auth=auth,
            grant=Grant.of(way) if auth in TOKEN_MECHANISMS else None,
            ca_pem=way.text("ca_pem"),
            local_name=way.text("local_name"),
            guarded=way.org_id is not None,
            mails_per_connection=way.number("mails_per_connection", 100),
            max_connections=way.max_connections,
            dkim=way.dkim,
        )


@lru_cache(maxsize=32)
def _context(ca_pem: str) -> ssl.SSLContext:
    """Certificates are always checked: against the given authority alone, or those that the machine trusts."""
    return ssl.create_default_context(cadata=ca_pem or None)

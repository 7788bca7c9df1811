"""SMTP over one kept connection."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from frontdesk.mail.transports import Outgoing, ProviderDown, TransportError

TIMEOUT_SECONDS = 30.0
# Many servers end a connection after some hundred mails.
MAILS_PER_CONNECTION = 100


@dataclass(frozen=True, slots=True)
class Server:
    """``smtp://user:password@host:port`` with ``?tls=starttls`` (default with a password), ``none``; or ``smtps://``."""

    host: str
    port: int
    user: str
    password: str
    tls: str

    @classmethod
    def from_url(cls, url: str) -> "Server":
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise ValueError("FRONTDESK_MAIL_TRANSPORT must be outbox, smtp://… or smtps://….")
        default_tls = "implicit" if parts.scheme == "smtps" else "starttls" if parts.username else "none"
        return cls(
            host=parts.hostname,
            port=parts.port or (465 if parts.scheme == "smtps" else 587 if parts.username else 25),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            tls=parse_qs(parts.query).get("tls", [default_tls])[0],
        )


class SmtpTransport:
    name = "smtp"

    def __init__(self, server: Server) -> None:
        self.server = server
        self.sent = 0
        self.client = self._connect()

    def _connect(self) -> smtplib.SMTP:
        server = self.server
        context = ssl.create_default_context()
        try:
            if server.tls == "implicit":
                client: smtplib.SMTP = smtplib.SMTP_SSL(
                    server.host, server.port, timeout=TIMEOUT_SECONDS, context=context
                )
            else:
                client = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
            if server.tls == "starttls":
                client.starttls(context=context)
            if server.user:
                client.login(server.user, server.password)
        except (OSError, smtplib.SMTPException) as error:
            raise ProviderDown(f"{server.host}:{server.port}: {error}") from error
        return client

    def close(self) -> None:
        try:
            self.client.quit()
        except (OSError, smtplib.SMTPException):
            self.client.close()

    def send(self, mail: Outgoing) -> str:
        if self.sent >= MAILS_PER_CONNECTION:
            self.close()
            self.client, self.sent = self._connect(), 0
        self.sent += 1
        try:
            code, answer = self._transfer(mail)
        except smtplib.SMTPServerDisconnected as error:
            # Whether the server took the mail is unknown: it is tried again, which may repeat this one mail.
            raise ProviderDown(f"the connection broke: {error}") from error
        except OSError as error:
            raise ProviderDown(str(error)) from error
        if code >= 400:
            self.client.rset()
            raise TransportError(f"{code} {answer.decode(errors='replace')}", permanent=code >= 500)
        return answer.decode(errors="replace")[:255]

    def _transfer(self, mail: Outgoing) -> tuple[int, bytes]:
        """MAIL, RCPT, DATA; the first refusal, else the answer to the data."""
        self.client.ehlo_or_helo_if_needed()
        code, answer = self.client.mail(mail.sender)
        if code < 400:
            code, answer = self.client.rcpt(mail.recipient)
        if code < 400:
            try:
                code, answer = self.client.data(mail.mime)
            except smtplib.SMTPDataError as error:
                raw = error.smtp_error
                return error.smtp_code, raw if isinstance(raw, bytes) else raw.encode()
        if code == 421:
            raise ProviderDown(f"421 {answer.decode(errors='replace')}")
        return code, answer


@contextmanager
def open_smtp(url: str) -> Iterator[SmtpTransport]:
    transport = SmtpTransport(Server.from_url(url))
    try:
        yield transport
    finally:
        transport.close()

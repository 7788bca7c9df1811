"""SMTP over one kept connection."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from frontdesk.mail.transports.ways import Outgoing, ProviderDown, TransportError

TIMEOUT_SECONDS = 30.0
# RFC 5321 4.5.3.2.6: whoever gives up waiting for the answer to the data sends the mail twice.
DATA_TIMEOUT_SECONDS = 300.0
# Many servers end a connection after some hundred mails.
MAILS_PER_CONNECTION = 100
# One mail that a server cannot stand must not hold up the others; a server that stands none is down.
MOST_BREAKS = 3


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


def connect(server: Server) -> smtplib.SMTP:
    """A connection ready for mail. Raises ProviderDown."""
    try:
        if server.tls == "implicit":
            context = ssl.create_default_context()
            client: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_SECONDS, context=context)
        else:
            client = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
        try:
            _greet(client, server)
        except BaseException:
            client.close()
            raise
    except (OSError, ValueError) as error:  # smtplib's errors are OSErrors; a password may not be ASCII
        raise ProviderDown(f"{server.host}:{server.port}: {error}") from error
    return client


def _greet(client: smtplib.SMTP, server: Server) -> None:
    if server.tls == "starttls":
        client.starttls(context=ssl.create_default_context())
    client.ehlo_or_helo_if_needed()
    if server.user:
        client.login(server.user, server.password)


def _wait(client: smtplib.SMTP, seconds: float) -> None:
    if client.sock is not None:
        client.sock.settimeout(seconds)


class SmtpTransport:
    name = "smtp"

    def __init__(self, server: Server) -> None:
        self.server = server
        self.sent = 0  # on this connection
        self.breaks = 0  # mails in a row in whose midst the connection ended
        self.client: smtplib.SMTP | None = connect(server)

    def close(self) -> None:
        client, self.client, self.sent = self.client, None, 0
        if client is None:
            return
        try:
            client.quit()
        except OSError:
            client.close()

    def send(self, mail: Outgoing) -> str:
        """Raises ProviderDown before anything of the mail was sent, TransportError for this mail alone."""
        if self.breaks >= MOST_BREAKS:
            raise ProviderDown(f"{self.server.host}:{self.server.port}: it ends each connection in the midst of a mail")
        if self.sent >= MAILS_PER_CONNECTION:
            self.close()
        try:
            code, answer = self._transfer(mail)
        except ValueError as error:  # an address that SMTP cannot say (not ASCII, a line break)
            self._reset()
            raise TransportError(f"The address cannot be used: {error}", permanent=True) from error
        except OSError as error:
            # Whether the server took the mail is unknown: it is tried again, which may repeat this one mail.
            raise self._broke(f"The connection broke: {error}") from error
        if code == 421:
            raise self._broke(_text(code, answer))
        self.breaks = 0
        self.sent += 1
        if code >= 400:
            self._reset()
            raise TransportError(_text(code, answer), permanent=code >= 500)
        return _text(code, answer).partition(" ")[2][:255]

    def _open(self) -> smtplib.SMTP:
        if self.client is None:
            self.client = connect(self.server)
        return self.client

    def _transfer(self, mail: Outgoing) -> tuple[int, bytes]:
        """MAIL, RCPT, DATA; the first refusal, else the answer to the data."""
        code, answer = self._begin(mail.sender)
        client = self._open()
        if code < 400:
            code, answer = client.rcpt(mail.recipient)
        if code < 400:
            _wait(client, DATA_TIMEOUT_SECONDS)
            try:
                code, answer = client.data(mail.mime)
            except smtplib.SMTPDataError as error:
                raw = error.smtp_error
                return error.smtp_code, raw if isinstance(raw, bytes) else raw.encode()
            _wait(client, TIMEOUT_SECONDS)
        return code, answer

    def _begin(self, sender: str) -> tuple[int, bytes]:
        """MAIL. A kept connection that the server has ended meanwhile is no fault of this mail: a new one, once."""
        try:
            code, answer = self._open().mail(sender)
        except OSError:
            if not self.sent:
                raise
            code = 421
        if code == 421 and self.sent:
            self.close()
            return self._open().mail(sender)
        return code, answer

    def _broke(self, reason: str) -> TransportError:
        self.breaks += 1
        self.close()
        return TransportError(reason, permanent=False)

    def _reset(self) -> None:
        try:
            self._open().rset()
        except (OSError, ProviderDown):
            self.close()


def _text(code: int, answer: bytes) -> str:
    """What the server said, without what a database cannot hold."""
    words = answer.decode(errors="replace")[:2000]
    return f"{code} " + "".join(each if each.isprintable() else " " for each in words)


@contextmanager
def open_smtp(url: str) -> Iterator[SmtpTransport]:
    transport = SmtpTransport(Server.from_url(url))
    try:
        yield transport
    finally:
        transport.close()

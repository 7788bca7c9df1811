"""A guarded connection to a mailbox, signed in. Never inside a transaction."""

import contextlib
import imaplib
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from frontdesk.mail.models import Mailbox
from frontdesk.mail.transports import oauth
from frontdesk.mail.transports.oauth import Grant
from frontdesk.mail.transports.refresh_tokens import Owner
from frontdesk.mail.transports.ways import ProviderDown
from frontdesk.platform.outbound import OutboundFailed, OutboundRefused, guard, sockets

CONNECT_SECONDS, READ_SECONDS = 20.0, 90.0
# What a server may announce as one answer; beyond it the connection ends.
MAX_LITERAL = 32 * 1024 * 1024
# What it may say in all to one of our commands, in however many lines: the library keeps every one of them.
MAX_ANSWER = 64 * 1024 * 1024
IMPLICIT, STARTTLS, NO_TLS = "implicit", "starttls", "none"


class MailboxDown(Exception):
    """The mailbox cannot be used, and how to mend it. ``is_refused``: it does not take who signs in."""

    def __init__(self, message: str, *, is_refused: bool = False) -> None:
        super().__init__(message)
        self.is_refused = is_refused


@dataclass(frozen=True, slots=True)
class Account:
    """A mailbox as its row says, opened."""

    host: str
    port: int
    tls: str
    auth: str
    username: str
    oauth: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    mailbox_id: UUID | None = None

    def grant(self) -> Grant:
        return Grant(
            kind=self.oauth.get("grant") or "refresh_token",
            token_url=self.oauth.get("token_url", ""),
            client_id=self.oauth.get("client_id", ""),
            scope=self.oauth.get("scope", ""),
            client_secret=self.secrets.get("client_secret", ""),
            refresh_token=self.secrets.get("refresh_token", ""),
            owner=Owner(Mailbox, self.mailbox_id) if self.mailbox_id else None,
        )


class _Guarded(imaplib.IMAP4):
    """The connection goes to a checked address; what a server announces is bounded."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.taken = 0
        super().__init__(account.host, account.port, CONNECT_SECONDS)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = sockets.connect(self.host, self.port, timeout=timeout or CONNECT_SECONDS)
        if self.account.tls != IMPLICIT:
            return plain
        return guard.tls().wrap_socket(plain, server_hostname=self.host)

    def read(self, size: int) -> bytes:
        if size > MAX_LITERAL:
            raise self.abort(f"The server announces {size} bytes at once.")
        return self._counted(super().read(size))

    def readline(self) -> bytes:
        return self._counted(super().readline())

    def send(self, data: bytes) -> None:  # type: ignore[override]  # it is given bytes alone
        self.taken = 0
        super().send(data)

    def _counted(self, content: bytes) -> bytes:
        self.taken += len(content)
        if self.taken > MAX_ANSWER:
            raise self.abort("The server does not end its answer.")
        return content


class Client(IMAPClient):  # type: ignore[misc]  # the library is untyped
    def __init__(self, account: Account) -> None:
        self.account = account
        super().__init__(account.host, account.port, ssl=False, timeout=READ_SECONDS)

    def _create_IMAP4(self) -> imaplib.IMAP4:
        return _Guarded(self.account)


def connect(account: Account) -> Client:
    """Connected and signed in. Raises MailboxDown."""
    try:
        client = Client(account)
    except (OutboundRefused, OutboundFailed) as error:
        raise MailboxDown(error.detail) from error
    except ssl.SSLCertVerificationError as error:
        raise MailboxDown(f"The certificate of {account.host} is not valid: {error.verify_message}.") from error
    except ssl.SSLError as error:
        raise MailboxDown(f"{account.host} speaks no TLS at port {account.port}. Try STARTTLS or port 993.") from error
    except (OSError, imaplib.IMAP4.error, IMAPClientError, UnicodeError) as error:
        raise MailboxDown(f"No connection to {account.host} port {account.port}: {_words(error)}") from error
    try:
        _sign_in(client, account)
    except BaseException:
        close(client)
        raise
    return client


def _sign_in(client: Client, account: Account) -> None:
    try:
        if account.tls == STARTTLS:
            client.starttls(guard.tls())
        if account.auth == "oauth2":
            _sign_in_by_token(client, account)
        else:
            client.login(account.username, account.secrets.get("password", ""))
    except LoginError as error:
        raise MailboxDown(
            f"{account.host} does not let {account.username} in: {_words(error)} Check the name and the password; "
            "some providers want a password for apps, or OAuth.",
            is_refused=True,
        ) from error
    except ProviderDown as error:
        raise MailboxDown(str(error), is_refused=True) from error
    except ssl.SSLError as error:
        raise MailboxDown(f"The certificate of {account.host} is not valid, or it speaks no TLS.") from error
    except (OSError, imaplib.IMAP4.error, IMAPClientError) as error:
        raise MailboxDown(f"{account.host} failed while signing in: {_words(error)}") from error


def _sign_in_by_token(client: Client, account: Account) -> None:
    try:
        client.oauth2_login(account.username, oauth.access_token(account.grant()))
    except LoginError:  # the token may have been withdrawn since: one that is new
        client.oauth2_login(account.username, oauth.access_token(account.grant(), fresh=True))


def close(client: Client) -> None:
    """Whatever state the connection is in."""
    with contextlib.suppress(OSError, imaplib.IMAP4.error, IMAPClientError):
        client.shutdown()


def _words(error: BaseException) -> str:
    """One line that can be shown; servers say no secrets, but long things."""
    text = " ".join(str(error).split())[:300]
    return text if text.endswith((".", "!", "?")) else f"{text or type(error).__name__}."

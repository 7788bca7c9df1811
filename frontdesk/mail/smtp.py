"""The local SMTP and LMTP listeners: they take mail for the people here, keep it raw, and relay nothing.

Nobody signs in: who sends mail out uses the API. Recipients that belong to nobody here are refused while the sender
still listens, so that no mail has to be sent back (which would go to whoever's address a spammer took).
"""

import asyncio
import signal
import ssl
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller, UnixSocketController
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import Error as DatabaseFailure
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from frontdesk.mail import inbound
from frontdesk.mail.addresses import known_address
from frontdesk.mail.inbound import ownership
from frontdesk.mail.inbound.ownership import Place, Standing
from frontdesk.platform import observe, tenancy

log = observe.logger(__name__)

MAX_BYTES = 25 * 1024 * 1024
# Who sends on after so much is cut off: what is too large is read to its end, but not for ever.
MAX_STREAMED = 2 * MAX_BYTES
MAX_RECIPIENTS = 100
# RFC 5321 allows 1000; what people's programs write is kept all the same.
MAX_LINE = 65536
# Connections at once, in all and from one address.
MAX_CONNECTIONS, MAX_PER_PEER = 200, 40
# Without a word for so long, or open for so long, a connection ends.
IDLE_SECONDS, TOTAL_SECONDS = 120.0, 1800.0
TRY_AGAIN = "451 4.3.0 Cannot store the message now, try again"
NO_RELAY = "550 5.7.1 {} is not an address of anybody here, and this server relays nothing"
NOBODY = "550 5.1.1 Nobody here has the address {}"
# Words that carry nothing get few repetitions; a long row of mails on one connection is fine.
_CALLS = {"NOOP": 50, "VRFY": 20, "EXPN": 20, "HELP": 20, "*": 20_000}


class Keeper:
    """aiosmtpd's handler: every message is in the database before the sender hears 250."""

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [each for each in responses if not each.startswith("250-AUTH")]  # nobody signs in

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if isinstance(server, _Bounded):
            server.streamed = 0
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= MAX_RECIPIENTS:
            return f"452 4.5.3 At most {MAX_RECIPIENTS} recipients at once"
        try:
            place = await asyncio.to_thread(_find, address)
        except DatabaseFailure as error:
            log.error("smtp.not_found_out", error=str(error))
            return TRY_AGAIN
        if place.standing is not Standing.OURS:
            words = NOBODY if place.standing is Standing.UNKNOWN else NO_RELAY
            return words.format(f"<{known_address(address)[:200]}>")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = await self._answer(session, envelope)
        # LMTP answers for each recipient (RFC 2033, 4.2).
        return "\r\n".join([answer] * len(envelope.rcpt_tos)) if isinstance(server, LMTP) else answer

    async def handle_exception(self, error: Exception) -> str:
        """Of one command: it is told to try again, and the listener goes on."""
        log.error("smtp.failed", exc_info=error)
        return TRY_AGAIN

    async def _answer(self, session: Session, envelope: Envelope) -> str:
        try:
            await asyncio.to_thread(self._keep, session, envelope)
        except DatabaseFailure as error:
            log.error("smtp.not_kept", error=str(error))
            return TRY_AGAIN
        return "250 2.0.0 Kept"

    def _keep(self, session: Session, envelope: Envelope) -> None:
        close_old_connections()
        try:
            ids = _accept(session, envelope)
        except (
            OperationalError,
            InterfaceError,
        ):  # the connection ended between its check and its use: a new one, once
            connection.close()
            ids = _accept(session, envelope)
        log.info("smtp.kept", received_ids=ids, bytes=len(envelope.original_content or b""))


def _accept(session: Session, envelope: Envelope) -> list[str]:
    ids = inbound.accept(
        envelope.original_content or b"",
        sender=envelope.mail_from or "",
        recipients=envelope.rcpt_tos,
        peer=_peer(session),
        source="smtp",
        helo=session.host_name or "",
    )
    return [str(each) for each in ids]


def _peer(session: Session) -> str:
    """Empty for a unix socket."""
    return str(session.peer[0]) if isinstance(session.peer, tuple) else ""


def _find(address: str) -> Place:
    close_old_connections()
    try:
        return _place(address)
    except (OperationalError, InterfaceError):  # as above
        connection.close()
        return _place(address)


def _place(address: str) -> Place:
    with tenancy.platform("mail intake"):
        return ownership.find([address]).get(known_address(address), Place(Standing.FOREIGN))


class _Doors:
    """Who is connected to one listener."""

    def __init__(self) -> None:
        self.open: dict[str, int] = {}

    def enter(self, peer: str) -> bool:
        limit = MAX_PER_PEER if peer else MAX_CONNECTIONS
        if sum(self.open.values()) >= MAX_CONNECTIONS or self.open.get(peer, 0) >= limit:
            return False
        self.open[peer] = self.open.get(peer, 0) + 1
        return True

    def leave(self, peer: str) -> None:
        self.open[peer] = self.open.get(peer, 1) - 1
        if self.open[peer] <= 0:
            del self.open[peer]


class _Bounded:
    """Mixed into aiosmtpd's protocols: no connection takes more of anything than its share."""

    line_length_limit = MAX_LINE
    doors: _Doors
    streamed = 0
    _entered: str | None = None
    _end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:
        if self._entered is None:  # STARTTLS makes the same connection once more
            peer = transport.get_extra_info("peername")
            name = str(peer[0]) if isinstance(peer, tuple) else ""
            if not self.doors.enter(name):
                transport.write(b"421 4.7.0 Too many connections, try again later\r\n")
                transport.close()
                return
            self._entered = name
            self._end = asyncio.get_running_loop().call_later(TOTAL_SECONDS, transport.abort)
        super().connection_made(transport)  # type: ignore[misc]  # of the protocol it is mixed into

    def connection_lost(self, error: Exception | None) -> None:
        if self._entered is None:
            return
        self.doors.leave(self._entered)
        self._entered = None
        if self._end:
            self._end.cancel()
        super().connection_lost(error)  # type: ignore[misc]

    def data_received(self, data: bytes) -> None:
        if self._entered is None:
            return
        self.streamed += len(data)
        if self.streamed > MAX_STREAMED:
            transport = self.transport  # type: ignore[attr-defined]
            transport.write(b"552 5.3.4 This is too much mail for this server\r\n")
            transport.close()
            return
        super().data_received(data)  # type: ignore[misc]


class Listener(_Bounded, SMTP):  # type: ignore[misc]  # the library is looser about transports
    pass


class LmtpListener(_Bounded, LMTP):  # type: ignore[misc]  # as above
    pass


class _Served(Controller):
    """``listener``: which of the two protocols it speaks."""

    listener: type[SMTP] = Listener

    def factory(self) -> SMTP:
        return self.listener(self.handler, **self.SMTP_kwargs)


class _AtSocket(LmtpListener):
    doors = _Doors()


class _ServedAtSocket(UnixSocketController):
    def factory(self) -> SMTP:
        return _AtSocket(self.handler, **self.SMTP_kwargs)


def make_controller(host: str, port: int, *, lmtp: bool = False, tls: ssl.SSLContext | None = None) -> Controller:
    """A listener that is not started yet."""
    base = LmtpListener if lmtp else Listener
    listener = type(base.__name__, (base,), {"doors": _Doors()})
    controller = _Served(Keeper(), hostname=host, port=port, **_options(tls))
    controller.listener = listener
    return controller


def make_socket_controller(path: Path) -> UnixSocketController:
    """LMTP at a unix socket, for a mail server of this machine; its group may write there."""
    path.unlink(missing_ok=True)
    return _ServedAtSocket(Keeper(), str(path), **_options(None))


def _options(tls: ssl.SSLContext | None) -> dict[str, Any]:
    return {
        "data_size_limit": MAX_BYTES,
        "ident": "Frontdesk",
        "enable_SMTPUTF8": True,
        "timeout": IDLE_SECONDS,
        "tls_context": tls,
        "auth_exclude_mechanism": ["LOGIN", "PLAIN"],
        "command_call_limit": dict(_CALLS),
    }


def _tls() -> ssl.SSLContext | None:
    if not (settings.SMTP_CERTIFICATE and settings.SMTP_KEY):
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(settings.SMTP_CERTIFICATE, settings.SMTP_KEY)
    return context


def listen(*, host: str, port: int) -> None:
    """Serves until SIGTERM or SIGINT: SMTP, and LMTP where the settings say so."""
    controllers: list[Controller | UnixSocketController] = [make_controller(host, port, tls=_tls())]
    if settings.LMTP_PORT:
        controllers.append(make_controller(host, settings.LMTP_PORT, lmtp=True))
    if settings.LMTP_SOCKET:
        controllers.append(make_socket_controller(Path(settings.LMTP_SOCKET)))
    with ExitStack() as stack:
        for controller in controllers:
            controller.start()
            stack.callback(controller.stop)
        if settings.LMTP_SOCKET:
            Path(settings.LMTP_SOCKET).chmod(0o660)
        log.info("smtp.listening", host=host, port=port, lmtp=settings.LMTP_PORT or settings.LMTP_SOCKET)
        signal.sigwait({signal.SIGTERM, signal.SIGINT})

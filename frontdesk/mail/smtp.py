"""The local SMTP listener: takes mail, keeps it raw. It relays nothing."""

import asyncio
import signal

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import Error as DatabaseFailure
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from frontdesk.mail import received
from frontdesk.platform import observe

log = observe.logger(__name__)

MAX_BYTES = 25 * 1024 * 1024
MAX_RECIPIENTS = 100
# RFC 5321 allows 1000; what people's programs write is kept all the same.
MAX_LINE = 65536
TRY_AGAIN = "451 4.3.0 Cannot store the message now, try again"


class Keeper:
    """aiosmtpd's handler: every message is in the database before the sender hears 250."""

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= MAX_RECIPIENTS:
            return f"452 4.5.3 At most {MAX_RECIPIENTS} recipients at once"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        try:
            await asyncio.to_thread(self._keep, session, envelope)
        except DatabaseFailure as error:
            log.error("smtp.not_kept", error=str(error))
            return TRY_AGAIN
        return "250 2.0.0 Kept"

    async def handle_exception(self, error: Exception) -> str:
        """Of one command: it is told to try again, and the listener goes on."""
        log.error("smtp.failed", exc_info=error)
        return TRY_AGAIN

    def _keep(self, session: Session, envelope: Envelope) -> None:
        close_old_connections()
        content = envelope.original_content or b""
        peer = str(session.peer[0]) if session.peer else ""
        sender, recipients = envelope.mail_from or "", envelope.rcpt_tos
        try:
            ids = received.keep(content, sender=sender, recipients=recipients, peer=peer)
        except (OperationalError, InterfaceError):  # the connection ended between its check and its use: a new one, once
            connection.close()
            ids = received.keep(content, sender=sender, recipients=recipients, peer=peer)
        log.info("smtp.kept", message_ids=[str(each) for each in ids], bytes=len(content))


class Listener(SMTP):
    line_length_limit = MAX_LINE


class Listening(Controller):
    def factory(self) -> SMTP:
        return Listener(self.handler, **self.SMTP_kwargs)


def make_controller(host: str, port: int) -> Controller:
    """A listener that is not started yet."""
    return Listening(Keeper(), hostname=host, port=port, data_size_limit=MAX_BYTES, ident="Frontdesk")


def listen(*, host: str, port: int) -> None:
    """Serves until SIGTERM or SIGINT."""
    controller = make_controller(host, port)
    controller.start()
    log.info("smtp.listening", host=host, port=port)
    try:
        signal.sigwait({signal.SIGTERM, signal.SIGINT})
    finally:
        controller.stop()

"""Mail by SMTP over a connection that is kept."""

from typing import NoReturn

from frontdesk.mail.transports import dkim
from frontdesk.mail.transports.smtp import content as contents
from frontdesk.mail.transports.smtp.line import Broken
from frontdesk.mail.transports.smtp.pool import Pool
from frontdesk.mail.transports.smtp.refusals import is_busy, is_overloaded, retry_after, wants_sign_in
from frontdesk.mail.transports.smtp.server import Server
from frontdesk.mail.transports.smtp.session import Lost, Refused, Session
from frontdesk.mail.transports.ways import Busy, Outgoing, ProviderDown, TransportError

# One mail that a server cannot stand must not hold up the others; a server that stands none is down.
MOST_BREAKS = 3


class SmtpTransport:
    """One connection of the pool's, until ``close``; not for two threads at once. Raises ProviderDown and Busy when it
    is made, so that nobody begins with a server that cannot be reached."""

    name = "smtp"

    def __init__(self, server: Server, pool: Pool | None = None) -> None:
        self.server = server
        self._pool = pool or Pool(server)
        self._session: Session | None = self._pool.lend()
        self._signers = dkim.signers(server.dkim)
        self._breaks = 0  # mails in a row in whose midst the connection ended

    def close(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            self._pool.take_back(session)

    def send(self, mail: Outgoing) -> str:
        """Returns what the server called it. Raises ProviderDown and Busy before the server took anything of the mail,
        TransportError for this mail alone."""
        if self._breaks >= MOST_BREAKS:
            raise ProviderDown(f"{self.server.place} ends each connection in the midst of a mail.")
        for kept in (True, False):
            session = self._opened()
            fresh = session.sent == 0
            try:
                return self._hand_over(session, mail)
            except Lost as error:
                self._drop()
                if kept and not fresh and not error.begun:
                    continue  # a kept connection that the server ended meanwhile is no fault of this mail
                self._breaks += 1
                raise TransportError(
                    f"The connection broke: {error}", permanent=False, in_doubt=error.in_doubt
                ) from error
        raise AssertionError("The second round ends above.")

    def _opened(self) -> Session:
        if self._session is not None and self._session.sent >= self.server.mails_per_connection:
            self.close()
        if self._session is None:
            self._session = self._pool.lend()
        return self._session

    def _drop(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.close()
            self._pool.take_back(None)

    def _hand_over(self, session: Session, mail: Outgoing) -> str:
        sender, recipient, address_utf8 = contents.envelope(mail, session.features)
        content, utf8 = contents.write(mail, session.features, self._signers.for_sender(mail.sender))
        options = contents.options(content, session.features, utf8=utf8 or address_utf8)
        answer = session.transfer(sender, recipient, options, content)
        if isinstance(answer, Refused):
            self._refuse(session, answer)
        self._breaks = 0
        # "2.0.0 Ok: queued as 4F3C" is all that SMTP tells of the mail.
        return answer.text.partition(" ")[2][:255]

    def _refuse(self, session: Session, refused: Refused) -> NoReturn:
        """Raises what the refusal means, with the connection ready for the next mail, or gone."""
        reply, stage = refused.reply, refused.stage
        if reply.code == 421:
            if stage == "MAIL" and session.sent:
                raise Lost(reply.text, begun=False, in_doubt=False)
            self._drop()
            self._breaks += 1
        else:
            self._breaks = 0
            self._begin_anew(session)
        if is_busy(reply) or is_overloaded(stage, reply):
            raise Busy(f"{self.server.place}: {reply.text}", retry_after=retry_after(reply))
        if wants_sign_in(reply):
            raise ProviderDown(
                f"{self.server.place} wants us to sign in: {reply.text}. Check encryption, user name and password."
            )
        raise TransportError(reply.text, permanent=reply.code >= 500)

    def _begin_anew(self, session: Session) -> None:
        try:
            session.reset()
        except (OSError, Broken):
            self._drop()

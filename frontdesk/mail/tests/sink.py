"""A real SMTP server that keeps what it gets, and answers as a test tells it to."""

import asyncio
import email
import email.policy
import socket
from collections import deque
from dataclasses import dataclass
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(frozen=True)
class Received:
    sender: str
    recipient: str
    content: bytes

    @property
    def message(self) -> EmailMessage:
        parsed = email.message_from_bytes(self.content, policy=email.policy.SMTP)
        assert isinstance(parsed, EmailMessage)
        return parsed


class Sink:
    """``answers`` are given to the next mails, ``refusals`` to recipients; ``drops`` mails are taken without an answer,
    and the connection ends. ``delay``: seconds that each mail takes."""

    def __init__(self) -> None:
        self.mails: list[Received] = []
        self.answers: deque[str] = deque()
        self.refusals: dict[str, str] = {}
        self.drops = 0
        self.delay = 0.0
        self.connections = 0
        self.port = free_port()
        self.controller: Controller | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def recipients(self) -> list[str]:
        return [mail.recipient for mail in self.mails]

    def start(self) -> None:
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self) -> None:
        if self.controller:
            self.controller.stop()
            self.controller = None

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if refusal := self.refusals.get(address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.delay:
            await asyncio.sleep(self.delay)
        answer = self.answers.popleft() if self.answers else f"250 2.0.0 Kept as {len(self.mails) + 1}"
        if answer.startswith("250"):
            content = envelope.original_content or b""
            self.mails += [Received(envelope.mail_from or "", to, content) for to in envelope.rcpt_tos]
        if self.drops:
            self.drops -= 1
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

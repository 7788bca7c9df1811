"""Everybody outside: the server that all mail goes out to. It keeps what comes, and hands on what is for Frontdesk."""

import smtplib
from contextlib import suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import NamedTuple

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Kept(NamedTuple):
    recipient: str
    content: bytes

    @property
    def message(self) -> EmailMessage:
        parsed = message_from_bytes(self.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed


class World:
    def __init__(self, port: int, frontdesk_port: int) -> None:
        self.frontdesk_port = frontdesk_port
        self.kept: list[Kept] = []
        self.controller = Controller(self, hostname="127.0.0.1", port=port, data_size_limit=30_000_000)

    def start(self) -> None:
        self.controller.start()

    def stop(self) -> None:
        self.controller.stop()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.original_content or b""
        for recipient in envelope.rcpt_tos:
            self.kept.append(Kept(recipient.lower(), content))
        await server.loop.run_in_executor(None, self._hand_on, envelope.mail_from or "", envelope.rcpt_tos, content)
        return "250 OK"

    def find(self, to: str, subject: str) -> Kept | None:
        """The newest to that address whose subject contains the words."""
        for kept in reversed(self.kept):
            if kept.recipient == to and subject.lower() in str(kept.message["Subject"]).lower():
                return kept
        return None

    def _hand_on(self, sender: str, recipients: list[str], content: bytes) -> None:
        with suppress(OSError), smtplib.SMTP("127.0.0.1", self.frontdesk_port, timeout=30) as client:
            client.sendmail(sender, recipients, content)  # who is not there is refused

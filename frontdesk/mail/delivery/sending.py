"""Claim, send, record, in turns between ways out and organizations.

A sender claims a batch, and after each mail that the provider took notes how far it has come (``session``). What was
sent is written to the mails themselves in one statement for the batch. When a sender dies, its notes tell which of its
mails went out and which single one is in doubt (docs/decisions/0013-exact-sending.md).

Batches are short in time: what is urgent waits for the end of one, not of a campaign.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from frontdesk.mail.delivery import limits, opening, recording, refusals, turns, writing
from frontdesk.mail.delivery.claiming import Claimed, claim
from frontdesk.mail.delivery.recording import Sent, take_back_from_the_dead
from frontdesk.mail.delivery.session import Session, open_session
from frontdesk.mail.delivery.telling import Teller
from frontdesk.mail.delivery.turns import Route
from frontdesk.mail.delivery.waking import wake
from frontdesk.mail.models import MailProvider
from frontdesk.mail.transports import Busy, ProviderDown, Transport, TransportError, open_transport
from frontdesk.platform import observe, tenancy

log = observe.logger(__name__)

BATCH = 100
# A batch is as large as was sent in this time lately, and what is left of it after the longer time goes back.
BATCH_SECONDS, LONGEST_BATCH_SECONDS = 0.5, 2.0
FIRST_BATCH = 20
PROVIDER_DOWN_PAUSE = timedelta(seconds=30)
# A job ends so often, that a worker asked to stop need not break off; a new one goes on.
LONGEST_RUN_SECONDS = 8.0
LOOK_FOR_THE_DEAD_EVERY = 2.0
ASK_FOR_HELP_EVERY = 1.0
# When all ways that have due mail are at their limits.
LIMITED_PAUSE_SECONDS = 0.1
# Whoever has waited so long for one answer counts as stuck: nobody else of this process joins it there.
STUCK_SECONDS = 2.0


@dataclass
class _Pace:
    """Mails a second by provider, as this process saw it last."""

    rates: dict[UUID | None, float] = field(default_factory=dict)

    def batch(self, provider_id: UUID | None) -> int:
        rate = self.rates.get(provider_id)
        return min(BATCH, FIRST_BATCH if rate is None else max(1, int(rate * BATCH_SECONDS)))

    def note(self, provider_id: UUID | None, mails: int, seconds: float) -> None:
        if mails:
            self.rates[provider_id] = mails / max(seconds, 0.001)


_pace = _Pace()
# Since when each sender of this process hands over the mail that it is at, by provider.
_under_way: dict[int, tuple[UUID | None, float]] = {}


def deliver_due(*, urgent_only: bool = False) -> int:
    """Sends what is due, for some seconds; returns how many were tried. Safe to run in many workers at once."""
    with open_session() as session, tenancy.owner_connection("mail delivery"):
        return _Sender(session, urgent_only=urgent_only).run()


class _Sender:
    def __init__(self, session: Session, *, urgent_only: bool) -> None:
        self.session = session
        self.urgent_only = urgent_only
        self.tried = 0
        self.teller = Teller()
        self.asked_at = float("-inf")

    def run(self) -> int:
        started = time.monotonic()
        looked_at = float("-inf")
        try:
            while True:
                if time.monotonic() - looked_at > LOOK_FOR_THE_DEAD_EVERY:
                    take_back_from_the_dead()
                    looked_at = time.monotonic()
                due = turns.find_due(urgent_only=self.urgent_only)
                if not due:
                    break
                if not self._take_turns(due):
                    time.sleep(LIMITED_PAUSE_SECONDS)
                if time.monotonic() - started > LONGEST_RUN_SECONDS:
                    wake(urgent=self.urgent_only)
                    break
        finally:
            self.teller.tell()
        return self.tried

    def _take_turns(self, due: dict[Route, list[UUID]]) -> bool:
        """A batch of each route with urgent mail, else of the first other one that may; False when none may."""
        moved = False
        for route, orgs in due.items():
            if moved and not route.is_urgent:
                break
            if not _is_stuck(route.provider_id):
                moved = self._take_turn(route, orgs) or moved
        return moved

    def _take_turn(self, route: Route, orgs: list[UUID]) -> bool:
        row = opening.find_provider(route.provider_id)
        if row is None and route.provider_id is not None:  # deleted just now
            return False
        with limits.one_connection(self.session, row, is_urgent=route.is_urgent) as is_free:
            if not is_free:
                return False
            wanted = _pace.batch(route.provider_id)
            allowed = limits.allow(row, wanted, is_urgent=route.is_urgent)
            if not allowed.mails:
                return False
            # Counted on from what is done: what went back unsent leaves no gap.
            batch = claim(
                route,
                orgs,
                provider=kind_of(row),
                sender=self.session.number,
                position=self.session.done,
                most=allowed.mails,
            )
            limits.give_back(row, allowed, len(batch))
            if len(batch) == wanted and len(batch) > 1:  # there may be more than one connection should send
                self._ask_for_help()
            if batch:
                _Batch(self.session, row, batch).send(opening.way_for(row, route))
                self.tried += len(batch)
                self.teller.note(batch)
        return bool(batch)

    def _ask_for_help(self) -> None:
        if time.monotonic() - self.asked_at > ASK_FOR_HELP_EVERY:
            wake()
            self.asked_at = time.monotonic()


class _Batch:
    """Claimed mail on its way out by one provider."""

    def __init__(self, session: Session, row: MailProvider | None, batch: list[Claimed]) -> None:
        self.session = session
        self.row = row
        self.waiting = batch[::-1]
        self.is_urgent = batch[0].priority == turns.URGENT
        self.sent: list[Sent] = []
        self.answers = 0
        self.transport_name = kind_of(row)

    def send(self, way: opening.Opened) -> None:
        started = time.monotonic()
        try:
            with open_transport(way.open()) as transport:
                self.transport_name = transport.name
                while self.waiting and time.monotonic() - started < LONGEST_BATCH_SECONDS:
                    self._send_one(transport, self.waiting[-1])
        except Busy as error:
            self._pause(error, error.retry_after)
        except ProviderDown as error:
            self._pause(error, None)
        finally:
            recording.record_sent(self.session.number, self.transport_name, self.sent)
        _pace.note(self.row.id if self.row else None, len(self.sent), time.monotonic() - started)
        if self.row and self.answers:
            limits.note_success(self.row)
        if self.waiting:
            recording.release(self.session.number, self.waiting)

    def _send_one(self, transport: Transport, message: Claimed) -> None:
        """Either noted as sent or recorded as refused, before the next one begins. Raises ProviderDown, and
        OperationalError when the session is lost."""
        try:
            writing.check_sender(message, self.row)
            outgoing, subject = writing.write(message)
        except writing.Unwritable as error:
            self._refuse(transport, message, str(error), TransportError(str(error), permanent=True))
            return
        self.session.settle()
        try:
            with _handing_over(self.row.id if self.row else None):
                provider_id = transport.send(outgoing)
        except TransportError as error:
            self._refuse(transport, message, str(error), error)
        except ProviderDown:
            raise
        except Exception as error:
            log.error("mail.broke_transport", message_id=str(message.id), exc_info=True)
            reason = f"It could not be sent: {type(error).__name__}"
            self._refuse(transport, message, reason, TransportError(reason, permanent=False))
        else:
            self._advance(message)
            self.sent.append(Sent(message, provider_id, timezone.now(), subject))

    def _refuse(self, transport: Transport, message: Claimed, reason: str, error: TransportError) -> None:
        again = refusals.record(self.session.number, transport.name, message, error)
        self._advance(message)
        if again:
            wake(at=again, urgent=self.is_urgent)

    def _advance(self, message: Claimed) -> None:
        self.session.note(message.position + 1)
        self.waiting.pop()
        self.answers += 1

    def _pause(self, error: ProviderDown, retry_after: float | None) -> None:
        """What is left waits, and the try does not count."""
        until = self._note_trouble(error, retry_after)
        recording.release(
            self.session.number, self.waiting, again=until, reason=f"The mail server cannot be reached: {error}"
        )
        self.waiting = []
        log.warning("mail.provider_down", reason=str(error))
        wake(at=until, urgent=self.is_urgent)

    def _note_trouble(self, error: ProviderDown, retry_after: float | None) -> datetime:
        now = timezone.now()
        if self.row is None:
            return now + (PROVIDER_DOWN_PAUSE if retry_after is None else timedelta(seconds=max(retry_after, 1.0)))
        if retry_after is not None:
            return limits.note_busy(self.row, str(error), retry_after)
        return limits.note_failure(self.row, str(error)) or now + limits.BEFORE_OPEN


def kind_of(row: MailProvider | None) -> str:
    if row is not None:
        return row.kind
    return "outbox" if settings.MAIL_TRANSPORT == "outbox" else "smtp"


@contextmanager
def _handing_over(provider_id: UUID | None) -> Iterator[None]:
    me = threading.get_ident()
    _under_way[me] = provider_id, time.monotonic()
    try:
        yield
    finally:
        del _under_way[me]


def _is_stuck(provider_id: UUID | None) -> bool:
    since = time.monotonic() - STUCK_SECONDS
    return any(where == provider_id and began < since for where, began in list(_under_way.values()))

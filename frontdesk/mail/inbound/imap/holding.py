"""Keeps mailboxes open: one thread and one connection for each, in one process at a time (an advisory lock).

Runs beside the jobs of a worker. Every worker tries; the lock, which its connection to the database holds, decides.
"""

import imaplib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import Error as DatabaseFailure
from django.db import close_old_connections, connection
from django.utils import timezone
from imapclient.exceptions import IMAPClientError

from frontdesk.mail.inbound.imap import accounts, fetching
from frontdesk.mail.inbound.imap.connecting import Client, MailboxDown, close, connect
from frontdesk.mail.models import Mailbox, MailboxState
from frontdesk.platform import events, observe, tenancy

log = observe.logger(__name__)

LOOK_SECONDS = 5.0
# RFC 2177: a server may end an IDLE after 30 minutes.
IDLE_SECONDS = 25 * 60.0
# How often the lock is looked at meanwhile, and a folder whose server knows no IDLE.
CHECK_SECONDS, POLL_SECONDS = 15.0, 60.0
FIRST_WAIT, LONGEST_WAIT = 2.0, 300.0
# Who was refused is not asked again and again: providers lock accounts.
REFUSED_WAIT = 900.0
_LOCK_SPACE = 0x4644494D  # "FDIM"


class Holder(threading.Thread):
    """One mailbox, until it is stopped or its row changes."""

    def __init__(self, mailbox_id: UUID, org_id: UUID, version: int) -> None:
        super().__init__(name=f"imap-{mailbox_id}", daemon=True)
        self.mailbox_id, self.org_id, self.version = mailbox_id, org_id, version
        self.stopping = threading.Event()

    def run(self) -> None:
        try:
            with _held(self.mailbox_id) as is_ours:
                if is_ours:
                    self._hold()
                else:  # another process has it
                    self.stopping.wait(LOOK_SECONDS)
        except DatabaseFailure as error:
            log.warning("imap.database_failed", mailbox_id=str(self.mailbox_id), error=type(error).__name__)
        finally:
            connection.close()

    def _hold(self) -> None:
        wait = FIRST_WAIT
        while not self.stopping.is_set():
            began = time.monotonic()
            try:
                self._session()
                wait = FIRST_WAIT
            except MailboxDown as error:
                self._note_failure(str(error))
                wait = REFUSED_WAIT if error.is_refused else wait
            except (OSError, imaplib.IMAP4.error, IMAPClientError) as error:
                words = " ".join(str(error).split())[:300]
                self._note_failure(f"The connection ended: {words or type(error).__name__}.")
            if time.monotonic() - began > LONGEST_WAIT:  # it held for a while
                wait = FIRST_WAIT
            self.stopping.wait(wait)
            wait = min(wait * 2, LONGEST_WAIT) if wait < REFUSED_WAIT else wait

    def _session(self) -> None:
        account = accounts.load(self.mailbox_id, self.org_id)
        if account is None:
            self.stopping.set()
            return
        client = connect(account)
        try:
            self._note_connected()
            while not self.stopping.is_set():
                fetching.fetch_new(client, self.mailbox_id, self.org_id, self.stopping.is_set)
                self._wait_for_mail(client)
        finally:
            close(client)

    def _wait_for_mail(self, client: Client) -> None:
        """Returns when the folder has changed, or it is time to look."""
        if not client.has_capability("IDLE"):
            self.stopping.wait(POLL_SECONDS)
            client.noop()
            return
        client.idle()
        until, beat = time.monotonic() + IDLE_SECONDS, time.monotonic() + CHECK_SECONDS
        while not self.stopping.is_set() and time.monotonic() < until:
            if any(_is_news(each) for each in _listen(client)):
                break
            if time.monotonic() > beat:
                _beat()
                beat = time.monotonic() + CHECK_SECONDS
        client.idle_done()

    def _note_connected(self) -> None:
        with tenancy.tenant(self.org_id):
            Mailbox.objects.filter(id=self.mailbox_id).update(connected_at=timezone.now(), last_error="")
            events.record("mailbox.connected", record_type="mailbox", record_id=self.mailbox_id)
        log.info("imap.connected", mailbox_id=str(self.mailbox_id))

    def _note_failure(self, reason: str) -> None:
        if self.stopping.is_set():
            return
        with tenancy.tenant(self.org_id):
            Mailbox.objects.filter(id=self.mailbox_id).update(
                last_error=reason, last_error_at=timezone.now(), connected_at=None
            )
            events.record("mailbox.failed", record_type="mailbox", record_id=self.mailbox_id)
        log.warning("imap.failed", mailbox_id=str(self.mailbox_id), reason=reason)


def _listen(client: Client) -> list[tuple[object, ...]]:
    """What the server says within a second. The library keeps the end of a connection to itself: it is told by an
    answer that is nothing and came too soon."""
    began = time.monotonic()
    told: list[tuple[object, ...]] = client.idle_check(timeout=1.0)
    if any(each[0] == b"BYE" for each in told) or (not told and time.monotonic() - began < 0.5):
        raise ConnectionResetError("the server has ended it")
    return told


def _beat() -> None:
    """Raises when the connection is gone that holds the lock: another process may have the mailbox then."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")


def _is_news(response: tuple[object, ...]) -> bool:
    return len(response) > 1 and response[1] in {b"EXISTS", b"RECENT", b"EXPUNGE"}


@contextmanager
def _held(mailbox_id: UUID) -> Iterator[bool]:
    """Whether this thread's connection to the database got the mailbox's lock; it ends with the connection."""
    key = int.from_bytes(mailbox_id.bytes[:4], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s, %s)", [_LOCK_SPACE, key])
        (is_ours,) = cursor.fetchone()
    yield bool(is_ours)


class Keeper:
    """Starts and ends the holders as the rows say."""

    def __init__(self) -> None:
        self.holders: dict[UUID, Holder] = {}
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self._run, name="imap", daemon=True)

    def start(self) -> None:
        self.thread.start()

    def stop(self, patience: float = 10.0) -> None:
        self.stopping.set()
        self.thread.join(patience)

    def _run(self) -> None:
        while not self.stopping.is_set():
            try:
                close_old_connections()
                self.tend()
            except DatabaseFailure as error:
                log.warning("imap.database_failed", error=type(error).__name__)
                connection.close()
            self.stopping.wait(LOOK_SECONDS)
        for holder in self.holders.values():
            holder.stopping.set()
        for holder in self.holders.values():
            holder.join(5.0)
        connection.close()

    def tend(self) -> None:
        wanted = _wanted()
        for mailbox_id, holder in list(self.holders.items()):
            if mailbox_id not in wanted or holder.version != wanted[mailbox_id][1]:
                holder.stopping.set()
            if not holder.is_alive():
                del self.holders[mailbox_id]
        for mailbox_id, (org_id, version) in wanted.items():
            if mailbox_id not in self.holders:
                self.holders[mailbox_id] = holder = Holder(mailbox_id, org_id, version)
                holder.start()


def _wanted() -> dict[UUID, tuple[UUID, int]]:
    with tenancy.platform("look for mailboxes"):
        rows = Mailbox.objects.filter(state=MailboxState.ACTIVE)
        return {row[0]: (row[1], row[2]) for row in rows.values_list("id", "organization_id", "version")}


@contextmanager
def running() -> Iterator[None]:
    """Mailboxes are fetched for as long as this lasts."""
    keeper = Keeper()
    keeper.start()
    try:
        yield
    finally:
        keeper.stop()

"""The jobs that deliver, and waking them.

There are two lanes. ``mail.deliver`` sends all that is due, what is urgent first; ``mail.deliver_urgent`` sends nothing
else, so that a password reset finds a sender though all others wait for a slow server. Its queue has slots of its own
in every worker.
"""

import math
import threading
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from frontdesk.platform import jobs

# A server that does not answer holds this many of a process's job slots, and no more.
SENDERS_PER_PROCESS = 2
LOOK_AGAIN = timedelta(seconds=5)
WAKE_EVERY_SECONDS = 5
RETRY = jobs.Retry(max_attempts=20, base=2.0, cap=60.0)


class Lane:
    """Some slots of this process; who finds all of them taken asks a holder to look once more."""

    def __init__(self, slots: int, *, urgent_only: bool) -> None:
        self.urgent_only = urgent_only
        self.slots = threading.BoundedSemaphore(slots)
        self._again = threading.Event()

    def run(self) -> None:
        from frontdesk.mail.delivery.sending import deliver_due  # which wakes, too

        if not self.slots.acquire(blocking=False):
            self._again.set()
            wake(at=timezone.now() + LOOK_AGAIN, urgent=self.urgent_only)  # should that holder be stuck
            return
        try:
            self._again.clear()
            deliver_due(urgent_only=self.urgent_only)
            while self._again.is_set():
                self._again.clear()
                deliver_due(urgent_only=self.urgent_only)
        finally:
            self.slots.release()


ALL = Lane(SENDERS_PER_PROCESS, urgent_only=False)
URGENT = Lane(1, urgent_only=True)


@jobs.task("mail.deliver", priority=jobs.Priority.URGENT, retry=RETRY)
def deliver(*, org_id: UUID | None) -> None:
    """Sends all mail that is due, of every organization."""
    ALL.run()


@jobs.task("mail.deliver_urgent", queue=jobs.Queue.URGENT, retry=RETRY)
def deliver_urgent(*, org_id: UUID | None) -> None:
    """Sends what somebody waits for: all but marketing."""
    URGENT.run()


def wake(*, at: datetime | None = None, urgent: bool = False) -> None:
    """Makes sure that a delivery job runs, now or within seconds after a time; several calls make one job."""
    task = deliver_urgent if urgent else deliver
    if at is None or at <= timezone.now():
        jobs.enqueue(task, org_id=None, queueing_lock=task.name)
        return
    # One job for the mails of a few seconds: it runs when the last of them is due.
    slot = math.ceil(at.timestamp() / WAKE_EVERY_SECONDS) * WAKE_EVERY_SECONDS
    moment = datetime.fromtimestamp(slot, UTC)
    jobs.enqueue(task, org_id=None, at=moment, queueing_lock=f"{task.name}@{slot}")

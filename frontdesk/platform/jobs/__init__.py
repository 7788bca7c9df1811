"""Jobs in PostgreSQL: a job is a row of the caller's transaction, so none is lost and none is invented.

    @jobs.task("mail.send", queue="urgent", retry=jobs.Retry(max_attempts=10), lock="message:{message_id}")
    def send(*, org_id: UUID, message_id: UUID) -> None: ...

    jobs.enqueue(send, org_id=org_id, message_id=message.id)

A job may run twice (a worker died after the work, before it said so): handlers make that harmless. Arguments are ids.
"""

from frontdesk.platform.jobs.running import run_pending
from frontdesk.platform.jobs.tasks import PermanentError, Priority, Queue, Retry, Task, enqueue, enqueue_many, task

__all__ = ["PermanentError", "Priority", "Queue", "Retry", "Task", "enqueue", "enqueue_many", "run_pending", "task"]

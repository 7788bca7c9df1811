"""Files of imports are address books: they go when nobody needs them any more."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from frontdesk.mail.models import ContactImport, ImportState
from frontdesk.platform import jobs, storage, tenancy

BAD_LINES_DAYS = 30
WAITING_DAYS = 2
LOOK_AGAIN = timedelta(minutes=10)
_AT_ONCE = 200


@jobs.task("mail.delete_old_imports", queue=jobs.Queue.BULK)
def delete_old() -> None:
    """Bad lines after 30 days, and files that were uploaded and never started after two."""
    now = timezone.now()
    told = Q(finished_at__lt=now - timedelta(days=BAD_LINES_DAYS)) & ~Q(bad_parts=[])
    waiting = Q(state=ImportState.UPLOADED, created_at__lt=now - timedelta(days=WAITING_DAYS))
    with tenancy.platform("delete old imports"):
        rows = list(ContactImport.objects.filter(told | waiting)[:_AT_ONCE])
    for row in rows:
        delete_files(row)
        with tenancy.platform("delete old imports"):
            ContactImport.objects.filter(id=row.id, state=ImportState.UPLOADED).update(
                state=ImportState.CANCELLED, finished_at=now
            )
            ContactImport.objects.filter(id=row.id).update(bad_parts=[])


def delete_files(row: ContactImport) -> None:
    for key in (*row.bad_parts, *([row.file_key] if row.state == ImportState.UPLOADED else [])):
        storage.delete(key)


@jobs.task("mail.forget_bad_lines", queue=jobs.Queue.BULK)
def forget_bad_lines(*, org_id: UUID) -> None:
    """Of all imports that are over: somebody who was erased may stand in them. What is still under way is looked at
    again; a file that waits to be started goes by itself after ``WAITING_DAYS``."""
    with tenancy.tenant(org_id):
        if ContactImport.objects.filter(state__in=[ImportState.QUEUED, ImportState.RUNNING]).exists():
            jobs.enqueue(forget_bad_lines, org_id=org_id, at=timezone.now() + LOOK_AGAIN)
        rows = list(ContactImport.objects.filter(finished_at__isnull=False).exclude(bad_parts=[]))
    for row in rows:
        delete_files(row)
        with tenancy.tenant(org_id):
            ContactImport.objects.filter(id=row.id).update(bad_parts=[])

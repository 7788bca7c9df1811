"""An import whose workers are killed goes on where it stood: no line is lost, and none counts twice."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings

from frontdesk.mail.models import ContactImport
from frontdesk.mail.tests.test_contact_imports import numbers, org_of, uploaded
from frontdesk.mail.tests.test_delivery_crash import wait_until
from frontdesk.orgs.models import Contact
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import posix, tenancy

LINES = 3000
KILLS = 3
# Small chunks, with a pause in each transaction: there is something to kill.
WORKER = """
import sys, time
import django
django.setup()
from frontdesk.mail.audience.importing import running, writing
from frontdesk.platform.jobs.worker import run_worker
write, pause = writing.write, float(sys.argv[1])
running.CHUNK_ROWS = 100
def slow(plan, lines):
    written = write(plan, lines)
    time.sleep(pause)
    return written
writing.write = slow
sys.exit(not run_worker(2, grace=8, heartbeat=0.5, stalled_after=2, recover_every=0.5))
"""

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@contextmanager
def worker(pause: float) -> Iterator[None]:
    """Killed at the end of the block."""
    environment = {**os.environ, "FRONTDESK_LOG_LEVEL": "ERROR", "FRONTDESK_STORAGE_DIR": str(settings.STORAGE_DIR)}
    die_with_parent = posix.die_with_parent(signal.SIGKILL)
    process = subprocess.Popen([sys.executable, "-c", WORKER, str(pause)], env=environment, preexec_fn=die_with_parent)
    try:
        yield
    finally:
        process.kill()
        process.wait()


def test_killed_workers_lose_and_repeat_no_line(alice: ApiClient) -> None:
    rows = [f"p{number}@people.test,{number}" for number in range(LINES)]
    made = uploaded(alice, "\n".join(["email,visits", *rows, "no address,8", rows[0]]))
    alice.post(f"/api/contacts/imports/{made['id']}/start", {"mapping": made["mapping"]})

    def standing() -> ContactImport:
        with tenancy.tenant(org_of(alice)):
            found: ContactImport = ContactImport.objects.get()
        return found

    for _ in range(KILLS):
        before = standing().position
        with worker(pause=0.2):
            wait_until(lambda: standing().position > before, 60)  # noqa: B023 - waited for at once
    assert standing().state == "running"
    with worker(pause=0.0):
        wait_until(lambda: standing().state == "finished", 120)
    done = alice.get(f"/api/contacts/imports/{made['id']}").json
    assert numbers(done) == {"lines": LINES + 2, "added": LINES, "duplicates": 1, "bad": 1}
    with tenancy.tenant(org_of(alice)):
        taken = Contact.objects.filter(source="import").values_list("email", flat=True)
        assert sorted(taken) == sorted(f"p{number}@people.test" for number in range(LINES))

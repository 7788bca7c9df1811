"""What a worker knows before it takes its first job."""

import re
import subprocess
import sys
from pathlib import Path

import frontdesk

_NAMED = re.compile(r'^@jobs\.task\(\s*"([\w.]+)"', re.MULTILINE)
_KNOWN = """
import django
django.setup()
from frontdesk.platform.jobs import tasks, worker
from django.conf import settings
from django.utils.module_loading import import_string
worker._import_tasks()
import_string(settings.JOB_SCHEDULE)
print(*tasks.registry)
"""


def test_a_worker_knows_every_job_there_is() -> None:
    """In a process of its own: here other tests have imported what a worker may lack."""
    root = Path(frontdesk.__file__).parent
    sources = [path for path in root.rglob("*.py") if "tests" not in path.relative_to(root).parts]
    defined = {name for path in sources for name in _NAMED.findall(path.read_text())}
    known = subprocess.run([sys.executable, "-c", _KNOWN], capture_output=True, text=True, check=True).stdout.split()
    assert "mail.deliver" in defined
    assert defined - set(known) == set()

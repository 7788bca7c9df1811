"""Runs `frontdesk up` and starts it again whenever a Python file changes."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = [sys.executable, "-m", "frontdesk.management.cli", "up", *sys.argv[1:]]


def newest() -> float:
    return max(file.stat().st_mtime for file in (ROOT / "frontdesk").rglob("*.py"))


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait()


seen = newest()
process = subprocess.Popen(COMMAND)
try:
    while process.poll() is None:
        time.sleep(1)
        if newest() > seen:
            seen = newest()
            print("Python changed: starting again …", flush=True)
            stop(process)
            process = subprocess.Popen(COMMAND)
except KeyboardInterrupt:
    pass
finally:
    stop(process)

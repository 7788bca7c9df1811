"""Seconds from `frontdesk up` to /readyz: in a new data folder with the demo, and again after a stop.

usage: python -m bench.startup [--rounds 3]
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from bench import figures, stage


def start_once(folder: Path) -> float:
    """Starts, waits until ready, stops; returns the seconds to ready."""
    port, smtp_port = stage.free_port(), stage.free_port()
    command = [sys.executable, "-m", "frontdesk.management.cli", "up", "--data", str(folder)]
    command += ["--port", str(port), "--smtp-port", str(smtp_port)]
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("FRONTDESK_")}
    surroundings.pop("DATABASE_URL", None)
    log = folder.with_name("up.log")
    began = time.perf_counter()
    with log.open("ab") as output:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=surroundings)
    try:
        stage.wait_ready(port, process, log)
        return time.perf_counter() - began
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    first, second = [], []
    for _ in range(options.rounds):
        with tempfile.TemporaryDirectory(prefix="frontdesk-bench-") as name:
            folder = Path(name) / "data"
            first.append(start_once(folder))
            second.append(start_once(folder))
    figures.report(
        "startup",
        [
            figures.Figure("first `frontdesk up` to ready", median(first), "s", aim="< 10 s", note="with the demo"),
            figures.Figure("second `frontdesk up` to ready", median(second), "s", aim="< 4 s"),
        ],
    )


if __name__ == "__main__":
    main()

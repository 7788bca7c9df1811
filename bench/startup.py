"""Seconds from `frontdesk up` to /readyz: in a new data folder with the demo, and again after a stop.

usage: python -m bench.startup [--rounds 3]
"""

import argparse
import tempfile
import time
from pathlib import Path
from statistics import median

from bench import figures, stage


def start_once(folder: Path) -> float:
    """Starts, waits until ready, stops; returns the seconds to ready."""
    began = time.perf_counter()
    with stage.up(folder):
        return time.perf_counter() - began


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

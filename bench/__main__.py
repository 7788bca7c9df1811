"""Runs the benchmarks and writes the table of figures to bench/results/table.md.

usage: python -m bench [NAME ...]

Names: api send_email delivery campaign campaigns_begin fairness transports streams startup memory door quota builtin
builtin_speech templates editor parsing segments imports ab_tests send_time
personalization; all without a name.
"""

import subprocess
import sys

from bench import figures

NAMES = (
    "api",
    "send_email",
    "delivery",
    "campaign",
    "campaigns_begin",
    "fairness",
    "transports",
    "streams",
    "startup",
    "memory",
    "door",
    "quota",
    "builtin",
    "builtin_speech",
    "templates",
    "editor",
    "parsing",
    "segments",
    "imports",
    "ab_tests",
    "send_time",
    "personalization",
)


def main(wanted: list[str]) -> int:
    if unknown := set(wanted) - set(NAMES):
        print(f"There is no benchmark {', '.join(sorted(unknown))}. There are: {', '.join(NAMES)}", file=sys.stderr)
        return 2
    failed = [name for name in wanted or NAMES if not succeeds(name)]
    print(figures.write_table(NAMES))
    if failed:
        print(f"Failed: {', '.join(failed)}", file=sys.stderr)
    return len(failed)


def succeeds(name: str) -> bool:
    return subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

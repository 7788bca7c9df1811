"""`frontdesk doctor`."""

import argparse

from frontdesk.management.context import application
from frontdesk.platform.embedded import EmbeddedError

HELP = "Check this installation, and say how to mend what is wrong."
MARKS = {"ok": "ok   ", "warning": "warn ", "error": "ERROR"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="show only what is wrong")


def run(arguments: argparse.Namespace) -> int:
    try:
        with application():
            from frontdesk.platform import checks

            findings = checks.run_all()
    except EmbeddedError as error:
        print(f"{MARKS['error']} Database: {error}")
        return 1
    for finding in findings:
        if arguments.quiet and finding.level == "ok":
            continue
        print(f"{MARKS[finding.level]} {finding.text}")
        if finding.remedy:
            print(f"      → {finding.remedy}")
    errors = sum(finding.level == "error" for finding in findings)
    warnings = sum(finding.level == "warning" for finding in findings)
    print(f"{len(findings)} checks: {errors} errors, {warnings} warnings.")
    return 1 if errors else 0

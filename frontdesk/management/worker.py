"""`frontdesk worker`: the jobs."""

import argparse
import os
import sys

from frontdesk.management.context import application, refuse_default_passwords

HELP = "Run jobs: mail, schedules, reactions to events; keep mailboxes open that mail is fetched from."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--concurrency", type=int, help="jobs at a time (default: $FRONTDESK_WORKER_CONCURRENCY, else 4)"
    )


def run(arguments: argparse.Namespace) -> int:
    with application():
        refuse_default_passwords()
        from django.conf import settings

        from frontdesk.mail.inbound.imap import holding
        from frontdesk.platform.jobs.worker import run_worker

        with holding.running():
            is_clean = run_worker(arguments.concurrency or settings.WORKER_CONCURRENCY)
        if not is_clean:
            sys.stderr.flush()
            os._exit(1)  # threads of jobs that would not end keep a process alive; another worker runs those again
    return 0

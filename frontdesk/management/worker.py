"""`frontdesk worker`: the jobs."""

import argparse

from frontdesk.management.context import application

HELP = "Run jobs: mail, schedules, reactions to events."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--concurrency", type=int, help="jobs at a time (default: $FRONTDESK_WORKER_CONCURRENCY, else 4)")


def run(arguments: argparse.Namespace) -> int:
    with application():
        from django.conf import settings

        from frontdesk.platform import jobs

        jobs.run_worker(concurrency=arguments.concurrency or settings.WORKER_CONCURRENCY)
    return 0

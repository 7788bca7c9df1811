"""`frontdesk migrate`."""

import argparse
import importlib.util
import os
from collections import Counter
from pathlib import Path

import psycopg

from frontdesk.management import demo
from frontdesk.management.context import application

HELP = "Bring the database up to this version."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="print nothing")
    parser.add_argument("--with-demo", action="store_true", help="load the demo too, into an empty installation")


def run(arguments: argparse.Namespace) -> int:
    with application():
        migrate(verbosity=0 if arguments.quiet else 1)
        if arguments.with_demo and demo.is_wanted(os.environ["DATABASE_URL"]):
            demo.load()
    return 0


def migrate(*, verbosity: int = 1) -> None:
    from django.core.management import call_command

    from frontdesk.ai.registry import shipped

    call_command("migrate", interactive=False, verbosity=verbosity)
    shipped.ensure_builtin()


def is_current(url: str) -> bool:
    """Whether every migration of the installed apps is recorded in the database, found out without loading Django
    (half a second at every start). May say no wrongly, never yes: names are counted without their apps."""
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            recorded = Counter(name for (name,) in connection.execute("SELECT name FROM django_migrations"))
    except psycopg.errors.UndefinedTable:
        return False
    return not _shipped() - recorded


def _shipped() -> Counter[str]:
    from frontdesk import settings

    names: Counter[str] = Counter()
    for app in settings.INSTALLED_APPS:
        package, *inner = app.split(".")  # asking for an inner package would import the outer ones
        spec = importlib.util.find_spec(package)
        for place in (spec.submodule_search_locations if spec else None) or []:
            names.update(file.stem for file in Path(place, *inner, "migrations").glob("[0-9]*.py"))
    return names

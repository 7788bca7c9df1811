"""`frontdesk demo`."""

import argparse

import psycopg

from frontdesk.management.context import CommandFailed, application

HELP = "Load the demo organisations and people (refused in production)."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="print nothing")


def run(arguments: argparse.Namespace) -> int:
    with application():
        load()
    if not arguments.quiet:
        print(sign_ins())
    return 0


def load() -> None:
    from django.conf import settings

    if settings.PRODUCTION:
        raise CommandFailed("Demo data have a published password: refused because FRONTDESK_ENV=production.")
    from frontdesk.ai.demo import load as load_models
    from frontdesk.mail.demo import load as load_mail
    from frontdesk.mail.templates.demo import load as load_templates
    from frontdesk.orgs.demo import load as load_people

    load_people()
    load_models()
    load_templates()
    load_mail()


def is_wanted(url: str) -> bool:
    """Whether nobody has an account yet: the demo is loaded into a new installation, never again by itself."""
    with psycopg.connect(url, connect_timeout=10) as connection:
        return connection.execute("SELECT EXISTS (SELECT FROM profiles)").fetchone() == (False,)


def is_loaded(url: str) -> bool:
    with psycopg.connect(url, connect_timeout=10) as connection:
        query = "SELECT EXISTS (SELECT FROM profiles WHERE email = 'root@frontdesk.test')"
        return connection.execute(query).fetchone() == (True,)


def sign_ins() -> str:
    from frontdesk import settings

    people = [
        ("root@frontdesk.test", "superadmin"),
        ("alice@northgate.test", "admin, Northgate Immigration"),
        ("bob@northgate.test", "agent, Northgate Immigration"),
        ("carol@client.test", "client of Northgate"),
        ("dave@harbour.test", "admin, Harbour College"),
    ]
    lines = [f"  {email:<22} {role}" for email, role in people]
    return "\n".join(["Demo sign-ins (password: " + settings.DEMO_PASSWORD + ")", *lines])

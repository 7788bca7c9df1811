"""What commands share: the data folder, the database, Django."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class CommandFailed(Exception):
    """The command cannot go on; the message says why and what to do."""


def choose_data(folder: str | None) -> None:
    """Makes `folder` the data folder of this process and its children. Before anything reads the settings."""
    if folder:
        os.environ["FRONTDESK_DATA"] = str(Path(folder).resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frontdesk.settings")


def use_database(url: str) -> None:
    """Makes `url` the database of this process and its children."""
    from frontdesk import settings
    from frontdesk.platform.database_urls import database_from_url

    os.environ["DATABASE_URL"] = url
    settings.DATABASE_URL = url
    for database in settings.DATABASES.values():
        database.update(database_from_url(url))


@contextmanager
def database() -> Iterator[str]:
    """The address of the database: DATABASE_URL's, or the embedded server's, started for the block when need be."""
    from frontdesk import settings
    from frontdesk.platform import embedded

    if settings.DATABASE_URL:
        yield settings.DATABASE_URL
        return
    with embedded.available(settings.DATA_DIR) as address:
        use_database(address.url)
        yield address.url


@contextmanager
def application() -> Iterator[None]:
    """The database, and Django set up on it; connections are closed at the end, before the server may stop."""
    with database():
        import django
        from django.db import connections

        django.setup()
        try:
            yield
        finally:
            connections.close_all()


def share_metrics(folder: Path) -> None:
    """Lets `/metrics` of any process tell of all processes that this one starts, through files in `folder`."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def refuse_default_passwords() -> None:
    """Raises CommandFailed in production while one of the demo's people may sign in with the published password."""
    from frontdesk import settings

    if not settings.PRODUCTION:
        return
    import django
    from django.db import connection, connections

    django.setup()
    from frontdesk.orgs import accounts
    from frontdesk.platform import tenancy

    try:
        with tenancy.platform("default passwords"):
            is_new = "profiles" not in connection.introspection.table_names()
            found = not is_new and accounts.has_default_passwords()
    finally:
        connections.close_all()
    if found:
        raise CommandFailed(
            "Frontdesk refuses to start in production: people of the demo still have the published password.\n"
            "Use a database without the demo, or start once without FRONTDESK_ENV=production and change their "
            "passwords or deactivate them."
        )

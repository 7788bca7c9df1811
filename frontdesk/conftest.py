"""One embedded PostgreSQL for a test run, and one database in it for each process that runs tests."""

import gc
import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import TransactionTestCase, override_settings
from psycopg.sql import SQL, Composed, Identifier
from pytest_django import DjangoDbBlocker

from frontdesk.management.context import use_database
from frontdesk.orgs.testing import alice, bob, carol, cast, dave, nobody, root
from frontdesk.platform import embedded, posix

__all__ = ["alice", "bob", "carol", "cast", "dave", "nobody", "root"]  # fixtures for every test

TEMPLATE = "frontdesk_tests"
# What Django and the queue made when migrating, and need.
KEPT = ("django_migrations", "django_content_type", "auth_permission")
LARGE = 4_000_000  # bytes; nothing is vacuumed here, and what was deleted stays in the files
TABLES_WITH_PAGES = """
SELECT relname, pg_total_relation_size(oid) FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0 AND relname <> ALL(%s)
"""
_started: list[embedded.Server] = []


@pytest.fixture(scope="session")
def database_server() -> embedded.Address:
    """The run's server. The process that runs all others starts it, because it ends last."""
    folder = _server_folder()
    return embedded.running(folder) or _start_server().address


@pytest.fixture(scope="session")
def django_db_setup(
    database_server: embedded.Address, worker_id: str, django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """An own database, copied from one that the first process to come has migrated."""
    name = f"{TEMPLATE}_{worker_id}"
    lock = posix.FileLock(_server_folder() / "template.lock")
    lock.acquire()
    with psycopg.connect(database_server.admin_url, autocommit=True) as admin, django_db_blocker.unblock():
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone():
            _make_template(database_server, admin)
        _copy(admin, TEMPLATE, name)
    lock.release()
    use_database(database_server.url_for(name))
    yield
    with django_db_blocker.unblock():
        connections.close_all()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """Called by xdist in the process that starts the workers."""
    _start_server()


def pytest_unconfigure(config: pytest.Config) -> None:
    while _started:
        _started.pop().stop()


@pytest.fixture(scope="module")
def own_database(
    database_server: embedded.Address, worker_id: str, django_db_setup: None
) -> Iterator[Callable[[str], str]]:
    """A migrated database for one module, where it may commit. Gives the address for a database role."""
    name = f"{TEMPLATE}_own_{worker_id}"
    with psycopg.connect(database_server.admin_url, autocommit=True) as admin:
        copy_database(admin, name)
        yield lambda role: database_server.url_for(name, user=role)
        admin.execute(_drop(name))


def copy_database(admin: psycopg.Connection, name: str) -> None:
    """A migrated, empty database; call it once ``django_db_setup`` is through."""
    lock = posix.FileLock(_server_folder() / "template.lock")
    lock.acquire()
    admin.execute(_drop(name))
    _copy(admin, TEMPLATE, name)
    lock.release()


@pytest.fixture(scope="session", autouse=True)
def _quick_flush() -> Iterator[None]:
    """After a test that commits, Django truncates a hundred tables, most of them empty, and writes permissions anew
    that nobody reads: half a second each time. And it knows nothing of the queue's tables."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test: _empty_tables())
        yield


@pytest.fixture(autouse=True)
def _quick_passwords() -> Iterator[None]:
    """What guards a password (60 ms of work each) is not what these tests wait for."""
    quick = "django.contrib.auth.hashers.MD5PasswordHasher"
    with override_settings(PASSWORD_HASHERS=[quick, *settings.PASSWORD_HASHERS]):
        yield


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Nothing of what is imported and collected becomes garbage, nor is it worth looking through again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The API writes through both connections, so whoever calls it as one of the cast may use both."""
    for item in items:
        callers = {"cast", "nobody"} & set(getattr(item, "fixturenames", ()))
        if callers and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db(databases="__all__"))


def _empty_tables() -> None:
    name = connections["default"].settings_dict["NAME"]
    address = embedded.running(_server_folder())
    assert address
    with psycopg.connect(address.url_for(name, user="postgres")) as admin:
        found = admin.execute(TABLES_WITH_PAGES, [list(KEPT)]).fetchall()
        if not found:
            return
        tables = SQL(", ").join(Identifier(table) for table, _ in found)
        # Waits for what a connection that was cut off still writes, as truncating does.
        admin.execute("SET lock_timeout = '60s'")
        admin.execute(SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(tables))
        if max(size for _, size in found) > LARGE:
            admin.execute(SQL("TRUNCATE {} CASCADE").format(tables))
            return
        admin.execute("SET session_replication_role = replica")  # foreign keys need no order
        for table, _ in found:
            admin.execute(SQL("DELETE FROM {}").format(Identifier(table)))


def _make_template(server: embedded.Address, admin: psycopg.Connection) -> None:
    unfinished = f"{TEMPLATE}_unfinished"
    admin.execute(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(unfinished)))
    _copy(admin, "template1", unfinished)
    use_database(server.url_for(unfinished))
    call_command("migrate", interactive=False, verbosity=0)
    connections.close_all()
    admin.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(unfinished), Identifier(TEMPLATE)))


def _copy(admin: psycopg.Connection, source: str, name: str) -> None:
    # Copying files is faster than writing them through the log, where nobody waits for the disk.
    query = SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy")
    admin.execute(query.format(Identifier(name), Identifier(embedded.OWNER), Identifier(source)))


def _drop(name: str) -> Composed:
    return SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name))


def _server_folder() -> Path:
    return Path(os.environ["FRONTDESK_TEST_DATA"]) / "server"


def _start_server() -> embedded.Server:
    if not _started:
        _started.append(embedded.start(_server_folder(), fast=True))
    return _started[0]

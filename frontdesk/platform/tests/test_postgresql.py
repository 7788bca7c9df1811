"""A kept connection that the server has ended is noticed; a healthy one is not asked."""

from unittest import mock

import pytest
from django.db import connection
from django.db.backends.postgresql import base

from frontdesk.platform.postgresql.base import DatabaseWrapper


@pytest.mark.django_db
def test_a_connection_that_the_server_has_ended_is_noticed() -> None:
    kept = connection.copy()
    assert isinstance(kept, DatabaseWrapper)
    kept.connect()
    try:
        with mock.patch.object(base.DatabaseWrapper, "is_usable", side_effect=AssertionError("asked the server")):
            assert kept.is_usable()
        with connection.cursor() as cursor:
            cursor.execute("select pg_terminate_backend(%s, 5000)", [kept.connection.info.backend_pid])
        assert not kept.is_usable()
    finally:
        kept.close()


@pytest.mark.django_db
def test_statements_that_come_again_are_prepared() -> None:
    with connection.cursor() as cursor:
        for number in range(5):
            cursor.execute("select %s::int + 1001", [number])
        cursor.execute("select count(*) from pg_prepared_statements where statement like '%%1001'")
        assert cursor.fetchone() == (1,)

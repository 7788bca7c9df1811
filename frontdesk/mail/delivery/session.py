"""A sender's own session of the database: the sign that it lives, and how far it has come.

The lock and the progress are of one session on purpose. PostgreSQL carries out what was written to a socket also when
the process that wrote it is dead by then, and ends the session, which frees the lock, only after that. So whoever gets
the lock of a dead sender reads all that it had told (docs/decisions/0013-exact-sending.md).
"""

import random
import select
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection
from psycopg.pq import ExecStatus

# The server notices within a minute, instead of hours, that the machine of a sender is gone.
_OPEN = """
select set_config('role', 'none', false), set_config('synchronous_commit', 'off', false),
  set_config('tcp_keepalives_idle', '20', false), set_config('tcp_keepalives_interval', '5', false),
  set_config('tcp_keepalives_count', '4', false), pg_advisory_lock(%s)
"""
_BEGIN = "insert into mail_sender_progress (sender) values (%s)"
_END = "delete from mail_sender_progress where sender = %s"
_NOTE = "update mail_sender_progress set done = $1::int, updated_at = clock_timestamp() where sender = {}"
_NAME = b"note"
PATIENCE_SECONDS = 60


class Session:
    """``note`` writes and does not wait; ``settle`` waits until the last note is kept.

    A sender settles before it hands over its next mail. So no more than one note is ever under way, and of at most one
    mail it is not known afterwards whether the provider took it. By then the answer has nearly always come: the mail
    was made meanwhile.
    """

    def __init__(self, number: int, opened: "psycopg.Connection[tuple[object, ...]]") -> None:
        self.number = number
        self.done = 0
        self.connection = opened
        self._line = opened.pgconn
        self._poll = select.poll()
        self._poll.register(self._line.socket, select.POLLIN)
        self._line.prepare(_NAME, _NOTE.format(number).encode())
        self._is_under_way = False

    def note(self, done: int) -> None:
        """That all of the positions before ``done`` are taken by the provider, or recorded. Raises OperationalError."""
        self.settle()
        self._line.send_query_prepared(_NAME, [b"%d" % done])
        self._is_under_way = True
        self.done = done

    def settle(self) -> None:
        """Raises OperationalError when the session is lost: then others may have taken this sender's mail."""
        if not self._is_under_way:
            self._line.consume_input()
            return
        while (result := self._next_result()) is not None:
            if result.status != ExecStatus.COMMAND_OK or result.command_tuples != 1:
                raise psycopg.OperationalError(f"The sender's progress was not kept: {result.error_message!r}")
        self._is_under_way = False

    def try_lock(self, family: int, number: int) -> bool:
        """One more lock that lives as long as this session, at most."""
        self.settle()
        return self.connection.execute("select pg_try_advisory_lock(%s, %s)", [family, number]).fetchone() == (True,)

    def unlock(self, family: int, number: int) -> None:
        if not self.connection.broken:
            self.settle()
            self.connection.execute("select pg_advisory_unlock(%s, %s)", [family, number])

    def _next_result(self) -> "psycopg.pq.abc.PGresult | None":
        self._line.consume_input()
        while self._line.is_busy():
            if not self._poll.poll(PATIENCE_SECONDS * 1000):
                raise psycopg.OperationalError("The database does not answer.")
            self._line.consume_input()
        return self._line.get_result()


@contextmanager
def open_session() -> Iterator[Session]:
    """With a number of its own, which it writes on what it claims."""
    number = random.getrandbits(62)
    parameters = {**connection.get_connection_params(), "autocommit": True}
    with psycopg.connect(**parameters) as opened:
        opened.execute(_OPEN, [number])
        opened.execute(_BEGIN, [number])
        session = Session(number, opened)
        yield session
        session.settle()
        opened.execute(_END, [number])

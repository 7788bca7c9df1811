"""Connections that are kept between mails, a bounded number for each provider in a process."""

import os
import threading
import time
from collections import deque

from frontdesk.mail.transports.smtp.server import Server
from frontdesk.mail.transports.smtp.session import Session
from frontdesk.mail.transports.ways import Busy

# Servers end what is idle after a minute or some (RFC 5321 asks for five; few wait so long).
IDLE_SECONDS = 50.0
# For how long somebody waits until another thread gives a connection back.
WAIT_SECONDS = 5.0


class Pool:
    def __init__(self, server: Server) -> None:
        self._server = server
        self._idle: deque[tuple[float, Session]] = deque()
        self._lent = 0
        self._changed = threading.Condition()

    def lend(self) -> Session:
        """A kept connection, or a new one. Raises ProviderDown, and Busy when all are lent for too long."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._lent < self._server.max_connections, WAIT_SECONDS):
                raise Busy(f"All connections to {self._server.place} are in use.", retry_after=1)
            self._lent += 1
            kept = self._take_idle()
        if kept is not None:
            return kept
        try:
            return Session.open(self._server)
        except BaseException:
            self._return()
            raise

    def _take_idle(self) -> Session | None:
        while self._idle:
            _, session = self._idle.pop()
            if session.usable():
                return session
            session.close()
        return None

    def take_back(self, session: Session | None) -> None:
        """``session`` None: it broke."""
        if session is not None and not session.clean:
            session.close()
        elif session is not None and session.sent >= self._server.mails_per_connection:
            session.quit()
        elif session is not None:
            with self._changed:
                self._idle.append((time.monotonic() + IDLE_SECONDS, session))
        self._return()

    def _return(self) -> None:
        with self._changed:
            self._lent -= 1
            self._changed.notify()

    def close_idle(self, *, now: float) -> bool:
        """Closes what was idle until ``now``; returns whether nothing is left."""
        with self._changed:
            ended = [session for until, session in self._idle if until <= now]
            self._idle = deque((until, session) for until, session in self._idle if until > now)
            left = bool(self._idle or self._lent)
        for session in ended:
            session.quit()
        return not left


class Pools:
    """The pools of a process; what is idle for long is closed by a thread that sleeps in between."""

    def __init__(self) -> None:
        self._pools: dict[str, Pool] = {}
        self._lock = threading.Lock()
        self._sweeper: threading.Timer | None = None

    def of(self, key: str, server: Server) -> Pool:
        """The pool for a way; two ways that differ in anything share none."""
        with self._lock:
            if key not in self._pools:
                self._pools[key] = Pool(server)
                self._sweep_later()
            return self._pools[key]

    def _sweep_later(self) -> None:
        if self._sweeper is None:
            self._sweeper = threading.Timer(IDLE_SECONDS / 2, self._swept)
            self._sweeper.daemon = True
            self._sweeper.start()

    def _swept(self) -> None:
        self.close_idle(now=time.monotonic())
        with self._lock:
            self._sweeper = None
            if self._pools:
                self._sweep_later()

    def close_idle(self, *, now: float = float("inf")) -> None:
        """Without ``now`` everything that is not in use."""
        with self._lock:
            pools = list(self._pools.items())
        for key, pool in pools:
            if pool.close_idle(now=now):
                with self._lock:
                    # Whoever was just given it goes on with it; it is not found again, and ends with its use.
                    self._pools.pop(key, None)

    def forget(self) -> None:
        """After a fork: the connections are the parent's."""
        self.__init__()  # type: ignore[misc]  # begins anew


pools = Pools()
os.register_at_fork(after_in_child=pools.forget)

"""Django's PostgreSQL backend, which finds out at less cost whether a kept connection still lives."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self) -> bool:
        """Asked before the first statement of each request. Nothing arrives on a healthy idle connection; a server that
        ended it has sent its farewell. So only when there is something to read the server itself is asked."""
        if self.connection is None:
            return False
        news = select.poll()
        news.register(self.connection.fileno(), select.POLLIN)
        return not news.poll(0) or super().is_usable()

"""Sessions in a table that the role of ordinary requests cannot read: only this engine reaches it, by name."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore

from frontdesk.platform import tenancy


class SessionStore(DatabaseSessionStore):
    """Django's database sessions, read and written as the owner in a step of their own."""

    @classmethod
    def get_model_class(cls) -> Any:
        from django.contrib.sessions.models import Session

        return Session

    def _get_session_from_db(self) -> Any:
        with tenancy.platform("sessions"):
            return super()._get_session_from_db()  # type: ignore[misc]  # the stubs leave it out

    def exists(self, session_key: str) -> bool:
        with tenancy.platform("sessions"):
            return super().exists(session_key)

    def save(self, must_create: bool = False) -> None:
        with tenancy.platform("sessions"):
            super().save(must_create)

    def delete(self, session_key: str | None = None) -> None:
        with tenancy.platform("sessions"):
            super().delete(session_key)

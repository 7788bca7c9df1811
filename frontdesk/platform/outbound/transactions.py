"""No network while a transaction is open: a slow stranger must not hold a connection to the database."""

from django.db import connections


def refuse_inside() -> None:
    """Raises RuntimeError inside a transaction."""
    if any(opened.in_atomic_block for opened in connections.all(initialized_only=True)):
        raise RuntimeError("No network inside a database transaction: claim, call, record.")

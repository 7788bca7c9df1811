"""A promise of uniqueness that the database keeps, as the refusal that people read."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from frontdesk.platform.errors import Conflict


@contextmanager
def refused_as(conflict: Callable[[], Conflict]) -> Iterator[None]:
    """Writes in a savepoint; where that breaks a constraint, raises ``conflict()``, asked once all is undone."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise conflict() from error

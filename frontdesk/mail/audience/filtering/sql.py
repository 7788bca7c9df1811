"""Pieces of SQL with the parameters that belong to them, in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sql:
    text: str
    # Of whatever types psycopg adapts.
    params: tuple[Any, ...] = ()

    def within(self, frame: str) -> "Sql":
        """``frame`` with this in place of ``{}``."""
        return Sql(frame.replace("{}", self.text), self.params)


def joined(parts: Sequence[Sql], between: str) -> Sql:
    return Sql(between.join(part.text for part in parts), tuple(param for part in parts for param in part.params))


@dataclass(frozen=True, slots=True)
class Contacts:
    """A query that ends with its conditions and has a column ``contact_id``."""

    sql: Sql
    # Nobody stands in it twice.
    is_once: bool = False

"""A typed filter as SQL over ``contacts c``. Values go in as parameters; not a word of them stands in the text.

What people did and which lists they are on is joined once as a set of contacts, rather than asked for each contact: a
hash join takes a million at any place of the tree, where "in" and "exists" under an "or" may look each one up.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from frontdesk.mail.audience.filtering import behaviour, own_fields
from frontdesk.mail.audience.filtering.fields import OWN, Type
from frontdesk.mail.audience.filtering.reading import Condition, Group, Mail, Match
from frontdesk.mail.audience.filtering.sql import Sql, joined


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Whose contacts, and by which clock days begin."""

    org_id: UUID
    now: datetime
    zone: ZoneInfo
    # Of so many contacts one by chance: those whose ids, which are random, lie in one stretch. 1: all of them.
    one_of: int = 1

    @property
    def stretch(self) -> tuple[UUID, UUID] | None:
        return None if self.one_of == 1 else (UUID(int=0), UUID(int=2**128 // self.one_of))

    def sampled(self, column: str) -> Sql:
        """Behind a condition: nothing, or that ``column`` lies in the sample."""
        if self.stretch is None:
            return Sql("")
        return Sql(f" and {column} between %s and %s", self.stretch)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def start_of(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone)


@dataclass(frozen=True, slots=True)
class Compiled:
    """``from contacts c {joins.text} where {condition.text}``, with the parameters in that order."""

    joins: Sql
    condition: Sql


@dataclass(slots=True)
class Compiler:
    """Compiles filters that are used in one statement: they share what is joined."""

    surroundings: Surroundings
    _joins: dict[tuple[object, ...], tuple[str, Sql]] = field(default_factory=dict)

    @property
    def joins(self) -> Sql:
        parts = [
            Sql(f"left join ({rows.text}) {name} on {name}.contact_id = c.id", rows.params)
            for name, rows in self._joins.values()
        ]
        return joined(parts, " ")

    def condition(self, group: Group) -> Sql:
        """Never NULL."""
        parts = [self.condition(part) if isinstance(part, Group) else self._leaf(part) for part in group.conditions]
        if not parts:
            return Sql("true")
        if group.match == Match.ALL:
            return joined(parts, " and ").within("({})")
        return joined(parts, " or ").within("not ({})" if group.match == Match.NONE else "({})")

    def is_in(self, rows: Sql) -> Sql:
        """Whether the contact is among ``rows``, which have a column ``contact_id`` and each contact once."""
        return Sql(f"{self._join(rows)}.contact_id is not null")

    def _join(self, rows: Sql) -> str:
        rows = joined([rows, self.surroundings.sampled("contact_id")], "")
        key = (rows.text, *map(repr, rows.params))
        name, _ = self._joins.setdefault(key, (f"j{len(self._joins)}", rows))
        return name

    def _join_last(self, name: str) -> str:
        """Grouped, and therefore sampled within."""
        rows = behaviour.last(self.surroundings.org_id, name, self.surroundings.sampled("e.contact_id"))
        key = (rows.text, *map(repr, rows.params))
        joined_as, _ = self._joins.setdefault(key, (f"j{len(self._joins)}", rows))
        return joined_as

    def _leaf(self, condition: Condition) -> Sql:
        operator = condition.operator.denies or condition.operator.name
        positive = self._positive(condition, operator)
        return positive.within("not ({})") if condition.operator.denies else positive.within("({})")

    def _positive(self, condition: Condition, operator: str) -> Sql:
        asked, values = condition.field, condition.values
        if asked.type == Type.LISTS:
            return self.is_in(behaviour.on_lists(self.surroundings.org_id, operator, values))
        if asked.type == Type.MAIL:
            return self._behaviour(asked.name, operator, values[0])
        if asked.name.startswith(OWN):
            key = asked.name.removeprefix(OWN)
            return own_fields.compile_own(asked.type, key, operator, values, self.surroundings.today)
        expression = asked.sql or f"{self._join_last(asked.name)}.at"
        if asked.type == Type.DATE:
            return self._moment(expression, operator, values)
        if asked.type == Type.BOOL:
            return Sql(expression)
        if asked.type == Type.CHOICE:
            return own_fields.equals_any(Sql(expression), values)
        # Addresses are kept in lower case.
        text = expression if asked.name in {"email", "domain"} else f"lower({expression})"
        return own_fields.compile_text(Sql(text), operator, values)

    def _behaviour(self, name: str, operator: str, mail: object) -> Sql:
        if not isinstance(mail, Mail):
            raise TypeError(f"{name} takes which mail it is about.")
        since = None if mail.days is None else self.surroundings.now - timedelta(days=mail.days)
        did = self.is_in(behaviour.who(name, self.surroundings.org_id, mail.campaign_id, since))
        if operator == "did":
            return did
        received = self.is_in(behaviour.who("received", self.surroundings.org_id, mail.campaign_id, since))
        return joined([received, did.within("not ({})")], " and ")

    def _moment(self, expression: str, operator: str, values: tuple[object, ...]) -> Sql:
        """Of a time: a day is the one on the organization's clock."""
        days = [value for value in values if isinstance(value, date)]
        first = self.surroundings.start_of(days[0]) if days else None
        past = self.surroundings.start_of(days[-1] + timedelta(days=1)) if days else None
        match operator:
            case "is_empty":
                return Sql(f"{expression} is null")
            case "on" | "between":
                made = Sql(f"{expression} >= %s and {expression} < %s", (first, past))
            case "before":
                made = Sql(f"{expression} < %s", (first,))
            case "after":
                made = Sql(f"{expression} >= %s", (past,))
            case _:
                since = self.surroundings.now - timedelta(days=own_fields.number_of(values[0]))
                made = Sql(f"{expression} >= %s", (since,))
        return made.within("coalesce({}, false)")

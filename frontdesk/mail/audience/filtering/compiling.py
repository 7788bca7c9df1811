"""A typed filter as SQL over ``contacts c``. Values go in as parameters; not a word of them stands in the text.

What people did and which lists they are on is asked by "exists" where all conditions have to hold: the planner makes
a join of it, which several processes share. Elsewhere in the tree it would look each contact up, so there the contacts
are joined once as a set.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from frontdesk.mail.audience.filtering import behaviour, own_fields
from frontdesk.mail.audience.filtering.fields import OWN, Type
from frontdesk.mail.audience.filtering.reading import Condition, Group, Mail, Match
from frontdesk.mail.audience.filtering.sql import Contacts, Sql, joined
from frontdesk.platform import email_addresses

# Times that no column has: what was done then.
LAST = {"last_opened_at": "opened", "last_clicked_at": "clicked"}


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


@dataclass(slots=True)
class Compiler:
    """Compiles filters that are used in one statement: they share what is joined."""

    surroundings: Surroundings
    _joins: dict[tuple[object, ...], tuple[str, Sql]] = field(default_factory=dict)

    @property
    def joins(self) -> Sql:
        """``from contacts c {joins} where {condition}``, with the parameters in that order."""
        parts = [
            Sql(f"left join ({rows.text}) {name} on {name}.contact_id = c.id", rows.params)
            for name, rows in self._joins.values()
        ]
        return joined(parts, " ")

    def condition(self, group: Group, *, is_whole: bool = False) -> Sql:
        """Never NULL. ``is_whole``: nothing but "and" stands around it."""
        is_all = group.match == Match.ALL or (group.match == Match.ANY and len(group.conditions) == 1)
        stays_whole = is_whole and is_all
        parts = [
            self.condition(part, is_whole=stays_whole) if isinstance(part, Group) else self._leaf(part, stays_whole)
            for part in group.conditions
        ]
        if not parts:
            return Sql("true")
        if is_all:
            return joined(parts, " and ").within("({})")
        return joined(parts, " or ").within("not ({})" if group.match == Match.NONE else "({})")

    def is_in(self, rows: Contacts, *, is_whole: bool = False) -> Sql:
        """Whether the contact is among ``rows``."""
        sampled = joined([rows.sql, self.surroundings.sampled("contact_id")], "")
        if is_whole:
            return sampled.within("exists (select from ({}) rows where rows.contact_id = c.id)")
        if not rows.is_once:
            sampled = sampled.within("select distinct contact_id from ({}) rows")
        key = (sampled.text, *map(repr, sampled.params))
        name, _ = self._joins.setdefault(key, (f"j{len(self._joins)}", sampled))
        return Sql(f"{name}.contact_id is not null")

    def _leaf(self, condition: Condition, is_whole: bool) -> Sql:
        operator = condition.operator.denies or condition.operator.name
        # Of "not" the planner makes a join when it stands before a single "exists".
        is_single = condition.field.name not in LAST
        positive = self._positive(condition, operator, is_whole and (is_single or not condition.operator.denies))
        return positive.within("not ({})") if condition.operator.denies else positive.within("({})")

    def _positive(self, condition: Condition, operator: str, is_whole: bool) -> Sql:
        asked, values = condition.field, condition.values
        if asked.type == Type.LISTS:
            return self.is_in(behaviour.on_lists(self.surroundings.org_id, operator, values), is_whole=is_whole)
        if asked.type == Type.MAIL:
            return self._behaviour(asked.name, operator, values[0], is_whole)
        if asked.name in LAST:
            return self._last(LAST[asked.name], operator, values, is_whole)
        if asked.name.startswith(OWN):
            key = asked.name.removeprefix(OWN)
            return own_fields.compile_own(asked.type, key, operator, values, self.surroundings.today)
        expression = asked.sql
        if asked.type == Type.DATE:
            return self._moment(expression, operator, values)
        if asked.type == Type.BOOL:
            return Sql(expression)
        if asked.type == Type.CHOICE:
            return own_fields.equals_any(Sql(expression), values)
        if asked.name in {"email", "domain"}:  # kept in lower case, their domains in ASCII
            kept = tuple(email_addresses.to_search(each) if isinstance(each, str) else each for each in values)
            return own_fields.compile_text(Sql(expression), operator, kept)
        return own_fields.compile_text(Sql(f"lower({expression})"), operator, values)

    def _behaviour(self, name: str, operator: str, mail: object, is_whole: bool) -> Sql:
        if not isinstance(mail, Mail):
            raise TypeError(f"{name} takes which mail it is about.")
        since = None if mail.days is None else self.surroundings.now - timedelta(days=mail.days)
        did = self.is_in(behaviour.who(name, self.surroundings.org_id, mail.campaign_id, since), is_whole=is_whole)
        if operator == "did":
            return did
        received = behaviour.who("received", self.surroundings.org_id, mail.campaign_id, since)
        return joined([self.is_in(received, is_whole=is_whole), did.within("not ({})")], " and ")

    def _last(self, did: str, operator: str, values: tuple[object, ...], is_whole: bool) -> Sql:
        """At or after a moment, if they did so since; before it, if they ever did, but not since."""

        def since(moment: datetime | None) -> Sql:
            return self.is_in(behaviour.who(did, self.surroundings.org_id, None, moment), is_whole=is_whole)

        first, past = self._bounds(values)
        match operator:
            case "is_empty":
                return since(None).within("not ({})")
            case "on" | "between" | "before":
                begin, end = (None, first) if operator == "before" else (first, past)
                return joined([since(begin), since(end).within("not ({})")], " and ")
            case "after":
                return since(past)
        return since(self.surroundings.now - timedelta(days=own_fields.number_of(values[0])))

    def _bounds(self, values: tuple[object, ...]) -> tuple[datetime | None, datetime | None]:
        """Of the days in ``values``, on the organization's clock: where the first begins, and the last ends."""
        days = [value for value in values if isinstance(value, date)]
        if not days:
            return None, None
        return self.surroundings.start_of(days[0]), self.surroundings.start_of(days[-1] + timedelta(days=1))

    def _moment(self, expression: str, operator: str, values: tuple[object, ...]) -> Sql:
        first, past = self._bounds(values)
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

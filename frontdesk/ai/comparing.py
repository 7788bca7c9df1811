"""The ledger beside what a provider says: per UTC day and model, ours, theirs, and the difference."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection

from frontdesk.ai import reports
from frontdesk.ai.models import OrganizationModel, PersonalModel, SystemModel
from frontdesk.ai.reports import Filters, Range
from frontdesk.ai.usage_exports import UsageRow, family
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.platform.errors import BadInput

_OURS = """
select (c.created_at at time zone 'UTC')::date, c.model_type, c.model_id, max(c.model_name),
  count(*) filter (where c.status in ('ok', 'aborted')), sum(c.prompt_tokens), sum(c.completion_tokens),
  count(*) filter (where c.estimated)
from ai_model_call c where {where} group by 1, 2, 3
"""


@dataclass(slots=True)
class Side:
    """Tokens of one day and model. ``requests`` None: nobody counted them; ``estimated``: calls we guessed ourselves,
    because the provider reported nothing, or nothing that could be believed."""

    requests: int | None = None
    prompt_tokens: int = 0
    completion_tokens: int = 0
    estimated: int = 0

    @property
    def tokens(self) -> int:
        return self.prompt_tokens + self.completion_tokens

    def add(self, *, requests: int | None, prompt: int, completion: int, estimated: int = 0) -> None:
        if requests is not None:
            self.requests = (self.requests or 0) + requests
        self.prompt_tokens += prompt
        self.completion_tokens += completion
        self.estimated += estimated


@dataclass(slots=True)
class Line:
    date: date
    model: str  # as the provider writes it
    names: set[str] = field(default_factory=set)  # of our models that are it
    ours: Side = field(default_factory=Side)
    theirs: Side = field(default_factory=Side)

    @property
    def difference(self) -> int:
        return self.ours.tokens - self.theirs.tokens


@dataclass(frozen=True, slots=True)
class Comparison:
    lines: Sequence[Line]
    unknown_models: Sequence[str]  # of the provider's, that are none of ours

    @property
    def ours(self) -> int:
        return sum(line.ours.tokens for line in self.lines)

    @property
    def theirs(self) -> int:
        return sum(line.theirs.tokens for line in self.lines)


def compare(actor: Actor, rows: Sequence[UsageRow], filters: Filters) -> Comparison:
    """Only models that the provider names are compared, on the days between its first and its last.

    A model is the provider's when its upstream id is, or else its name, both without the date of a snapshot.
    Raises BadInput for no rows and for more than 400 days.
    """
    access.require(actor, Permission.AI_USAGE_READ)
    if not rows:
        raise BadInput.field("file", "There is no usage in this export: no row names a model.")
    lines: dict[tuple[date, str], Line] = {}
    spelling = {family(row.model): row.model for row in rows}
    for row in rows:
        line = _line(lines, row.day, family(row.model), spelling)
        line.theirs.add(requests=row.requests, prompt=row.input_tokens, completion=row.output_tokens)
    known = _add_ours(actor, filters, _span(rows), lines, spelling)
    ordered = sorted(lines.values(), key=lambda line: (line.date, line.model))
    return Comparison(ordered, sorted(name for key, name in spelling.items() if key not in known))


def _line(lines: dict[tuple[date, str], Line], day: date, key: str, spelling: dict[str, str]) -> Line:
    return lines.setdefault((day, key), Line(day, spelling[key]))


def _span(rows: Iterable[UsageRow]) -> Range:
    days = [row.day for row in rows]
    since = datetime.combine(min(days), time.min, UTC)
    if max(days) - min(days) > timedelta(days=reports.MOST_DAYS):
        raise BadInput.field("file", f"At most {reports.MOST_DAYS} days at once.")
    return Range(since, datetime.combine(max(days), time.min, UTC) + timedelta(days=1), "UTC")


def _add_ours(
    actor: Actor, filters: Filters, span: Range, lines: dict[tuple[date, str], Line], spelling: dict[str, str]
) -> set[str]:
    """Adds the ledger's sums to the lines; returns which of the provider's models are ours."""
    upstream = _upstream_models()
    known = {key for key in map(family, upstream.values()) if key in spelling}
    where, values = reports.conditions(actor, filters, span)
    with connection.cursor() as cursor:
        cursor.execute(_OURS.format(where=where), values)
        found = cursor.fetchall()
    for day, model_type, model_id, name, requests, prompt, completion, estimated in found:
        keys = [family(upstream.get((model_type, model_id), "")), family(name)]
        key = next((key for key in keys if key in spelling), None)
        if key is None:
            continue
        known.add(key)
        line = _line(lines, day, key, spelling)
        line.names.add(name)
        line.ours.add(requests=requests, prompt=int(prompt), completion=int(completion), estimated=estimated)
    return known


def _upstream_models() -> dict[tuple[str, int], str]:
    """By tier and id, of the models that the actor sees; others are known by their name in the ledger alone."""
    found: defaultdict[tuple[str, int], str] = defaultdict(str)
    for table in (SystemModel, OrganizationModel, PersonalModel):
        for model_id, upstream in table.objects.values_list("id", "model_id"):
            found[table.model_type.value, model_id] = upstream
    return found

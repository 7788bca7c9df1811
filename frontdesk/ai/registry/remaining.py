"""What is left of limits in the periods that run now: one query, however many models are asked about."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Q

from frontdesk.ai.models import ModelType, PeriodType, QuotaCounter
from frontdesk.ai.periods import period_at
from frontdesk.ai.targets import QuotaRule, Scope

K = TypeVar("K")
_Key = tuple[UUID | None, str, int, str, datetime]


@dataclass(frozen=True, slots=True)
class Quota:
    """One limit in the period that runs: ``remaining`` is what a new call may still have of it."""

    scope: Scope
    period_type: PeriodType
    limit: int
    used: int
    reserved: int
    period_start: datetime
    resets_at: datetime

    @property
    def remaining(self) -> int:
        return max(0, self.limit - self.used - self.reserved)


def quotas_of(rules: Sequence[QuotaRule], now: datetime) -> list[Quota]:
    """A quota for each rule, in their order. The rules are of one organization."""
    counters = _counters(rules, now)
    return [_quota(rule, now, counters) for rule in rules]


def find_least(rules: Iterable[QuotaRule], now: datetime) -> int | None:
    """What the tightest of the limits leaves; None without any."""
    return min((quota.remaining for quota in quotas_of([*rules], now)), default=None)


def group_quotas(rules_by_model: Mapping[K, Sequence[QuotaRule]], now: datetime) -> dict[K, list[Quota]]:
    """The quotas of several models at once, under the same keys."""
    counters = _counters([rule for rules in rules_by_model.values() for rule in rules], now)
    return {key: [_quota(rule, now, counters) for rule in rules] for key, rules in rules_by_model.items()}


def _quota(rule: QuotaRule, now: datetime, counters: Mapping[_Key, tuple[int, int]]) -> Quota:
    period = period_at(now, rule.period_type, rule.timezone)
    used, reserved = counters.get(
        (rule.user_id, rule.model_type.value, rule.model_id, period.type.value, period.start), (0, 0)
    )
    return Quota(rule.scope, period.type, rule.limit, used, reserved, period.start, period.end)


def _counters(rules: Iterable[QuotaRule], now: datetime) -> dict[_Key, tuple[int, int]]:
    """(used, leased) of every counter that one of the rules may be held against now."""
    ids: dict[ModelType, set[int]] = defaultdict(set)
    people: set[UUID] = set()
    org_id: UUID | None = None
    for rule in rules:
        ids[rule.model_type].add(rule.model_id)
        org_id = rule.org_id
        if rule.user_id is not None:
            people.add(rule.user_id)
    if not ids or org_id is None:
        return {}
    of_models = Q()
    for model_type, model_ids in ids.items():
        of_models |= Q(model_type=model_type, model_id__in=model_ids)
    found = QuotaCounter.objects.filter(
        of_models,
        Q(user_id__isnull=True) | Q(user_id__in=people),
        organization_id=org_id,
        period_start__lte=now,
        period_end__gt=now,
    )
    return {
        (row.user_id, row.model_type, row.model_id, row.period_type, row.period_start): (row.used, row.leased)
        for row in found
    }

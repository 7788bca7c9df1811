"""Rows of usage made by hand: what calls leave behind, without a call."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from frontdesk.ai.models import ModelCall, ModelUsage, PeriodType, QuotaCounter, TaskRun
from frontdesk.ai.periods import period_at
from frontdesk.orgs.models import Profile
from frontdesk.platform import tenancy


def add_call(person: Profile, *, at: datetime | None = None, tokens: tuple[int, int] = (100, 20), **values: Any) -> int:
    """One row of the ledger; ``tokens`` of the prompt and of the answer. Returns its id."""
    at = at or timezone.now()
    zone = person.organization.timezone if person.organization else "UTC"
    defaults: dict[str, Any] = {
        "user_id": person.id,
        "feature": "chat",
        "model_type": "org_default",
        "model_id": 1,
        "model_name": "Ours",
        "served_by": "org/ours",
        "status": "ok",
        "latency_ms": 100,
        "period_type": PeriodType.MONTHLY,
        "period_start": period_at(at, PeriodType.MONTHLY, zone).start,
    }
    with tenancy.platform("tests"):
        call = ModelCall.objects.create(
            organization_id=person.organization_id,
            prompt_tokens=tokens[0],
            completion_tokens=tokens[1],
            **{**defaults, **values},
        )
        ModelCall.objects.filter(id=call.id).update(created_at=at)
    return call.id


def add_counter(person: Profile, *, tokens: int, requests: int, at: datetime | None = None) -> ModelUsage:
    """What a person used of the model of ``add_call`` this month."""
    period = period_at(at or timezone.now(), PeriodType.MONTHLY, _zone(person))
    with tenancy.platform("tests"):
        return ModelUsage.objects.create(
            organization_id=person.organization_id,
            user_id=person.id,
            model_type="org_default",
            model_id=1,
            model_name="Ours",
            tokens_used=tokens,
            requests_count=requests,
            period_start=period.start,
            period_end=period.end,
            period_type=PeriodType.MONTHLY,
        )


def add_quota(person: Profile, *, used: int = 0, leased: int = 0, own: bool = False) -> QuotaCounter:
    """This month's limit of the same model: the organization's, or the person's ``own``."""
    period = period_at(timezone.now(), PeriodType.MONTHLY, _zone(person))
    with tenancy.platform("tests"):
        quota = QuotaCounter.objects.create(
            organization_id=person.organization_id,
            user_id=person.id if own else None,
            model_type="org_default",
            model_id=1,
            period_type=PeriodType.MONTHLY,
            period_start=period.start,
            period_end=period.end,
            used=used,
            leased=leased,
        )
        QuotaCounter.objects.filter(id=quota.id).update(created_at=timezone.now() - timedelta(days=40))
        return quota


def add_run(person: Profile) -> UUID:
    """A task's run that is done. Returns its id."""
    with tenancy.platform("tests"):
        run = TaskRun.objects.create(
            organization_id=person.organization_id,
            user_id=person.id,
            model_type="org_default",
            model_id=1,
            model_name="Ours",
            task_name="reply",
            status=TaskRun.Status.DONE,
        )
    return run.id


def _zone(person: Profile) -> str:
    return person.organization.timezone if person.organization else "UTC"

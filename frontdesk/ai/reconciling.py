"""Named platform jobs that keep the books: leases of dead processes return, and counters are held against the ledger.

The ledger is what counts: `ai_model_usage` and `ai_quota` are sums of it that are kept up as calls end. They change in
the ledger's own transactions, so any difference is a fault, or somebody's hand.
"""

from datetime import timedelta
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from frontdesk.ai.models import DriftReport
from frontdesk.orgs.models import Organization
from frontdesk.platform import events, jobs, observe, tenancy

log = observe.logger(__name__)

COMPARED = timedelta(days=63)  # reaches back over the whole of last month
KEPT = timedelta(days=90)
MOST_REPORTED = 200

_ALIVE = """
exists (select from ai_quota_holder h
         where h.id = l.holder_id and h.seen_at > clock_timestamp() - interval '30 seconds')
"""
# Quotas first, in the order of their ids, as all who lease and settle do. The second statement looks anew: what changed
# while the first one waited for its locks is seen.
_LOCK_QUOTAS = f"""
select q.id from ai_quota q
where q.id in (select l.quota_id from ai_quota_lease l where not {_ALIVE}) order by q.id for update
"""  # noqa: S608 - a constant, not data
_RETURN_LEASES = f"""
with dead as (
  delete from ai_quota_lease l where l.quota_id = any(%s) and not {_ALIVE} returning quota_id, amount),
returned as (select quota_id, sum(amount) as amount from dead group by quota_id)
update ai_quota q set leased = greatest(q.leased - r.amount, 0) from returned r where q.id = r.quota_id
"""  # noqa: S608 - a constant, not data
_DELETE_HOLDERS = "delete from ai_quota_holder where seen_at < now() - interval '1 day'"


@jobs.task("ai.return_dead_leases", queue=jobs.Queue.URGENT)
def return_dead_leases() -> None:
    """What processes held that have not been heard of for 30 seconds becomes free; old holders are forgotten."""
    with tenancy.platform("return dead leases"), connection.cursor() as cursor:
        cursor.execute(_LOCK_QUOTAS)
        quotas = [row[0] for row in cursor.fetchall()]
        if quotas:
            cursor.execute(_RETURN_LEASES, [quotas])
            log.info("quota.leases_returned", quotas=cursor.rowcount)
        cursor.execute(_DELETE_HOLDERS)


# One statement, so one snapshot: calls that end meanwhile are in both sums or in neither. Calls that were refused or
# failed at once took nothing and are no requests. Calls of people who were deleted since have no counter of theirs.
# A limit counts from its first call, which began a moment before the limit's row: of the minute before that, any part
# may have been counted.
_COMPARE = """
with calls as (
  select * from ai_model_call
  where organization_id is not distinct from %(org)s and created_at >= %(since)s and period_start >= %(since)s),
ledger as (
  select user_id, model_type, model_id, period_type, period_start, max(model_name) as model_name,
    sum(prompt_tokens + completion_tokens) as tokens,
    count(*) filter (where status in ('ok', 'aborted') or prompt_tokens + completion_tokens > 0) as requests
  from calls where user_id is not null group by user_id, model_type, model_id, period_type, period_start),
counted as (
  select user_id, model_type, model_id, period_type, period_start, model_name, tokens_used, requests_count
  from ai_model_usage where organization_id is not distinct from %(org)s and period_start >= %(since)s),
usage as (
  select 'usage' as kind, user_id, model_type, model_id, coalesce(c.model_name, l.model_name) as model_name,
    period_type, period_start, coalesce(l.tokens, 0) as ledger_tokens, coalesce(c.tokens_used, 0) as counted_tokens,
    coalesce(l.requests, 0) as ledger_requests, coalesce(c.requests_count, 0) as counted_requests
  from ledger l full join counted c using (user_id, model_type, model_id, period_type, period_start)),
quotas as (
  select case when q.user_id is null then 'organization_quota' else 'person_quota' end as kind, q.user_id,
    q.model_type, q.model_id, coalesce(max(c.model_name), '') as model_name, q.period_type, q.period_start,
    greatest(least(q.used, coalesce(sum(c.prompt_tokens + c.completion_tokens), 0)),
      coalesce(sum(c.prompt_tokens + c.completion_tokens) filter (where c.created_at >= q.created_at), 0))
      as ledger_tokens,
    q.used as counted_tokens, null::bigint as ledger_requests, null::bigint as counted_requests
  from ai_quota q left join calls c on c.model_type = q.model_type and c.model_id = q.model_id
    and c.period_type = q.period_type and c.period_start = q.period_start
    and c.created_at >= q.created_at - interval '1 minute' and (q.user_id is null or c.user_id = q.user_id)
  where q.organization_id is not distinct from %(org)s and q.period_start >= %(since)s group by q.id),
compared as (select * from usage union all select * from quotas),
drifted as (
  select * from compared where ledger_tokens <> counted_tokens or ledger_requests is distinct from counted_requests
  order by abs(ledger_tokens - counted_tokens) desc, kind, user_id, model_type, model_id, period_start),
shown as (select * from drifted limit %(most)s)
select (select count(*) from compared), (select count(*) from drifted),
  (select coalesce(jsonb_agg(to_jsonb(s)), '[]') from shown s)
"""


@jobs.task("ai.reconcile", queue=jobs.Queue.BULK)
def reconcile() -> None:
    """Compares every organization's counters with its ledger, one after the other, and reports what differs."""
    with tenancy.platform("reconcile usage"):
        organizations: list[UUID | None] = [None, *Organization.objects.values_list("id", flat=True)]
        DriftReport.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    for org_id in organizations:
        compare(org_id)


def compare(org_id: UUID | None) -> DriftReport | None:
    """The report of one organization, stored; None where nothing was used. Tells when it differs from the last one."""
    since = timezone.now() - COMPARED
    with tenancy.platform("reconcile usage"):
        with connection.cursor() as cursor:
            cursor.execute(_COMPARE, {"org": org_id, "since": since, "most": MOST_REPORTED})
            checked, count, found = cursor.fetchone()
        if not checked:
            return None
        drifts = orjson.loads(found)
        own = Q(organization_id=org_id) if org_id else Q(organization_id__isnull=True)
        before = DriftReport.objects.filter(own).order_by("-created_at", "-id").first()
        report = DriftReport.objects.create(
            organization_id=org_id, since=since, checked=checked, drift_count=count, drifts=drifts
        )
        if count and (before is None or before.drifts != drifts):
            log.error("usage.drift_found", organization_id=org_id, drifts=count)
            events.record(
                "ai.drift_found",
                record_type="ai_drift_report",
                record_id=report.id,
                org_id=org_id,
                payload={"drifts": count},
            )
    return report

"""What a provider allows: so many connections at once, so many mails a second, and a pause after failures.

All of it holds over every worker on every machine: connections are advisory locks, the rest stands in the provider's
row. The deployment's setting in the environment has no row and none of these limits.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone

from frontdesk.mail.delivery.session import Session
from frontdesk.mail.models import MailProvider
from frontdesk.platform import events, observe, tenancy

log = observe.logger(__name__)

# So many failures in a row open the circuit; then one mail at a time finds out whether it works again.
FAILURES_TO_OPEN = 3
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 30, 15 * 60
BEFORE_OPEN = timedelta(seconds=2)
# How long whoever tries a provider again has for it, before another one may.
PROBE_SECONDS = 60
NOTE_USE_EVERY_SECONDS = 10

# Campaigns leave one in the bucket: a password reset does not wait for it to fill.
_TAKE_TOKENS = """
with level as (
  select id, rate_per_second as rate, greatest(rate_per_second, 2) as room, greatest(clock_timestamp(), bucket_at) as at
  from mail_provider where id = %(provider)s for no key update),
filled as (
  select level.*, least(room, p.bucket_tokens + extract(epoch from level.at - p.bucket_at) * rate) as tokens
  from level join mail_provider p using (id)),
granted as (
  select filled.*, greatest(0, least(%(wanted)s, floor(tokens - %(left)s)))::int as mails from filled)
update mail_provider p set bucket_tokens = granted.tokens - granted.mails, bucket_at = granted.at
from granted where p.id = granted.id
returning granted.mails
"""
_GIVE_BACK = "update mail_provider set bucket_tokens = bucket_tokens + %s where id = %s"
_FAIL = f"""
update mail_provider set failures = failures + 1, last_error = %(error)s, last_error_at = now(),
  open_until = case when failures + 1 >= {FAILURES_TO_OPEN} then now() + make_interval(secs => least(
    {LONGEST_PAUSE_SECONDS}, {FIRST_PAUSE_SECONDS} * 2 ^ least(failures + 1 - {FAILURES_TO_OPEN}, 10))) end
where id = %(provider)s returning failures, open_until, organization_id
"""  # noqa: S608 - constants
_WAIT = """
update mail_provider set last_error = %s, last_error_at = now(), open_until = now() + make_interval(secs => %s)
where id = %s returning open_until
"""
_PROBE = f"""
update mail_provider set open_until = now() + make_interval(secs => {PROBE_SECONDS})
where id = %s and (open_until is null or open_until <= now()) returning id
"""  # noqa: S608 - constants
_END_PROBE = "update mail_provider set open_until = now() where id = %s"
_SUCCEED = f"""
update mail_provider set last_sent_at = now(), failures = 0,
  open_until = case when failures > 0 then null else open_until end
where id = %s and (failures > 0 or last_sent_at is null
  or last_sent_at < now() - make_interval(secs => {NOTE_USE_EVERY_SECONDS}))
"""  # noqa: S608 - constants


@dataclass(frozen=True, slots=True)
class Allowed:
    """``is_probe``: the provider failed before, and this one mail finds out whether it works again."""

    mails: int
    is_probe: bool = False


def allow(row: MailProvider | None, wanted: int, *, is_urgent: bool) -> Allowed:
    """How many mails may go now. What is not used is to be given back."""
    if row is None:
        return Allowed(wanted)
    is_probe = row.failures >= FAILURES_TO_OPEN
    if is_probe and not _is_first_to_probe(row.id):
        return Allowed(0)
    if is_probe:
        wanted = 1
    if row.rate_per_second is None:
        return Allowed(wanted, is_probe)
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_TOKENS, {"provider": row.id, "wanted": wanted, "left": 0 if is_urgent else 1})
        found = cursor.fetchone()
    return Allowed(found[0] if found else 0, is_probe)


def _is_first_to_probe(provider_id: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_PROBE, [provider_id])
        return cursor.fetchone() is not None


def give_back(row: MailProvider | None, allowed: Allowed, used: int) -> None:
    """What was allowed and found no mail: tokens, or the turn to try the provider again."""
    if row is None or used >= allowed.mails:
        return
    with connection.cursor() as cursor:
        if row.rate_per_second is not None:
            cursor.execute(_GIVE_BACK, [allowed.mails - used, row.id])
        if allowed.is_probe:
            cursor.execute(_END_PROBE, [row.id])


@contextmanager
def one_connection(session: Session, row: MailProvider | None, *, is_urgent: bool) -> Iterator[bool]:
    """Takes one of the provider's connections while it lasts; False when all are in use. Where there are several, one
    is kept for urgent mail."""
    if row is None:
        yield True
        return
    first = 0 if is_urgent or row.max_connections <= 1 else 1
    family = int.from_bytes(hashlib.sha256(row.id.bytes).digest()[:4], "big", signed=True)
    for number in range(first, max(row.max_connections, 1)):
        if session.try_lock(family, number):
            try:
                yield True
            finally:
                session.unlock(family, number)
            return
    yield False


def note_failure(row: MailProvider, error: str) -> datetime | None:
    """The provider could not be used; returns until when it is left alone, if it is."""
    with connection.cursor() as cursor:
        cursor.execute(_FAIL, {"error": error, "provider": row.id})
        found = cursor.fetchone()
    if found is None:  # deleted meanwhile
        return None
    failures, open_until, org_id = found
    log.warning("mail.provider_failed", provider_id=str(row.id), failures=failures, error=error)
    if failures == FAILURES_TO_OPEN:
        _tell(org_id, "mail_provider.failed", row.id)
    return open_until  # type: ignore[no-any-return]  # a timestamptz


def note_busy(row: MailProvider, error: str, retry_after: float) -> datetime:
    """The provider wants fewer mails; returns until when it gets none."""
    with connection.cursor() as cursor:
        cursor.execute(_WAIT, [error, min(max(retry_after, 1.0), 3600.0), row.id])
        found = cursor.fetchone()
    return found[0] if found else timezone.now()


def note_success(row: MailProvider) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SUCCEED, [row.id])
    if row.failures >= FAILURES_TO_OPEN:
        _tell(row.organization_id, "mail_provider.recovered", row.id)


def _tell(org_id: UUID | None, name: str, provider_id: UUID) -> None:
    with tenancy.tenant(org_id) if org_id else tenancy.platform("mail provider"):
        events.record(name, record_type="mail_provider", record_id=provider_id)

"""Domains looked at again without being asked: new ones while their records spread, all others once a day."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from frontdesk.mail.models import MailDomain
from frontdesk.mail.sending_settings import domains, owning
from frontdesk.mail.sending_settings.looking import look
from frontdesk.platform import jobs, tenancy
from frontdesk.platform.errors import NotFound

# Nobody sets the records any more after that.
NEW = timedelta(days=7)
DAILY = timedelta(hours=20)
# No name server of the internet knows such names (RFC 6761): the demo's are verified though nobody can find them.
_ONLY_HERE = ".test"


@jobs.task("mail.check_domains", queue=jobs.Queue.BULK)
def check_due() -> None:
    """A job for each domain that is due; once an hour."""
    now = timezone.now()
    is_new = Q(verified_at__isnull=True, failing_since__isnull=True, created_at__gt=now - NEW)
    is_used = Q(verified_at__isnull=False) | Q(failing_since__isnull=False)
    is_used &= Q(checked_at__isnull=True) | Q(checked_at__lt=now - DAILY)
    with tenancy.platform("mail domains to check"):
        due = MailDomain.objects.filter(is_new | is_used)
        if not settings.DNS_SERVERS:
            due = due.exclude(domain__endswith=_ONLY_HERE)
        for org_id, domain_id in due.values_list("organization_id", "id"):
            jobs.enqueue(check, org_id=org_id, domain_id=domain_id, queueing_lock=f"mail.check_domain:{domain_id}")


@jobs.task("mail.check_domain", queue=jobs.Queue.BULK)
def check(*, org_id: UUID | None, domain_id: UUID) -> None:
    """Looks, outside of transactions, and notes what was found."""
    with domains.scope_of(org_id):
        row = MailDomain.objects.filter(owning.owned(org_id), id=domain_id).first()
        facts = domains.facts_of(row) if row else None
    if facts is None:
        return
    try:
        domains.finish_check(org_id, domain_id, look(facts))
    except NotFound:
        return  # deleted meanwhile

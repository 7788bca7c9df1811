"""What the platform throws away by itself."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from frontdesk.platform import jobs, tenancy
from frontdesk.platform.models import CacheEntry, IdempotencyKey, RateBucket

KEEP_IDEMPOTENCY_KEYS = timedelta(hours=24)
KEEP_RATE_BUCKETS = timedelta(days=1)  # a bucket is full again long before: then the row says nothing


@jobs.task("platform.delete_expired", queue=jobs.Queue.BULK)
def delete_expired() -> None:
    """Idempotency keys, cache entries, rate buckets and sessions whose time is over."""
    now = timezone.now()
    with tenancy.platform("delete expired rows"):
        IdempotencyKey.objects.filter(created_at__lt=now - KEEP_IDEMPOTENCY_KEYS).delete()
        CacheEntry.objects.filter(expires_at__lt=now).delete()
        RateBucket.objects.filter(refilled_at__lt=now - KEEP_RATE_BUCKETS).delete()
        Session.objects.filter(expire_date__lt=now).delete()

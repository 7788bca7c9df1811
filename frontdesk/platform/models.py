"""Tables of the platform itself. They name organizations by id only: the platform knows no domain."""

import uuid

from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models.functions import Now

from frontdesk.platform.tenancy import TenantManager


class Event(models.Model):
    """What happened, written in the transaction of the change it tells of; see ``events.record``."""

    organization_id = models.UUIDField(null=True)
    name = models.CharField(max_length=80)
    record_type = models.CharField(max_length=40)
    record_id = models.CharField(max_length=40)
    # The person whom a client-side listener with the role `user` must be to hear of it.
    profile_id = models.UUIDField(null=True)
    actor_id = models.UUIDField(null=True)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=TransactionNow())

    objects = TenantManager["Event"]()

    class Meta:
        db_table = "events"
        indexes = [
            models.Index(fields=["organization_id", "id"], name="events_org_id"),
            models.Index(fields=["organization_id", "record_type", "record_id"], name="events_org_record"),
        ]


class IdempotencyKey(models.Model):
    """The first answer to a POST that carried ``Idempotency-Key``, returned again to the same key for 24 hours."""

    organization_id = models.UUIDField(null=True)
    profile_id = models.UUIDField()
    key = models.CharField(max_length=255)
    route = models.CharField(max_length=255)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.BinaryField(null=True)
    content_type = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = TenantManager["IdempotencyKey"]()

    class Meta:
        db_table = "idempotency_keys"
        constraints = [models.UniqueConstraint(fields=["profile_id", "key"], name="idempotency_profile_key")]
        indexes = [models.Index(fields=["created_at"], name="idempotency_created")]


class RateBucket(models.Model):
    """A token bucket shared by all processes; the key is a hash, so the table tells nothing of a tenant."""

    key = models.CharField(max_length=64, primary_key=True)
    tokens = models.FloatField()
    refilled_at = models.DateTimeField()

    class Meta:
        db_table = "rate_buckets"


class CacheEntry(models.Model):
    """Short-lived values shared by all processes (sign-in attempt counters); keys are hashed."""

    key = models.CharField(max_length=64, primary_key=True)
    value = models.BinaryField()
    expires_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cache_entries"
        indexes = [models.Index(fields=["expires_at"], name="cache_expires")]


class Upload(models.Model):
    """An image that people uploaded: re-encoded, without metadata, public under an unguessable address."""

    class Purpose(models.TextChoices):
        LOGO = "logo"
        IMAGE = "image"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organization_id = models.UUIDField(null=True)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    key = models.CharField(max_length=200)
    file_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    created_by_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = TenantManager["Upload"]()

    class Meta:
        db_table = "uploads"
        indexes = [models.Index(fields=["organization_id", "-created_at"], name="uploads_org")]

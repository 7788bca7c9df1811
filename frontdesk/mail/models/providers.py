"""Ways out and in: providers, domains, the addresses that mail is sent from, and what providers reported."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from frontdesk.mail.models.templates import FromAddressType
from frontdesk.orgs.models import Organization
from frontdesk.platform.secrets import SealedField
from frontdesk.platform.tenancy import TenantManager, TenantModel


class ProviderState(models.TextChoices):
    ACTIVE = "active"
    PAUSED = "paused"


class Serves(models.TextChoices):
    """Which mail goes out by a provider: an organization may send newsletters by another one than letters."""

    ALL = "all"
    TRANSACTIONAL = "transactional"
    MARKETING = "marketing"


class MailProvider(models.Model):
    """A way out with its credentials. ``organization`` NULL: the deployment's, for who has none of their own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=30)
    settings = models.JSONField(default=dict)
    # JSON of the kind's secret fields.
    secrets = SealedField()
    serves = models.CharField(max_length=15, choices=Serves.choices, default=Serves.ALL)
    # Mails a second over all workers; NULL: as fast as it takes them.
    rate_per_second = models.FloatField(null=True)
    max_connections = models.PositiveSmallIntegerField(default=2, db_default=2)
    state = models.CharField(max_length=10, choices=ProviderState.choices, default=ProviderState.ACTIVE)
    paused_reason = models.CharField(max_length=500, blank=True, db_default="")
    paused_at = models.DateTimeField(null=True)
    # The circuit breaker: failures in a row, and until when nothing is tried.
    failures = models.PositiveIntegerField(default=0, db_default=0)
    open_until = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True, db_default="")
    last_error_at = models.DateTimeField(null=True)
    last_sent_at = models.DateTimeField(null=True)
    # The token bucket of the rate limit.
    bucket_tokens = models.FloatField(default=0, db_default=0)
    bucket_at = models.DateTimeField(db_default=Now())
    # Part of the address to which the provider reports; the signature is checked besides.
    webhook_token = models.CharField(max_length=64, unique=True)
    webhook_secret = SealedField()
    # When a test mail last went out by it.
    verified_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = TenantManager["MailProvider"]()

    class Meta:
        db_table = "mail_provider"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ProviderState.values), name="mail_provider_state"),
            models.CheckConstraint(condition=Q(serves__in=Serves.values), name="mail_provider_serves"),
            models.UniqueConstraint(fields=["organization", "name"], nulls_distinct=False, name="mail_provider_name"),
            # One way out for each kind of mail; "all" gives way to the one that serves that kind alone.
            models.UniqueConstraint(
                fields=["organization", "serves"], nulls_distinct=False, name="mail_provider_serves_once"
            ),
        ]


class DomainStatus(models.TextChoices):
    PENDING = "pending"
    VERIFIED = "verified"
    FAILING = "failing"


class MailDomain(models.Model):
    """A domain that mail is sent from and arrives at. Only a verified one counts: then it is nobody else's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="+")
    domain = models.CharField(max_length=253)
    status = models.CharField(max_length=10, choices=DomainStatus.choices, default=DomainStatus.PENDING)
    # In the TXT record that proves who owns the domain.
    verification_token = models.CharField(max_length=64)
    dkim_selector = models.CharField(max_length=63)
    dkim_private_key = SealedField()
    dkim_public_key = models.TextField(blank=True)
    # A key that takes the place of the other as soon as its record is found: until then nobody could check with it.
    next_dkim_selector = models.CharField(max_length=63, blank=True, db_default="")
    next_dkim_private_key = SealedField()
    next_dkim_public_key = models.TextField(blank=True, db_default="")
    # Host names under the domain, or empty: where bounces go, and where links and the pixel of mails point.
    return_path_host = models.CharField(max_length=253, blank=True)
    tracking_host = models.CharField(max_length=253, blank=True)
    # What the last check found: [{purpose, type, name, expected, found, state, advice}].
    records = models.JSONField(default=list)
    checked_at = models.DateTimeField(null=True)
    # Stays for 72 hours after its records are gone, in case a name server has a bad day.
    verified_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = TenantManager["MailDomain"]()

    class Meta:
        db_table = "mail_domain"
        constraints = [
            models.CheckConstraint(condition=Q(status__in=DomainStatus.values), name="mail_domain_status"),
            models.UniqueConstraint(fields=["organization", "domain"], nulls_distinct=False, name="mail_domain_once"),
            models.UniqueConstraint(
                fields=["domain"], condition=Q(verified_at__isnull=False), name="mail_domain_owner"
            ),
        ]


class MailSender(TenantModel):
    """Which address stands for one of the four kinds, in place of the deployment's."""

    address_type = models.CharField(max_length=24, choices=FromAddressType.choices)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(max_length=254)
    reply_to = models.EmailField(max_length=254, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "mail_sender"
        constraints = [models.UniqueConstraint(fields=["organization", "address_type"], name="mail_sender_once")]


class ProviderEvent(models.Model):
    """What a provider told of a mail, once however often it tells it. ``organization`` NULL: of an unknown mail."""

    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="+")
    provider = models.ForeignKey(MailProvider, on_delete=models.CASCADE, related_name="+")
    # The provider's own id of the event, or a digest of what it said.
    key = models.CharField(max_length=255)
    kind = models.CharField(max_length=20)
    message = models.ForeignKey("mail.EmailMessage", null=True, on_delete=models.CASCADE, related_name="+")
    recipient = models.CharField(max_length=320, blank=True)
    detail = models.TextField(blank=True)
    # What it takes to apply it once the mail is known: provider_id, bounce_kind, reason, url, is_machine.
    data = models.JSONField(default=dict, db_default={})
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = TenantManager["ProviderEvent"]()

    class Meta:
        db_table = "mail_provider_event"
        constraints = [models.UniqueConstraint(fields=["provider", "key"], name="mail_provider_event_once")]
        indexes = [
            models.Index(fields=["organization", "-received_at"], name="mail_provider_event_org"),
            models.Index(fields=["message"], name="mail_provider_event_message"),
        ]

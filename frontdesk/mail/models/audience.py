"""Whom newsletters go to: lists, who is on them, segments, and imports of contacts."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from frontdesk.mail.models.templates import EmailTemplate
from frontdesk.orgs.models import Contact, Profile
from frontdesk.platform.tenancy import TenantModel


class MailList(TenantModel):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    description = models.CharField(max_length=500, blank=True)
    # Offered on the preference page to people who are not on it.
    is_public = models.BooleanField(default=False, db_default=False)
    # Who signs up must follow a link in a mail before anything goes to them.
    is_double_opt_in = models.BooleanField(default=True, db_default=True)
    confirmation_template = models.ForeignKey(EmailTemplate, null=True, on_delete=models.SET_NULL, related_name="+")
    created_by = models.ForeignKey(Profile, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "mail_list"
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="mail_list_name")]


class SubscriptionState(models.TextChoices):
    PENDING = "pending"
    SUBSCRIBED = "subscribed"
    UNSUBSCRIBED = "unsubscribed"


class Subscription(TenantModel):
    """A contact on a list. Whoever left is kept as such, so that no import brings them back."""

    # Nothing reads the subscriptions of a whole organization: always of lists, or of contacts.
    organization = models.ForeignKey("orgs.Organization", on_delete=models.CASCADE, related_name="+", db_index=False)
    list = models.ForeignKey(MailList, on_delete=models.CASCADE, related_name="subscriptions", db_index=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="subscriptions", db_index=False)
    state = models.CharField(max_length=12, choices=SubscriptionState.choices)
    # import, form, api, person (by hand), preferences
    source = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "mail_subscription"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SubscriptionState.values), name="mail_subscription_state"),
            models.UniqueConstraint(fields=["list", "contact"], name="mail_subscription_once"),
        ]
        indexes = [
            # With the organization, which row level security asks for: counts read the index alone.
            models.Index(fields=["list", "state", "contact"], include=["organization"], name="mail_subscription_list"),
            models.Index(fields=["contact"], name="mail_subscription_contact"),
        ]


class Segment(TenantModel):
    """A named filter over contact fields and behaviour; who it holds is found when it is asked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    description = models.CharField(max_length=500, blank=True)
    filter = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    last_count = models.PositiveIntegerField(null=True)
    counted_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(Profile, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "contact_segment"
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="contact_segment_name")]


class ImportState(models.TextChoices):
    UPLOADED = "uploaded"
    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ContactImport(TenantModel):
    """A CSV file of contacts and what became of its lines."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED)
    filename = models.CharField(max_length=255)
    # Key of the storage; empty once the file has been taken in.
    file_key = models.CharField(max_length=300, blank=True)
    size = models.BigIntegerField()
    # Where the work stands, in bytes of the file: a killed worker's import goes on from there.
    position = models.BigIntegerField(default=0, db_default=0)
    # How the file is read ({encoding, delimiter, has_header}) and which column means what.
    dialect = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    # Keys of the storage: what could not be taken, a file for each part of the work that had such lines.
    bad_parts = models.JSONField(default=list, db_default=[])
    list = models.ForeignKey(MailList, null=True, on_delete=models.SET_NULL, related_name="+")
    lines = models.PositiveIntegerField(default=0, db_default=0)
    added = models.PositiveIntegerField(default=0, db_default=0)
    updated = models.PositiveIntegerField(default=0, db_default=0)
    unchanged = models.PositiveIntegerField(default=0, db_default=0)
    # Lines whose address stands further down once more: the last one counts.
    duplicates = models.PositiveIntegerField(default=0, db_default=0)
    # Suppressed or erased addresses, and people who left the list.
    skipped = models.PositiveIntegerField(default=0, db_default=0)
    bad = models.PositiveIntegerField(default=0, db_default=0)
    # Rows of the sheet behind ``position``, blank ones and the header with them.
    row = models.PositiveIntegerField(default=0, db_default=0)
    error = models.TextField(blank=True, db_default="")
    created_by = models.ForeignKey(Profile, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "contact_import"
        constraints = [models.CheckConstraint(condition=Q(state__in=ImportState.values), name="contact_import_state")]
        indexes = [models.Index(fields=["organization", "-created_at", "-id"], name="contact_import_org_created")]

"""The outbox, what became of each mail, and what arrived raw."""

import uuid

from django.db import models
from django.db.models.functions import Now

from frontdesk.mail.models.templates import EmailTemplate
from frontdesk.orgs.models import Organization, Profile
from frontdesk.platform.tenancy import TenantManager


class MessageStatus(models.TextChoices):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    FAILED = "failed"
    CANCELLED = "cancelled"


class EmailMessage(models.Model):
    """The outbox: one row per recipient. ``mime`` is what goes to the provider, built before acceptance."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # NULL: mail of the platform itself (a superadmin's password reset).
    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="+")
    status = models.CharField(max_length=12, choices=MessageStatus.choices, default=MessageStatus.QUEUED)
    type = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=20, blank=True)
    template = models.ForeignKey(EmailTemplate, null=True, on_delete=models.SET_NULL, related_name="+")
    template_version = models.PositiveIntegerField(null=True)
    locale = models.CharField(max_length=5, blank=True)
    # The messages accepted by one call share it; each recipient has a row.
    batch_id = models.UUIDField(default=uuid.uuid4)
    from_address = models.CharField(max_length=320)
    to_address = models.CharField(max_length=320)
    recipient_kind = models.CharField(max_length=3, default="to")
    reply_to = models.CharField(max_length=320, blank=True)
    cc = models.JSONField(default=list)
    subject = models.CharField(max_length=998)
    html = models.TextField(blank=True)
    text = models.TextField(blank=True)
    mime = models.BinaryField()
    message_id_header = models.CharField(max_length=255)
    attachments = models.JSONField(default=list)
    related = models.JSONField(default=dict)
    # What it was rendered with, for samples of previews; NULL for mail that carries keys, and when nothing was kept.
    data = models.JSONField(null=True)
    # A try of a template, not mail to anybody: reports leave it out.
    is_test = models.BooleanField(default=False, db_default=False)
    # Whether it carries our pixel and our links: rates are of these alone.
    tracks_opens = models.BooleanField(default=False, db_default=False)
    tracks_clicks = models.BooleanField(default=False, db_default=False)
    priority = models.SmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    last_error = models.TextField(blank=True)
    provider = models.CharField(max_length=30, blank=True)
    provider_id = models.CharField(max_length=255, blank=True)
    # When it was to go out, if not at once. Retries end 72 hours later.
    send_at = models.DateTimeField(null=True)
    next_attempt_at = models.DateTimeField(db_default=Now())
    claimed_at = models.DateTimeField(null=True)
    # The advisory lock that its sender holds: free again means that the sender is dead.
    claimed_by = models.BigIntegerField(null=True)
    sent_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(Profile, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = TenantManager["EmailMessage"]()

    class Meta:
        db_table = "email_message"
        constraints = [
            models.CheckConstraint(condition=models.Q(status__in=MessageStatus.values), name="email_message_status")
        ]
        indexes = [
            models.Index(fields=["organization", "-created_at", "-id"], name="email_message_org_created"),
            models.Index(fields=["next_attempt_at"], condition=models.Q(status="queued"), name="email_message_queued"),
            models.Index(fields=["claimed_by"], condition=models.Q(status="sending"), name="email_message_sending"),
            # With all that reports count, so that they read the index alone.
            models.Index(
                fields=["template", "organization"],
                include=[
                    "id",
                    "status",
                    "template_version",
                    "locale",
                    "created_at",
                    "sent_at",
                    "is_test",
                    "tracks_opens",
                    "tracks_clicks",
                ],
                name="email_message_report",
            ),
        ]


class EmailMessageEvent(models.Model):
    """One step in the life of a message."""

    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(EmailMessage, on_delete=models.CASCADE, related_name="events")
    status = models.CharField(max_length=12)
    detail = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = TenantManager["EmailMessageEvent"]()

    class Meta:
        db_table = "email_message_event"
        indexes = [models.Index(fields=["message", "id"], name="email_message_event_message")]


class EngagementKind(models.TextChoices):
    OPEN = "open"
    CLICK = "click"
    UNSUBSCRIBE = "unsubscribe"


class EmailEngagement(models.Model):
    """What a recipient did with a mail. Template, version and locale stand here too: reports read nothing else."""

    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(EmailMessage, on_delete=models.CASCADE, related_name="engagements")
    template = models.ForeignKey(EmailTemplate, null=True, on_delete=models.SET_NULL, related_name="+")
    template_version = models.PositiveIntegerField(null=True)
    locale = models.CharField(max_length=5, blank=True)
    kind = models.CharField(max_length=12, choices=EngagementKind.choices)
    url = models.CharField(max_length=2000, blank=True)
    # Which link of the mail, counted from 0 in the order of the HTML.
    position = models.PositiveSmallIntegerField(null=True)
    # A proxy or scanner, not a person.
    is_machine = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = TenantManager["EmailEngagement"]()

    class Meta:
        db_table = "email_engagement"
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=EngagementKind.values), name="email_engagement_kind")
        ]
        indexes = [
            models.Index(
                fields=["template", "organization"],
                include=["message", "kind", "is_machine", "created_at"],
                name="email_engagement_report",
            ),
            models.Index(fields=["message", "kind"], name="email_engagement_message"),
        ]


class MailSettings(models.Model):
    """How an organization's mail behaves; no row means the defaults."""

    organization = models.OneToOneField(Organization, primary_key=True, on_delete=models.CASCADE, related_name="+")
    track_opens = models.BooleanField(default=True)
    track_clicks = models.BooleanField(default=True)
    updated_at = models.DateTimeField(db_default=Now())

    objects = TenantManager["MailSettings"]()

    class Meta:
        db_table = "mail_settings"


class ReceivedMail(models.Model):
    """What the SMTP listener was handed, byte for byte. Kept before anything looks inside."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # NULL while no organization's address is among the recipients; only superadmins see such mail.
    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="+")
    envelope_from = models.CharField(max_length=320, blank=True)
    envelope_to = models.JSONField(default=list)
    subject = models.CharField(max_length=998, blank=True)
    message_id_header = models.CharField(max_length=255, blank=True)
    peer = models.CharField(max_length=60, blank=True)
    raw = models.BinaryField()
    digest = models.BinaryField(max_length=32)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = TenantManager["ReceivedMail"]()

    class Meta:
        db_table = "received_mail"
        constraints = [
            # Servers repeat what they think was not taken, also while the first is being stored.
            models.UniqueConstraint(fields=["organization", "digest"], nulls_distinct=False, name="received_mail_once")
        ]
        indexes = [models.Index(fields=["organization", "-created_at", "-id"], name="received_mail_org_created")]

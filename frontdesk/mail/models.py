"""E-mail templates and their versions, the outbox, and what arrived raw."""

import uuid

from django.db import models
from django.db.models.functions import Now

from frontdesk.orgs.models import Locale, Organization, Profile
from frontdesk.platform.tenancy import TenantManager, TenantOrGlobalManager


class FromAddressType(models.TextChoices):
    TRANSACTIONAL = "transactional_email"
    MARKETING = "marketing_email"
    TRANSACTIONAL_2 = "transactional_email_2"
    MARKETING_2 = "marketing_email_2"


class TemplateCategory(models.TextChoices):
    TRANSACTIONAL = "transactional"
    MARKETING = "marketing"
    SYSTEM = "system"


class SourceFormat(models.TextChoices):
    HTML = "html"
    MJML = "mjml"
    VISUAL = "visual"


class EmailTemplate(models.Model):
    """One template. ``organization`` NULL: a global default that serves organizations without their own."""

    name = models.CharField(max_length=255)
    description = models.TextField(blank=True)
    html_code = models.TextField()
    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="+")
    type = models.CharField(max_length=40)
    is_active = models.BooleanField(default=False, db_default=False)
    email_main_logo_image = models.CharField(max_length=300, blank=True)
    subject = models.CharField(max_length=500)
    preheader = models.CharField(max_length=300, blank=True)
    from_email_address_type = models.CharField(
        max_length=30, choices=FromAddressType.choices, default=FromAddressType.TRANSACTIONAL
    )
    created_by = models.ForeignKey(Profile, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(db_default=Now(), editable=False)  # a database trigger keeps it
    is_default = models.BooleanField(default=False, db_default=False)
    category = models.CharField(max_length=20, choices=TemplateCategory.choices, default=TemplateCategory.TRANSACTIONAL)
    locale = models.CharField(max_length=5, choices=Locale.choices, default=Locale.EN)
    source_format = models.CharField(max_length=10, choices=SourceFormat.choices, default=SourceFormat.HTML)
    design = models.JSONField(null=True)
    text_code = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = TenantOrGlobalManager["EmailTemplate"]()

    class Meta:
        db_table = "email_template"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(from_email_address_type__in=FromAddressType.values), name="email_template_from_type"
            ),
            models.CheckConstraint(
                condition=models.Q(category__in=TemplateCategory.values), name="email_template_category_value"
            ),
            # One active per organization, type and locale; custom templates are sent by id, so any number may be.
            models.UniqueConstraint(
                fields=["organization", "type", "locale"],
                condition=models.Q(is_active=True) & ~models.Q(type="custom"),
                nulls_distinct=False,
                name="email_template_one_active",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "type", "is_active"], name="email_template_org_type_active"),
            models.Index(fields=["category"], name="email_template_category"),
            models.Index(fields=["organization", "-updated_at", "-id"], name="email_template_org_updated"),
        ]


class EmailTemplateVersion(models.Model):
    """The whole of a template as it was saved as ``version``."""

    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="+")
    template = models.ForeignKey(EmailTemplate, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=255)
    description = models.TextField(blank=True)
    subject = models.CharField(max_length=500)
    preheader = models.CharField(max_length=300, blank=True)
    html_code = models.TextField()
    text_code = models.TextField(blank=True)
    source_format = models.CharField(max_length=10, choices=SourceFormat.choices)
    design = models.JSONField(null=True)
    created_by = models.ForeignKey(Profile, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = TenantOrGlobalManager["EmailTemplateVersion"]()

    class Meta:
        db_table = "email_template_version"
        constraints = [models.UniqueConstraint(fields=["template", "version"], name="email_template_version_number")]


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
            models.Index(fields=["organization", "template", "status"], name="email_message_template"),
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

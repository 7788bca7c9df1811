"""The outbox and what became of each mail."""

import uuid

from django.db import models
from django.db.models.functions import Now

from frontdesk.mail.models.campaigns import Campaign
from frontdesk.mail.models.providers import MailProvider
from frontdesk.mail.models.templates import EmailTemplate
from frontdesk.orgs.models import Contact, Organization, Profile
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
    """The outbox: one row per recipient. ``mime`` is what goes to the provider, built before acceptance.

    Of a campaign's mail ``html``, ``text`` and ``mime`` stay empty: they are made of the variant's snapshot and of
    ``data`` when it goes out, and again whenever somebody looks at it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # NULL: mail of the platform itself (a superadmin's password reset).
    organization = models.ForeignKey(
        Organization, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    status = models.CharField(max_length=12, choices=MessageStatus.choices, default=MessageStatus.QUEUED)
    type = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=20, blank=True)
    template = models.ForeignKey(EmailTemplate, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
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
    delivered_at = models.DateTimeField(null=True)
    # The provider account it went out by; NULL: the deployment's own setting.
    account = models.ForeignKey(MailProvider, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    # Where bounces of it go, when not to the sender.
    return_path = models.CharField(max_length=320, blank=True, db_default="")
    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    variant = models.PositiveSmallIntegerField(null=True)  # its position
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    # The conversation that it belongs to.
    thread = models.ForeignKey(
        "mail.MailThread", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    # hard or soft, and the group of reasons (docs/mail-bounces.md).
    bounce_kind = models.CharField(max_length=4, blank=True, db_default="")
    bounce_reason = models.CharField(max_length=30, blank=True, db_default="")
    # How often its sender died while it may have been under way: it may have arrived that often besides.
    in_doubt = models.PositiveSmallIntegerField(default=0, db_default=0)
    # Its place among all that its sender ever claimed.
    claim_position = models.PositiveIntegerField(null=True)
    created_by = models.ForeignKey(Profile, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = TenantManager["EmailMessage"]()

    class Meta:
        db_table = "email_message"
        constraints = [
            models.CheckConstraint(condition=models.Q(status__in=MessageStatus.values), name="email_message_status"),
            # Nobody gets a newsletter twice.
            models.UniqueConstraint(
                fields=["campaign", "contact"],
                condition=models.Q(campaign__isnull=False, contact__isnull=False),
                name="email_message_campaign_once",
            ),
        ]
        # Each row is changed twice on its way, and each change writes to all of these: none without need.
        indexes = [
            models.Index(fields=["organization", "-created_at", "-id"], name="email_message_org_created"),
            # For each organization by itself, what is urgent first: turns are taken.
            models.Index(
                fields=["organization", "-priority", "next_attempt_at"],
                condition=models.Q(status="queued"),
                name="email_message_waiting",
            ),
            models.Index(
                fields=["contact", "-created_at"],
                condition=models.Q(contact__isnull=False),
                name="email_message_contact",
            ),
            # With the organization, which row level security asks of every row: counts read the index alone.
            models.Index(
                fields=["campaign", "organization", "variant", "status"],
                condition=models.Q(campaign__isnull=False),
                name="email_message_campaign",
            ),
            models.Index(fields=["thread"], condition=models.Q(thread__isnull=False), name="email_message_thread"),
            # Answers and reports name it; providers know it by an id of their own.
            models.Index(
                fields=["message_id_header"],
                condition=models.Q(campaign__isnull=True),  # a newsletter's is made of the row's id
                name="email_message_header",
            ),
            models.Index(fields=["provider_id"], condition=~models.Q(provider_id=""), name="email_message_provider_id"),
            # Addresses that will not take mail again and again.
            models.Index(
                fields=["organization", "to_address"],
                condition=models.Q(bounce_kind="soft"),
                name="email_message_soft_bounces",
            ),
            models.Index(
                fields=["created_by"], condition=models.Q(created_by__isnull=False), name="email_message_created_by"
            ),
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

    organization = models.ForeignKey(
        Organization, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    message = models.ForeignKey(EmailMessage, on_delete=models.CASCADE, related_name="events", db_index=False)
    status = models.CharField(max_length=12)
    detail = models.TextField(blank=True)
    # As at the message.
    bounce_kind = models.CharField(max_length=4, blank=True, default="", db_default="")
    bounce_reason = models.CharField(max_length=30, blank=True, default="", db_default="")
    # Of what others told us: it counts once however often it is told.
    key = models.CharField(max_length=64, blank=True, default="", db_default="")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = TenantManager["EmailMessageEvent"]()

    class Meta:
        db_table = "email_message_event"
        constraints = [
            models.UniqueConstraint(
                fields=["message", "key"], condition=~models.Q(key=""), name="email_message_event_once"
            )
        ]
        indexes = [models.Index(fields=["message", "id"], name="email_message_event_message")]


class EngagementKind(models.TextChoices):
    OPEN = "open"
    CLICK = "click"
    UNSUBSCRIBE = "unsubscribe"


class EmailEngagement(models.Model):
    """What a recipient did with a mail. Template, version and locale stand here too: reports read nothing else."""

    organization = models.ForeignKey(
        Organization, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    message = models.ForeignKey(EmailMessage, on_delete=models.CASCADE, related_name="engagements")
    template = models.ForeignKey(EmailTemplate, null=True, on_delete=models.SET_NULL, related_name="+")
    template_version = models.PositiveIntegerField(null=True)
    locale = models.CharField(max_length=5, blank=True)
    kind = models.CharField(max_length=12, choices=EngagementKind.choices)
    url = models.CharField(max_length=2000, blank=True)
    # Which link of the mail, counted from 0 in the order of the HTML.
    position = models.PositiveSmallIntegerField(null=True)
    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    variant = models.PositiveSmallIntegerField(null=True)  # its position
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    # Kept only where the organization's privacy mode is off.
    ip_address = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=300, blank=True, db_default="")
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
            models.Index(
                fields=["campaign", "kind"],
                include=["organization", "message", "variant", "is_machine", "contact", "position", "created_at"],
                condition=models.Q(campaign__isnull=False),
                name="email_engagement_campaign",
            ),
            models.Index(
                fields=["contact", "kind", "-created_at"],
                include=["organization", "is_machine"],
                condition=models.Q(contact__isnull=False),
                name="email_engagement_contact",
            ),
            # Who of an organization did something lately, for segments: they read the index alone.
            models.Index(
                fields=["organization", "kind", "-created_at"],
                include=["contact", "is_machine"],
                name="email_engagement_did",
            ),
        ]


class MailSettings(models.Model):
    """How an organization's mail behaves; no row means the defaults."""

    organization = models.OneToOneField(Organization, primary_key=True, on_delete=models.CASCADE, related_name="+")
    track_opens = models.BooleanField(default=True)
    track_clicks = models.BooleanField(default=True)
    # Neither the address nor the program of who opened a mail is kept.
    is_private = models.BooleanField(default=True, db_default=True)
    # Under newsletters, where the law wants it.
    postal_address = models.CharField(max_length=500, blank=True, db_default="")
    # Hours on the recipient's clock between which no mail is sent at their "best" time; equal: any hour will do.
    quiet_from = models.PositiveSmallIntegerField(default=21, db_default=21)
    quiet_until = models.PositiveSmallIntegerField(default=8, db_default=8)
    updated_at = models.DateTimeField(db_default=Now())

    objects = TenantManager["MailSettings"]()

    class Meta:
        db_table = "mail_settings"


class SenderProgress(models.Model):
    """How far a living sender has come with what it claimed, written after each mail: a kill leaves one in doubt.

    Platform data: a number that its sender drew, and a count.
    """

    sender = models.BigIntegerField(primary_key=True)
    # So many, in the order of ``claim_position``, were taken by the provider or recorded.
    done = models.PositiveIntegerField(default=0, db_default=0)
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "mail_sender_progress"

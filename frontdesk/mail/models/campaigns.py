"""Newsletters: what is sent, to whom, in which variants."""

import uuid

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Now

from frontdesk.mail.models.templates import EmailTemplate, FromAddressType
from frontdesk.orgs.models import Contact, Profile
from frontdesk.platform.tenancy import TenantModel


class CampaignState(models.TextChoices):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    PAUSED = "paused"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class AbMetric(models.TextChoices):
    OPENS = "opens"
    CLICKS = "clicks"
    REPLIES = "replies"


class AbDecision(models.TextChoices):
    """What the choice of the variant for the rest rests on."""

    SHOWN = "shown"
    # No difference was shown in time: the first of them goes out.
    FIRST = "first"
    PERSON = "person"


class Campaign(TenantModel):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=160)
    state = models.CharField(max_length=10, choices=CampaignState.choices, default=CampaignState.DRAFT)
    from_address_type = models.CharField(
        max_length=24, choices=FromAddressType.choices, default=FromAddressType.MARKETING
    )
    # Ids by list_ids, segment_ids, exclude_list_ids and exclude_segment_ids.
    audience = models.JSONField(default=dict)
    # When it begins; NULL: when somebody starts it. In the recipients' zones it is the same hour on each one's clock.
    scheduled_at = models.DateTimeField(null=True)
    in_recipient_zone = models.BooleanField(default=False, db_default=False)
    # Each recipient at the hour at which they are likely to open it, within a day from when it begins.
    is_at_best_hour = models.BooleanField(default=False, db_default=False)
    # Where a template is personalised by a model: whether this campaign wants it, what it may cost in all (in the
    # prices' currency; NULL: what the quotas allow), and how long mail that is due waits for it.
    personalizes = models.BooleanField(default=True, db_default=True)
    ai_cost_cap = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    ai_patience_minutes = models.PositiveIntegerField(default=60, db_default=60)
    # How long before its time one that is scheduled begins, so that what models write is there by then.
    ai_lead_minutes = models.PositiveIntegerField(default=0, db_default=0)
    throttle_per_minute = models.PositiveIntegerField(null=True)
    tracks_opens = models.BooleanField(default=True, db_default=True)
    tracks_clicks = models.BooleanField(default=True, db_default=True)
    # A/B: a share of the audience gets the variants, the winner goes to the others. 0: all variants share everybody.
    ab_sample_percent = models.PositiveSmallIntegerField(default=20, db_default=20)
    ab_metric = models.CharField(max_length=10, choices=AbMetric.choices, default=AbMetric.OPENS)
    ab_wait_minutes = models.PositiveIntegerField(default=240, db_default=240)
    # So many people of each variant must have got it before anything is claimed, and how likely the best must be best.
    ab_min_sample = models.PositiveIntegerField(default=200, db_default=200)
    ab_confidence = models.FloatField(default=0.95, db_default=0.95)
    # What was seen at each look that is past: for each variant its position, mails that arrived, and responses.
    ab_looks = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    ab_decides_itself = models.BooleanField(default=True, db_default=True)
    ab_sampled_at = models.DateTimeField(null=True)
    ab_decided_at = models.DateTimeField(null=True)
    ab_decision = models.CharField(max_length=6, choices=AbDecision.choices, blank=True, db_default="")
    ab_reason = models.CharField(max_length=500, blank=True, db_default="")
    # The public page of the mail; NULL: none.
    archive_token = models.CharField(max_length=40, null=True, unique=True)
    paused_reason = models.CharField(max_length=500, blank=True, db_default="")
    # When somebody let it go on: what it was paused for counts no more.
    resumed_at = models.DateTimeField(null=True)
    # The token bucket of the throttle.
    throttle_tokens = models.FloatField(default=0, db_default=0)
    throttle_at = models.DateTimeField(null=True)
    # Set once the audience stands in campaign_recipient.
    prepared_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField(default=0, db_default=0)
    started_at = models.DateTimeField(null=True)
    # Who let it go: models are asked in their name, inside their quotas.
    started_by = models.ForeignKey(Profile, null=True, on_delete=models.SET_NULL, related_name="+")
    finished_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(Profile, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "campaign"
        constraints = [models.CheckConstraint(condition=Q(state__in=CampaignState.values), name="campaign_state")]
        indexes = [
            models.Index(fields=["organization", "-created_at", "-id"], name="campaign_org_created"),
            models.Index(fields=["scheduled_at"], condition=Q(state__in=["scheduled", "sending"]), name="campaign_due"),
        ]


class CampaignVariant(TenantModel):
    """What a part of the audience gets. One without A/B, up to five with it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="variants")
    # 0 is A, 1 is B, …
    position = models.PositiveSmallIntegerField()
    template = models.ForeignKey(EmailTemplate, null=True, on_delete=models.SET_NULL, related_name="+")
    # Empty: the template's own.
    subject = models.CharField(max_length=500, blank=True)
    preheader = models.CharField(max_length=300, blank=True)
    # The model that wrote the subject; empty: a person did.
    subject_ai_model = models.CharField(max_length=300, blank=True, db_default="")
    # Its share of the sample in percent; NULL: what the others leave, in equal parts.
    share = models.PositiveSmallIntegerField(null=True)
    # Of the template's placeholders those that are the same for everybody: a newsletter's title and content.
    values = models.JSONField(default=dict)
    is_winner = models.BooleanField(default=False, db_default=False)
    # Frozen when the campaign begins, by language ("default" names the one for all others); see campaigns/snapshots.
    snapshot = models.JSONField(null=True)

    class Meta:
        db_table = "campaign_variant"
        constraints = [models.UniqueConstraint(fields=["campaign", "position"], name="campaign_variant_once")]


class RecipientState(models.TextChoices):
    WAITING = "waiting"
    QUEUED = "queued"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


class CampaignRecipient(TenantModel):
    """Who is to get it, fixed when the campaign begins. Once queued, the mail itself is in ``email_message``."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+", db_index=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    # NULL: waits for the winner.
    variant = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=10, choices=RecipientState.choices, default=RecipientState.WAITING)
    due_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=60, blank=True, db_default="")

    class Meta:
        db_table = "campaign_recipient"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RecipientState.values), name="campaign_recipient_state"),
            models.UniqueConstraint(fields=["campaign", "contact"], name="campaign_recipient_once"),
        ]
        indexes = [
            models.Index(
                fields=["campaign", "due_at", "id"], condition=Q(state="waiting"), name="campaign_recipient_waiting"
            )
        ]

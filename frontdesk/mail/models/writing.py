"""What models write for mail: how a template may be personalised, what was proposed, and what each recipient got."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from frontdesk.ai.models import ModelType
from frontdesk.mail.models.campaigns import Campaign
from frontdesk.mail.models.outbox import EmailMessage
from frontdesk.mail.models.templates import EmailTemplate
from frontdesk.orgs.models import Contact, Organization, Profile
from frontdesk.platform.tenancy import TenantManager, TenantModel, TenantOrGlobalManager


class TemplateAiConfig(models.Model):
    """How models write for a template. ``ai_model_type`` and ``ai_model_id`` name one of three tables: a trigger there
    sets both to NULL when the model is deleted."""

    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="+")
    email_template = models.OneToOneField(EmailTemplate, on_delete=models.CASCADE, related_name="ai_config")
    ai_model_type = models.CharField(max_length=12, choices=ModelType.choices, null=True)
    ai_model_id = models.BigIntegerField(null=True)
    generation_prompt = models.TextField(blank=True, db_default="")
    auto_personalize = models.BooleanField(default=False, db_default=False)
    # What is written for each recipient: ``{name, instruction, max_length}``; a name is "subject", "preheader" or a
    # placeholder of the template that takes text.
    personalization_fields = models.JSONField(default=list)
    # What the model is told of the recipient: names as ``campaigns.personal`` has them (``first_name``,
    # ``contact.city``). Nothing else leaves the house.
    recipient_fields = models.JSONField(default=list)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = TenantManager["TemplateAiConfig"]()

    class Meta:
        db_table = "email_template_ai_config"
        constraints = [
            models.CheckConstraint(
                condition=Q(ai_model_type__isnull=True, ai_model_id__isnull=True)
                | Q(ai_model_type__in=ModelType.values, ai_model_id__isnull=False),
                name="email_template_ai_config_model",
            )
        ]
        indexes = [models.Index(fields=["ai_model_type", "ai_model_id"], name="email_template_ai_config_of")]


class ProposalKind(models.TextChoices):
    GENERATE = "generate"
    PERSONALIZE = "personalize"
    TONE = "tone"
    TRANSLATE = "translate"


class ProposalState(models.TextChoices):
    RUNNING = "running"
    READY = "ready"
    REFUSED = "refused"  # what the model wrote broke a promise, twice
    FAILED = "failed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class AiProposal(models.Model):
    """What a model wrote for a template: a draft until a person accepts it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="+")
    # What it is to change; NULL: a new template.
    template = models.ForeignKey(EmailTemplate, null=True, on_delete=models.CASCADE, related_name="+")
    base_version = models.PositiveIntegerField(null=True)
    kind = models.CharField(max_length=12, choices=ProposalKind.choices)
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.RUNNING)
    # What was asked for: brief, type, tone, locale. Nothing of a recipient.
    request = models.JSONField(default=dict)
    # What it was made of, where that was not the saved version, and what came of it, in the fields of a template:
    # subject, preheader, html_code, text_code, source_format, design; besides type, category and locale.
    base = models.JSONField(null=True)
    content = models.JSONField(null=True)
    # Why it was refused or failed; what is still to be looked at (checks of templates).
    reason = models.TextField(blank=True, db_default="")
    problems = models.JSONField(default=list)
    model_ref = models.CharField(max_length=300, blank=True, db_default="")
    model_name = models.CharField(max_length=300, blank=True, db_default="")
    prompt_tokens = models.PositiveIntegerField(default=0, db_default=0)
    completion_tokens = models.PositiveIntegerField(default=0, db_default=0)
    cost = models.DecimalField(max_digits=18, decimal_places=9, default=0, db_default=0)
    created_by = models.ForeignKey(Profile, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    decided_by = models.ForeignKey(Profile, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    # What accepting it made.
    accepted_template = models.ForeignKey(EmailTemplate, null=True, on_delete=models.SET_NULL, related_name="+")
    accepted_version = models.PositiveIntegerField(null=True)

    objects = TenantManager["AiProposal"]()

    class Meta:
        db_table = "email_ai_proposal"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ProposalKind.values), name="email_ai_proposal_kind"),
            models.CheckConstraint(condition=Q(state__in=ProposalState.values), name="email_ai_proposal_state"),
        ]
        indexes = [
            models.Index(fields=["organization", "-created_at"], name="email_ai_proposal_org"),
            models.Index(fields=["template", "-created_at"], name="email_ai_proposal_template"),
        ]


class PersonalizationState(models.TextChoices):
    WAITING = "waiting"
    ASKED = "asked"
    DONE = "done"
    PLAIN = "plain"  # the mail goes out as it stands in the template; ``reason`` says why


class Personalization(TenantModel):
    """What a model wrote for one recipient: of a campaign (with its contact and variant), or of one mail.

    Kept the moment it is answered: no answer that was paid for is asked for again.
    """

    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    variant = models.PositiveSmallIntegerField(null=True)
    contact = models.ForeignKey(Contact, null=True, on_delete=models.CASCADE, related_name="+")
    message = models.OneToOneField(EmailMessage, null=True, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=PersonalizationState.choices, default=PersonalizationState.WAITING)
    # Texts by the name of the field.
    values = models.JSONField(null=True)
    # quota, cap, refused, failed, late, no_model, unsuitable, cancelled
    reason = models.CharField(max_length=40, blank=True, db_default="")
    detail = models.CharField(max_length=300, blank=True, db_default="")
    model_name = models.CharField(max_length=300, blank=True, db_default="")
    prompt_tokens = models.PositiveIntegerField(default=0, db_default=0)
    completion_tokens = models.PositiveIntegerField(default=0, db_default=0)
    cost = models.DecimalField(max_digits=18, decimal_places=9, default=0, db_default=0)
    # How often nothing was answered.
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    asked_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "email_personalization"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PersonalizationState.values), name="email_personalization_is"),
            models.CheckConstraint(
                condition=Q(campaign__isnull=True) | Q(contact__isnull=False, variant__isnull=False),
                name="email_personalization_of",
            ),
            models.UniqueConstraint(
                fields=["campaign", "contact", "variant"],
                condition=Q(campaign__isnull=False),
                name="email_personalization_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["campaign", "id"],
                condition=Q(state__in=["waiting", "asked"]),
                name="email_personalization_open",
            ),
        ]


class HourProfile(models.Model):
    """When people open mail: of an organization, or of the platform (``organization`` NULL, numbers alone).

    ``hour`` is 0 to 23 on the recipient's own clock. Made anew every night (``send_time.profiles``).
    """

    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="+")
    hour = models.PositiveSmallIntegerField()
    # People who first opened a mail in that hour, and mails that were sent in it, lately.
    opens = models.FloatField(default=0)
    sends = models.FloatField(default=0)
    # Of the mails that were sent in that hour, how many were opened within a day; and how many were opened so many
    # whole hours after they were sent, whenever that was. With ``opens``, all that ``send_time.model`` learns from.
    opened = models.FloatField(default=0, db_default=0)
    after = models.FloatField(default=0, db_default=0)
    updated_at = models.DateTimeField(db_default=Now())

    objects = TenantOrGlobalManager["HourProfile"]()

    class Meta:
        db_table = "email_hour_profile"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "hour"], nulls_distinct=False, name="email_hour_profile_once"
            ),
            models.CheckConstraint(condition=Q(hour__lte=23), name="email_hour_profile_hour"),
        ]

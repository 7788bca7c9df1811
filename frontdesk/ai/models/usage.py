"""What was used: counters, the ledger of calls, and the quotas that both are held against."""

import uuid

from django.db import models
from django.db.models.functions import Now

from frontdesk.ai.models.registry import ModelType, PeriodType, SystemModel
from frontdesk.orgs.models import Organization, Profile
from frontdesk.platform.tenancy import TenantManager


class ModelUsage(models.Model):
    """One counter per person, model and period: what the ledger's rows of that period add up to."""

    user = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="+")
    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="+")
    model_id = models.BigIntegerField()
    model_type = models.TextField(choices=ModelType.choices)
    model_name = models.TextField()
    tokens_used = models.BigIntegerField(default=0, db_default=0)
    requests_count = models.BigIntegerField(default=0, db_default=0)
    period_start = models.DateTimeField()
    period_end = models.DateTimeField()
    period_type = models.TextField(choices=PeriodType.choices)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = TenantManager["ModelUsage"]()

    class Meta:
        db_table = "ai_model_usage"
        constraints = [
            models.CheckConstraint(condition=models.Q(model_type__in=ModelType.values), name="ai_usage_type"),
            models.CheckConstraint(condition=models.Q(period_type__in=PeriodType.values), name="ai_usage_period"),
            models.UniqueConstraint(
                fields=["user", "organization", "model_type", "model_id", "period_type", "period_start"],
                nulls_distinct=False,
                name="ai_usage_once",
            ),
        ]
        indexes = [models.Index(fields=["organization", "period_start"], name="ai_usage_org_period")]


class CallStatus(models.TextChoices):
    OK = "ok"
    ABORTED = "aborted"  # the caller went away; what had been made until then is charged
    FAILED = "failed"
    REFUSED = "refused"  # by a quota; nothing was asked of the provider


class ModelCall(models.Model):
    """The ledger: one row per call. ``prompt_tokens + completion_tokens`` is what was charged.

    ``provider_tokens`` is what the provider reported where that differs. ``log`` holds redacted texts, and only while
    the organization has turned logging on.
    """

    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(Profile, null=True, on_delete=models.SET_NULL, related_name="+")
    api_key_id = models.UUIDField(null=True)
    feature = models.TextField()
    model_type = models.TextField(choices=ModelType.choices)
    model_id = models.BigIntegerField()
    model_name = models.TextField()
    # "system/<slug>" of the model that answered, which a fallback makes another than the one that was asked.
    served_by = models.TextField(blank=True)
    prompt_tokens = models.BigIntegerField(default=0)
    completion_tokens = models.BigIntegerField(default=0)
    provider_tokens = models.BigIntegerField(null=True)
    estimated = models.BooleanField(default=False)
    cost = models.DecimalField(max_digits=16, decimal_places=8, default=0)
    latency_ms = models.PositiveIntegerField(default=0)
    first_token_ms = models.PositiveIntegerField(null=True)
    status = models.TextField(choices=CallStatus.choices)
    error_code = models.TextField(blank=True)
    related_type = models.TextField(blank=True)
    related_id = models.TextField(blank=True)
    request_id = models.TextField(blank=True)
    period_type = models.TextField(choices=PeriodType.choices)
    period_start = models.DateTimeField()
    log = models.JSONField(null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = TenantManager["ModelCall"]()

    class Meta:
        db_table = "ai_model_call"
        constraints = [models.CheckConstraint(condition=models.Q(status__in=CallStatus.values), name="ai_call_status")]
        indexes = [
            models.Index(fields=["organization", "-created_at", "-id"], name="ai_call_org_created"),
            models.Index(fields=["user", "-created_at", "-id"], name="ai_call_user_created"),
        ]


class QuotaCounter(models.Model):
    """What a limit has given out in one period. ``leased`` is with processes that may still spend it.

    ``user`` NULL: the organization's limit; else the person's. ``used + leased`` never exceeds the limit.
    """

    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(Profile, null=True, on_delete=models.CASCADE, related_name="+")
    model_type = models.TextField(choices=ModelType.choices)
    model_id = models.BigIntegerField()
    period_type = models.TextField(choices=PeriodType.choices)
    period_start = models.DateTimeField()
    period_end = models.DateTimeField()
    used = models.BigIntegerField(default=0, db_default=0)
    leased = models.BigIntegerField(default=0, db_default=0)
    warned_percent = models.PositiveSmallIntegerField(default=0, db_default=0)
    # A limit that is set within a period counts from then on.
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = TenantManager["QuotaCounter"]()

    class Meta:
        db_table = "ai_quota"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user", "model_type", "model_id", "period_type", "period_start"],
                nulls_distinct=False,
                name="ai_quota_once",
            ),
            models.CheckConstraint(condition=models.Q(used__gte=0, leased__gte=0), name="ai_quota_positive"),
        ]


class QuotaHolder(models.Model):
    """A process that holds leases, and when it was last alive. Names no tenant."""

    id = models.UUIDField(primary_key=True)
    seen_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "ai_quota_holder"


class QuotaLease(models.Model):
    """Tokens of a quota that one process may spend without asking; they return when it gives them back or dies."""

    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="+")
    quota = models.ForeignKey(QuotaCounter, on_delete=models.CASCADE, related_name="leases")
    holder_id = models.UUIDField()
    amount = models.BigIntegerField()

    objects = TenantManager["QuotaLease"]()

    class Meta:
        db_table = "ai_quota_lease"
        constraints = [
            models.UniqueConstraint(fields=["quota", "holder_id"], name="ai_quota_lease_once"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="ai_quota_lease_positive"),
        ]
        indexes = [models.Index(fields=["holder_id"], name="ai_quota_lease_holder")]


class ModelTrial(models.Model):
    """When an organization first used a trial model: its trial runs from then."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    system_model = models.ForeignKey(SystemModel, on_delete=models.CASCADE, related_name="+")
    started_at = models.DateTimeField(db_default=Now())

    objects = TenantManager["ModelTrial"]()

    class Meta:
        db_table = "ai_model_trial"
        constraints = [models.UniqueConstraint(fields=["organization", "system_model"], name="ai_model_trial_once")]


class AiSettings(models.Model):
    """An organization's own choices about AI."""

    organization = models.OneToOneField(Organization, primary_key=True, on_delete=models.CASCADE, related_name="+")
    # Off: the ledger never holds a word of what was asked or answered.
    log_texts = models.BooleanField(default=False, db_default=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = TenantManager["AiSettings"]()

    class Meta:
        db_table = "ai_settings"


class TaskRun(models.Model):
    """One run of a task, with what each step answered. Its person sees it, and the organization's admins."""

    class Status(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="+")
    model_type = models.TextField(choices=ModelType.choices)
    model_id = models.BigIntegerField()
    model_name = models.TextField()
    task_name = models.TextField()
    task_title = models.TextField(blank=True)
    inputs = models.JSONField(default=dict)
    # [{output: 'text'|'json', value, prompt_tokens, completion_tokens, served_by, latency_ms}]
    steps = models.JSONField(default=list)
    status = models.TextField(choices=Status.choices, default=Status.RUNNING)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    finished_at = models.DateTimeField(null=True)

    objects = TenantManager["TaskRun"]()

    class Meta:
        db_table = "ai_task_run"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=["running", "done", "failed"]), name="ai_task_run_status"
            )
        ]
        indexes = [models.Index(fields=["user", "-created_at", "-id"], name="ai_task_run_user")]

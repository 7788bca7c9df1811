"""The three tiers of models: the platform's, an organization's own, a person's own."""

from typing import TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from frontdesk.orgs.models import Organization, Plan, Profile
from frontdesk.platform.secrets import SealedField
from frontdesk.platform.tenancy import TenantManager, require_current


class Provider(models.TextChoices):
    """Whose protocol the endpoint speaks. Most servers speak OpenAI's: their names differ in defaults only."""

    OPENAI = "openai"
    OPENAI_COMPATIBLE = "openai_compatible"
    AZURE = "azure"
    OLLAMA = "ollama"
    LLAMACPP = "llamacpp"
    ANTHROPIC = "anthropic"
    GOOGLE = "google"
    BEDROCK = "bedrock"
    BUILTIN = "builtin"


class Capability(models.TextChoices):
    CHAT = "chat"
    TOOLS = "tools"
    JSON = "json"
    VISION = "vision"
    TRANSCRIPTION = "transcription"
    EMBEDDING = "embedding"


class PeriodType(models.TextChoices):
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class ModelType(models.TextChoices):
    SYSTEM = "system"
    ORG_DEFAULT = "org_default"
    USER = "user"


Row = TypeVar("Row", bound=models.Model, covariant=True)


class WithoutKeys(models.Manager[Row]):
    """Leaves the sealed key out: requests have no right to read that column (see ``registry.keys``)."""

    def get_queryset(self) -> models.QuerySet[Row]:
        require_current()
        return super().get_queryset().defer("api_key")


class TenantWithoutKeys(TenantManager[Row]):
    def get_queryset(self) -> models.QuerySet[Row]:
        return super().get_queryset().defer("api_key")


class RegistryModel(models.Model):
    """What every tier has: the connection, what the model can do, what it costs.

    Prices are in the deployment's currency (``AI_CURRENCY``) per million tokens; ``timeout_s`` bounds a whole call.
    """

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=80)
    provider = models.CharField(max_length=20, choices=Provider.choices, default=Provider.OPENAI_COMPATIBLE)
    model_id = models.CharField(max_length=200)
    endpoint = models.CharField(max_length=2048, blank=True)
    api_key = SealedField()
    api_key_set = models.GeneratedField(
        expression=models.Q(api_key__isnull=False),  # type: ignore[arg-type]  # a condition is one
        output_field=models.BooleanField(),
        db_persist=True,
    )
    role = models.CharField(max_length=120, blank=True)
    system_message = models.TextField(blank=True)
    # Named pipelines: [{name, title, description, inputs: [{name, label, type}], steps: [{prompt, output, schema?}]}]
    task = models.JSONField(default=list)
    max_tokens = models.PositiveIntegerField(default=200, db_default=200)
    context_window = models.PositiveIntegerField(null=True)
    capabilities = ArrayField(models.TextField(), default=list)
    timeout_s = models.PositiveIntegerField(default=60, db_default=60)
    input_price_per_mtok = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    output_price_per_mtok = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    token_limit_period = models.CharField(max_length=10, choices=PeriodType.choices, default=PeriodType.MONTHLY)
    token_limit_amount = models.BigIntegerField(null=True)
    icon = models.CharField(max_length=80, blank=True)
    description = models.TextField(blank=True)
    tags = ArrayField(models.TextField(), default=list)
    is_active = models.BooleanField(default=True, db_default=True)
    is_featured = models.BooleanField(default=False, db_default=False)
    sort_order = models.IntegerField(default=0, db_default=0)
    # The next of the same tier that is tried when this one fails.
    fallback_model = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1, db_default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    model_type: ModelType


def _checks(prefix: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(condition=models.Q(provider__in=Provider.values), name=f"{prefix}_provider"),
        models.CheckConstraint(condition=models.Q(token_limit_period__in=PeriodType.values), name=f"{prefix}_period"),
        models.CheckConstraint(
            condition=models.Q(token_limit_amount__isnull=True) | models.Q(token_limit_amount__gte=0),
            name=f"{prefix}_limit",
        ),
    ]


class SystemModel(RegistryModel):
    """A model that the platform offers to organizations, by plan and type."""

    model_type = ModelType.SYSTEM

    organization_types = ArrayField(models.TextField(), default=list, db_default=[])
    required_plan = models.TextField(choices=Plan.choices, default=Plan.FREE, db_default=Plan.FREE)
    is_free = models.BooleanField(default=False, db_default=False)
    is_trial = models.BooleanField(default=False, db_default=False)
    trial_days = models.PositiveIntegerField(null=True)

    objects = WithoutKeys["SystemModel"]()

    class Meta:
        db_table = "ai_models_system"
        constraints = [
            *_checks("ai_system"),
            models.UniqueConstraint(fields=["slug"], name="ai_system_slug"),
            models.CheckConstraint(condition=models.Q(required_plan__in=Plan.values), name="ai_system_plan"),
        ]


class OrganizationModel(RegistryModel):
    """A model that an organization brings for its own people."""

    model_type = ModelType.ORG_DEFAULT

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    token_limit_per_user = models.PositiveIntegerField(null=True)
    is_enabled_for_users = models.BooleanField(default=True, db_default=True)

    objects = TenantWithoutKeys["OrganizationModel"]()

    class Meta:
        db_table = "ai_models_default"
        constraints = [
            *_checks("ai_default"),
            models.UniqueConstraint(fields=["organization", "slug"], name="ai_default_slug"),
        ]
        indexes = [models.Index(fields=["organization", "sort_order", "id"], name="ai_default_org_order")]


class PersonalModel(RegistryModel):
    """A model that one person brings for themselves; nobody else sees it."""

    model_type = ModelType.USER

    user = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="+")
    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="+")

    objects = TenantWithoutKeys["PersonalModel"]()

    class Meta:
        db_table = "ai_models"
        constraints = [
            *_checks("ai_user"),
            models.UniqueConstraint(fields=["user", "slug"], name="ai_user_slug"),
        ]
        indexes = [models.Index(fields=["user", "sort_order", "id"], name="ai_user_order")]


class OrgSystemModelConfig(models.Model):
    """What an organization's admins decided about a model of the platform."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    system_model = models.ForeignKey(SystemModel, on_delete=models.CASCADE, related_name="+")
    is_enabled_for_users = models.BooleanField(default=True, db_default=True)
    token_limit_per_user = models.IntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = TenantManager["OrgSystemModelConfig"]()

    class Meta:
        db_table = "org_system_model_config"
        constraints = [
            models.UniqueConstraint(fields=["organization", "system_model"], name="org_system_model_once"),
            models.CheckConstraint(
                condition=models.Q(token_limit_per_user__isnull=True) | models.Q(token_limit_per_user__gte=0),
                name="org_system_model_limit",
            ),
        ]


class PriceOverride(models.Model):
    """A superadmin's correction of the shipped price table; the platform's, no tenant's."""

    provider = models.CharField(max_length=20, choices=Provider.choices)
    model_id = models.CharField(max_length=200)
    input_price_per_mtok = models.DecimalField(max_digits=14, decimal_places=6)
    output_price_per_mtok = models.DecimalField(max_digits=14, decimal_places=6)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "ai_price_overrides"
        constraints = [models.UniqueConstraint(fields=["provider", "model_id"], name="ai_price_once")]

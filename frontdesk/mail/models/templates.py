"""E-mail templates: versions, unsaved drafts, sample data, saved blocks, and which types are locked."""

import uuid

from django.contrib.postgres.functions import RandomUUID
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
    # The same mail in several languages shares it.
    variant_group = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID())
    archived_at = models.DateTimeField(null=True)

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
            models.CheckConstraint(
                condition=models.Q(archived_at__isnull=True) | models.Q(is_active=False),
                name="email_template_archived_is_inactive",
            ),
            models.UniqueConstraint(fields=["variant_group", "locale"], name="email_template_one_per_locale"),
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
    # The model that wrote this version; and the one that wrote its subject, as long as nobody changes that. Empty: a
    # person did.
    ai_model = models.CharField(max_length=300, blank=True, db_default="")
    subject_ai_model = models.CharField(max_length=300, blank=True, db_default="")
    created_by = models.ForeignKey(Profile, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = TenantOrGlobalManager["EmailTemplateVersion"]()

    class Meta:
        db_table = "email_template_version"
        constraints = [models.UniqueConstraint(fields=["template", "version"], name="email_template_version_number")]


class EmailTemplateDraft(models.Model):
    """What one person typed into a template and has not saved; also the sign that they have it open."""

    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="+")
    template = models.ForeignKey(EmailTemplate, on_delete=models.CASCADE, related_name="drafts")
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="+")
    base_version = models.PositiveIntegerField()
    # NULL: the editor is open and nothing is unsaved.
    content = models.JSONField(null=True)
    saved_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())

    objects = TenantManager["EmailTemplateDraft"]()

    class Meta:
        db_table = "email_template_draft"
        constraints = [models.UniqueConstraint(fields=["template", "profile"], name="email_template_draft_one")]


class EmailTemplateSample(models.Model):
    """A named set of data to preview a type of mail with."""

    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="+")
    type = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    data = models.JSONField()
    created_by = models.ForeignKey(Profile, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(db_default=Now())

    objects = TenantManager["EmailTemplateSample"]()

    class Meta:
        db_table = "email_template_sample"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "type", "name"], nulls_distinct=False, name="email_template_sample_name"
            )
        ]


class EmailBlock(models.Model):
    """A piece of MJML that people keep to use again: a signature, a footer, a call to action."""

    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    mjml = models.TextField()
    created_by = models.ForeignKey(Profile, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(db_default=Now())

    objects = TenantManager["EmailBlock"]()

    class Meta:
        db_table = "email_block"
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], nulls_distinct=False, name="email_block_name")
        ]


class EmailTypeLock(models.Model):
    """Whether organizations may override the global default of a type; a row for one goes before the row for all."""

    # NULL: for every organization.
    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="+")
    type = models.CharField(max_length=40)
    is_locked = models.BooleanField(default=True)
    reason = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(Profile, null=True, on_delete=models.SET_NULL, related_name="+")
    updated_at = models.DateTimeField(db_default=Now())

    objects = TenantOrGlobalManager["EmailTypeLock"]()

    class Meta:
        db_table = "email_type_lock"
        constraints = [
            models.UniqueConstraint(fields=["organization", "type"], nulls_distinct=False, name="email_type_lock_once")
        ]

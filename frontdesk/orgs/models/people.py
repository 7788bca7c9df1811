"""Organizations and the people in them."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower, Now

from frontdesk.platform.tenancy import TenantManager, TenantModel


class OrganizationType(models.TextChoices):
    IMMIGRATION = "immigration"
    SOLICITOR = "solicitor"
    EDUCATION = "education"
    HEALTHCARE = "healthcare"
    AGENCY = "agency"
    GENERAL = "general"


class Plan(models.TextChoices):
    FREE = "free"
    STARTER = "starter"
    PRO = "pro"
    ENTERPRISE = "enterprise"


class Role(models.TextChoices):
    SUPERADMIN = "superadmin"
    ADMIN = "admin"
    AGENT = "agent"
    USER = "user"


class Locale(models.TextChoices):
    EN = "en"
    ES = "es"


class Organization(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    type = models.CharField(max_length=20, choices=OrganizationType.choices, default=OrganizationType.GENERAL)
    plan = models.CharField(max_length=20, choices=Plan.choices, default=Plan.FREE)
    locale = models.CharField(max_length=5, choices=Locale.choices, default=Locale.EN)
    timezone = models.CharField(max_length=60, default="UTC")
    logo = models.CharField(max_length=300, blank=True)
    brand_color = models.CharField(max_length=7, default="#1f5f5b")
    support_address = models.EmailField(blank=True)
    portal_open = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "organizations"
        constraints = [
            models.CheckConstraint(condition=models.Q(type__in=OrganizationType.values), name="organizations_type"),
            models.CheckConstraint(condition=models.Q(plan__in=Plan.values), name="organizations_plan"),
            models.CheckConstraint(
                condition=models.Q(brand_color__regex=r"^#[0-9a-fA-F]{6}$"), name="organizations_color"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProfileManager(BaseUserManager["Profile"]):
    """Unlike tenant managers it does not raise: sign-in looks people up before a tenant is known (policies hold)."""

    def get_by_natural_key(self, username: str | None) -> "Profile":
        return self.get(email__iexact=username)


class Profile(AbstractBaseUser):
    """A person with a sign-in. ``email`` is kept in lower case; one person belongs to at most one organization."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254)
    full_name = models.CharField(max_length=120, blank=True)
    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="profiles")
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.USER)
    timezone = models.CharField(max_length=60, default="UTC")
    locale = models.CharField(max_length=5, choices=Locale.choices, default=Locale.EN)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = ProfileManager()

    class Meta:
        db_table = "profiles"
        constraints = [
            models.UniqueConstraint(Lower("email"), name="profiles_email"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="profiles_role"),
            # Only superadmins belong to no organization, and they never belong to one.
            models.CheckConstraint(
                condition=models.Q(role=Role.SUPERADMIN, organization__isnull=True)
                | (~models.Q(role=Role.SUPERADMIN) & models.Q(organization__isnull=False)),
                name="profiles_organization",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "-created_at", "-id"], name="profiles_org_created"),
            # Row level security keeps queries from the index over lower(): that function is not "leakproof".
            models.Index(fields=["email"], name="profiles_address"),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    def save(self, *args: object, **kwargs: object) -> None:
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # Django's own loosely typed signature


class Invitation(TenantModel):
    """An offer of a role, sent by mail. Only the hash of its token is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=20, choices=Role.choices)
    message = models.TextField(max_length=1000, blank=True)
    token_hash = models.BinaryField(max_length=32, unique=True)
    invited_by = models.ForeignKey(Profile, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "invitations"
        constraints = [
            models.UniqueConstraint(
                "organization",
                Lower("email"),
                condition=models.Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="invitations_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=[Role.ADMIN, Role.AGENT, Role.USER]), name="invitations_role"
            ),
        ]
        indexes = [models.Index(fields=["organization", "-created_at", "-id"], name="invitations_org_created")]


class ApiKey(models.Model):
    """A key ``fd_…`` of one person. Only its SHA-256 is kept; 256 random bits need no slower hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="+")
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    key_hash = models.BinaryField(max_length=32, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = TenantManager["ApiKey"]()

    class Meta:
        db_table = "api_keys"
        indexes = [models.Index(fields=["organization", "-created_at", "-id"], name="api_keys_org_created")]


class Impersonation(models.Model):
    """A superadmin's time-boxed stay inside an organization."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    superadmin = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=300)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = TenantManager["Impersonation"]()

    class Meta:
        db_table = "impersonations"


class RolePermission(models.Model):
    """What the platform decided about a role, for all organizations; no row means what the role comes with."""

    role = models.CharField(max_length=20, choices=Role.choices)
    permission = models.CharField(max_length=40)
    is_granted = models.BooleanField()
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "role_permissions"
        constraints = [models.UniqueConstraint(fields=["role", "permission"], name="role_permissions_once")]


class AuditEntry(models.Model):
    """One administrative act. Written in the transaction of the act and never changed."""

    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="+")
    actor = models.ForeignKey(Profile, null=True, on_delete=models.SET_NULL, related_name="+")
    actor_label = models.CharField(max_length=254, blank=True)
    impersonator = models.ForeignKey(Profile, null=True, on_delete=models.SET_NULL, related_name="+")
    action = models.CharField(max_length=80)
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=40, blank=True)
    object_label = models.CharField(max_length=200, blank=True)
    changes = models.JSONField(default=dict)
    ip_address = models.GenericIPAddressField(null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = TenantManager["AuditEntry"]()

    class Meta:
        db_table = "audit_log"
        indexes = [models.Index(fields=["organization", "-id"], name="audit_org_id")]

"""Everybody outside with whom an organization talks: one record per address, its consent, and who gets no mail."""

import uuid

from django.db import models
from django.db.models.functions import Lower, Now

from frontdesk.orgs.models.people import Locale, Profile
from frontdesk.platform.tenancy import TenantModel


class ConsentPurpose(models.TextChoices):
    MARKETING_MAIL = "marketing_mail"
    RECORDING = "recording"
    AI_PROCESSING = "ai_processing"


class ConsentState(models.TextChoices):
    GRANTED = "granted"
    DENIED = "denied"
    UNKNOWN = "unknown"


class SuppressionReason(models.TextChoices):
    HARD_BOUNCE = "hard_bounce"
    COMPLAINT = "complaint"
    UNSUBSCRIBE = "unsubscribe"
    MANUAL = "manual"
    ERASED = "erased"


class Contact(TenantModel):
    """Somebody outside: one record per organization and address, with one consent state for all channels. ``email`` is
    kept in lower case."""

    # The indexes below begin with it; one of its own misleads the planner before it has statistics.
    organization = models.ForeignKey("orgs.Organization", on_delete=models.CASCADE, related_name="+", db_index=False)
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254)
    full_name = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    locale = models.CharField(max_length=5, choices=Locale.choices, blank=True)
    timezone = models.CharField(max_length=60, blank=True)
    fields = models.JSONField(default=dict)
    profile = models.ForeignKey(Profile, null=True, on_delete=models.SET_NULL, related_name="contacts")
    # The current state per purpose: {purpose: {"state", "at", "text"}}; the history is in contact_consents.
    consent = models.JSONField(default=dict)
    suppression_reason = models.CharField(max_length=20, choices=SuppressionReason.choices, blank=True)
    suppressed_at = models.DateTimeField(null=True)
    # How we came to know them: by hand, the API, an import, a sign-up form, a mail that they wrote.
    source = models.CharField(max_length=20, blank=True, db_default="")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "contacts"
        constraints = [models.UniqueConstraint("organization", Lower("email"), name="contacts_org_email")]
        indexes = [
            models.Index(fields=["organization", "-created_at", "-id"], name="contacts_org_created"),
            # Row level security keeps queries from the index over lower(): that function is not "leakproof".
            models.Index(fields=["organization", "email"], name="contacts_org_address"),
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # Django's own loosely typed signature


class ConsentRecord(TenantModel):
    """Who agreed to what, when, to which text. Never changed: the latest of a purpose counts."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=ConsentPurpose.choices)
    state = models.CharField(max_length=10, choices=ConsentState.choices)
    text = models.TextField(blank=True)
    recorded_by = models.ForeignKey(Profile, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "contact_consents"
        indexes = [models.Index(fields=["contact", "purpose", "-id"], name="consents_contact")]


class Suppression(TenantModel):
    """An address that gets no mail (``hard_bounce``) or no marketing (the other reasons), contact or not.

    ``email`` is NULL once the person was erased: the hash alone keeps an import from bringing the address back.
    """

    organization = models.ForeignKey("orgs.Organization", on_delete=models.CASCADE, related_name="+", db_index=False)
    email_hash = models.BinaryField(max_length=32)
    email = models.EmailField(max_length=254, null=True)
    reason = models.CharField(max_length=20, choices=SuppressionReason.choices)
    detail = models.CharField(max_length=500, blank=True)
    created_by = models.ForeignKey(Profile, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "suppression"
        constraints = [
            models.UniqueConstraint(fields=["organization", "email_hash", "reason"], name="suppression_once"),
            models.CheckConstraint(condition=models.Q(reason__in=SuppressionReason.values), name="suppression_reason"),
        ]
        indexes = [models.Index(fields=["organization", "-created_at", "-id"], name="suppression_org_created")]

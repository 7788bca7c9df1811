"""Recordings that the built-in model writes down."""

import uuid

from django.db import models
from django.db.models.functions import Now

from frontdesk.orgs.models import Organization, Profile
from frontdesk.platform.tenancy import TenantManager


class TranscriptionStatus(models.TextChoices):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Transcription(models.Model):
    """One recording, longer than is answered at once. Its person sees it, and the organization's admins.

    The sound lies in the file storage under ``audio_key`` until it is written down or given up; then only the text
    is kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    audio_key = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10, blank=True)
    duration_s = models.FloatField()
    status = models.CharField(max_length=10, choices=TranscriptionStatus.choices, default=TranscriptionStatus.QUEUED)
    progress = models.FloatField(default=0.0, db_default=0.0)
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    # {text, language, duration_s, segments: [{start, end, text, words: [{start, end, word, probability}]}]}
    result = models.JSONField(null=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    finished_at = models.DateTimeField(null=True)

    objects = TenantManager["Transcription"]()

    class Meta:
        db_table = "ai_transcription"
        indexes = [models.Index(fields=["organization", "-created_at", "-id"], name="ai_transcription_org_created")]

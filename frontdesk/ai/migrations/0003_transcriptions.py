import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from frontdesk.platform import policies

# A person's own recordings; their organization's admins, and the job that writes them down, reach all of them.
OWN = (
    f"{policies.IS_SUPERADMIN} or (organization_id = {policies.ORG}"
    f" and (user_id = {policies.USER} or {policies.ROLE} in ('admin', 'system')))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("ai", "0001_initial"),
        ("orgs", "0003_contacts_by_address"),
    ]

    operations = [
        migrations.CreateModel(
            name="Transcription",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("file_name", models.CharField(max_length=200)),
                ("audio_key", models.CharField(blank=True, max_length=200)),
                ("language", models.CharField(blank=True, max_length=10)),
                ("duration_s", models.FloatField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("progress", models.FloatField(db_default=0.0, default=0.0)),
                ("tries", models.PositiveSmallIntegerField(db_default=0, default=0)),
                ("result", models.JSONField(null=True)),
                ("error", models.TextField(blank=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orgs.organization"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "ai_transcription",
                "indexes": [
                    models.Index(fields=["organization", "-created_at", "-id"], name="ai_transcription_org_created")
                ],
            },
        ),
        policies.protect_by("ai_transcription", see=OWN),
    ]

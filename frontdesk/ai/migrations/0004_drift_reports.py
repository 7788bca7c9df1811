import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from frontdesk.platform import policies


class Migration(migrations.Migration):
    dependencies = [
        ("ai", "0003_transcriptions"),
        ("orgs", "0003_contacts_by_address"),
    ]

    operations = [
        migrations.AddField(
            model_name="quotacounter",
            name="created_at",
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
        ),
        migrations.CreateModel(
            name="DriftReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                ("checked", models.PositiveIntegerField()),
                ("drift_count", models.PositiveIntegerField()),
                ("drifts", models.JSONField(default=list)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orgs.organization"
                    ),
                ),
            ],
            options={
                "db_table": "ai_drift_report",
                "indexes": [models.Index(fields=["organization", "-created_at", "-id"], name="ai_drift_org_created")],
            },
        ),
        policies.protect("ai_drift_report", grants="select"),  # a platform job writes them
    ]

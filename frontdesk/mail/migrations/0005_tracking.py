from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0003_template_work"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="emailengagement", name="email_engagement_template"),
        migrations.RemoveIndex(model_name="emailmessage", name="email_message_template"),
        migrations.AddField(
            model_name="emailmessage",
            name="is_test",
            field=models.BooleanField(default=False, db_default=False),
        ),
        migrations.AddField(
            model_name="emailmessage",
            name="tracks_opens",
            field=models.BooleanField(default=False, db_default=False),
        ),
        migrations.AddField(
            model_name="emailmessage",
            name="tracks_clicks",
            field=models.BooleanField(default=False, db_default=False),
        ),
        migrations.AddIndex(
            model_name="emailmessage",
            index=models.Index(
                fields=["template", "organization"],
                include=(
                    "id",
                    "status",
                    "template_version",
                    "locale",
                    "created_at",
                    "sent_at",
                    "is_test",
                    "tracks_opens",
                    "tracks_clicks",
                ),
                name="email_message_report",
            ),
        ),
        migrations.AddIndex(
            model_name="emailengagement",
            index=models.Index(
                fields=["template", "organization"],
                include=("message", "kind", "is_machine", "created_at"),
                name="email_engagement_report",
            ),
        ),
    ]

from django.db import migrations, models

MESSAGE = (
    "id",
    "status",
    "template_version",
    "locale",
    "created_at",
    "sent_at",
    "is_test",
    "tracks_opens",
    "tracks_clicks",
)
ENGAGEMENT = ("message", "kind", "is_machine", "created_at")
FIELDS = ["template", "organization"]


def build(table: str, name: str, columns: str) -> list[str]:
    """While the outbox, which may be long, is written to. What a try before left broken is dropped."""
    return [
        f"""do $$ begin
          if exists (select from pg_index where indexrelid = to_regclass('{name}') and not indisvalid) then
            drop index {name};
          end if;
        end $$""",
        f"create index concurrently if not exists {name} on {table} (template_id, organization_id) include ({columns})",
    ]


class Migration(migrations.Migration):
    atomic = False  # as indexes are built concurrently
    dependencies = [
        ("mail", "0005_tracking"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(build("email_message", "email_message_report", ", ".join(MESSAGE))),
                migrations.RunSQL(
                    build("email_engagement", "email_engagement_report", "message_id, kind, is_machine, created_at")
                ),
                migrations.RunSQL(["drop index concurrently if exists email_message_template"]),
                migrations.RunSQL(["drop index concurrently if exists email_engagement_template"]),
            ],
            state_operations=[
                migrations.RemoveIndex(model_name="emailengagement", name="email_engagement_template"),
                migrations.RemoveIndex(model_name="emailmessage", name="email_message_template"),
                migrations.AddIndex(
                    model_name="emailmessage",
                    index=models.Index(fields=FIELDS, include=MESSAGE, name="email_message_report"),
                ),
                migrations.AddIndex(
                    model_name="emailengagement",
                    index=models.Index(fields=FIELDS, include=ENGAGEMENT, name="email_engagement_report"),
                ),
            ],
        ),
    ]

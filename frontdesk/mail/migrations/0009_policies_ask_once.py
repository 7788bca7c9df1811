"""Policies of all tables that existed before ask for the organization, person and role once for a statement."""

from django.db import migrations

from frontdesk.platform import policies


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0008_mail_ai"),
        ("orgs", "0006_lookups_by_address"),
        ("ai", "0005_classifiers"),
        ("platform", "0002_jobs"),
    ]
    operations = [migrations.RunSQL(policies.ASK_ONCE, migrations.RunSQL.noop)]

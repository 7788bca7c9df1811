import django.db.models.deletion
from django.db import migrations, models

# Before a table's first statistics the planner takes the index of the organization alone for as good as the one of
# organization and address: each look-up then read all contacts. The other indexes begin with the organization, too.
_INDEXES = {"contacts": "contacts_organization_id_1ed22b20", "suppression": "suppression_organization_id_e5817fcd"}


def drop(model: str, table: str) -> migrations.SeparateDatabaseAndState:
    """Altering the field would check the foreign key of every row again."""
    name = _INDEXES[table]
    key = models.ForeignKey(
        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orgs.organization"
    )
    return migrations.SeparateDatabaseAndState(
        [migrations.RunSQL(f"drop index if exists {name}", f"create index {name} on {table} (organization_id)")],
        [migrations.AlterField(model, "organization", key)],
    )


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0005_mail_both_ways"),
    ]

    operations = [drop("contact", "contacts"), drop("suppression", "suppression")]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0002_sign_in_policies"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["organization", "email"], name="contacts_org_address"),
        ),
        migrations.AddIndex(
            model_name="profile",
            index=models.Index(fields=["email"], name="profiles_address"),
        ),
    ]

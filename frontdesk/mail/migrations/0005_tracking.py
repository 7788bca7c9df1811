from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0003_template_work"),
    ]

    operations = [
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
    ]

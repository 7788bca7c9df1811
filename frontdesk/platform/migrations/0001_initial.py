import django.contrib.postgres.functions
import django.db.models.functions.datetime
import uuid
from frontdesk.platform import policies
from django.db import migrations, models



class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.RunSQL(policies.CREATE_ROLE, migrations.RunSQL.noop),
        migrations.CreateModel(
            name='RateBucket',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('tokens', models.FloatField()),
                ('refilled_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'rate_buckets',
            },
        ),
        migrations.CreateModel(
            name='CacheEntry',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('value', models.BinaryField()),
                ('expires_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'cache_entries',
                'indexes': [models.Index(fields=['expires_at'], name='cache_expires')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organization_id', models.UUIDField(null=True)),
                ('name', models.CharField(max_length=80)),
                ('record_type', models.CharField(max_length=40)),
                ('record_id', models.CharField(max_length=40)),
                ('profile_id', models.UUIDField(null=True)),
                ('actor_id', models.UUIDField(null=True)),
                ('payload', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
            ],
            options={
                'db_table': 'events',
                'indexes': [models.Index(fields=['organization_id', 'id'], name='events_org_id'), models.Index(fields=['organization_id', 'record_type', 'record_id'], name='events_org_record')],
            },
        ),
        migrations.CreateModel(
            name='IdempotencyKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organization_id', models.UUIDField(null=True)),
                ('profile_id', models.UUIDField()),
                ('key', models.CharField(max_length=255)),
                ('route', models.CharField(max_length=255)),
                ('request_hash', models.CharField(max_length=64)),
                ('status', models.PositiveSmallIntegerField(null=True)),
                ('body', models.BinaryField(null=True)),
                ('content_type', models.CharField(blank=True, max_length=80)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'db_table': 'idempotency_keys',
                'indexes': [models.Index(fields=['created_at'], name='idempotency_created')],
                'constraints': [models.UniqueConstraint(fields=('profile_id', 'key'), name='idempotency_profile_key')],
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('organization_id', models.UUIDField(null=True)),
                ('purpose', models.CharField(choices=[('logo', 'Logo'), ('image', 'Image')], max_length=10)),
                ('key', models.CharField(max_length=200)),
                ('file_name', models.CharField(max_length=200)),
                ('content_type', models.CharField(max_length=80)),
                ('size', models.PositiveIntegerField()),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('created_by_id', models.UUIDField(null=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'db_table': 'uploads',
                'indexes': [models.Index(fields=['organization_id', '-created_at'], name='uploads_org')],
            },
        ),
        policies.protect("events"),
        policies.protect("idempotency_keys"),
        policies.protect("uploads"),
        # Keys are hashes and values counters: nothing of a tenant can be read out of these two.
        policies.grant("rate_buckets", "select, insert, update, delete"),
        policies.grant("cache_entries", "select, insert, update, delete"),
    ]

import django.contrib.postgres.functions
import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models

from frontdesk.platform import policies


class Migration(migrations.Migration):

    dependencies = [
        ('mail', '0002_send_once'),
        ('orgs', '0003_contacts_by_address'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EmailBlock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('mjml', models.TextField()),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'db_table': 'email_block',
            },
        ),
        migrations.CreateModel(
            name='EmailEngagement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('template_version', models.PositiveIntegerField(null=True)),
                ('locale', models.CharField(blank=True, max_length=5)),
                ('kind', models.CharField(choices=[('open', 'Open'), ('click', 'Click'), ('unsubscribe', 'Unsubscribe')], max_length=12)),
                ('url', models.CharField(blank=True, max_length=2000)),
                ('position', models.PositiveSmallIntegerField(null=True)),
                ('is_machine', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            ],
            options={
                'db_table': 'email_engagement',
            },
        ),
        migrations.CreateModel(
            name='EmailTemplateDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('base_version', models.PositiveIntegerField()),
                ('content', models.JSONField(null=True)),
                ('saved_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('seen_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'db_table': 'email_template_draft',
            },
        ),
        migrations.CreateModel(
            name='EmailTemplateSample',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('type', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=80)),
                ('data', models.JSONField()),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'db_table': 'email_template_sample',
            },
        ),
        migrations.CreateModel(
            name='EmailTypeLock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('type', models.CharField(max_length=40)),
                ('is_locked', models.BooleanField(default=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'db_table': 'email_type_lock',
            },
        ),
        migrations.CreateModel(
            name='MailSettings',
            fields=[
                ('organization', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='orgs.organization')),
                ('track_opens', models.BooleanField(default=True)),
                ('track_clicks', models.BooleanField(default=True)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'db_table': 'mail_settings',
            },
        ),
        migrations.AddField(
            model_name='emailmessage',
            name='data',
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name='emailtemplate',
            name='archived_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='emailtemplate',
            name='variant_group',
            field=models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), default=uuid.uuid4),
        ),
        migrations.AddConstraint(
            model_name='emailtemplate',
            constraint=models.CheckConstraint(condition=models.Q(('archived_at__isnull', True), ('is_active', False), _connector='OR'), name='email_template_archived_is_inactive'),
        ),
        migrations.AddConstraint(
            model_name='emailtemplate',
            constraint=models.UniqueConstraint(fields=('variant_group', 'locale'), name='email_template_one_per_locale'),
        ),
        migrations.AddField(
            model_name='emailblock',
            name='created_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='emailblock',
            name='organization',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization'),
        ),
        migrations.AddField(
            model_name='emailengagement',
            name='message',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='engagements', to='mail.emailmessage'),
        ),
        migrations.AddField(
            model_name='emailengagement',
            name='organization',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization'),
        ),
        migrations.AddField(
            model_name='emailengagement',
            name='template',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='mail.emailtemplate'),
        ),
        migrations.AddField(
            model_name='emailtemplatedraft',
            name='organization',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization'),
        ),
        migrations.AddField(
            model_name='emailtemplatedraft',
            name='profile',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='emailtemplatedraft',
            name='template',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='mail.emailtemplate'),
        ),
        migrations.AddField(
            model_name='emailtemplatesample',
            name='created_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='emailtemplatesample',
            name='organization',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization'),
        ),
        migrations.AddField(
            model_name='emailtypelock',
            name='created_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='emailtypelock',
            name='organization',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization'),
        ),
        migrations.AddConstraint(
            model_name='emailblock',
            constraint=models.UniqueConstraint(fields=('organization', 'name'), name='email_block_name', nulls_distinct=False),
        ),
        migrations.AddIndex(
            model_name='emailengagement',
            index=models.Index(fields=['organization', 'template', 'created_at'], name='email_engagement_template'),
        ),
        migrations.AddIndex(
            model_name='emailengagement',
            index=models.Index(fields=['message', 'kind'], name='email_engagement_message'),
        ),
        migrations.AddConstraint(
            model_name='emailengagement',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['open', 'click', 'unsubscribe'])), name='email_engagement_kind'),
        ),
        migrations.AddConstraint(
            model_name='emailtemplatedraft',
            constraint=models.UniqueConstraint(fields=('template', 'profile'), name='email_template_draft_one'),
        ),
        migrations.AddConstraint(
            model_name='emailtemplatesample',
            constraint=models.UniqueConstraint(fields=('organization', 'type', 'name'), name='email_template_sample_name', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='emailtypelock',
            constraint=models.UniqueConstraint(fields=('organization', 'type'), name='email_type_lock_once', nulls_distinct=False),
        ),
        policies.protect("email_template_draft"),
        policies.protect("email_template_sample"),
        policies.protect("email_block"),
        policies.protect("email_engagement"),
        policies.protect("mail_settings"),
        policies.protect_by(
            "email_type_lock",
            see=f"organization_id = {policies.ORG} or organization_id is null or {policies.IS_SUPERADMIN}",
            change=policies.IS_SUPERADMIN,
        ),
    ]

import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from frontdesk.platform import policies
from django.db import migrations, models


TOUCH_UPDATED_AT = """
create function touch_updated_at() returns trigger language plpgsql as $$
begin new.updated_at = clock_timestamp(); return new; end $$;
create trigger email_template_updated_at before update on email_template
  for each row execute function touch_updated_at();
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("platform", "0001_initial"),
        ('orgs', '0002_sign_in_policies'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EmailTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('description', models.TextField(blank=True)),
                ('html_code', models.TextField()),
                ('type', models.CharField(max_length=40)),
                ('is_active', models.BooleanField(db_default=False, default=False)),
                ('email_main_logo_image', models.CharField(blank=True, max_length=300)),
                ('subject', models.CharField(max_length=500)),
                ('preheader', models.CharField(blank=True, max_length=300)),
                ('from_email_address_type', models.CharField(choices=[('transactional_email', 'Transactional'), ('marketing_email', 'Marketing'), ('transactional_email_2', 'Transactional 2'), ('marketing_email_2', 'Marketing 2')], default='transactional_email', max_length=30)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('is_default', models.BooleanField(db_default=False, default=False)),
                ('category', models.CharField(choices=[('transactional', 'Transactional'), ('marketing', 'Marketing'), ('system', 'System')], default='transactional', max_length=20)),
                ('locale', models.CharField(choices=[('en', 'En'), ('es', 'Es')], default='en', max_length=5)),
                ('source_format', models.CharField(choices=[('html', 'Html'), ('mjml', 'Mjml'), ('visual', 'Visual')], default='html', max_length=10)),
                ('design', models.JSONField(null=True)),
                ('text_code', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(db_default=1, default=1)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'db_table': 'email_template',
            },
        ),
        migrations.CreateModel(
            name='EmailMessage',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('status', models.CharField(choices=[('queued', 'Queued'), ('sending', 'Sending'), ('sent', 'Sent'), ('delivered', 'Delivered'), ('bounced', 'Bounced'), ('complained', 'Complained'), ('failed', 'Failed'), ('cancelled', 'Cancelled')], default='queued', max_length=12)),
                ('type', models.CharField(blank=True, max_length=40)),
                ('category', models.CharField(blank=True, max_length=20)),
                ('template_version', models.PositiveIntegerField(null=True)),
                ('locale', models.CharField(blank=True, max_length=5)),
                ('batch_id', models.UUIDField(default=uuid.uuid4)),
                ('from_address', models.CharField(max_length=320)),
                ('to_address', models.CharField(max_length=320)),
                ('recipient_kind', models.CharField(default='to', max_length=3)),
                ('reply_to', models.CharField(blank=True, max_length=320)),
                ('cc', models.JSONField(default=list)),
                ('subject', models.CharField(max_length=998)),
                ('html', models.TextField(blank=True)),
                ('text', models.TextField(blank=True)),
                ('mime', models.BinaryField()),
                ('message_id_header', models.CharField(max_length=255)),
                ('attachments', models.JSONField(default=list)),
                ('related', models.JSONField(default=dict)),
                ('priority', models.SmallIntegerField(default=0)),
                ('tries', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('last_error', models.TextField(blank=True)),
                ('provider', models.CharField(blank=True, max_length=30)),
                ('provider_id', models.CharField(blank=True, max_length=255)),
                ('next_attempt_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('claimed_at', models.DateTimeField(null=True)),
                ('claimed_by', models.BigIntegerField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
                ('template', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='mail.emailtemplate')),
            ],
            options={
                'db_table': 'email_message',
            },
        ),
        migrations.CreateModel(
            name='EmailTemplateVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('name', models.CharField(max_length=255)),
                ('description', models.TextField(blank=True)),
                ('subject', models.CharField(max_length=500)),
                ('preheader', models.CharField(blank=True, max_length=300)),
                ('html_code', models.TextField()),
                ('text_code', models.TextField(blank=True)),
                ('source_format', models.CharField(choices=[('html', 'Html'), ('mjml', 'Mjml'), ('visual', 'Visual')], max_length=10)),
                ('design', models.JSONField(null=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
                ('template', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='mail.emailtemplate')),
            ],
            options={
                'db_table': 'email_template_version',
            },
        ),
        migrations.CreateModel(
            name='ReceivedMail',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('envelope_from', models.CharField(blank=True, max_length=320)),
                ('envelope_to', models.JSONField(default=list)),
                ('subject', models.CharField(blank=True, max_length=998)),
                ('message_id_header', models.CharField(blank=True, max_length=255)),
                ('peer', models.CharField(blank=True, max_length=60)),
                ('raw', models.BinaryField()),
                ('digest', models.BinaryField(max_length=32)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('organization', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'db_table': 'received_mail',
            },
        ),
        migrations.CreateModel(
            name='EmailMessageEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(max_length=12)),
                ('detail', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='mail.emailmessage')),
                ('organization', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'db_table': 'email_message_event',
                'indexes': [models.Index(fields=['message', 'id'], name='email_message_event_message')],
            },
        ),
        migrations.AddIndex(
            model_name='emailtemplate',
            index=models.Index(fields=['organization', 'type', 'is_active'], name='email_template_org_type_active'),
        ),
        migrations.AddIndex(
            model_name='emailtemplate',
            index=models.Index(fields=['category'], name='email_template_category'),
        ),
        migrations.AddIndex(
            model_name='emailtemplate',
            index=models.Index(fields=['organization', '-updated_at', '-id'], name='email_template_org_updated'),
        ),
        migrations.AddConstraint(
            model_name='emailtemplate',
            constraint=models.CheckConstraint(condition=models.Q(('from_email_address_type__in', ['transactional_email', 'marketing_email', 'transactional_email_2', 'marketing_email_2'])), name='email_template_from_type'),
        ),
        migrations.AddConstraint(
            model_name='emailtemplate',
            constraint=models.CheckConstraint(condition=models.Q(('category__in', ['transactional', 'marketing', 'system'])), name='email_template_category_value'),
        ),
        migrations.AddConstraint(
            model_name='emailtemplate',
            constraint=models.UniqueConstraint(condition=models.Q(('is_active', True), models.Q(('type', 'custom'), _negated=True)), fields=('organization', 'type', 'locale'), name='email_template_one_active', nulls_distinct=False),
        ),
        migrations.AddIndex(
            model_name='emailmessage',
            index=models.Index(fields=['organization', '-created_at', '-id'], name='email_message_org_created'),
        ),
        migrations.AddIndex(
            model_name='emailmessage',
            index=models.Index(condition=models.Q(('status', 'queued')), fields=['next_attempt_at'], name='email_message_queued'),
        ),
        migrations.AddIndex(
            model_name='emailmessage',
            index=models.Index(condition=models.Q(('status', 'sending')), fields=['claimed_by'], name='email_message_sending'),
        ),
        migrations.AddIndex(
            model_name='emailmessage',
            index=models.Index(fields=['organization', 'template', 'status'], name='email_message_template'),
        ),
        migrations.AddConstraint(
            model_name='emailmessage',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['queued', 'sending', 'sent', 'delivered', 'bounced', 'complained', 'failed', 'cancelled'])), name='email_message_status'),
        ),
        migrations.AddConstraint(
            model_name='emailtemplateversion',
            constraint=models.UniqueConstraint(fields=('template', 'version'), name='email_template_version_number'),
        ),
        migrations.AddIndex(
            model_name='receivedmail',
            index=models.Index(fields=['organization', '-created_at', '-id'], name='received_mail_org_created'),
        ),
        policies.protect("email_template", see="organization_id is null"),
        policies.protect("email_template_version", see="organization_id is null"),
        policies.protect("email_message"),
        policies.protect("email_message_event", grants="select, insert, delete"),
        policies.protect("received_mail"),
        migrations.RunSQL(TOUCH_UPDATED_AT, migrations.RunSQL.noop),
    ]

import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import uuid
from django.conf import settings
from frontdesk.platform import policies
from django.db import migrations, models


# Runs as the owner, so that looking a key up needs no right to read the table of keys. `last_used_at` is kept to the
# minute: a busy key does not cost a write per call.
IDENTIFY_API_KEY = """
create function identify_api_key(
  wanted bytea, out key_id uuid, out scopes jsonb, out profile_id uuid, out email text, out full_name text,
  out role text, out org_id uuid, out locale text, out timezone text
) returns setof record language plpgsql security definer set search_path = pg_catalog, public as $$
declare used timestamptz;
begin
  select k.id, k.scopes, p.id, p.email, p.full_name, p.role, p.organization_id, p.locale, p.timezone, k.last_used_at
    into key_id, scopes, profile_id, email, full_name, role, org_id, locale, timezone, used
    from api_keys k join profiles p on p.id = k.profile_id
   where k.key_hash = wanted and k.revoked_at is null and p.is_active
     and (k.expires_at is null or k.expires_at > now());
  if key_id is null then return; end if;
  if used is null or used < now() - interval '1 minute' then
    update api_keys set last_used_at = now() where id = key_id;
  end if;
  return next;
end $$;
revoke all on function identify_api_key(bytea) from public;
grant execute on function identify_api_key(bytea) to frontdesk_app;
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("platform", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name='Profile',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254)),
                ('full_name', models.CharField(blank=True, max_length=120)),
                ('role', models.CharField(choices=[('superadmin', 'Superadmin'), ('admin', 'Admin'), ('agent', 'Agent'), ('user', 'User')], default='user', max_length=20)),
                ('timezone', models.CharField(default='UTC', max_length=60)),
                ('locale', models.CharField(choices=[('en', 'En'), ('es', 'Es')], default='en', max_length=5)),
                ('is_active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            ],
            options={
                'db_table': 'profiles',
            },
        ),
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('type', models.CharField(choices=[('immigration', 'Immigration'), ('solicitor', 'Solicitor'), ('education', 'Education'), ('healthcare', 'Healthcare'), ('agency', 'Agency'), ('general', 'General')], default='general', max_length=20)),
                ('plan', models.CharField(choices=[('free', 'Free'), ('starter', 'Starter'), ('pro', 'Pro'), ('enterprise', 'Enterprise')], default='free', max_length=20)),
                ('locale', models.CharField(choices=[('en', 'En'), ('es', 'Es')], default='en', max_length=5)),
                ('timezone', models.CharField(default='UTC', max_length=60)),
                ('logo', models.CharField(blank=True, max_length=300)),
                ('brand_color', models.CharField(default='#1f5f5b', max_length=7)),
                ('support_address', models.EmailField(blank=True, max_length=254)),
                ('portal_open', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'db_table': 'organizations',
                'constraints': [models.CheckConstraint(condition=models.Q(('type__in', ['immigration', 'solicitor', 'education', 'healthcare', 'agency', 'general'])), name='organizations_type'), models.CheckConstraint(condition=models.Q(('plan__in', ['free', 'starter', 'pro', 'enterprise'])), name='organizations_plan'), models.CheckConstraint(condition=models.Q(('brand_color__regex', '^#[0-9a-fA-F]{6}$')), name='organizations_color')],
            },
        ),
        migrations.CreateModel(
            name='Impersonation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reason', models.CharField(max_length=300)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('expires_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('superadmin', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'db_table': 'impersonations',
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254)),
                ('full_name', models.CharField(blank=True, max_length=120)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('locale', models.CharField(blank=True, choices=[('en', 'En'), ('es', 'Es')], max_length=5)),
                ('timezone', models.CharField(blank=True, max_length=60)),
                ('fields', models.JSONField(default=dict)),
                ('consent', models.JSONField(default=dict)),
                ('suppression_reason', models.CharField(blank=True, choices=[('hard_bounce', 'Hard Bounce'), ('complaint', 'Complaint'), ('manual', 'Manual')], max_length=20)),
                ('suppressed_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('profile', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='contacts', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'db_table': 'contacts',
            },
        ),
        migrations.CreateModel(
            name='ConsentRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('marketing_mail', 'Marketing Mail'), ('recording', 'Recording'), ('ai_processing', 'Ai Processing')], max_length=20)),
                ('state', models.CharField(choices=[('granted', 'Granted'), ('denied', 'Denied'), ('unknown', 'Unknown')], max_length=10)),
                ('text', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='orgs.contact')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'db_table': 'contact_consents',
            },
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('actor_label', models.CharField(blank=True, max_length=254)),
                ('action', models.CharField(max_length=80)),
                ('object_type', models.CharField(max_length=40)),
                ('object_id', models.CharField(blank=True, max_length=40)),
                ('object_label', models.CharField(blank=True, max_length=200)),
                ('changes', models.JSONField(default=dict)),
                ('ip_address', models.GenericIPAddressField(null=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('impersonator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'db_table': 'audit_log',
            },
        ),
        migrations.CreateModel(
            name='ApiKey',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('prefix', models.CharField(max_length=12)),
                ('key_hash', models.BinaryField(max_length=32, unique=True)),
                ('scopes', models.JSONField(default=list)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('expires_at', models.DateTimeField(null=True)),
                ('last_used_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('profile', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='api_keys', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'db_table': 'api_keys',
            },
        ),
        migrations.AddField(
            model_name='profile',
            name='organization',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='profiles', to='orgs.organization'),
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254)),
                ('role', models.CharField(choices=[('superadmin', 'Superadmin'), ('admin', 'Admin'), ('agent', 'Agent'), ('user', 'User')], max_length=20)),
                ('message', models.TextField(blank=True, max_length=1000)),
                ('token_hash', models.BinaryField(max_length=32, unique=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'db_table': 'invitations',
                'indexes': [models.Index(fields=['organization', '-created_at', '-id'], name='invitations_org_created')],
                'constraints': [models.UniqueConstraint(models.F('organization'), django.db.models.functions.text.Lower('email'), condition=models.Q(('accepted_at__isnull', True), ('revoked_at__isnull', True)), name='invitations_one_open'), models.CheckConstraint(condition=models.Q(('role__in', ['admin', 'agent', 'user'])), name='invitations_role')],
            },
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(fields=['organization', '-created_at', '-id'], name='contacts_org_created'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.UniqueConstraint(models.F('organization'), django.db.models.functions.text.Lower('email'), name='contacts_org_email'),
        ),
        migrations.AddIndex(
            model_name='consentrecord',
            index=models.Index(fields=['contact', 'purpose', '-id'], name='consents_contact'),
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(fields=['organization', '-id'], name='audit_org_id'),
        ),
        migrations.AddIndex(
            model_name='apikey',
            index=models.Index(fields=['organization', '-created_at', '-id'], name='api_keys_org_created'),
        ),
        migrations.AddIndex(
            model_name='profile',
            index=models.Index(fields=['organization', '-created_at', '-id'], name='profiles_org_created'),
        ),
        migrations.AddConstraint(
            model_name='profile',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='profiles_email'),
        ),
        migrations.AddConstraint(
            model_name='profile',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['superadmin', 'admin', 'agent', 'user'])), name='profiles_role'),
        ),
        migrations.AddConstraint(
            model_name='profile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('organization__isnull', True), ('role', 'superadmin')), models.Q(models.Q(('role', 'superadmin'), _negated=True), ('organization__isnull', False)), _connector='OR'), name='profiles_organization'),
        ),
        policies.protect("organizations", column="id", see=policies.IS_ACCOUNTS, change=policies.IS_ACCOUNTS),
        policies.protect("profiles", see=f"id = {policies.USER} or {policies.IS_ACCOUNTS}", change=policies.IS_ACCOUNTS),
        policies.protect("invitations", see=policies.IS_ACCOUNTS, change=policies.IS_ACCOUNTS),
        policies.protect("api_keys"),
        policies.protect("impersonations", see=policies.IS_ACCOUNTS),
        # An entry is never changed or removed by those it tells of.
        policies.protect("audit_log", grants="select, insert"),
        policies.protect("contacts"),
        policies.protect("contact_consents", grants="select, insert, delete"),
        migrations.RunSQL(IDENTIFY_API_KEY, migrations.RunSQL.noop),
    ]

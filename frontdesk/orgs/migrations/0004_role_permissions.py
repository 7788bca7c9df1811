from django.db import migrations, models
from django.db.models.functions import Now

from frontdesk.platform import policies

# As before, and what the platform decided of the person's role: the one statement that finds the caller.
IDENTIFY_API_KEY = """
drop function identify_api_key(bytea);
create function identify_api_key(
  wanted bytea, out key_id uuid, out scopes jsonb, out profile_id uuid, out email text, out full_name text,
  out role text, out org_id uuid, out locale text, out timezone text, out decided jsonb
) returns setof record language plpgsql security definer set search_path = pg_catalog, public as $$
declare used timestamptz;
begin
  select k.id, k.scopes, p.id, p.email, p.full_name, p.role, p.organization_id, p.locale, p.timezone, k.last_used_at,
      (select coalesce(jsonb_object_agg(r.permission, r.is_granted), '{}') from role_permissions r where r.role = p.role)
    into key_id, scopes, profile_id, email, full_name, role, org_id, locale, timezone, used, decided
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
    dependencies = [
        ("orgs", "0003_contacts_by_address"),
    ]

    operations = [
        migrations.CreateModel(
            name="RolePermission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("superadmin", "Superadmin"),
                            ("admin", "Admin"),
                            ("agent", "Agent"),
                            ("user", "User"),
                        ],
                        max_length=20,
                    ),
                ),
                ("permission", models.CharField(max_length=40)),
                ("is_granted", models.BooleanField()),
                ("updated_at", models.DateTimeField(db_default=Now())),
            ],
            options={"db_table": "role_permissions"},
        ),
        migrations.AddConstraint(
            model_name="rolepermission",
            constraint=models.UniqueConstraint(fields=("role", "permission"), name="role_permissions_once"),
        ),
        policies.protect_by("role_permissions", see="true", change=policies.IS_SUPERADMIN),
        migrations.RunSQL(IDENTIFY_API_KEY, migrations.RunSQL.noop),
    ]

"""Row level security as migration operations: every tenant table gets its policies where it is created."""

from django.db import migrations

from frontdesk.platform.tenancy import ACCOUNTS, APP_ROLE, SUPERADMIN

# As subqueries, which PostgreSQL asks once for a statement; a bare current_setting() it asks again for every row.
ORG = "(select nullif(current_setting('app.org_id', true), '')::uuid)"
USER = "(select nullif(current_setting('app.user_id', true), '')::uuid)"
ROLE = "(select coalesce(current_setting('app.role', true), ''))"
IS_SUPERADMIN = f"{ROLE} = '{SUPERADMIN}'"
IS_ACCOUNTS = f"{ROLE} = '{ACCOUNTS}'"

CREATE_ROLE = f"""
do $$ begin
  if not exists (select from pg_roles where rolname = '{APP_ROLE}') then
    create role {APP_ROLE} nologin nobypassrls nosuperuser nocreatedb nocreaterole;
  end if;
exception when duplicate_object or unique_violation then null;  -- another migration was first
end $$;
do $$ begin
  if not pg_has_role(current_user, '{APP_ROLE}', 'member') then
    execute format('grant {APP_ROLE} to %I', current_user);
  end if;
end $$;
grant usage on schema public to {APP_ROLE};
"""

# Policies that were made before that, in the words in which PostgreSQL shows them.
ASK_ONCE = r"""
do $ask$
declare
  policy record;
  asked constant text := $re$(?<!SELECT )($re$
    || $re$\(NULLIF\(current_setting\('app\.(?:org|user)_id'::text, true\), ''::text\)\)::uuid$re$
    || $re$|COALESCE\(current_setting\('app\.role'::text, true\), ''::text\))$re$;
begin
  for policy in select * from pg_policies where schemaname = 'public' and concat(qual, with_check) ~ asked loop
    execute format('alter policy %I on %I', policy.policyname, policy.tablename)
      || coalesce(' using (' || regexp_replace(policy.qual, asked, '(select \1)', 'g') || ')', '')
      || coalesce(' with check (' || regexp_replace(policy.with_check, asked, '(select \1)', 'g') || ')', '');
  end loop;
end $ask$;
"""


def sql_protect(
    table: str, *, see: str, change: str | None = None, grants: str = "select, insert, update, delete"
) -> str:
    """SQL that lets ``frontdesk_app`` read rows where ``see`` holds and write rows where ``change`` holds.

    The owner keeps full access by a policy of its own, because FORCE binds it too unless it is a superuser.
    """
    change = change or see
    return f"""
alter table {table} enable row level security;
alter table {table} force row level security;
create policy owner_all on {table} to current_user using (true) with check (true);
create policy app_select on {table} for select to {APP_ROLE} using ({see});
create policy app_insert on {table} for insert to {APP_ROLE} with check ({change});
create policy app_update on {table} for update to {APP_ROLE} using ({change}) with check ({change});
create policy app_delete on {table} for delete to {APP_ROLE} using ({change});
grant {grants} on {table} to {APP_ROLE};
"""


def protect(
    table: str,
    *,
    column: str = "organization_id",
    see: str = "",
    change: str = "",
    grants: str = "select, insert, update, delete",
) -> migrations.RunSQL:
    """Rows of the bound organization, or any row for a superadmin. ``see`` and ``change`` add further cases (OR)."""
    own = f"{column} = {ORG} or {IS_SUPERADMIN}"
    return migrations.RunSQL(
        sql_protect(
            table,
            see=f"{own} or {see}" if see else own,
            change=f"{own} or {change}" if change else own,
            grants=grants,
        ),
        migrations.RunSQL.noop,
    )


def protect_by(
    table: str, *, see: str, change: str | None = None, grants: str = "select, insert, update, delete"
) -> migrations.RunSQL:
    """For tables with conditions of their own, spelt out whole: nothing is added, not even for superadmins."""
    return migrations.RunSQL(sql_protect(table, see=see, change=change, grants=grants), migrations.RunSQL.noop)


def protect_personal(table: str, *, column: str = "user_id") -> migrations.RunSQL:
    """Rows that only their person may touch (second factors, sessions), besides sign-in itself."""
    return migrations.RunSQL(
        sql_protect(table, see=f"{column} = {USER} or {IS_ACCOUNTS}"),
        migrations.RunSQL.noop,
    )


def grant(table: str, rights: str) -> migrations.RunSQL:
    """For tables without tenants (shared counters); say at the call why nothing of a tenant can leak through it."""
    return migrations.RunSQL(f"grant {rights} on {table} to {APP_ROLE};", migrations.RunSQL.noop)

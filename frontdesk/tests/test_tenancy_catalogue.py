"""Walks the database's own catalogue: no table, view or function is left out of what keeps tenants apart."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection

from frontdesk.platform import policies
from frontdesk.platform.tenancy import APP_ROLE

pytestmark = pytest.mark.django_db

# A person's own rows, whatever the organization.
PERSONAL = {
    "account_emailaddress",
    "mfa_authenticator",
    "socialaccount_socialaccount",
    "usersessions_usersession",
}
# Tables without a tenant that requests may touch: keys are hashes, values are counters; the deployment's own providers
# of single sign-on, to read; which processes are alive.
SHARED = {"rate_buckets", "cache_entries", "socialaccount_socialapp", "ai_quota_holder"}
# The platform's own, under policies that say who reads what and that superadmins alone write.
PLATFORM = {"ai_models_system", "ai_price_overrides", "role_permissions"}
# What runs with its owner's rights and requests may call: looking one key up by its hash, adding a job, the sealed key
# of a model that one may call.
DEFINERS = {"identify_api_key", "procrastinate_defer_jobs_v1", "ai_model_key"}

TABLES = "c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')"
TENANT = (
    "exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organization_id'"
    " and not a.attisdropped)"
)
RIGHTS = f"has_table_privilege('{APP_ROLE}', c.oid, 'select, insert, update, delete, truncate, references, trigger')"


def names(query: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {str(row[0]) for row in cursor.fetchall()}


def unprotected(condition: str) -> set[str]:
    """Tables where a command of ``frontdesk_app`` has no policy, or where row level security is off or not forced."""
    covered = (
        "(select count(distinct command) from pg_policy p, unnest(case p.polcmd when '*' then array['r','a','w','d']"
        f" else array[p.polcmd::text] end) command where p.polrelid = c.oid"
        f" and '{APP_ROLE}'::regrole = any(p.polroles)) = 4"
    )
    return names(
        f"select relname from pg_class c where {TABLES} and {condition}"
        f" and not (relrowsecurity and relforcerowsecurity and {covered})"
    )


@pytest.fixture
def forgotten_table() -> Iterator[None]:
    """A tenant table whose migration forgot ``policies.protect``."""
    with connection.cursor() as cursor:
        cursor.execute("create table forgotten (id bigint, organization_id uuid)")
        yield
        cursor.execute("drop table forgotten")


def test_every_tenant_table_has_forced_row_level_security_and_policies() -> None:
    tables = names(f"select relname from pg_class c where {TABLES} and {TENANT}")
    assert {"profiles", "contacts", "email_message", "events"} <= tables
    assert unprotected(TENANT) == set()


def test_a_table_added_without_policies_is_found(forgotten_table: None) -> None:
    assert unprotected(TENANT) == {"forgotten"}


def test_organizations_and_personal_tables_are_protected() -> None:
    wanted = PERSONAL | PLATFORM | {"organizations"}
    listed = ", ".join(f"'{name}'" for name in wanted)
    assert names(f"select relname from pg_class c where {TABLES} and relname in ({listed})") == wanted
    assert unprotected(f"relname in ({listed})") == set()


def test_tables_with_what_is_a_persons_own_are_known() -> None:
    """A new table of a library that points at people needs a policy, or no rights at all."""
    pointing = names(
        f"select relname from pg_class c where {TABLES} and not {TENANT} and {RIGHTS} and exists ("
        "select from pg_constraint f where f.conrelid = c.oid and f.confrelid = 'profiles'::regclass)"
    )
    assert pointing == PERSONAL


def test_requests_have_rights_on_nothing_else() -> None:
    reachable = names(f"select relname from pg_class c where {TABLES} and {RIGHTS} and not {TENANT}")
    assert reachable == PERSONAL | SHARED | PLATFORM | {"organizations"}


def test_requests_reach_neither_sessions_nor_the_queue() -> None:
    closed = "relname = 'django_session' or relname like 'procrastinate%' or relname like 'django_%'"
    assert "django_session" in names(f"select relname from pg_class c where {TABLES} and ({closed})")
    assert names(f"select relname from pg_class c where {TABLES} and {RIGHTS} and ({closed})") == set()


def test_the_role_has_no_powers() -> None:
    powers = "rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication"
    assert names(f"select rolname from pg_roles where rolname = '{APP_ROLE}' and ({powers})") == set()
    assert names(f"select roleid::regrole from pg_auth_members where member = '{APP_ROLE}'::regrole") == set()
    assert names(f"select relname from pg_class where relowner = '{APP_ROLE}'::regrole") == set()
    assert names(f"select proname from pg_proc where proowner = '{APP_ROLE}'::regrole") == set()
    assert not names(f"select 1 where has_schema_privilege('{APP_ROLE}', 'public', 'create')")


def test_nothing_leads_around_the_policies() -> None:
    """A view reads with its owner's rights, and so does a SECURITY DEFINER function."""
    views = f"c.relnamespace = 'public'::regnamespace and c.relkind in ('v', 'm') and {RIGHTS}"
    assert names(f"select relname from pg_class c where {views}") == set()
    definers = names(
        "select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef"
        f" and has_function_privilege('{APP_ROLE}', oid, 'execute')"
    )
    assert definers == DEFINERS


def shown_policies(table: str) -> dict[str, tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("select policyname, qual, with_check from pg_policies where tablename = %s", [table])
        return {name: (qual, check) for name, qual, check in cursor.fetchall()}


def test_policies_that_asked_for_every_row_become_as_new_ones() -> None:
    conditions = f"organization_id = {policies.ORG} and (user_id = {policies.USER} or {policies.IS_SUPERADMIN})"
    asked = re.sub(r"\(select (.*?'\)(?:::uuid)?)\)", r"\1", conditions)
    assert "select" not in asked
    with connection.cursor() as cursor:
        for table, see in (("formerly", asked), ("newly", conditions)):
            cursor.execute(f"create table {table} (organization_id uuid, user_id uuid)")
            cursor.execute(policies.sql_protect(table, see=see))
        assert shown_policies("formerly") != shown_policies("newly")
        for _ in range(2):  # the second time there is nothing to do
            cursor.execute(policies.ASK_ONCE)
            assert shown_policies("formerly") == shown_policies("newly")


def test_no_policy_asks_for_every_row() -> None:
    bare = "(?<!SELECT |SELECT \\()(NULLIF|COALESCE)\\(current_setting"
    assert (
        names(f"select tablename || '.' || policyname from pg_policies where concat(qual, with_check) ~ '{bare}'")
        == set()
    )

"""A raw connection as ``frontdesk_app``, bound to Northgate, tries to reach Harbour's rows in every tenant table.

What it tries is what a query that forgets its filter would do. Somebody who can run SQL of their own choosing can also
set ``app.org_id`` or ``app.role``: against that stand parameters in every query, not these policies.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql
from psycopg.types.json import Json

from frontdesk.platform.tenancy import APP_ROLE

Values = dict[str, object]

COLUMNS = """
select a.attname, format_type(a.atttypid, null), f.confrelid::regclass::text, a.attnotnull and not a.atthasdef
  and a.attidentity = ''
from pg_attribute a
left join pg_constraint f on f.conrelid = a.attrelid and f.contype = 'f' and f.conkey = array[a.attnum]
where a.attrelid = %s::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum
"""
TENANT_TABLES = """
select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not a.attisdropped order by 1
"""
# Values that a constraint of the table demands.
DEMANDED: dict[tuple[str, str], object] = {
    ("organizations", "type"): "general",
    ("organizations", "plan"): "free",
    ("organizations", "brand_color"): "#000000",
    ("profiles", "role"): "admin",
    ("invitations", "role"): "agent",
    ("email_template", "from_email_address_type"): "transactional_email",
    ("email_template", "category"): "system",
    ("email_message", "status"): "sent",
    ("email_engagement", "kind"): "open",
    ("email_message", "recipient_kind"): "to",
    ("campaign", "state"): "draft",
    ("campaign_recipient", "state"): "waiting",
    ("contact_import", "state"): "uploaded",
    ("mail_subscription", "state"): "pending",
    ("mail_domain", "status"): "pending",
    ("mail_provider", "state"): "active",
    ("mail_provider", "serves"): "all",
    ("mailbox", "state"): "active",
    ("mail_filter", "action"): "drop",
    ("suppression", "reason"): "manual",
    ("email_ai_proposal", "kind"): "generate",
    ("email_ai_proposal", "state"): "ready",
    ("email_personalization", "state"): "done",
    **{(table, "provider"): "openai" for table in ("ai_models_system", "ai_models_default", "ai_models")},
    **{(table, "token_limit_period"): "daily" for table in ("ai_models_system", "ai_models_default", "ai_models")},
    **{(table, "model_type"): "system" for table in ("ai_model_usage", "ai_model_call", "ai_quota", "ai_task_run")},
    **{(table, "period_type"): "daily" for table in ("ai_model_usage", "ai_model_call", "ai_quota")},
    ("ai_model_call", "status"): "ok",
    ("ai_task_run", "status"): "done",
    ("ai_classifier", "status"): "empty",
}
MADE: dict[str, Callable[[], object]] = {
    "uuid": uuid4,
    "character varying": lambda: uuid4().hex[:5],
    "text": lambda: "x",
    "boolean": lambda: True,
    "smallint": lambda: 1,
    "integer": lambda: 1,
    "bigint": lambda: 1,
    "double precision": lambda: 1.0,
    "timestamp with time zone": lambda: datetime.now(UTC),
    "jsonb": lambda: Json({}),
    "bytea": lambda: os.urandom(32),
    "inet": lambda: "127.0.0.1",
    "numeric": lambda: 1,
    "text[]": list,
    "date": lambda: datetime.now(UTC).date(),
}


@dataclass
class House:
    """One organization with a row in every table; ``rows`` holds each table's id."""

    owner: psycopg.Connection
    org_id: UUID
    rows: dict[str, object] = field(default_factory=dict)

    def row_of(self, table: str) -> object:
        if table == "organizations":
            return self.org_id
        if table not in self.rows:
            self.rows[table] = insert(self.owner, table, self.values(table))
        return self.rows[table]

    def values(self, table: str) -> Values:
        """A new row of this organization: what must be filled, and the references to what must be there first."""
        values: Values = {}
        for name, kind, target, is_required in self.owner.execute(COLUMNS, [table]).fetchall():
            if name == "organization_id":
                values[name] = self.org_id
            elif is_required and target:
                values[name] = self.row_of(target)
            elif is_required:
                values[name] = DEMANDED[table, name] if (table, name) in DEMANDED else MADE[kind]()
        return values


def insert(connection: psycopg.Connection, table: str, values: Values) -> object:
    """The new row's key: where a table has no ``id``, the first of what was filled."""
    keys = {name for name, *_ in connection.execute(COLUMNS, [table]).fetchall()}
    query = sql.SQL("insert into {} ({}) values ({}) returning {}").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, values)),
        sql.SQL(", ").join(sql.Placeholder() * len(values)),
        sql.Identifier("id" if "id" in keys else next(iter(values))),
    )
    row = connection.execute(query, list(values.values())).fetchone()
    assert row
    return row[0]


def make_house(owner: psycopg.Connection, slug: str) -> House:
    house = House(owner, uuid4())
    insert(owner, "organizations", {**house.values("organizations"), "id": house.org_id, "slug": slug})
    for (table,) in owner.execute(TENANT_TABLES).fetchall():
        house.row_of(table)
    return house


@dataclass
class Stage:
    app: psycopg.Connection
    owner: psycopg.Connection
    northgate: House
    harbour: House
    tables: list[str]

    def bind(self, house: House | None, role: str = "admin") -> None:
        org_id, user_id = (str(house.org_id), str(house.rows["profiles"])) if house else ("", "")
        self.app.execute(
            "select set_config('app.org_id', %s, true), set_config('app.user_id', %s, true),"
            " set_config('app.role', %s, true)",
            [org_id, user_id, role if house else ""],
        )

    def count(self, table: str, house: House | None = None) -> int:
        """Rows that the connection sees: of ``house``, or of any organization."""
        condition = sql.SQL("organization_id = {}").format(house.org_id) if house else "organization_id is not null"
        query = sql.SQL("select count(*) from {} where {}").format(
            sql.Identifier(table), condition if house else sql.SQL("organization_id is not null")
        )
        row = self.app.execute(query).fetchone()
        assert row
        return int(row[0])

    def checksum(self, house: House) -> dict[str, str]:
        sums = {}
        for table in self.tables:
            query = "select count(*) || md5(string_agg(t::text, '|' order by t::text)) from {} t where {} = {}"
            row = self.owner.execute(
                sql.SQL(query).format(sql.Identifier(table), sql.Identifier("organization_id"), house.org_id)
            ).fetchone()
            assert row
            sums[table] = row[0]
        return sums


@pytest.fixture(scope="module")
def houses(own_database: Callable[[str], str]) -> Iterator[tuple[psycopg.Connection, House, House]]:
    with psycopg.connect(own_database("frontdesk"), autocommit=True) as owner:
        yield owner, make_house(owner, "northgate"), make_house(owner, "harbour")


@pytest.fixture
def stage(own_database: Callable[[str], str], houses: tuple[psycopg.Connection, House, House]) -> Iterator[Stage]:
    owner, northgate, harbour = houses
    tables = [row[0] for row in owner.execute(TENANT_TABLES).fetchall()]
    with psycopg.connect(own_database(APP_ROLE)) as app:
        made = Stage(app, owner, northgate, harbour, tables)
        before = made.checksum(harbour), made.checksum(northgate)
        yield made
        app.rollback()
        assert (made.checksum(harbour), made.checksum(northgate)) == before


def refused(stage: Stage, query: sql.Composed, values: list[object] | None = None) -> bool:
    """Whether the database refuses outright, or there is nothing the command reaches."""
    try:
        with stage.app.transaction():
            return stage.app.execute(query, values).rowcount == 0
    except psycopg.errors.InsufficientPrivilege:
        return True


def test_the_stage_is_set(stage: Stage) -> None:
    """Northgate sees its own row in every table, so what follows is not refused for another reason."""
    assert len(stage.tables) >= 13
    stage.bind(stage.northgate)
    assert {table: stage.count(table, stage.northgate) for table in stage.tables} == dict.fromkeys(stage.tables, 1)


@pytest.mark.parametrize("role", ["admin", "agent", "user", "system", "anonymous"])
def test_another_tenants_rows_are_not_seen(stage: Stage, role: str) -> None:
    stage.bind(stage.northgate, role)
    seen = {table: stage.count(table) - stage.count(table, stage.northgate) for table in stage.tables}
    assert seen == dict.fromkeys(stage.tables, 0)


def test_nothing_is_seen_where_nothing_is_bound(stage: Stage) -> None:
    assert {table: stage.count(table) for table in stage.tables} == dict.fromkeys(stage.tables, 0)
    assert stage.app.execute("select count(*) from organizations").fetchone() == (0,)


def test_another_tenants_rows_are_not_changed(stage: Stage) -> None:
    stage.bind(stage.northgate)
    for command in ("update {} set organization_id = organization_id where organization_id = %s",
                    "delete from {} where organization_id = %s"):  # fmt: skip
        for table in stage.tables:
            query = sql.SQL(command).format(sql.Identifier(table))
            assert refused(stage, query, [stage.harbour.org_id]), (command, table)


def test_a_forgotten_filter_changes_own_rows_alone(stage: Stage) -> None:
    stage.bind(stage.northgate)
    for table in ("contacts", "events", "uploads"):
        changed = stage.app.execute(
            sql.SQL("update {} set organization_id = organization_id").format(sql.Identifier(table))
        )
        assert changed.rowcount == 1, table


def test_no_row_is_written_into_another_tenant(stage: Stage) -> None:
    stage.bind(stage.northgate)
    for table in stage.tables:
        values = stage.harbour.values(table)
        with pytest.raises(psycopg.errors.InsufficientPrivilege), stage.app.transaction():
            insert(stage.app, table, values)


def test_no_row_is_moved_into_another_tenant(stage: Stage) -> None:
    stage.bind(stage.northgate)
    for table in stage.tables:
        query = sql.SQL("update {} set organization_id = %s").format(sql.Identifier(table))
        assert refused(stage, query, [stage.harbour.org_id]), table


def test_the_platforms_word_to_an_organization_is_read_and_not_written(stage: Stage) -> None:
    stage.bind(stage.northgate)
    for command in ("update {} set is_locked = false", "delete from {}"):
        assert refused(stage, sql.SQL(command).format(sql.Identifier("email_type_lock"))), command
    grant = "insert into role_permissions (role, permission, is_granted) values ('agent', 'templates.manage', true)"
    assert refused(stage, sql.SQL(grant).format())
    stage.bind(stage.northgate, "superadmin")
    assert not refused(stage, sql.SQL("update {} set is_locked = false").format(sql.Identifier("email_type_lock")))


def test_no_row_is_given_to_everybody(stage: Stage) -> None:
    """Rows of no organization are the platform's: shipped templates are seen by all."""
    stage.bind(stage.northgate)
    for table in ("email_template", "email_template_version", "email_message", "api_keys", "audit_log"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), stage.app.transaction():
            insert(stage.app, table, {**stage.northgate.values(table), "organization_id": None})


ESCALATIONS = [
    "update profiles set role = 'superadmin', organization_id = null",
    "insert into profiles (id, password, email, full_name, role, timezone, locale, is_active)"
    " values (gen_random_uuid(), '', 'x@x.test', '', 'superadmin', 'UTC', 'en', true)",
    "update audit_log set action = 'x'",
    "delete from audit_log",
    "update contact_consents set state = 'granted'",
    "alter table contacts disable row level security",
    "alter table contacts no force row level security",
    "create policy mine on contacts using (true)",
    "drop policy app_select on contacts",
    "truncate contacts",
    "set role frontdesk",
    "set session authorization frontdesk",
    "alter role frontdesk_app bypassrls",
    "create table mine (id int)",
    "create function mine() returns int language sql security definer as 'select 1'",
    "select * from django_session",
    "select * from procrastinate_jobs",
    "copy contacts to program 'cat'",
]


@pytest.mark.parametrize("command", ESCALATIONS)
def test_the_role_cannot_be_left(stage: Stage, command: str) -> None:
    stage.bind(stage.northgate)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        stage.app.execute(command)


def test_a_role_beyond_the_organization_breaks_a_constraint(stage: Stage) -> None:
    stage.bind(stage.northgate)
    with pytest.raises(psycopg.errors.CheckViolation):
        stage.app.execute("update profiles set role = 'superadmin'")


def test_reset_role_stays_the_role(stage: Stage) -> None:
    stage.app.execute("reset role")
    assert stage.app.execute("select current_user, session_user").fetchone() == (APP_ROLE, APP_ROLE)


def test_an_own_row_cannot_hide_behind_a_filter_that_raises(stage: Stage) -> None:
    """A function in the filter sees own rows alone: policies come before it unless it is leakproof."""
    stage.bind(stage.northgate)
    seen = stage.app.execute("select id from contacts where 1 / (case email when '' then 0 else 1 end) = 1").fetchall()
    assert seen == [(stage.northgate.rows["contacts"],)]

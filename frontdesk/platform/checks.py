"""What `frontdesk doctor` looks at. Each check is a function that yields findings, each with how to mend it."""

import shutil
import smtplib
import socket
import ssl
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from frontdesk.platform.tenancy import APP_ROLE

EXTENSIONS = ("vector", "pg_trgm", "btree_gist", "unaccent", "citext")
OLDEST_POSTGRESQL = 150000
SKEW_SECONDS = 5.0
WAITING_SECONDS = 120
LEAST_FREE_BYTES = 1_000_000_000
MAIL_TIMEOUT_SECONDS = 10


@dataclass(frozen=True)
class Finding:
    level: Literal["ok", "warning", "error"]
    text: str
    remedy: str = ""


Check = Callable[[], Iterator[Finding]]


def run_all() -> list[Finding]:
    """Every finding, in order. Without a database only what needs none."""
    findings = list(check_database())
    reachable = not any(finding.level == "error" for finding in findings)
    for check in [*(DATABASE_CHECKS if reachable else ()), *OTHER_CHECKS]:
        try:
            findings += check()
        except DatabaseError as error:
            findings.append(Finding("error", f"{check.__name__}: {str(error).strip()}", "Run: frontdesk migrate"))
    return findings


def check_database() -> Iterator[Finding]:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        remedy = "See that PostgreSQL runs and that DATABASE_URL is right (postgresql://user:password@host:5432/name)."
        yield Finding("error", f"Database: {str(error).strip()}", remedy)
        return
    version = int(_one("SHOW server_version_num"))
    text = f"Database: PostgreSQL {_one('SHOW server_version')}"
    if version < OLDEST_POSTGRESQL:
        yield Finding("error", text, "Use PostgreSQL 15 or newer.")
    else:
        yield Finding("ok", text)


def check_extensions() -> Iterator[Finding]:
    present = {str(name) for (name,) in _rows("SELECT extname FROM pg_extension")}
    missing = [name for name in EXTENSIONS if name not in present]
    if missing:
        commands = " ".join(f"CREATE EXTENSION {name};" for name in missing)
        yield Finding("warning", f"Extensions missing: {', '.join(missing)}", f"As a database superuser: {commands}")
    else:
        yield Finding("ok", "Extensions are there")


def check_roles() -> Iterator[Finding]:
    role = _rows("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = %s", APP_ROLE)
    if not role:
        yield Finding("error", f"The role {APP_ROLE} is missing", "Run: frontdesk migrate")
        return
    if any(role[0]):
        remedy = f"As a superuser: ALTER ROLE {APP_ROLE} NOSUPERUSER NOBYPASSRLS;"
        yield Finding("error", f"{APP_ROLE} may pass by row level security: tenants are not kept apart", remedy)
    elif _one("SELECT pg_has_role(current_user, %s, 'member')", APP_ROLE):
        yield Finding("ok", f"{APP_ROLE} is bound by row level security")
    else:
        remedy = f"As a superuser: GRANT {APP_ROLE} TO {_one('SELECT current_user')};"
        yield Finding("error", f"The session user may not act as {APP_ROLE}", remedy)
    if _one("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
        remedy = "Let DATABASE_URL name a role that owns the database and is no superuser."
        yield Finding("warning", "Frontdesk connects as a database superuser", remedy)


def check_row_security() -> Iterator[Finding]:
    open_tables = _rows(
        "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attname = 'organization_id'"
        " AND NOT a.attisdropped AND NOT (c.relrowsecurity AND c.relforcerowsecurity) ORDER BY 1"
    )
    if open_tables:
        names = ", ".join(str(name) for (name,) in open_tables)
        remedy = "Run frontdesk migrate; if that does not help: ALTER TABLE … ENABLE and FORCE ROW LEVEL SECURITY."
        yield Finding("error", f"Tables without forced row level security: {names}", remedy)
    else:
        yield Finding("ok", "Every tenant table has forced row level security")


def check_migrations() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        yield Finding("error", f"{len(pending)} migrations are not applied", "Run: frontdesk migrate")
    else:
        yield Finding("ok", "The tables are those of this version")


def check_clock() -> Iterator[Finding]:
    before = time.time()
    there = _rows("SELECT extract(epoch FROM clock_timestamp())::float8")[0][0]
    skew = float(str(there)) - (before + time.time()) / 2
    if abs(skew) > SKEW_SECONDS:
        remedy = "Run a time service (chrony or systemd-timesyncd) on both machines: one-time codes and SLAs need it."
        yield Finding("error", f"The database's clock is {skew:+.0f} s off from this machine's", remedy)
    else:
        yield Finding("ok", "Clocks agree")


def check_jobs() -> Iterator[Finding]:
    late = int(
        _one(
            "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'"
            " AND coalesce(scheduled_at, now()) < now() - make_interval(secs => %s)",
            WAITING_SECONDS,
        )
    )
    stalled = int(
        _one(
            "SELECT count(*) FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id"
            " WHERE j.status = 'doing' AND coalesce(w.last_heartbeat, '-infinity') < now() - interval '60 seconds'"
        )
    )
    alive = int(_one("SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '60 seconds'"))
    if not alive:
        yield Finding("warning", "No worker runs: mail waits", "Run: frontdesk up (or frontdesk worker)")
    else:
        yield Finding("ok", f"{alive} worker{'s' if alive > 1 else ''} at work")
    if late and alive:
        remedy = "Start more workers, or raise FRONTDESK_WORKER_CONCURRENCY; look into the worker's log for errors."
        yield Finding("warning", f"{late} jobs are more than {WAITING_SECONDS} s late", remedy)
    if stalled:
        yield Finding("warning", f"{stalled} jobs belong to a worker that died", "A running worker takes them up.")


def check_mail() -> Iterator[Finding]:
    transport = settings.MAIL_TRANSPORT
    address = urlsplit(transport)
    if address.scheme not in {"smtp", "smtps"}:
        level: Literal["ok", "warning"] = "warning" if settings.PRODUCTION and transport == "outbox" else "ok"
        remedy = "Set FRONTDESK_MAIL_TRANSPORT=smtp://user:password@host:587 to deliver it." if level != "ok" else ""
        yield Finding(level, f"Mail is kept in the mail viewer (transport {address.scheme or transport})", remedy)
        return
    host, port = address.hostname or "localhost", address.port or (465 if address.scheme == "smtps" else 587)
    try:
        server = (
            smtplib.SMTP_SSL(host, port, timeout=MAIL_TIMEOUT_SECONDS, context=ssl.create_default_context())
            if address.scheme == "smtps"
            else smtplib.SMTP(host, port, timeout=MAIL_TIMEOUT_SECONDS)
        )
        with server:
            server.noop()
    except (OSError, smtplib.SMTPException) as error:
        remedy = "Check host, port and firewall; providers often block port 25, use 587 (or smtps:// with 465)."
        yield Finding("error", f"Mail: {host} port {port} does not answer ({error})", remedy)
    else:
        yield Finding("ok", f"Mail: {host} port {port} answers")


def check_storage() -> Iterator[Finding]:
    from frontdesk.platform import storage

    key = f"doctor/{uuid.uuid4()}"
    place = f"the bucket {settings.STORAGE_BUCKET}" if settings.STORAGE_BUCKET else str(settings.STORAGE_DIR)
    try:
        store = storage.store()
        store.put(key, b"ok", "text/plain")
        store.delete(key)
    except Exception as error:  # noqa: BLE001 - whatever a store raises is the finding
        remedy = "Let the account that runs Frontdesk write there (or check the FRONTDESK_S3_… settings)."
        yield Finding("error", f"Storage: cannot write to {place} ({error})", remedy)
    else:
        yield Finding("ok", f"Storage: {place} is writable")


def check_secret_key() -> Iterator[Finding]:
    if len(settings.SECRET_KEY) < 32 or len(set(settings.SECRET_KEY)) < 10:
        remedy = "Make one: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        yield Finding("error", "FRONTDESK_SECRET_KEY is weak", remedy)
    elif settings.PRODUCTION and any(key.startswith("derived:") for key in settings.SEALING_KEYS):
        remedy = "Set FRONTDESK_SEALING_KEYS, so that either key can be changed without the other."
        yield Finding("warning", "Stored credentials are sealed with a key made from FRONTDESK_SECRET_KEY", remedy)
    else:
        yield Finding("ok", "Keys are strong")


def check_web_app() -> Iterator[Finding]:
    index = settings.WEB_DIST / "index.html"
    if not index.exists():
        yield Finding("error", f"The web app is not built ({index} is missing)", "Run: scripts/up, which builds it")
        return
    built = datetime.fromtimestamp(index.stat().st_mtime, UTC)
    yield Finding("ok", f"The web app is built ({built:%Y-%m-%d %H:%M} UTC)")


def check_disk() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.DATA_DIR).free
    text = f"{free / 1e9:.1f} GB free for {settings.DATA_DIR}"
    if free < LEAST_FREE_BYTES:
        yield Finding("warning", text, "Make room: PostgreSQL stops when the disk is full.")
    else:
        yield Finding("ok", text)


def check_names() -> Iterator[Finding]:
    host = urlsplit(settings.PUBLIC_URL).hostname or ""
    try:
        socket.getaddrinfo(host, None)
    except OSError:
        remedy = "Set FRONTDESK_PUBLIC_URL to the address that people use, and make its name known in DNS."
        yield Finding("warning", f"The name {host} of FRONTDESK_PUBLIC_URL is unknown here", remedy)
    else:
        yield Finding("ok", f"People reach Frontdesk at {settings.PUBLIC_URL}")


DATABASE_CHECKS: tuple[Check, ...] = (
    check_extensions,
    check_roles,
    check_migrations,
    check_row_security,
    check_clock,
    check_jobs,
)
OTHER_CHECKS: tuple[Check, ...] = (
    check_mail,
    check_storage,
    check_secret_key,
    check_web_app,
    check_disk,
    check_names,
)


def _rows(query: str, *parameters: str | int) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters or None)
        return list(cursor.fetchall())


def _one(query: str, *parameters: str | int) -> str:
    """The first value as text; empty for false and null."""
    value = _rows(query, *parameters)[0][0]
    return "" if value is None or value is False else str(value)

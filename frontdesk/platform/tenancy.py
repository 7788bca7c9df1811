"""Who acts, and for which tenant: bound to a transaction, enforced by row level security.

Every connection may act as two database roles. The session user owns the tables and is used by migrations and by
the named jobs in ``platform(...)`` alone. Everything else runs as ``frontdesk_app``, which may see a row only when
``app.org_id`` names its organization (or the acting role is one that the policy names).
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, LiteralString, TypeVar
from uuid import UUID

from django.db import connection, connections, models, transaction

APP_ROLE = "frontdesk_app"
# Roles that are no organization's: the platform's superadmin, and sign-in before anybody is known.
SUPERADMIN = "superadmin"
ACCOUNTS = "accounts"
SYSTEM = "system"


class OutsideTenant(RuntimeError):
    """A tenant table was used where no tenant is bound: a bug, which would silently read nothing."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What the running transaction is bound to. ``owner`` means: row level security does not narrow it."""

    org_id: UUID | None
    user_id: UUID | None
    role: str
    owner: bool = False


_bound: ContextVar[Bound | None] = ContextVar("frontdesk_tenant", default=None)

_BIND = (
    "select set_config('role', %s, true), set_config('app.org_id', %s, true),"
    " set_config('app.user_id', %s, true), set_config('app.role', %s, true)"
)


# For a statement that finds out by itself who acts: columns that bind it to ``org_id``, ``profile_id`` and ``role``.
BIND_COLUMNS = f"""
set_config('role', '{APP_ROLE}', true), set_config('app.org_id', coalesce(org_id::text, ''), true),
set_config('app.user_id', profile_id::text, true), set_config('app.role', role, true)
"""


def current() -> Bound | None:
    return _bound.get()


def require_current() -> Bound:
    bound = _bound.get()
    if bound is None:
        raise OutsideTenant("Open tenant(...) or platform(...) before touching a tenant table.")
    return bound


def current_org_id() -> UUID:
    """The bound organization; raises OutsideTenant when the context has none (superadmin, platform)."""
    bound = require_current()
    if bound.org_id is None:
        raise OutsideTenant("This needs one organization, and none is bound.")
    return bound.org_id


def _values(bound: Bound) -> tuple[str, str, str, str]:
    return ("none" if bound.owner else APP_ROLE, str(bound.org_id or ""), str(bound.user_id or ""), bound.role)


def _apply(bound: Bound) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_BIND, _values(bound))


@contextmanager
def bind(bound: Bound) -> Iterator[Bound]:
    """Opens a transaction (a savepoint when nested) bound to ``bound``; the outer binding returns afterwards."""
    outer = _bound.get()
    with transaction.atomic():
        _apply(bound)
        token = _bound.set(bound)
        try:
            yield bound
        finally:
            _bound.reset(token)
        # After an error the savepoint's rollback has already restored the outer settings.
        if outer is not None:
            _apply(outer)


def rebind(bound: Bound) -> None:
    """Changes the binding of the running transaction for good: the middleware, once it knows who asks."""
    _apply(bound)
    _bound.set(bound)


def rebind_reading(bound: Bound, column: LiteralString, values: Sequence[str]) -> Any:
    """As ``rebind``, with one more column in the same round trip; returns its value."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_BIND}, {column}", (*_values(bound), *values))
        row = cursor.fetchone()
    _bound.set(bound)
    return row[-1]


def note_bound(bound: Bound) -> None:
    """Tells that a statement with BIND_COLUMNS has bound the running transaction."""
    _bound.set(bound)


def unbind() -> None:
    """Forgets what a request was bound to: for work that goes on in a copy of its context after its transaction."""
    _bound.set(None)


def tenant(org_id: UUID | None, *, user_id: UUID | None = None, role: str = SYSTEM) -> AbstractContextManager[Bound]:
    """Context manager: one transaction as ``frontdesk_app`` inside one organization (jobs, streams, tools)."""
    return bind(Bound(org_id=org_id, user_id=user_id, role=role))


def platform(reason: str) -> AbstractContextManager[Bound]:
    """Context manager: one transaction as the owner, across tenants. ``reason`` names the platform job."""
    return bind(Bound(org_id=None, user_id=None, role=f"platform:{reason}", owner=True))


@contextmanager
def owner_connection(reason: str) -> Iterator[None]:
    """Until it ends, plain SQL of this thread runs as the owner, each statement a transaction of its own.

    For the inner loop of a named platform job, where opening ``platform(...)`` for each row costs four round trips
    instead of one. Models stay out of reach: their managers ask for a binding.
    """
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('role')")
        (before,) = cursor.fetchone()
        cursor.execute("select set_config('role', 'none', false)")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("select set_config('role', %s, false)", [before])


def accounts() -> AbstractContextManager[Bound]:
    """Context manager: sign-in and sign-up, before anybody is known. Reaches the identity tables only."""
    return bind(Bound(org_id=None, user_id=None, role=ACCOUNTS))


Row = TypeVar("Row", bound=models.Model, covariant=True)


class TenantManager(models.Manager[Row]):
    """Raises outside a tenant, and names the bound organization in every query so that indexes are used."""

    def get_queryset(self) -> models.QuerySet[Row]:
        bound = require_current()
        rows = super().get_queryset()
        return rows if bound.org_id is None else rows.filter(organization_id=bound.org_id)


class TenantOrGlobalManager(models.Manager[Row]):
    """For tables whose rows may belong to nobody (``organization_id`` NULL: shipped for all)."""

    def get_queryset(self) -> models.QuerySet[Row]:
        bound = require_current()
        rows = super().get_queryset()
        if bound.org_id is None:
            return rows
        return rows.filter(models.Q(organization_id=bound.org_id) | models.Q(organization_id__isnull=True))


class TenantModel(models.Model):
    """A row of one organization. The migration that creates the table also lists ``policies.protect(table)``."""

    organization = models.ForeignKey("orgs.Organization", on_delete=models.CASCADE, related_name="+")

    objects: Any = TenantManager()

    class Meta:
        abstract = True


def lock_down() -> None:
    """Connections of this process start as ``frontdesk_app``: what forgets to bind a tenant reads nothing.

    For processes that serve; call before the first query. ``platform(...)`` still reaches the owner by name.
    """
    for alias in connections:
        options = connections[alias].settings_dict["OPTIONS"]
        options["options"] = f"{options.get('options', '')} -c role={APP_ROLE}".strip()


@dataclass(slots=True)
class Outcome:
    """Whether the request's transaction is kept; the middleware decides once the answer is there."""

    keep: bool = False


@contextmanager
def bind_for_request(*, identifying: bool) -> Iterator[Outcome]:
    """The one transaction of a request. Rolled back unless ``outcome.keep``; ``rebind`` says who, once known.

    ``identifying``: start with the reach of sign-in, to read the session's person. Without it nothing is bound yet, and
    the caller's next statement has to be the one that binds.
    """
    outcome = Outcome()
    token = _bound.set(Bound(None, None, ACCOUNTS if identifying else "unknown"))
    try:
        with transaction.atomic():
            if identifying:
                _apply(require_current())
            yield outcome
            if not outcome.keep:
                transaction.set_rollback(True)
    finally:
        _bound.reset(token)

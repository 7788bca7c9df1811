"""Looking at the list, adding to it by hand, taking an address off, and the whole of it as a file."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q, QuerySet

from frontdesk.orgs import access, audit, suppressions
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import Suppression, SuppressionReason
from frontdesk.platform import email_addresses, events, spreadsheets
from frontdesk.platform.errors import Conflict, NotFound
from frontdesk.platform.paging import page

COLUMNS = ("id", "email", "reason", "detail", "created_at", "created_by_id", "created_by__full_name")
_FILE_COLUMNS = ("email", "reason", "detail", "created_at")
_CHUNK = 1000


def list_suppressions(actor: Actor, *, words: str = "", reason: str = "") -> QuerySet[Suppression]:
    access.require(actor, Permission.MAIL_READ)
    org_id = access.require_org(actor)
    found: QuerySet[Suppression] = Suppression.objects.filter(organization_id=org_id)
    if reason:
        found = found.filter(reason=reason)
    if words:
        matches = Q(email__icontains=email_addresses.to_search(words)) | Q(detail__icontains=words)
        if "@" in words:  # somebody who was erased is known by the whole address alone
            matches |= Q(email_hash=suppressions.hash_of(org_id, email_addresses.to_search(words)))
        found = found.filter(matches)
    return found


def get_suppression(actor: Actor, suppression_id: int) -> Suppression:
    found = list_suppressions(actor).filter(id=suppression_id).select_related("created_by").first()
    if found is None:
        raise NotFound
    return found


def add_suppression(actor: Actor, *, email: str, reason: SuppressionReason, detail: str) -> Suppression:
    """Conflict when the address stands there for this reason already."""
    access.require(actor, Permission.CAMPAIGNS_MANAGE)
    org_id = access.require_org(actor)
    if not suppressions.suppress(org_id, email, reason, detail=detail, created_by=actor.profile_id):
        raise Conflict(f"{email} is on the list for this reason already.", code="suppressed-already")
    row: Suppression = Suppression.objects.get(
        organization_id=org_id, email_hash=suppressions.hash_of(org_id, email), reason=reason
    )
    _tell(actor, "added", row.id, email, {"reason": reason.value})
    return row


def remove_suppression(actor: Actor, suppression_id: int) -> None:
    """Mail goes to the address again, unless another reason is left. Who was erased stays on the list."""
    row = get_suppression(actor, suppression_id)
    access.require(actor, Permission.CAMPAIGNS_MANAGE)
    if row.email is None:
        raise Conflict(
            "This person was erased. Only a trace is kept of them, so that no import brings them back.",
            code="erased",
        )
    suppressions.release(row.organization_id, row.email, [SuppressionReason(row.reason)])
    _tell(actor, "removed", row.id, row.email, {"reason": row.reason})


def export(actor: Actor, *, words: str = "", reason: str = "") -> Iterator[bytes]:
    """The CSV file in parts. Without those who were erased: nothing is left of them to write."""
    access.require(actor, Permission.CAMPAIGNS_MANAGE)
    list_suppressions(actor, words=words, reason=reason)  # what it raises, it raises before there is an answer
    audit.record(actor, "suppression.exported", object_type="suppression")

    def read(cursor: str | None) -> tuple[list[list[object]], str | None]:
        found = list_suppressions(actor, words=words, reason=reason).filter(email__isnull=False)
        rows, behind = page(found.values("id", *_FILE_COLUMNS), cursor=cursor, limit=_CHUNK)
        return [[row[name] for name in _FILE_COLUMNS] for row in rows], behind

    return spreadsheets.stream(_FILE_COLUMNS, read)


def _tell(actor: Actor, verb: str, row_id: int, label: str, changes: dict[str, object]) -> None:
    audit.record(
        actor, f"suppression.{verb}", object_type="suppression", object_id=row_id, label=label, changes=changes
    )
    events.record("suppression.changed", record_type="suppression", record_id=row_id)


def tell_imported(actor: Actor, org_id: UUID, filename: str, changes: dict[str, object]) -> None:
    audit.record(
        actor,
        "suppression.imported",
        object_type="suppression",
        object_id=org_id,
        label=filename,
        changes=changes,
    )
    events.record("suppression.changed", record_type="suppression", record_id=org_id)

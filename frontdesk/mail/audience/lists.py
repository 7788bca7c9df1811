"""Lists that people are on: made, renamed, archived."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from frontdesk.mail.models import Campaign, EmailTemplate, MailList, SubscriptionState
from frontdesk.orgs import access, audit
from frontdesk.orgs.access import Actor, Permission
from frontdesk.platform import duplicates, events
from frontdesk.platform.errors import BadInput, Conflict, NotFound

Counts = dict[str, int]


def list_lists(actor: Actor, *, words: str = "", archived: bool = False) -> QuerySet[MailList]:
    access.require(actor, Permission.CONTACTS_READ)
    access.require_org(actor)
    rows: QuerySet[MailList] = MailList.objects.filter(archived_at__isnull=not archived)
    return rows.filter(name__icontains=words) if words else rows


def get_list(actor: Actor, list_id: UUID) -> MailList:
    access.require(actor, Permission.CONTACTS_READ)
    found: MailList | None = MailList.objects.filter(id=list_id).first()
    if found is None:
        raise NotFound
    return found


def get_to_change(actor: Actor, list_id: UUID) -> MailList:
    """From within its organization alone: to a superadmin outside, contacts and templates of all would look alike."""
    found = get_list(actor, list_id)
    access.require(actor, Permission.CAMPAIGNS_MANAGE)
    access.require_org(actor)
    return found


# From the index alone.
_COUNTS = """
select s.list_id, s.state, count(*) from mail_subscription s
where s.list_id = any(%s) and s.organization_id = %s group by s.list_id, s.state
"""


def count_subscribers(org_id: UUID, list_ids: Iterable[UUID]) -> dict[UUID, Counts]:
    """How many are on each list, by state."""
    counts = {list_id: dict.fromkeys(SubscriptionState.values, 0) for list_id in list_ids}
    if counts:
        with connection.cursor() as cursor:
            cursor.execute(_COUNTS, [list(counts), org_id])
            for list_id, state, number in cursor.fetchall():
                counts[list_id][state] = number
    return counts


def create_list(actor: Actor, values: Mapping[str, object]) -> MailList:
    access.require(actor, Permission.CAMPAIGNS_MANAGE)
    org_id = access.require_org(actor)
    _check_template(values)
    made = MailList(organization_id=org_id, created_by_id=actor.profile_id, **values)
    with duplicates.refused_as(lambda: _taken(made.name)):
        made.save(force_insert=True)
    made.refresh_from_db()
    audit.record(actor, "mail_list.created", object_type="mail_list", object_id=made.id, label=made.name)
    events.record("mail_list.changed", record_type="mail_list", record_id=made.id)
    return made


def _taken(name: str) -> Conflict:
    return Conflict(f"There is a list named {name} already. Choose another name.", code="name-taken")


def _check_template(values: Mapping[str, object]) -> None:
    template_id = values.get("confirmation_template_id")
    if isinstance(template_id, int) and not EmailTemplate.objects.filter(id=template_id).exists():
        raise BadInput.field("confirmation_template_id", "There is no such template here. Choose one of the library.")


def update_list(actor: Actor, list_id: UUID, changes: Mapping[str, object]) -> MailList:
    found = get_to_change(actor, list_id)
    _check_template(changes)
    for name, value in changes.items():
        if name == "is_archived":
            found.archived_at = (found.archived_at or timezone.now()) if value else None
        else:
            setattr(found, name, value)
    with duplicates.refused_as(lambda: _taken(found.name)):
        found.save()
    noted = {name: str(value) for name, value in changes.items()}
    audit.record(
        actor, "mail_list.updated", object_type="mail_list", object_id=found.id, label=found.name, changes=dict(noted)
    )
    events.record("mail_list.changed", record_type="mail_list", record_id=found.id)
    return found


def delete_list(actor: Actor, list_id: UUID) -> None:
    """Conflict while a campaign names the list: who got it is told by it."""
    found = get_to_change(actor, list_id)
    if name := campaign_naming(found.organization_id, ("list_ids", "exclude_list_ids"), list_id):
        raise Conflict(f"The campaign {name} names this list. Archive the list instead.", code="list-in-use")
    audit.record(actor, "mail_list.deleted", object_type="mail_list", object_id=found.id, label=found.name)
    found.delete()
    events.record("mail_list.changed", record_type="mail_list", record_id=list_id)


def campaign_naming(org_id: UUID, parts: Iterable[str], wanted: UUID) -> str | None:
    """The name of a campaign whose audience has ``wanted`` in one of ``parts``."""
    for part in parts:
        rows = Campaign.objects.filter(organization_id=org_id, audience__contains={part: [str(wanted)]})
        if name := rows.values_list("name", flat=True).first():
            return str(name)
    return None

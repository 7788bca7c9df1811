"""An organization's filters: run over what arrives, and kept by its admins."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import F, Max
from django.db.models.functions import Now

from frontdesk.mail.inbound import filtering
from frontdesk.mail.inbound.filtering import Result, Rule, Subject
from frontdesk.mail.isolated.contents import Contents
from frontdesk.mail.models import MailFilter, ReceivedMail
from frontdesk.orgs import access, audit
from frontdesk.orgs.access import Actor, Permission
from frontdesk.platform import duplicates, stale_versions
from frontdesk.platform.errors import BadInput, Conflict, NotFound

MAX_FILTERS = 100


def run(row: ReceivedMail, contents: Contents) -> Result:
    """What the active filters make of it; counts their hits. Bound to the organization."""
    rules = [_rule(each) for each in MailFilter.objects.filter(is_active=True).order_by("position", "created_at")]
    result = filtering.run(rules, subject_of(row, contents.headers))
    if hit := [rule.id for rule in result.caught]:
        MailFilter.objects.filter(id__in=hit).update(hits=F("hits") + 1, last_hit_at=Now())
    return result


def _rule(row: MailFilter) -> Rule:
    return Rule(row.id, row.name, row.action, row.value, row.conditions)


def subject_of(row: ReceivedMail, headers: list[tuple[str, str]]) -> Subject:
    by_name: dict[str, list[str]] = {}
    for name, value in headers:
        by_name.setdefault(name.lower(), []).append(value)
    return Subject(
        sender=row.from_address,
        sender_name=row.from_name,
        to=[*row.to_addresses, *row.envelope_to],
        cc=row.cc_addresses,
        subject=row.subject,
        body=row.text,
        headers=by_name,
        has_attachment=any(not each["is_inline"] for each in row.attachments),
        size=row.size,
        kind=row.kind,
        authentication=str((row.authentication.get("dmarc") or {}).get("result", "")),
    )


def list_filters(actor: Actor) -> list[MailFilter]:
    """In the order in which they are run."""
    access.require(actor, Permission.ORGANIZATION_MANAGE)
    return list(MailFilter.objects.order_by("position", "created_at"))


def get_filter(actor: Actor, filter_id: UUID) -> MailFilter:
    access.require(actor, Permission.ORGANIZATION_MANAGE)
    found: MailFilter | None = MailFilter.objects.filter(id=filter_id).first()
    if found is None:
        raise NotFound
    return found


def create_filter(actor: Actor, values: Mapping[str, object]) -> MailFilter:
    """Conflict when there is one of this name. It runs after the others unless ``position`` says otherwise."""
    access.require(actor, Permission.ORGANIZATION_MANAGE)
    org_id = access.require_org(actor)
    if MailFilter.objects.count() >= MAX_FILTERS:
        raise Conflict(f"At most {MAX_FILTERS} filters. Delete one first.", code="too-many-filters")
    last = MailFilter.objects.aggregate(last=Max("position"))["last"]
    defaults = {"position": 0 if last is None else last + 1}
    made = MailFilter(organization_id=org_id, **{**defaults, **values})
    _check(made)
    with duplicates.refused_as(lambda: _taken(made.name)):
        made.save(force_insert=True)
    _record(actor, "created", made)
    return made


def update_filter(actor: Actor, filter_id: UUID, version: int, changes: Mapping[str, object]) -> MailFilter:
    """Conflict when it was changed since ``version`` was read."""
    access.require(actor, Permission.ORGANIZATION_MANAGE)
    row: MailFilter | None = MailFilter.objects.select_for_update().filter(id=filter_id).first()
    if row is None:
        raise NotFound
    stale_versions.refuse(row.version, opened=version)
    for name, value in changes.items():
        setattr(row, name, value)
    _check(row)
    row.version += 1
    with duplicates.refused_as(lambda: _taken(row.name)):
        row.save(update_fields=[*changes, "version", "updated_at"])
    _record(actor, "updated", row)
    return row


def delete_filter(actor: Actor, filter_id: UUID) -> None:
    row = get_filter(actor, filter_id)
    _record(actor, "deleted", row)
    row.delete()


def _check(row: MailFilter) -> None:
    if row.action != filtering.FilterAction.DROP and not row.value.strip():
        raise BadInput.field("value", "Name the tag, or where it is to go.")


def _taken(name: str) -> Conflict:
    return Conflict(f"There is a filter named {name} already. Choose another name.", code="filter-exists")


def _record(actor: Actor, verb: str, row: MailFilter) -> None:
    audit.record(actor, f"mail_filter.{verb}", object_type="mail_filter", object_id=row.id, label=row.name)


def test(actor: Actor, subject: Subject, draft: Rule | None) -> Result:
    """What the filters would do with a mail, and a draft besides; nothing is counted."""
    access.require(actor, Permission.ORGANIZATION_MANAGE)
    access.require_org(actor)
    if draft is not None:
        return filtering.run([draft], subject)
    active = MailFilter.objects.filter(is_active=True).order_by("position", "created_at")
    return filtering.run([_rule(each) for each in active], subject)

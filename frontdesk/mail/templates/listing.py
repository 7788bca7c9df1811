"""The library: which templates there are, and what its cards show of each."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Least, NullIf

from frontdesk.mail.models import EmailEngagement, EmailMessage, EmailTemplate, EngagementKind, MessageStatus
from frontdesk.mail.templates import editing, locks, reports, variants
from frontdesk.mail.templates.locks import Lock
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import Profile
from frontdesk.platform.paging import page

ARRIVED = (MessageStatus.SENT, MessageStatus.DELIVERED, MessageStatus.COMPLAINED)
WENT_OUT = (*ARRIVED, MessageStatus.BOUNCED)
# Cards need none of it, and it is most of a template.
HEAVY = ("html_code", "text_code", "design", "preheader")
_MILLION = 1_000_000
UNUSED = reports.Use()


class TemplateStatus(StrEnum):
    ACTIVE = "active"
    DRAFT = "draft"
    ARCHIVED = "archived"


class Sort(StrEnum):
    UPDATED = "updated"
    NAME = "name"
    CREATED = "created"
    SENT = "sent"
    OPENED = "opened"


ORDERS: dict[Sort, tuple[str, str]] = {
    Sort.UPDATED: ("-updated_at", "-id"),
    Sort.NAME: ("name", "id"),
    Sort.CREATED: ("-created_at", "-id"),
    Sort.SENT: ("-sent_count", "-id"),
    Sort.OPENED: ("-opened_per_million", "-id"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    words: str = ""
    type: str = ""
    category: str = ""
    locale: str = ""
    is_active: bool | None = None
    is_global: bool | None = None
    organization_id: UUID | None = None
    status: TemplateStatus | None = None
    created_by: UUID | None = None


def list_templates(actor: Actor, filters: Filters) -> QuerySet[EmailTemplate]:
    """The organization's own templates and the global defaults; archived ones only when they are asked for."""
    access.require(actor, Permission.TEMPLATES_READ)
    found: QuerySet[EmailTemplate] = EmailTemplate.objects.select_related("created_by", "organization")
    for name in ("type", "category", "locale"):
        if value := getattr(filters, name):
            found = found.filter(**{name: value})
    if filters.is_active is not None:
        found = found.filter(is_active=filters.is_active)
    if filters.is_global is not None:
        found = found.filter(organization__isnull=filters.is_global)
    if filters.organization_id:
        found = found.filter(organization_id=filters.organization_id)
    if filters.created_by:
        found = found.filter(created_by_id=filters.created_by)
    found = found.filter(_has_status(filters.status))
    if filters.words:
        words = filters.words
        found = found.filter(
            Q(name__icontains=words)
            | Q(subject__icontains=words)
            | Q(html_code__icontains=words)
            | Q(text_code__icontains=words)
        )
    return found


def _has_status(status: TemplateStatus | None) -> Q:
    if status is TemplateStatus.ARCHIVED:
        return Q(archived_at__isnull=False)
    if status is None:
        return Q(archived_at__isnull=True)
    return Q(archived_at__isnull=True, is_active=status is TemplateStatus.ACTIVE)


def list_page(
    actor: Actor, filters: Filters, *, sort: Sort = Sort.UPDATED, cursor: str | None = None, limit: int = 25
) -> tuple[list[EmailTemplate], str | None]:
    """Cards, described. ``sent`` and ``opened`` put first what was used, or opened, most."""
    found = list_templates(actor, filters).defer(*HEAVY)
    if sort is Sort.SENT:
        found = found.annotate(sent_count=_sent_count())
    elif sort is Sort.OPENED:
        found = found.annotate(opened_per_million=_opened_per_million())
    items, next_cursor = page(found, cursor=cursor, limit=limit, order=ORDERS[sort])
    return describe(actor, items), next_cursor


def _count_mail(**conditions: object) -> Coalesce:
    mail = EmailMessage.objects.filter(template_id=OuterRef("id"), is_test=False, **conditions).order_by()
    counted = mail.values("template_id").annotate(count=Count("id")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _sent_count() -> Coalesce:
    return _count_mail(status__in=WENT_OUT)


def _opened_per_million() -> Least:
    """The open rate of ``reports.count_use`` as a whole number, which cursors can hold; -1 where there is none."""
    opens = EmailEngagement.objects.filter(
        template_id=OuterRef("id"), kind=EngagementKind.OPEN, is_machine=False
    ).order_by()
    counted = opens.values("template_id").annotate(count=Count("message_id", distinct=True)).values("count")
    opened = Coalesce(Subquery(counted, output_field=IntegerField()), 0)
    watched = NullIf(_count_mail(status__in=ARRIVED, tracks_opens=True), 0)
    return Least(Coalesce(opened * _MILLION / watched, -1), _MILLION)


def list_authors(actor: Actor) -> list[Profile]:
    """Who made the templates that the actor can see, by name."""
    access.require(actor, Permission.TEMPLATES_READ)
    made = EmailTemplate.objects.filter(created_by__isnull=False).values("created_by_id")
    return list(Profile.objects.filter(id__in=made).order_by("full_name", "email"))


def describe(actor: Actor, found: list[EmailTemplate]) -> list[EmailTemplate]:
    """Adds to each what the API shows besides its columns, with a fixed number of queries."""
    used = reports.count_use(template.id for template in found)
    siblings = variants.list_siblings(found)
    locked = _find_locks(actor, found)
    for template in found:
        lock = locked.get(template.id)
        refusal = editing.find_refusal(actor, template, lock)
        vars(template).update(
            stats=used.get(template.id, UNUSED),
            variants=siblings[template.variant_group],
            status=status_of(template),
            organization_name=template.organization.name if template.organization else None,
            lock=lock,
            edit_refusal=refusal,
            can_edit=refusal is None,
        )
    return found


def _find_locks(actor: Actor, found: list[EmailTemplate]) -> dict[int, Lock]:
    """By template: of the actor's organization, or of the template's own for a superadmin in none."""
    owners = {template.id: actor.org_id or template.organization_id for template in found}
    org_ids = {org_id for org_id in owners.values() if org_id}
    if not org_ids:
        return {}
    by_organization = locks.find_many(org_ids, {template.type for template in found})
    locked = {}
    for template in found:
        org_id = owners[template.id]
        if org_id and (lock := by_organization[org_id].get(template.type)):
            locked[template.id] = lock
    return locked


def status_of(template: EmailTemplate) -> TemplateStatus:
    if template.archived_at:
        return TemplateStatus.ARCHIVED
    return TemplateStatus.ACTIVE if template.is_active else TemplateStatus.DRAFT

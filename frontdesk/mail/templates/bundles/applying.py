"""What an uploaded file would do, and doing it: nothing that is there is replaced unless that was chosen."""

import time
import uuid
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from frontdesk.mail.models import EmailTemplate
from frontdesk.mail.rendering import Problem
from frontdesk.mail.templates import authoring, editing, locks
from frontdesk.mail.templates.bundles.model import Choice, Entry, Item
from frontdesk.mail.templates.bundles.pictures import Shelf, with_addresses
from frontdesk.mail.templates.locks import Lock
from frontdesk.orgs import access, audit
from frontdesk.orgs.access import Actor, Permission
from frontdesk.platform.errors import AppError, BadInput

# Checking two hundred large templates may take minutes; what is left is checked on activation in any case.
CHECK_SECONDS = 5.0
# Stands for where pictures will lie.
SOMEWHERE = "https://pictures.example/"
Choices = Mapping[str, Choice]


def plan(actor: Actor, entries: Sequence[Entry], choices: Choices) -> list[Item]:
    """One line for each entry, with what stands in its way. Changes nothing."""
    access.require(actor, Permission.TEMPLATES_MANAGE)
    unknown = sorted(set(choices) - {entry.entry for entry in entries})
    if unknown:
        raise BadInput.field("choices", f"The file has no template “{unknown[0]}”.")
    there = _find_conflicts(actor, entries)
    locked = locks.find(actor.org_id, {entry.type for entry in entries})
    checked_until = time.monotonic() + CHECK_SECONDS
    return [
        _plan_one(entry, there.get(entry.entry), locked.get(entry.type), choices, checked_until) for entry in entries
    ]


def _find_conflicts(actor: Actor, entries: Sequence[Entry]) -> dict[str, EmailTemplate]:
    """By entry: the organization's template that is the same variant, or has the same name, type and language."""
    groups = {entry.group for entry in entries if entry.group}
    rows = EmailTemplate.objects.filter(
        Q(name__in={entry.name for entry in entries}) | Q(variant_group__in=groups),
        editing.own(actor),
        archived_at__isnull=True,
    )
    found = list(rows.only("id", "name", "type", "locale", "version", "variant_group").order_by("-updated_at", "-id"))
    by_variant = {(row.variant_group, row.locale): row for row in reversed(found)}
    by_name = {(row.name, row.type, row.locale): row for row in reversed(found)}
    conflicts = {}
    for entry in entries:
        same = by_variant.get((entry.group, entry.locale)) if entry.group else None
        if row := same or by_name.get((entry.name, entry.type, entry.locale)):
            conflicts[entry.entry] = row
    return conflicts


def _plan_one(entry: Entry, row: EmailTemplate | None, lock: Lock | None, choices: Choices, until: float) -> Item:
    choice = choices.get(entry.entry, Choice.COPY)
    problems = list(entry.problems)
    if choice is Choice.REPLACE and row is None:
        raise BadInput.field("choices", f"“{entry.name}” replaces nothing: there is no such template here.")
    if lock is not None:
        choice = Choice.SKIP
        problems.append(Problem("error", "template-locked", lock.detail, 0, 0, "html_code"))
    elif time.monotonic() < until:
        problems += _content_problems(entry)
    return Item(
        entry=entry.entry,
        name=entry.name,
        type=entry.type,
        locale=entry.locale,
        subject=str(entry.values["subject"]),
        conflict={"id": row.id, "name": row.name, "version": row.version} if row else None,
        choice=choice,
        images=len(entry.pictures),
        changes=list(entry.changes),
        problems=problems,
    )


def _content_problems(entry: Entry) -> list[Problem]:
    """What would keep it from being activated."""
    values = with_addresses(entry, {picture.marker: f"{SOMEWHERE}{picture.name}" for picture in entry.pictures})
    template = EmailTemplate(type=entry.type, locale=entry.locale, **values)
    return [problem for problem in authoring.find_problems(template) if problem.level == "error"]


def apply(actor: Actor, entries: Sequence[Entry], choices: Choices) -> list[Item]:
    """Does what ``plan`` says, each template by itself: one that is refused says why and holds up no other."""
    access.require(actor, Permission.TEMPLATES_MANAGE)
    authoring.hold_changes([actor.org_id])
    items = plan(actor, entries, choices)
    shelf = Shelf(actor)
    groups = _Groups(entries, items)
    for entry, item in zip(entries, items, strict=True):
        if item.choice is Choice.SKIP:
            continue
        try:
            values = shelf.place(entry)
            with transaction.atomic():
                item.template_id = _apply_one(actor, entry, item, groups, values).id
        except AppError as refusal:
            item.problems.append(Problem("error", refusal.code, refusal.detail, 0, 0, "html_code"))
    done = [item for item in items if item.template_id]
    if done:
        audit.record(
            actor,
            "template.imported",
            object_type="email_template",
            object_id=done[0].template_id if len(done) == 1 else "",
            label=done[0].name if len(done) == 1 else "",
            changes={"templates": [item.template_id for item in done]},
        )
    return items


def _apply_one(actor: Actor, entry: Entry, item: Item, groups: "_Groups", values: dict[str, object]) -> EmailTemplate:
    if item.choice is Choice.REPLACE and item.conflict:
        template_id = int(str(item.conflict["id"]))
        current = EmailTemplate.objects.select_for_update().get(id=template_id)
        return authoring.update_template(actor, template_id, values, version=current.version, keep_draft=True)
    if item.conflict:
        values["name"] = _free_name(actor, entry)
    group = groups.take(entry)
    return authoring.create_template(
        actor, values | {"type": entry.type, "locale": entry.locale, "variant_group": group}
    )


def _free_name(actor: Actor, entry: Entry) -> str:
    base = f"{entry.name[:240]} (copy"
    rows = EmailTemplate.objects.filter(editing.own(actor), type=entry.type, locale=entry.locale)
    taken = set(rows.filter(name__startswith=base).values_list("name", flat=True))
    numbered = (f"{base} {number})" for number in range(2, len(taken) + 3))
    return next(name for name in (f"{base})", *numbered) if name not in taken)


class _Groups:
    """Languages of one mail stay together: in the group of the one that is replaced, else in a new one."""

    def __init__(self, entries: Sequence[Entry], items: Sequence[Item]) -> None:
        self._new: dict[UUID, UUID] = {}
        self._taken: set[tuple[UUID, str]] = set()
        replaced = {
            int(str(item.conflict["id"])): entry.group
            for entry, item in zip(entries, items, strict=True)
            if item.choice is Choice.REPLACE and item.conflict and entry.group
        }
        rows = EmailTemplate.objects.filter(id__in=replaced).values_list("id", "variant_group")
        for template_id, group in rows:
            self._new[replaced[template_id]] = group
        present = EmailTemplate.objects.filter(variant_group__in=self._new.values())
        self._taken |= set(present.values_list("variant_group", "locale"))

    def take(self, entry: Entry) -> UUID:
        if entry.group is None:
            return uuid.uuid4()
        group = self._new.setdefault(entry.group, uuid.uuid4())
        if (group, entry.locale) in self._taken:
            return uuid.uuid4()
        self._taken.add((group, entry.locale))
        return group

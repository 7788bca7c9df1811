"""One action on many templates: each succeeds or is refused by itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import transaction

from frontdesk.mail.templates import authoring, editing
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.platform.errors import AppError


class Action(StrEnum):
    ACTIVATE = "activate"
    DEACTIVATE = "deactivate"
    ARCHIVE = "archive"
    UNARCHIVE = "unarchive"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one; ``errors`` are those that the single request would have given."""

    id: int
    ok: bool
    detail: str = ""
    errors: list[dict[str, object]] = field(default_factory=list)


def change_many(actor: Actor, ids: Sequence[int], action: Action) -> list[Result]:
    """In the order of ``ids``; of two templates of one type and language the later one ends up active."""
    access.require(actor, Permission.TEMPLATES_MANAGE)
    authoring.hold_changes_to(ids)
    return [_change(actor, template_id, action) for template_id in dict.fromkeys(ids)]


def _change(actor: Actor, template_id: int, action: Action) -> Result:
    try:
        with transaction.atomic():
            _ACTIONS[action](actor, template_id)
    except AppError as refusal:
        return Result(template_id, False, refusal.detail, refusal.errors)
    return Result(template_id, True)


def _switch(actor: Actor, template_id: int, is_active: bool) -> None:
    version = editing.get_template(actor, template_id).version
    authoring.update_template(actor, template_id, {"is_active": is_active}, version=version)


_ACTIONS: dict[Action, Callable[[Actor, int], object]] = {
    Action.ACTIVATE: lambda actor, template_id: _switch(actor, template_id, True),
    Action.DEACTIVATE: lambda actor, template_id: _switch(actor, template_id, False),
    Action.ARCHIVE: authoring.archive_template,
    Action.UNARCHIVE: authoring.unarchive_template,
    Action.DELETE: authoring.delete_template,
}

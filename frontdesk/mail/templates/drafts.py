"""What people typed and have not saved, each their own, and who else has a template open."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import orjson
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from frontdesk.mail.models import EmailTemplate, EmailTemplateDraft
from frontdesk.mail.templates import editing, locks
from frontdesk.orgs.access import Actor
from frontdesk.orgs.models import Profile
from frontdesk.platform import events
from frontdesk.platform.errors import Forbidden, NotFound, TooLarge

PRESENT = timedelta(seconds=45)
EMPTY = Q(content__isnull=True)
MAX_CONTENT_BYTES = 2 * 1024 * 1024
# Superadmins are in no organization, and their profiles are not shown to any.
UNSEEN = "Platform administrator"


@dataclass(frozen=True, slots=True)
class Editor:
    """Somebody else who has the template open. What they typed is theirs."""

    profile: dict[str, object]
    seen_at: datetime
    has_unsaved: bool


@dataclass(frozen=True, slots=True)
class Presence:
    saved_at: datetime | None
    editors: list[Editor]


def keep_draft(
    actor: Actor, template_id: int, content: dict[str, object] | None, *, base_version: int, keep_content: bool
) -> Presence:
    """Notes that the actor has the template open, and what they typed unless ``keep_content``."""
    template = _get_to_edit(actor, template_id)
    if len(orjson.dumps(content)) > MAX_CONTENT_BYTES:
        raise TooLarge("A draft may have 2 MB at most. Link images instead of embedding them.")
    own = EmailTemplateDraft.objects.filter(template=template, profile_id=actor.profile_id)
    before = own.annotate(is_empty=EMPTY).values_list("seen_at", "is_empty").first()
    if not (keep_content and own.update(seen_at=Now())):
        _write(actor, template, content, base_version)
    if _is_news(before, None if keep_content else content is None):
        _tell(template)
    return _presence(actor, template)


def leave(actor: Actor, template_id: int) -> Presence:
    """The actor closed the editor. What they typed is kept, and another tab of theirs tells soon that it is open."""
    template = _get_to_edit(actor, template_id)
    own = EmailTemplateDraft.objects.filter(template=template, profile_id=actor.profile_id)
    if own.filter(seen_at__gte=timezone.now() - PRESENT).update(seen_at=Now() - PRESENT - timedelta(seconds=1)):
        _tell(template)
    return _presence(actor, template)


def _is_news(before: tuple[datetime, bool] | None, is_empty: bool | None) -> bool:
    """Whether others see a change: somebody came, or began or ceased to have something unsaved."""
    if before is None:
        return True
    seen_at, was_empty = before
    return seen_at < timezone.now() - PRESENT or is_empty not in (None, was_empty)


def _get_to_edit(actor: Actor, template_id: int) -> EmailTemplate:
    """As little of it as possible: this is asked every few seconds."""
    template = editing.get_template(actor, template_id, without=("html_code", "text_code", "design"))
    lock = locks.find(actor.org_id, [template.type]).get(template.type)
    refusal = editing.find_refusal(actor, template, lock)
    if refusal is not None:
        raise Forbidden(refusal.detail, code=f"template-{refusal.code}")
    return template


def _write(actor: Actor, template: EmailTemplate, content: dict[str, object] | None, base_version: int) -> None:
    """One statement, as two tabs of one person may write at the same moment."""
    draft = EmailTemplateDraft(
        organization_id=template.organization_id,
        template=template,
        profile_id=actor.profile_id,
        base_version=base_version,
        content=content,
        saved_at=Now(),
        seen_at=Now(),
    )
    EmailTemplateDraft.objects.bulk_create(
        [draft],
        update_conflicts=True,
        unique_fields=["template", "profile"],
        update_fields=["base_version", "content", "saved_at", "seen_at"],
    )


def _presence(actor: Actor, template: EmailTemplate) -> Presence:
    since = timezone.now() - PRESENT
    mine = Q(profile_id=actor.profile_id)
    rows = EmailTemplateDraft.objects.filter(mine | Q(seen_at__gte=since), template=template)
    rows = rows.annotate(is_empty=EMPTY).order_by("-seen_at")
    found = list(rows.values_list("profile_id", "seen_at", "saved_at", "is_empty"))
    saved_at = next((saved for profile, _, saved, empty in found if profile == actor.profile_id and not empty), None)
    others = [row for row in found if row[0] != actor.profile_id]
    names = _names_of([row[0] for row in others])
    editors = [
        Editor({"id": profile, "full_name": names.get(profile, UNSEEN)}, seen, not empty)
        for profile, seen, _, empty in others
    ]
    return Presence(saved_at, editors)


def _names_of(profile_ids: list[UUID]) -> dict[UUID, str]:
    if not profile_ids:
        return {}
    return dict(Profile.objects.filter(id__in=profile_ids).values_list("id", "full_name"))


def get_draft(actor: Actor, template_id: int) -> EmailTemplateDraft:
    template = editing.get_template(actor, template_id, without=("html_code", "text_code", "design"))
    own = EmailTemplateDraft.objects.filter(template=template, profile_id=actor.profile_id, content__isnull=False)
    draft = own.first()
    if draft is None:
        raise NotFound("You have no unsaved draft of this template.", code="no-draft")
    return draft


def discard_draft(actor: Actor, template_id: int) -> None:
    """Forgets what the actor typed, and that they have the template open."""
    template = editing.get_template(actor, template_id, without=("html_code", "text_code", "design"))
    deleted, _ = EmailTemplateDraft.objects.filter(template=template, profile_id=actor.profile_id).delete()
    if deleted:
        _tell(template)


def forget_content(actor: Actor, template: EmailTemplate) -> None:
    """After a save: nothing is unsaved any more, though the editor is still open."""
    own = EmailTemplateDraft.objects.filter(template=template, profile_id=actor.profile_id)
    own.update(content=None, base_version=template.version, seen_at=Now())


def _tell(template: EmailTemplate) -> None:
    events.record(
        "template.editing",
        record_type="email_template_editing",
        record_id=template.id,
        org_id=template.organization_id,
    )

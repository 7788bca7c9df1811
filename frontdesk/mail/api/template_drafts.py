"""Unsaved work on templates: kept for its author, and told to others who have the template open."""

from ninja import Router, Status

from frontdesk.mail.models import EmailTemplateDraft
from frontdesk.mail.schemas.template_drafts import DraftIn, DraftOut, DraftSavedOut
from frontdesk.mail.templates import drafts
from frontdesk.mail.templates.drafts import Presence
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest

router = Router(tags=["e-mail templates"], auth=SIGNED_IN)


@router.put("/{int:template_id}/draft", response=DraftSavedOut)
def keep_draft(request: ApiRequest, template_id: int, payload: DraftIn) -> Presence:
    """Keeps what the caller typed, and tells who else has the template open. Repeat it within 45 seconds, with
    `keep_content` when nothing changed; with `leaving` others no longer see the caller there."""
    if payload.leaving:
        return drafts.leave(request.auth, template_id)
    content = payload.content.dict(exclude_unset=True) if payload.content else None
    return drafts.keep_draft(
        request.auth,
        template_id,
        content,
        base_version=payload.base_version,
        keep_content=payload.keep_content,
    )


@router.get("/{int:template_id}/draft", response=DraftOut)
def get_draft(request: ApiRequest, template_id: int) -> EmailTemplateDraft:
    """What the caller typed and did not save; 404 (no-draft) when there is nothing."""
    return drafts.get_draft(request.auth, template_id)


@router.delete("/{int:template_id}/draft", response={204: None})
def discard_draft(request: ApiRequest, template_id: int) -> Status[None]:
    """Forgets what the caller typed; also to be called when the editor is closed with nothing unsaved."""
    drafts.discard_draft(request.auth, template_id)
    return Status(204, None)

"""Who opened a mail and followed its links."""

from uuid import UUID

from ninja import Router

from frontdesk.mail import messages
from frontdesk.mail.models import EmailEngagement
from frontdesk.mail.schemas.engagements import EngagementPage
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest

router = Router(tags=["mail"], auth=SIGNED_IN)


@router.get("/{uuid:message_id}/engagements", response=EngagementPage)
def list_engagements(request: ApiRequest, message_id: UUID) -> dict[str, object]:
    """Openings, clicks and leaving, the latest 200. Address and program are kept only where privacy mode is off."""
    message = messages.get_message(request.auth, message_id)
    rows = EmailEngagement.objects.filter(message_id=message.id).order_by("-created_at", "-id")[:200]
    return {"items": list(rows), "next_cursor": None}

"""Sending one mail."""

from django.views.decorators.gzip import gzip_page
from ninja import Router, Status
from ninja.decorators import decorate_view

from frontdesk.mail import drafting, sending
from frontdesk.mail.schemas.common import SendOut
from frontdesk.mail.schemas.drafting import SendPreviewIn, SendPreviewOut
from frontdesk.mail.schemas.messages import SendIn
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.platform import idempotency

router = Router(tags=["mail"], auth=SIGNED_IN)


@router.post("/send-email", response={202: SendOut}, openapi_extra=idempotency.OPENAPI)
@decorate_view(idempotency.once)
def send_email(request: ApiRequest, payload: SendIn) -> Status[dict[str, object]]:
    """Accepts a mail for delivery. It is rendered first: what cannot be rendered is refused, not lost."""
    return Status(202, sending.send(request.auth, payload))


@router.post("/send-email/preview", response=SendPreviewOut)
@decorate_view(gzip_page)
def preview_send(request: ApiRequest, payload: SendPreviewIn) -> dict[str, object]:
    """The mail as it would go out, and to whom it would not; nothing is sent."""
    return drafting.preview(request.auth, payload)

"""When to send."""

from ninja import Query, Router

from frontdesk.mail.schemas.best_times import BestTimeIn, BestTimeOut, BestTimesOut
from frontdesk.mail.send_time import asking
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest

router = Router(tags=["mail"], auth=SIGNED_IN)


@router.get("/best-time", response=BestTimeOut)
def get_best_time(request: ApiRequest, parameters: Query[BestTimeIn]) -> dict[str, object]:
    """The hour within the next day at which a contact or person is likely to open a mail, outside of quiet hours.
    `POST /api/send-email` with `send_at: "best"` sends at it."""
    return asking.get_best_time(request.auth, contact_id=parameters.contact_id, email=parameters.email)


@router.get("/best-times", response=BestTimesOut)
def get_best_times(request: ApiRequest) -> dict[str, object]:
    """How good each hour is to send in: for the organization's readers, and for the platform's."""
    return asking.get_best_times(request.auth)

"""The first page: what to do next, and how things stand."""

from datetime import datetime

from ninja import Router, Schema

from frontdesk.mail import dashboard
from frontdesk.mail.schemas.messages import MessageOut
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.orgs.schemas.access import AuditEntryOut

router = Router(tags=["me"], auth=SIGNED_IN)


class NextStepOut(Schema):
    key: str
    done: bool


class CountsOut(Schema):
    people: int
    contacts: int
    templates_active: int
    mails_last_7_days: int
    mails_failed_last_7_days: int
    as_of: datetime


class DashboardOut(Schema):
    next_steps: list[NextStepOut]
    counts: CountsOut
    recent_mail: list[MessageOut]
    recent_audit: list[AuditEntryOut]


@router.get("/dashboard", response=DashboardOut)
def get_dashboard(request: ApiRequest) -> dict[str, object]:
    """For anybody signed in: each part holds only what the caller may see."""
    return dashboard.describe(request.auth)

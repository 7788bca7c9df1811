"""What AI did for mail."""

from ninja import Query, Router

from frontdesk.mail.reports import ai
from frontdesk.mail.schemas.ai_report import AiReportIn, AiReportOut
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest

router = Router(tags=["AI for e-mail"], auth=SIGNED_IN)


@router.get("/ai-report", response=AiReportOut)
def get_ai_report(request: ApiRequest, parameters: Query[AiReportIn]) -> dict[str, object]:
    """Opens of AI's subjects and personalised mail against the others', with tokens and money; needs ai.usage_read."""
    return ai.report(request.auth, since=parameters.since, until=parameters.until)

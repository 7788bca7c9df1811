"""What became of the mails of templates."""

from ninja import Query, Router

from frontdesk.mail.schemas.template_analytics import AnalyticsIn, AnalyticsOut, TemplateUsagePage, UsageListIn
from frontdesk.mail.templates import analytics, editing, usage
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest

router = Router(tags=["e-mail templates"], auth=SIGNED_IN)


@router.get("/platform-usage", response=TemplateUsagePage)
def list_platform_usage(request: ApiRequest, parameters: Query[UsageListIn]) -> dict[str, object]:
    """A line per organization and type, by the organization's name; totals are of all lines. For superadmins."""
    period = analytics.choose_period(request.auth, parameters.since, parameters.until)
    return usage.list_usage(
        request.auth, period=period, words=parameters.q, cursor=parameters.cursor, limit=parameters.limit
    )


@router.get("/{int:template_id}/analytics", response=AnalyticsOut)
def get_template_analytics(request: ApiRequest, template_id: int, parameters: Query[AnalyticsIn]) -> dict[str, object]:
    """Of mails that went out in the period, whenever they were opened. Tests do not count."""
    template = editing.get_template(request.auth, template_id)
    return analytics.analyse(
        request.auth,
        template,
        period=analytics.choose_period(request.auth, parameters.since, parameters.until),
        locale=parameters.locale or "",
        version=parameters.version,
    )

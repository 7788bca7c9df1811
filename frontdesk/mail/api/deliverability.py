"""Whether mail arrives."""

from ninja import Query, Router

from frontdesk.mail.reports import deliverability
from frontdesk.mail.schemas.deliverability import DeliverabilityIn, DeliverabilityOut
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest

router = Router(tags=["mail"], auth=SIGNED_IN)


@router.get("", response=DeliverabilityOut)
def get_deliverability(request: ApiRequest, parameters: Query[DeliverabilityIn]) -> dict[str, object]:
    """The organization's mail by day, provider and recipients' domain, with what went wrong."""
    return deliverability.report(request.auth, days=parameters.days, provider_id=parameters.provider_id)

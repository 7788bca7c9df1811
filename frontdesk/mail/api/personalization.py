"""What models write for each recipient of a campaign."""

from uuid import UUID

import orjson
from django.http import HttpResponse
from ninja import Router
from ninja.decorators import decorate_view

from frontdesk.mail.personalizing import forecasting, progress, sampling
from frontdesk.mail.personalizing.forecasting import Forecast
from frontdesk.mail.personalizing.progress import Progress
from frontdesk.mail.schemas.personalization import (
    PersonalizationForecastOut,
    PersonalizationOut,
    PersonalizationSampleIn,
    PersonalizationSampleOut,
)
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.platform import idempotency
from frontdesk.platform.later import Later

router = Router(tags=["campaigns"], auth=SIGNED_IN)


@router.get("/{uuid:campaign_id}/personalization/forecast", response=PersonalizationForecastOut)
def forecast_personalization(request: ApiRequest, campaign_id: UUID) -> Forecast:
    """What it will take, as if you let the campaign go now."""
    return forecasting.get_forecast(request.auth, campaign_id)


@router.get("/{uuid:campaign_id}/personalization", response=PersonalizationOut)
def get_personalization(request: ApiRequest, campaign_id: UUID) -> Progress:
    """How far it is. Its event is `campaign.personalizing`."""
    return progress.get_progress(request.auth, campaign_id)


@router.post(
    "/{uuid:campaign_id}/personalization/sample",
    response=PersonalizationSampleOut,
    openapi_extra=idempotency.OPENAPI,
)
@decorate_view(idempotency.once)
def sample_personalization(request: ApiRequest, campaign_id: UUID, payload: PersonalizationSampleIn) -> HttpResponse:
    """What one contact would get. The model is asked and paid for; nothing is kept or sent."""
    sample = sampling.begin(request.auth, campaign_id, contact_id=payload.contact_id, position=payload.position)

    async def answer() -> HttpResponse:
        made = PersonalizationSampleOut.model_validate(await sampling.write(sample))
        return HttpResponse(orjson.dumps(made.model_dump(mode="json")), content_type="application/json")

    return Later(answer)

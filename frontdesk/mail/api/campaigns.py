"""Campaigns."""

from uuid import UUID

from django.http import HttpResponseBase
from ninja import Query, Router, Status
from ninja.decorators import decorate_view

from frontdesk.mail.campaigns import (
    audiences,
    checking,
    editing,
    presenting,
    progress,
    recipients,
    results,
    starting,
    trying,
)
from frontdesk.mail.campaigns.audiences import Reach
from frontdesk.mail.campaigns.checking import Checked
from frontdesk.mail.models import Campaign
from frontdesk.mail.schemas.campaign_results import (
    CampaignLinksIn,
    CampaignLinksOut,
    CampaignRecipientFiltersIn,
    CampaignRecipientListIn,
    CampaignRecipientPage,
    CampaignResultsOut,
)
from frontdesk.mail.schemas.campaign_runs import (
    CampaignPauseIn,
    CampaignPreviewIn,
    CampaignPreviewOut,
    CampaignProgressOut,
    CampaignScheduleIn,
    CampaignTestIn,
    CampaignTestOut,
    CampaignWinnerIn,
)
from frontdesk.mail.schemas.campaigns import (
    AudienceCountOut,
    AudienceIn,
    CampaignChangeIn,
    CampaignCheckOut,
    CampaignDetailOut,
    CampaignIn,
    CampaignListIn,
    CampaignPage,
)
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.platform import answers, idempotency
from frontdesk.platform.paging import page

router = Router(tags=["campaigns"], auth=SIGNED_IN)
_MAY_BE_EMPTY = ("throttle_per_minute", "ai_cost_cap")


def _present(request: ApiRequest, campaign: Campaign) -> dict[str, object]:
    return presenting.present_one(request.auth, campaign)


@router.get("", response=CampaignPage)
def list_campaigns(request: ApiRequest, parameters: Query[CampaignListIn]) -> dict[str, object]:
    rows = editing.list_campaigns(request.auth, words=parameters.q, state=parameters.state or "")
    items, next_cursor = page(rows, cursor=parameters.cursor, limit=parameters.limit)
    return {"items": presenting.present(items), "next_cursor": next_cursor}


@router.post("", response={201: CampaignDetailOut})
def create_campaign(request: ApiRequest, payload: CampaignIn) -> Status[dict[str, object]]:
    return Status(201, _present(request, editing.create_campaign(request.auth, payload.model_dump(mode="json"))))


@router.post("/audience", response=AudienceCountOut)
def count_audience(request: ApiRequest, payload: AudienceIn) -> Reach:
    """How many would get a campaign now, and how many are left out and why."""
    return audiences.count(request.auth, payload.dict())


@router.get("/{uuid:campaign_id}", response=CampaignDetailOut)
def get_campaign(request: ApiRequest, campaign_id: UUID) -> dict[str, object]:
    return _present(request, editing.get_campaign(request.auth, campaign_id))


@router.patch("/{uuid:campaign_id}", response=CampaignDetailOut)
def update_campaign(request: ApiRequest, campaign_id: UUID, payload: CampaignChangeIn) -> dict[str, object]:
    """Changes a draft; the name and the public page at any time."""
    given = payload.model_dump(mode="json", exclude_unset=True)
    version = given.pop("version")
    changes = {name: value for name, value in given.items() if value is not None or name in _MAY_BE_EMPTY}
    return _present(request, editing.update_campaign(request.auth, campaign_id, changes, version=version))


@router.delete("/{uuid:campaign_id}", response={204: None})
def delete_campaign(request: ApiRequest, campaign_id: UUID) -> Status[None]:
    """With what waits of it in the outbox. 409 (`campaign-state`) while it is under way, and 409 (`campaign-was-sent`)
    once mail of it is out: the links by which people unsubscribe go on working."""
    editing.delete_campaign(request.auth, campaign_id)
    return Status(204, None)


@router.post("/{uuid:campaign_id}/check", response=CampaignCheckOut)
def check_campaign(request: ApiRequest, campaign_id: UUID) -> Checked:
    """What stands in the way (errors) and what is worth knowing (warnings) before it begins."""
    return checking.check(request.auth, campaign_id)


@router.get("/{uuid:campaign_id}/preview", response=CampaignPreviewOut)
def preview_campaign(request: ApiRequest, campaign_id: UUID, parameters: Query[CampaignPreviewIn]) -> dict[str, object]:
    """What that contact would get."""
    return trying.preview(
        request.auth,
        campaign_id,
        position=parameters.position,
        locale=parameters.locale or "",
        contact_id=parameters.contact_id,
    )


@router.post("/{uuid:campaign_id}/test", response={202: CampaignTestOut}, openapi_extra=idempotency.OPENAPI)
@decorate_view(idempotency.once)
def test_campaign(request: ApiRequest, campaign_id: UUID, payload: CampaignTestIn) -> Status[dict[str, object]]:
    """Sends a variant to people of the organization or its contacts."""
    sent = trying.send_test(
        request.auth,
        campaign_id,
        to=payload.to,
        position=payload.position,
        locale=payload.locale or "",
        contact_id=payload.contact_id,
    )
    return Status(202, sent)


@router.post("/{uuid:campaign_id}/start", response={202: CampaignDetailOut}, openapi_extra=idempotency.OPENAPI)
@decorate_view(idempotency.once)
def start_campaign(request: ApiRequest, campaign_id: UUID) -> Status[dict[str, object]]:
    """Begins now. 422 (campaign-not-ready) names all that stands in the way."""
    return Status(202, _present(request, starting.start(request.auth, campaign_id)))


@router.post("/{uuid:campaign_id}/schedule", response=CampaignDetailOut)
def schedule_campaign(request: ApiRequest, campaign_id: UUID, payload: CampaignScheduleIn) -> dict[str, object]:
    """Begins by itself; what stands in its way by then pauses it, and says so."""
    made = starting.schedule(
        request.auth,
        campaign_id,
        at=payload.scheduled_at,
        in_recipient_zone=payload.in_recipient_zone,
        is_at_best_hour=payload.is_at_best_hour,
    )
    return _present(request, made)


@router.post("/{uuid:campaign_id}/unschedule", response=CampaignDetailOut)
def unschedule_campaign(request: ApiRequest, campaign_id: UUID) -> dict[str, object]:
    return _present(request, starting.unschedule(request.auth, campaign_id))


@router.post("/{uuid:campaign_id}/pause", response=CampaignDetailOut)
def pause_campaign(request: ApiRequest, campaign_id: UUID, payload: CampaignPauseIn) -> dict[str, object]:
    return _present(request, starting.pause(request.auth, campaign_id, payload.reason))


@router.post("/{uuid:campaign_id}/resume", response=CampaignDetailOut)
def resume_campaign(request: ApiRequest, campaign_id: UUID) -> dict[str, object]:
    return _present(request, starting.resume(request.auth, campaign_id))


@router.post("/{uuid:campaign_id}/cancel", response=CampaignDetailOut)
def cancel_campaign(request: ApiRequest, campaign_id: UUID) -> dict[str, object]:
    """For good: who has not got it by now never does."""
    return _present(request, starting.cancel(request.auth, campaign_id))


@router.post("/{uuid:campaign_id}/duplicate", response={201: CampaignDetailOut})
def duplicate_campaign(request: ApiRequest, campaign_id: UUID) -> Status[dict[str, object]]:
    return Status(201, _present(request, editing.duplicate_campaign(request.auth, campaign_id)))


@router.post("/{uuid:campaign_id}/winner", response=CampaignDetailOut)
def choose_winner(request: ApiRequest, campaign_id: UUID, payload: CampaignWinnerIn) -> dict[str, object]:
    """The variant that those get who were not in the sample."""
    return _present(request, starting.choose_winner(request.auth, campaign_id, payload.position))


@router.get("/{uuid:campaign_id}/progress", response=CampaignProgressOut)
def get_campaign_progress(request: ApiRequest, campaign_id: UUID) -> dict[str, object]:
    campaign = editing.get_campaign(request.auth, campaign_id)
    return progress.describe(campaign)


@router.get("/{uuid:campaign_id}/results", response=CampaignResultsOut)
def get_campaign_results(request: ApiRequest, campaign_id: UUID) -> object:
    """Of large campaigns the numbers may be some seconds old."""
    return results.get_results(request.auth, campaign_id)


@router.get("/{uuid:campaign_id}/links", response=CampaignLinksOut)
def get_campaign_links(request: ApiRequest, campaign_id: UUID, parameters: Query[CampaignLinksIn]) -> dict[str, object]:
    return results.get_links(request.auth, campaign_id, position=parameters.position, locale=parameters.locale or "")


@router.get("/{uuid:campaign_id}/recipients", response=CampaignRecipientPage)
def list_campaign_recipients(
    request: ApiRequest, campaign_id: UUID, parameters: Query[CampaignRecipientListIn]
) -> dict[str, object]:
    items, next_cursor = recipients.list_page(
        request.auth,
        campaign_id,
        result=parameters.result,
        variant=parameters.variant,
        words=parameters.q,
        cursor=parameters.cursor,
        limit=parameters.limit,
    )
    return {"items": items, "next_cursor": next_cursor}


@router.get("/{uuid:campaign_id}/recipients/export", response=str, openapi_extra=answers.CSV_FILE)
def export_campaign_recipients(
    request: ApiRequest, campaign_id: UUID, parameters: Query[CampaignRecipientFiltersIn]
) -> HttpResponseBase:
    """A CSV file of the recipients and what became of the mail for each."""
    parts = recipients.export(request.auth, campaign_id, result=parameters.result, variant=parameters.variant)
    return answers.csv_file(parts, f"campaign-{campaign_id}.csv")

"""Subjects that are suggested, tests made of them, and places in a mail that could be said better."""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Status
from ninja.decorators import decorate_view

from frontdesk.mail import wording
from frontdesk.mail.campaigns import presenting
from frontdesk.mail.rendering import TemplateSource
from frontdesk.mail.schemas.ai_subjects import (
    AiSubjectsCampaignIn,
    AiSubjectsIn,
    AiSubjectsOut,
    AiSubjectsTestIn,
    CheckWordingIn,
    ChosenSubjectIn,
    WordingOut,
)
from frontdesk.mail.schemas.campaigns import CampaignDetailOut
from frontdesk.mail.subjects import optimising, testing
from frontdesk.mail.subjects.optimising import Order
from frontdesk.mail.subjects.testing import Chosen
from frontdesk.mail.wording.model import Finding
from frontdesk.mail.wording.positions import Positions
from frontdesk.orgs import access
from frontdesk.orgs.access import Permission
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.platform import idempotency
from frontdesk.platform.later import Later

router = Router(tags=["AI for e-mail"], auth=SIGNED_IN)
campaigns_router = Router(tags=["AI for e-mail"], auth=SIGNED_IN)


@router.post("/ai-subjects", response=AiSubjectsOut, openapi_extra=idempotency.OPENAPI)
@decorate_view(idempotency.once)
def suggest_subjects(request: ApiRequest, payload: AiSubjectsIn) -> HttpResponse:
    """Five other subjects, each with a reason and the lift that your own results predict.

    Without a chat model (or with the built-in one) by documented patterns, of the mail's own words. With one, the
    patterns stand in where it fails: `model_trouble` says why.
    """
    job = optimising.begin(request.auth, _order(payload))

    async def work() -> HttpResponse:
        shown = AiSubjectsOut.model_validate(await optimising.run(job))
        return HttpResponse(shown.model_dump_json(), content_type="application/json")

    return Later(work)


def _order(payload: AiSubjectsIn) -> Order:
    base = payload.base.dict() if payload.base else {}
    return Order(
        template_id=payload.template_id,
        campaign_id=payload.campaign_id,
        base={name: value for name, value in base.items() if value is not None},
        subject=payload.subject,
        preheader=payload.preheader,
        type=payload.type,
        locale=payload.locale.value if payload.locale else "",
        model_type=payload.ai_model_type,
        model_id=payload.ai_model_id,
    )


@router.post("/ai-subjects/campaign", response={201: CampaignDetailOut}, openapi_extra=idempotency.OPENAPI)
@decorate_view(idempotency.once)
def create_subjects_campaign(request: ApiRequest, payload: AiSubjectsCampaignIn) -> Status[dict[str, object]]:
    """A campaign of the template that tests these subjects: a draft, to nobody yet."""
    made = testing.make_campaign(
        request.auth, payload.template_id, _chosen(payload.subjects), keeps_current=payload.keeps_current
    )
    return Status(201, presenting.present_one(request.auth, made))


@campaigns_router.post("/{uuid:campaign_id}/ai-subjects-test", response=CampaignDetailOut)
def test_campaign_subjects(request: ApiRequest, campaign_id: UUID, payload: AiSubjectsTestIn) -> dict[str, object]:
    """Makes them the variants of the draft, each with the template and the values of its first one."""
    made = testing.make_test(request.auth, campaign_id, _chosen(payload.subjects), keeps_current=payload.keeps_current)
    return presenting.present_one(request.auth, made)


def _chosen(subjects: Sequence[ChosenSubjectIn]) -> list[Chosen]:
    return [Chosen(**each.dict()) for each in subjects]


@router.post("/check-wording", response=WordingOut)
def check_wording(request: ApiRequest, payload: CheckWordingIn) -> dict[str, object]:
    """Plain language and, with `tone`, whether the words fit it. No model is asked; nothing leaves the house."""
    access.require(request.auth, Permission.TEMPLATES_READ)
    source = TemplateSource(
        subject=payload.subject,
        preheader=payload.preheader,
        html_code=payload.html_code,
        text_code=payload.text_code,
        source_format=payload.source_format.value,  # type: ignore[arg-type]  # the column's closed set
        locale=payload.locale.value,
    )
    checked = wording.check(source, payload.tone)
    places = {
        "subject": Positions(source.subject),
        "preheader": Positions(source.preheader),
        "html_code": Positions(source.html_code),
        "text_code": Positions(source.text_code or ""),
    }
    return {
        "findings": [_placed(places[each.field], each) for each in checked.findings],
        "is_cut": checked.is_cut,
        "readability": asdict(checked.readability),
    }


def _placed(places: Positions, finding: Finding) -> dict[str, object]:
    line, column = places.place(finding.start)
    end_line, end_column = places.place(finding.end)
    return {
        **asdict(finding),
        "start": places.offset(finding.start),
        "end": places.offset(finding.end),
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
    }

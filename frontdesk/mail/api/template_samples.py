"""Named sets of data to preview a type of mail with."""

from ninja import Query, Router, Status

from frontdesk.mail.models import EmailTemplateSample
from frontdesk.mail.schemas.template_samples import (
    PastMailPage,
    SampleChangeIn,
    SampleFromMailIn,
    SampleIn,
    SampleListIn,
    SampleOut,
    SamplePage,
)
from frontdesk.mail.template_types import TemplateType
from frontdesk.mail.templates import samples
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.platform.paging import page
from frontdesk.platform.schemas import ListParameters

router = Router(tags=["e-mail templates"], auth=SIGNED_IN)


@router.get("/samples", response=SamplePage)
def list_samples(request: ApiRequest, parameters: Query[SampleListIn]) -> dict[str, object]:
    found = samples.list_samples(request.auth, parameters.type)
    items, next_cursor = page(found, cursor=parameters.cursor, limit=parameters.limit, order=("name", "id"))
    return {"items": items, "next_cursor": next_cursor}


@router.post("/samples", response={201: SampleOut})
def create_sample(request: ApiRequest, payload: SampleIn) -> Status[EmailTemplateSample]:
    return Status(201, samples.create_sample(request.auth, payload.type, payload.name, payload.data))


@router.get("/samples/from-mail", response=PastMailPage)
def list_past_mail(request: ApiRequest, type: TemplateType, parameters: Query[ListParameters]) -> dict[str, object]:
    """Real mails of the last 90 days that a sample can be made of, newest first."""
    found = samples.list_past_mail(request.auth, type)
    mails, next_cursor = page(found, cursor=parameters.cursor, limit=parameters.limit)
    items = [
        {
            "message_id": mail.id,
            "label": samples.label_of(mail),
            "recipient": samples.recipient_of(mail),
            "related": mail.related,
            "created_at": mail.created_at,
        }
        for mail in mails
    ]
    return {"items": items, "next_cursor": next_cursor}


@router.post("/samples/from-mail", response={201: SampleOut})
def create_sample_from_mail(request: ApiRequest, payload: SampleFromMailIn) -> Status[EmailTemplateSample]:
    """A sample of a real mail's data: names, addresses, numbers and words replaced, the shape kept."""
    return Status(201, samples.create_from_mail(request.auth, payload.message_id, payload.name))


@router.patch("/samples/{int:sample_id}", response=SampleOut)
def update_sample(request: ApiRequest, sample_id: int, payload: SampleChangeIn) -> EmailTemplateSample:
    return samples.update_sample(request.auth, sample_id, name=payload.name, data=payload.data)


@router.delete("/samples/{int:sample_id}", response={204: None})
def delete_sample(request: ApiRequest, sample_id: int) -> Status[None]:
    samples.delete_sample(request.auth, sample_id)
    return Status(204, None)

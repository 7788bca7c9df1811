"""Filters that run before anything opens."""

from uuid import UUID

from ninja import Router, Status

from frontdesk.mail import parsing
from frontdesk.mail.inbound import arrived, filters
from frontdesk.mail.inbound.filtering import Rule, Subject
from frontdesk.mail.models import MailFilter
from frontdesk.mail.schemas.mail_filters import (
    ArrivalIn,
    FilterChangeIn,
    FilterList,
    FilterOut,
    FilterTestIn,
    FilterTestOut,
    MailFilterIn,
)
from frontdesk.orgs.access import Actor
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest

router = Router(tags=["mail filters"], auth=SIGNED_IN)


@router.get("", response=FilterList)
def list_mail_filters(request: ApiRequest) -> dict[str, object]:
    """In the order in which they run."""
    return {"items": filters.list_filters(request.auth)}


@router.post("", response={201: FilterOut})
def create_mail_filter(request: ApiRequest, payload: MailFilterIn) -> Status[MailFilter]:
    """`drop` ends it (the mail is kept, and opens nothing), `tag` and `route` go on to the next filter."""
    values = payload.model_dump(mode="json", exclude_none=True)
    return Status(201, filters.create_filter(request.auth, values))


@router.patch("/{uuid:filter_id}", response=FilterOut)
def update_mail_filter(request: ApiRequest, filter_id: UUID, payload: FilterChangeIn) -> MailFilter:
    changes = payload.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    return filters.update_filter(request.auth, filter_id, changes.pop("version"), changes)


@router.delete("/{uuid:filter_id}", response={204: None})
def delete_mail_filter(request: ApiRequest, filter_id: UUID) -> Status[None]:
    filters.delete_filter(request.auth, filter_id)
    return Status(204, None)


@router.post("/test", response=FilterTestOut)
def test_mail_filters(request: ApiRequest, payload: FilterTestIn) -> dict[str, object]:
    """Which filters catch a mail that arrived, or one that might; nothing is changed or counted."""
    subject = _of_received(request.auth, payload.received_id) if payload.received_id else _sample(payload.sample)
    draft = payload.draft
    rule = (
        Rule(None, draft.name, draft.action, draft.value, draft.conditions.model_dump(mode="json")) if draft else None
    )
    result = filters.test(request.auth, subject, rule)
    return {
        "caught": result.caught,
        "is_dropped": result.dropped_by is not None,
        "tags": list(result.tags),
        "route": result.route,
    }


def _rule(draft: MailFilterIn) -> Rule:
    return Rule(None, draft.name, draft.action, draft.value, draft.conditions.model_dump(mode="json"))


def _of_received(actor: Actor, received_id: UUID) -> Subject:
    row = arrived.get_received(actor, received_id)
    headers = parsing.parse(bytes(row.raw)).headers if row.kind else []
    return filters.subject_of(row, headers)


def _sample(sample: ArrivalIn | None) -> Subject:
    if sample is None:
        return Subject()
    return Subject(
        sender=sample.from_address,
        to=sample.to,
        cc=sample.cc,
        subject=sample.subject,
        body=sample.body,
        headers={name.lower(): [value] for name, value in sample.headers.items()},
        has_attachment=sample.has_attachment,
        size=sample.size_kb * 1024,
        kind=sample.kind,
    )

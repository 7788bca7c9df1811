"""Segments: named filters over contacts."""

from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Status

from frontdesk.mail.audience import segments
from frontdesk.mail.models import Segment
from frontdesk.mail.schemas.audience import (
    FilterCountIn,
    FilterCountOut,
    FilterFieldsOut,
    FilterPageIn,
    SegmentChangeIn,
    SegmentIn,
    SegmentOut,
    SegmentPage,
)
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.orgs.schemas.contacts import ContactPage
from frontdesk.platform.answers import json_page
from frontdesk.platform.paging import page
from frontdesk.platform.schemas import ListParameters

router = Router(tags=["audience"], auth=SIGNED_IN)


@router.get("", response=SegmentPage)
def list_segments(request: ApiRequest, parameters: Query[ListParameters]) -> dict[str, object]:
    found = segments.list_segments(request.auth, words=parameters.q)
    items, next_cursor = page(found, cursor=parameters.cursor, limit=parameters.limit, order=("name", "id"))
    return {"items": items, "next_cursor": next_cursor}


@router.post("", response={201: SegmentOut})
def create_segment(request: ApiRequest, payload: SegmentIn) -> Status[Segment]:
    return Status(201, segments.create_segment(request.auth, **payload.dict()))


@router.get("/fields", response=FilterFieldsOut)
def get_segment_fields(request: ApiRequest) -> dict[str, object]:
    """What a filter may ask: fields with their types, the operators of each type, and fields of your own."""
    return segments.describe(request.auth)


@router.post("/count", response=FilterCountOut)
def count_segment_filter(request: ApiRequest, payload: FilterCountIn) -> segments.Count:
    """How many contacts a filter holds for; what is wrong in it is named by its path."""
    return segments.count_filter(request.auth, payload.filter, may_estimate=payload.estimate)


@router.post("/preview", response=ContactPage)
def preview_segment_filter(request: ApiRequest, payload: FilterPageIn) -> HttpResponse:
    """Some of the contacts that a filter holds for, newest first."""
    rows, next_cursor = segments.list_contacts(request.auth, payload.filter, cursor=payload.cursor, limit=payload.limit)
    return json_page(rows, next_cursor)


@router.get("/{uuid:segment_id}", response=SegmentOut)
def get_segment(request: ApiRequest, segment_id: UUID) -> Segment:
    return segments.get_segment(request.auth, segment_id)


@router.patch("/{uuid:segment_id}", response=SegmentOut)
def update_segment(request: ApiRequest, segment_id: UUID, payload: SegmentChangeIn) -> Segment:
    changes = payload.dict(exclude_unset=True, exclude_none=True, exclude={"version"})
    return segments.update_segment(request.auth, segment_id, version=payload.version, changes=changes)


@router.delete("/{uuid:segment_id}", response={204: None})
def delete_segment(request: ApiRequest, segment_id: UUID) -> Status[None]:
    """409 while a campaign names it."""
    segments.delete_segment(request.auth, segment_id)
    return Status(204, None)


@router.post("/{uuid:segment_id}/count", response=SegmentOut)
def count_segment(request: ApiRequest, segment_id: UUID) -> Segment:
    """Counts it anew."""
    return segments.count_segment(request.auth, segment_id)


@router.get("/{uuid:segment_id}/contacts", response=ContactPage)
def list_segment_contacts(request: ApiRequest, segment_id: UUID, parameters: Query[ListParameters]) -> HttpResponse:
    found = segments.get_segment(request.auth, segment_id)
    rows, next_cursor = segments.list_contacts(
        request.auth, found.filter, cursor=parameters.cursor, limit=parameters.limit
    )
    return json_page(rows, next_cursor)

"""Addresses that get no mail, or no marketing."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import StringConstraints

from frontdesk.orgs.models import SuppressionReason
from frontdesk.platform.schemas import AnyEmail, Line, ListParameters, ShownEmail, StrictSchema

# Who asks for erasure is erased as a contact, not here.
ByHand = Literal["manual", "unsubscribe", "complaint", "hard_bounce"]


class SuppressedOut(Schema):
    id: int
    email: ShownEmail | None = Field(description="Null: the person was erased, and nothing but a trace is kept.")
    reason: SuppressionReason
    detail: str
    created_by: str = Field(description="Who added it by hand; empty when it added itself.")
    created_at: datetime


class SuppressionPage(Schema):
    items: list[SuppressedOut]
    next_cursor: str | None


class SuppressionListIn(ListParameters):
    reason: SuppressionReason | None = None


class SuppressionIn(StrictSchema):
    email: AnyEmail
    reason: ByHand = Field("manual", description="hard_bounce: no mail at all; the others: no marketing.")
    detail: Annotated[Line, StringConstraints(max_length=500)] = ""


class BadLineOut(Schema):
    line: int
    text: str
    message: str


class SuppressionImportOut(Schema):
    lines: int
    added: int
    already: int
    bad: int
    bad_lines: list[BadLineOut] = Field(description="The first 200 of them.")

"""Addresses that mail is sent from."""

from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import StringConstraints

from frontdesk.mail.models import FromAddressType
from frontdesk.platform.schemas import Email, Line, StrictSchema


class MailSenderOut(Schema):
    address_type: FromAddressType
    is_own: bool
    name: str
    email: str
    reply_to: str
    effective: str = Field(description="What recipients see.")
    stands_on: Literal["domain", "provider", "deployment", "nothing"]
    reason: str


class MailSenderPage(Schema):
    items: list[MailSenderOut]
    next_cursor: str | None


class MailSenderIn(StrictSchema):
    name: Annotated[Line, StringConstraints(max_length=120)] = Field("", description="Empty: the organization's name.")
    email: Email
    reply_to: Email | Literal[""] = Field("", description="Empty: the organization's support address.")

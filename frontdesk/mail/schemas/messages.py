"""Sending a mail, and the mail viewer."""

import base64
import binascii
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import StringConstraints, field_validator

from frontdesk.mail.models import MessageStatus
from frontdesk.mail.schemas.common import DatabaseId, EmailAddress
from frontdesk.mail.template_types import TemplateType
from frontdesk.orgs.models import Locale
from frontdesk.platform.schemas import Line, ListParameters, ShownEmail, StrictSchema

# A template of 1 MB, in base64.
MAX_WRITTEN = 2 * 1024 * 1024


class AttachmentIn(StrictSchema):
    filename: Annotated[Line, StringConstraints(min_length=1, max_length=200)]
    content_type: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+$", max_length=100)]
    content_base64: Annotated[str, StringConstraints(max_length=14_000_000)]

    @field_validator("content_base64")
    @classmethod
    def _is_base64(cls, value: str) -> str:
        try:
            base64.b64decode(value, validate=True)
        except binascii.Error as error:
            raise ValueError("This is not base64.") from error
        return value

    @field_validator("content_type")
    @classmethod
    def _is_not_a_container(cls, value: str) -> str:
        if value.lower().startswith(("multipart/", "message/")):
            raise ValueError("Attach files; multipart and message types are not files.")
        return value


class RelatedIn(StrictSchema):
    ticket_id: DatabaseId | None = None
    meeting_id: DatabaseId | None = None
    workflow_run_id: DatabaseId | None = None
    thread_id: UUID | None = Field(None, description="A conversation of the inbox: answers come back to it.")


class WrittenMailIn(StrictSchema):
    type: TemplateType | None = None
    template_id: DatabaseId | None = None
    cc: list[EmailAddress] = Field(default_factory=list, max_length=50)
    bcc: list[EmailAddress] = Field(default_factory=list, max_length=50)
    data: dict[str, Any] = Field(default_factory=dict)
    reply_to: EmailAddress | None = None
    locale: Locale | None = Field(None, description="Left out: the recipient's, else the organization's.")
    written: Annotated[str, StringConstraints(max_length=MAX_WRITTEN)] | None = Field(
        None,
        description="What a model wrote for the recipient, as `ai-generate` handed it out; the mail's template with "
        "those texts in it. For the one recipient that it was written for.",
    )


class SendIn(WrittenMailIn):
    to: EmailAddress | Annotated[list[EmailAddress], Field(min_length=1, max_length=50)]
    attachments: list[AttachmentIn] = Field(default_factory=list, max_length=20)
    send_at: datetime | Literal["best"] | None = Field(
        None,
        description="Left out: now. At most 90 days ahead. `best`: at the recipient's best hour within a day, outside "
        "of quiet hours; for one recipient, and not for account mail.",
    )
    related: RelatedIn | None = None


class MessageOut(Schema):
    id: UUID
    direction: Literal["out", "in"]
    status: str
    from_address: str
    to_address: ShownEmail
    subject: str
    type: str
    template_id: int | None
    created_at: datetime
    send_at: datetime | None = Field(description="When it was told to go out; null: at once.")
    sent_at: datetime | None
    tries: int
    last_error: str
    has_attachments: bool
    campaign_id: UUID | None
    contact_id: UUID | None
    delivered_at: datetime | None
    bounce_kind: str = Field(description="`hard` (the address is dead), `soft`, or empty.")
    bounce_reason: str = Field(description="The group of reasons, for example `userunknown`; empty: it did not bounce.")
    in_doubt: int = Field(
        description="How often its sender died while it was under way: it may have arrived that often besides."
    )


class MessagePage(Schema):
    items: list[MessageOut]
    next_cursor: str | None


class MessageListIn(ListParameters):
    direction: Literal["out", "in"] = "out"
    status: MessageStatus | None = None
    type: TemplateType | None = None
    template_id: DatabaseId | None = None
    campaign_id: UUID | None = None
    contact_id: UUID | None = None
    provider_id: UUID | None = Field(None, description="The provider account that it went by.")


class AttachmentOut(Schema):
    index: int
    filename: str
    content_type: str
    size: int


class MessageEventOut(Schema):
    at: datetime
    status: str
    detail: str


class MessageDetailOut(MessageOut):
    html: str
    text: str
    headers: list[list[str]]
    attachments: list[AttachmentOut]
    cc: list[str]
    reply_to: str
    template_version: int | None
    provider: str
    provider_id: str
    account_id: UUID | None
    account_name: str
    variant: int | None
    next_attempt_at: datetime | None
    related: dict[str, Any]
    events: list[MessageEventOut]

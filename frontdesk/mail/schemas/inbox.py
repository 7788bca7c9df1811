"""Conversations, and all that arrived."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import StringConstraints

from frontdesk.mail.models import ReceivedState
from frontdesk.mail.parsing import MailKind
from frontdesk.platform.schemas import Line, ListParameters, ShownEmail, StrictSchema

Tag = Annotated[Line, StringConstraints(min_length=1, max_length=80)]
Source = Literal["smtp", "imap", "webhook"]


class ThreadContactOut(Schema):
    id: UUID
    email: ShownEmail
    full_name: str


class ThreadOut(Schema):
    id: UUID
    subject: str
    address: ShownEmail = Field(description="With whom, also when the contact is gone.")
    contact: ThreadContactOut | None
    campaign_id: UUID | None = Field(description="The newsletter that it began as an answer to.")
    campaign_name: str
    tags: list[str]
    route: str
    message_count: int
    unread_count: int
    snippet: str
    last_direction: Literal["in", "out"]
    last_from: str
    last_message_at: datetime
    is_archived: bool
    is_spoofed: bool = Field(description="The last mail says it is from our own people, and is not proven to be.")
    has_failure: bool = Field(description="Something that was sent in it did not arrive.")
    reply_address: str = Field(description="Answers to it find this conversation; empty when no address is set.")
    created_at: datetime


class ThreadPage(Schema):
    items: list[ThreadOut]
    next_cursor: str | None


class ThreadTagsOut(Schema):
    items: list[str]


class ThreadListIn(ListParameters):
    state: Literal["open", "archived", "all"] = "open"
    tag: str = Field("", max_length=80)
    route: str = Field("", max_length=80)
    unread: bool | None = None
    kind: Literal["conversation", "campaign_reply"] | None = None
    contact_id: UUID | None = None


class ThreadChangeIn(StrictSchema):
    is_archived: bool | None = None
    is_read: bool | None = None
    tags: Annotated[list[Tag], Field(max_length=50)] | None = None


class ReceivedAttachmentOut(Schema):
    index: int
    filename: str
    content_type: str
    size: int
    content_id: str
    is_inline: bool
    url: str


class CalendarInvitationOut(Schema):
    method: str
    summary: str
    start: str
    uid: str


class ReportOut(Schema):
    """What a bounce or complaint says. ``is_proven``: it is about a mail that we did send, and counts."""

    address: ShownEmail = ""
    is_hard: bool = False
    reason: str = Field("", description="A group of docs/mail-bounces.md.")
    status: str = ""
    diagnostic: str = ""
    is_proven: bool = False
    feedback_type: str = ""


class ReceivedOut(Schema):
    id: UUID
    state: ReceivedState
    kind: MailKind | Literal[""]
    kind_reason: str
    is_automatic: bool
    subject: str
    from_address: ShownEmail
    from_name: str
    to_addresses: list[ShownEmail]
    cc_addresses: list[ShownEmail]
    envelope_from: str
    envelope_to: list[str]
    snippet: str
    source: Source
    mailbox_id: UUID | None
    size: int
    has_attachments: bool
    thread_id: UUID | None
    contact_id: UUID | None
    about_id: UUID | None = Field(description="Our own mail that a report or automatic answer is about.")
    report: ReportOut | None
    is_spoofed: bool
    is_read: bool
    tags: list[str]
    dropped_reason: str
    parse_error: str
    dated_at: datetime | None = Field(description="The date it gives itself; not to be trusted.")
    created_at: datetime


class ReceivedPage(Schema):
    items: list[ReceivedOut]
    next_cursor: str | None


class ReceivedListIn(ListParameters):
    state: ReceivedState | None = None
    kind: MailKind | None = None
    source: Source | None = None
    tag: str = Field("", max_length=80)
    mailbox_id: UUID | None = None
    message_id: UUID | None = Field(None, description="Reports about this mail of ours.")
    is_spoofed: bool | None = None


class FindingOut(Schema):
    result: str
    detail: str


class AuthenticationOut(Schema):
    """``by``: frontdesk, mailbox, provider, or empty when nobody checked."""

    spf: FindingOut
    dkim: FindingOut
    dmarc: FindingOut
    by: str
    is_aligned: bool


class ReceivedDetailOut(ReceivedOut):
    message_id: str
    in_reply_to: str
    text: str
    new_text: str
    quoted_text: str
    signature: str
    html: str = Field(description="Sanitised; show it in a sandboxed frame all the same.")
    holds_images_back: bool = Field(description="Ask with `images=true` for those that are elsewhere.")
    attachments: list[ReceivedAttachmentOut]
    invitations: list[CalendarInvitationOut]
    protection: str = Field(description="smime_signed, smime_encrypted, pgp_signed, pgp_encrypted, or empty.")
    authentication: AuthenticationOut | None
    defects: list[str]


class ReceivedDetailIn(Schema):
    images: bool = Field(False, description="With the pictures that are elsewhere: their server learns of it.")


class NoticeOut(Schema):
    """A bounce, complaint, delay or automatic answer about a mail of ours."""

    id: UUID
    kind: str
    report: ReportOut | None
    from_address: ShownEmail
    snippet: str
    created_at: datetime


class SentInThreadOut(Schema):
    direction: Literal["out"]
    id: UUID
    status: str
    from_address: ShownEmail
    to_address: ShownEmail
    subject: str
    text: str
    bounce_kind: str
    bounce_reason: str
    last_error: str
    created_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    notices: list[NoticeOut]


class ReceivedInThreadOut(ReceivedDetailOut):
    direction: Literal["in"]


class ConversationOut(ThreadOut):
    messages: list[Annotated[ReceivedInThreadOut | SentInThreadOut, Field(discriminator="direction")]]
    has_more: bool

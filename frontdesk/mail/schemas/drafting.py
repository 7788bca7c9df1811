"""A mail that somebody is writing, before it is sent."""

from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema

from frontdesk.mail.models import TemplateCategory
from frontdesk.mail.schemas.common import EmailAddress
from frontdesk.mail.schemas.messages import WrittenMailIn
from frontdesk.mail.schemas.previews import MissingOut
from frontdesk.mail.template_types import TemplateType
from frontdesk.orgs.models import Locale
from frontdesk.platform.schemas import ShownEmail


class SendPreviewIn(WrittenMailIn):
    to: list[EmailAddress] = Field(default_factory=list, max_length=50)


class DraftRecipientOut(Schema):
    address: ShownEmail
    kind: Literal["to", "cc", "bcc"]
    contact_id: UUID | None
    name: str
    timezone: str = Field(description="The contact's or person's own; empty where it is not known.")
    held_back: str = Field(description="Why nothing would go there, for example `hard_bounce`; empty: it would go.")


class DraftPlaceholderOut(Schema):
    name: str
    label: str
    description: str
    kind: Literal["text", "url", "datetime", "number", "list", "object"]
    required: bool
    sample: Any
    value: Any = Field(description="What is known of the first recipient; null where nothing is.")


class SendPreviewOut(Schema):
    template_id: int | None = Field(description="The one that would serve; null: the design that ships.")
    template_version: int | None
    template_name: str = Field(description="Empty for a design that ships.")
    type: TemplateType
    category: TemplateCategory
    locale: Locale
    from_address: ShownEmail
    reply_to: str = Field(description="Where answers would go.")
    subject: str
    preheader: str
    preview_html: str
    text: str
    missing: list[MissingOut] = Field(description="What the mail would be refused for: marked ⟦so⟧ in it.")
    placeholders: list[DraftPlaceholderOut] = Field(description="What this template takes from `data`.")
    recipients: list[DraftRecipientOut]
    personalizes: bool = Field(description="Whether a model would write in it for its one recipient before it goes.")
    size_bytes: int

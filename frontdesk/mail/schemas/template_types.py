"""Types of mail, their placeholders, and the templates that ship."""

from typing import Any, Literal

from ninja import Schema

from frontdesk.mail.models import FromAddressType, SourceFormat, TemplateCategory
from frontdesk.mail.template_types import TemplateType
from frontdesk.orgs.models import Locale


class TypeOut(Schema):
    type: TemplateType
    label: str
    category: TemplateCategory
    description: str
    from_email_address_type: FromAddressType


class TypePage(Schema):
    items: list[TypeOut]
    next_cursor: str | None = None


class PlaceholderOut(Schema):
    name: str
    label: str
    description: str
    kind: Literal["text", "url", "datetime", "number", "list", "object"]
    required: bool
    sample: Any


class PlaceholdersOut(Schema):
    type: TemplateType
    placeholders: list[PlaceholderOut]
    sample_data: dict[str, Any]


class StarterOut(Schema):
    type: TemplateType
    locale: Locale
    name: str
    description: str
    subject: str
    preheader: str
    html_code: str
    text_code: str
    source_format: SourceFormat

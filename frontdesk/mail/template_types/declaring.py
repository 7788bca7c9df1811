"""How a type of mail declares its placeholders."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Kind = Literal["text", "url", "datetime", "number", "list", "object"]
Category = Literal["transactional", "marketing", "system"]
FromAddress = Literal["transactional_email", "marketing_email", "transactional_email_2", "marketing_email_2"]


class TemplateType(StrEnum):
    WELCOME = "welcome"
    RESET_EMAIL = "reset_email"
    EMAIL_CONFIRMATION = "email_confirmation"
    INVITATION = "invitation"
    SUBSCRIPTION_CONFIRMATION = "subscription_confirmation"
    SECURITY_NOTICE = "security_notice"
    TICKET_CONFIRMATION = "ticket_confirmation"
    TICKET_RESPONSE = "ticket_response"
    MEETING_INVITATION = "meeting_invitation"
    MEETING_REMINDER = "meeting_reminder"
    MEETING_CANCELLED = "meeting_cancelled"
    MEETING_FOLLOWUP = "meeting_followup"
    NEWSLETTER = "newsletter"
    ORDER_CONFIRMATION = "order_confirmation"
    AI_QUOTA_WARNING = "ai_quota_warning"
    CUSTOM = "custom"


# Their links let whoever holds them into an account: colleagues who merely read mail do not see them, nobody counts
# their clicks, and what they were made with is not kept.
CARRYING_KEYS = frozenset(
    {
        TemplateType.RESET_EMAIL,
        TemplateType.EMAIL_CONFIRMATION,
        TemplateType.INVITATION,
        # Who holds its link agrees in another's name.
        TemplateType.SUBSCRIPTION_CONFIRMATION,
    }
)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A name a template may use. `samples` hold the English and the Spanish example; a list's hold its entries."""

    name: str
    label: str
    description: str
    kind: Kind
    required: bool
    samples: tuple[object, object]

    def sample(self, locale: str) -> object:
        return self.samples[1 if locale.lower().startswith("es") else 0]


@dataclass(frozen=True, slots=True)
class TypeInfo:
    type: TemplateType
    label_key: str
    category: Category
    from_email_address_type: FromAddress
    description: str
    placeholders: tuple[Placeholder, ...]


def placeholder(
    name: str,
    label: str,
    description: str,
    english: object,
    spanish: object | None = None,
    *,
    kind: Kind = "text",
    required: bool = True,
) -> Placeholder:
    return Placeholder(name, label, description, kind, required, (english, english if spanish is None else spanish))


def link(name: str, label: str, description: str, sample: str, *, required: bool = True) -> Placeholder:
    return placeholder(name, label, description, sample, kind="url", required=required)


COMMON = (
    placeholder("organization.name", "Organisation", "Your organisation's name.", "Northgate Immigration"),
    placeholder(
        "organization.brand_color", "Brand colour", "Hexadecimal, from the organisation's settings.", "#1f4f82"
    ),
    placeholder(
        "organization.brand_text_color",
        "Text on brand colour",
        "White or near-black, whichever is readable on the brand colour; worked out for you.",
        "#ffffff",
        required=False,
    ),
    link("organization.logo_url", "Logo", "Address of the logo; empty shows the name instead.", "", required=False),
    placeholder(
        "organization.support_address",
        "Support address",
        "Where people can write for help.",
        "help@northgate.test",
        required=False,
    ),
    placeholder(
        "organization.postal_address",
        "Postal address",
        "Stands under newsletters; set with the organisation's mail settings.",
        "12 Harbour Street\nDublin 2",
        required=False,
    ),
    placeholder("recipient.name", "Recipient's name", "Name of the person who gets the mail.", "Carol", required=False),
    placeholder(
        "recipient.email", "Recipient's address", "The address it goes to.", "carol@client.test", required=False
    ),
)

NAME = placeholder("name", "Name", "First or full name of the person addressed.", "Carol")
ACTION = link("action_url", "Link", "Where the button leads.", "https://frontdesk.test/en/dashboard")
EXPIRES_IN = placeholder("expires_in", "Valid for", "How long the link works, in words.", "60 minutes", "60 minutos")


def mail_type(
    kind: TemplateType,
    description: str,
    *placeholders: Placeholder,
    category: Category = "transactional",
    sender: FromAddress = "transactional_email",
) -> TypeInfo:
    return TypeInfo(kind, f"mail.types.{kind.value}", category, sender, description, COMMON + placeholders)

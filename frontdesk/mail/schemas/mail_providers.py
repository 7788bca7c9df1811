"""Providers that mail goes out by."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import AfterValidator, StringConstraints

from frontdesk.mail.models.providers import ProviderState, Serves
from frontdesk.mail.schemas.common import EmailAddress, JsonObject
from frontdesk.mail.transports.kinds import FieldType
from frontdesk.platform.schemas import Line, ListParameters, OpenedVersion, StrictSchema

Name = Annotated[Line, StringConstraints(min_length=1, max_length=80)]
Kind = Annotated[Line, StringConstraints(min_length=1, max_length=30)]
Rate = Annotated[float, Field(gt=0, le=10_000, description="Mails a second; null: as fast as it takes them.")]
Connections = Annotated[int, Field(ge=1, le=100)]


def _short(secrets: dict[str, str | None]) -> dict[str, str | None]:
    """Refuses without repeating what was sent."""
    if len(secrets) > 20 or any(len(name) > 60 or len(value or "") > 20_000 for name, value in secrets.items()):
        raise ValueError("At most 20 secrets of 20 000 characters.")
    if any("\0" in name + (value or "") for name, value in secrets.items()):
        raise ValueError("The character NUL is not allowed.")
    return secrets


_Secret = Annotated[str, StringConstraints(strip_whitespace=False)]
Secrets = Annotated[
    dict[str, _Secret | None],
    AfterValidator(_short),
    Field(description="By name. Written, never told again: empty text keeps what is there, null takes it away."),
]
Settings = Annotated[JsonObject, Field(description="By name, as `GET /mail/provider-kinds` lists the kind's fields.")]
WebhookSecret = Annotated[
    str,
    StringConstraints(max_length=2000, strip_whitespace=False),
    Field(description="What the provider signs its reports with. Written, never told again; empty: none."),
]


class ProviderFieldOut(Schema):
    name: str
    label: str
    type: FieldType
    required: bool
    secret: bool
    default: str | int | bool | None
    choices: list[str]
    least: int
    most: int
    help: str


class ProviderKindOut(Schema):
    name: str
    title: str
    fields: list[ProviderFieldOut]
    webhooks: list[str] = Field(description="What it can report of mail that went out.")
    dns: str
    notes: str
    signs: bool = Field(description="Whether Frontdesk signs (DKIM) what goes this way.")


class ProviderKindPage(Schema):
    items: list[ProviderKindOut]
    next_cursor: str | None


class MailProviderOut(Schema):
    id: UUID
    name: str
    kind: str
    settings: dict[str, Any]
    secrets_set: list[str] = Field(description="Names of the secrets that are there.")
    serves: Serves
    rate_per_second: float | None
    max_connections: int
    state: ProviderState
    paused_reason: str
    paused_at: datetime | None
    failures: int = Field(description="In a row.")
    open_until: datetime | None = Field(description="Nothing is tried before: it has failed too often.")
    last_error: str
    last_error_at: datetime | None
    last_sent_at: datetime | None
    webhook_url: str
    webhook_secret_set: bool
    verified_at: datetime | None = Field(description="When a test mail last went out by it, as it is now.")
    version: int
    created_at: datetime
    updated_at: datetime


class MailProviderPage(Schema):
    items: list[MailProviderOut]
    next_cursor: str | None


class MailProviderListIn(ListParameters):
    pass


class MailProviderIn(StrictSchema):
    name: Name
    kind: Kind
    settings: Settings = Field(default_factory=dict)
    secrets: Secrets = Field(default_factory=dict)
    serves: Serves = Serves.ALL
    rate_per_second: Rate | None = None
    max_connections: Connections = 2
    webhook_secret: WebhookSecret = ""


class MailProviderChangeIn(StrictSchema):
    version: OpenedVersion
    name: Name | None = None
    kind: Kind | None = None
    settings: Settings | None = None
    secrets: Secrets = Field(default_factory=dict)
    serves: Serves | None = None
    rate_per_second: Rate | None = None
    max_connections: Connections | None = None
    webhook_secret: WebhookSecret | None = None


class MailProviderPauseIn(StrictSchema):
    reason: Annotated[Line, StringConstraints(min_length=1, max_length=500)]


class MailProviderTestIn(StrictSchema):
    to: EmailAddress


class ConnectionCheckOut(Schema):
    ok: bool
    latency_ms: int
    detail: str = Field(description="What went wrong and how to mend it; empty when all is well.")

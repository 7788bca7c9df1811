"""Mailboxes that mail is fetched from."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import StringConstraints

from frontdesk.mail.models import MailboxState
from frontdesk.platform.schemas import Email, Line, ListParameters, OpenedVersion, StrictSchema

Host = Annotated[str, StringConstraints(max_length=253, pattern=r"^[A-Za-z0-9._:-]+$", to_lower=True, min_length=1)]
Folder = Annotated[Line, StringConstraints(min_length=1, max_length=255)]
Word = Annotated[Line, StringConstraints(max_length=254)]
SecretText = Annotated[Line, StringConstraints(max_length=8000)]
Tls = Literal["implicit", "starttls", "none"]
Auth = Literal["password", "oauth2"]
Afterwards = Literal["keep", "seen", "move", "delete"]
Port = Annotated[int, Field(ge=1, le=65535)]


class MailboxOAuth(StrictSchema):
    grant: Literal["refresh_token", "client_credentials"] = "refresh_token"
    token_url: Annotated[Line, StringConstraints(max_length=2000)] = ""
    client_id: Annotated[Line, StringConstraints(max_length=500)] = ""
    scope: Annotated[Line, StringConstraints(max_length=1000)] = ""


class _MailboxFields(StrictSchema):
    authserv_id: Annotated[str, StringConstraints(max_length=253, pattern=r"^[A-Za-z0-9._-]*$")] = Field(
        "",
        description="How its server names itself in Authentication-Results; without it no such header is believed. "
        "A check of the mailbox proposes it.",
    )


class MailboxIn(_MailboxFields):
    name: Annotated[Line, StringConstraints(min_length=1, max_length=80)]
    address: Email
    host: Host
    port: Port = 993
    tls: Tls = "implicit"
    auth: Auth = "password"
    username: Annotated[Word, StringConstraints(min_length=1)]
    oauth: MailboxOAuth = Field(default_factory=MailboxOAuth)
    password: SecretText = ""
    client_secret: SecretText = ""
    refresh_token: SecretText = ""
    folder: Folder = "INBOX"
    afterwards: Afterwards = "seen"
    move_to: Annotated[Line, StringConstraints(max_length=255)] = ""


class MailboxChangeIn(StrictSchema):
    version: OpenedVersion
    name: Annotated[Line, StringConstraints(min_length=1, max_length=80)] | None = None
    address: Email | None = None
    host: Host | None = None
    port: Port | None = None
    tls: Tls | None = None
    auth: Auth | None = None
    username: Annotated[Word, StringConstraints(min_length=1)] | None = None
    oauth: MailboxOAuth | None = None
    password: SecretText | None = Field(None, description="Left out: it stays, unless it is to sign in elsewhere.")
    client_secret: SecretText | None = None
    refresh_token: SecretText | None = None
    folder: Folder | None = None
    afterwards: Afterwards | None = None
    move_to: Annotated[Line, StringConstraints(max_length=255)] | None = None
    authserv_id: Annotated[str, StringConstraints(max_length=253, pattern=r"^[A-Za-z0-9._-]*$")] | None = None


class MailboxOut(Schema):
    id: UUID
    name: str
    address: str
    host: str
    port: int
    tls: Tls
    auth: Auth
    username: str
    oauth: MailboxOAuth
    password_set: bool
    client_secret_set: bool
    refresh_token_set: bool
    folder: str
    afterwards: Afterwards
    move_to: str
    authserv_id: str
    state: MailboxState
    condition: Literal["paused", "failing", "connected", "waiting"]
    last_error: str
    last_error_at: datetime | None
    connected_at: datetime | None
    last_received_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


class MailboxPage(Schema):
    items: list[MailboxOut]
    next_cursor: str | None


class MailboxListIn(ListParameters):
    state: MailboxState | None = None


class MailboxCheckOut(Schema):
    is_ok: bool
    detail: str
    folders: list[str]
    authserv_id: str

"""Domains that mail is sent from and arrives at."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from ninja import Field, Schema
from pydantic import StringConstraints

from frontdesk.mail.models import DomainStatus
from frontdesk.mail.sending_settings.dns_records import Purpose, State
from frontdesk.platform.schemas import Line, ListParameters, StrictSchema

Host = Annotated[Line, StringConstraints(max_length=300)]


class RecordOut(Schema):
    purpose: Purpose
    type: str
    name: str
    expected: str = Field(description="What to set; empty where nothing is needed.")
    required: bool = Field(description="Without it the domain does not count.")
    state: State
    found: list[str]
    code: str = Field(description="Names the advice, for translation; `values` fill its gaps.")
    values: dict[str, str]
    advice: str


class DomainOut(Schema):
    id: UUID
    domain: str
    display_name: str = Field(description="As people write it.")
    status: DomainStatus
    records: list[RecordOut]
    dkim_selector: str
    next_dkim_selector: str = Field(description="Of a new key that waits for its record; empty: none.")
    return_path_host: str
    tracking_host: str
    checked_at: datetime | None
    verified_at: datetime | None = Field(description="Set: it counts, though it may be failing.")
    failing_since: datetime | None
    counts_until: datetime | None = Field(description="Of one that is failing: when it stops counting.")
    created_at: datetime


class DomainPage(Schema):
    items: list[DomainOut]
    next_cursor: str | None


class DomainListIn(ListParameters):
    pass


class DomainIn(StrictSchema):
    domain: Host


class DomainChangeIn(StrictSchema):
    return_path_host: Host | None = Field(None, description="Where bounces go: a name below the domain, or empty.")
    tracking_host: Host | None = Field(None, description="Where links and the pixel point: a name below the domain.")

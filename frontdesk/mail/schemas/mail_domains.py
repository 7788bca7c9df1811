"""Domains that mail is sent from and arrives at."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import StringConstraints

from frontdesk.mail.models import DomainStatus
from frontdesk.platform.schemas import Line, ListParameters, StrictSchema

# Spelt out: names of enums are names of the document's schemas, and these are common words.
RecordPurpose = Literal[
    "ownership", "dkim", "dkim_next", "spf", "dmarc", "return_path", "return_path_spf", "tracking", "receiving"
]
RecordState = Literal["unchecked", "ok", "missing", "different", "warning"]
Host = Annotated[Line, StringConstraints(max_length=300)]


class DnsRecordOut(Schema):
    purpose: RecordPurpose
    type: str
    name: str
    expected: str = Field(description="What to set; empty where nothing is needed.")
    required: bool = Field(description="Without it the domain does not count.")
    state: RecordState
    found: list[str]
    code: str = Field(description="Names the advice, for translation; `values` fill its gaps.")
    values: dict[str, str]
    advice: str


class MailDomainOut(Schema):
    id: UUID
    domain: str
    display_name: str = Field(description="As people write it.")
    status: DomainStatus
    records: list[DnsRecordOut]
    dkim_selector: str
    next_dkim_selector: str = Field(description="Of a new key that waits for its record; empty: none.")
    return_path_host: str
    tracking_host: str
    checked_at: datetime | None
    verified_at: datetime | None = Field(description="Set: it counts, though it may be failing.")
    failing_since: datetime | None
    counts_until: datetime | None = Field(description="Of one that is failing: when it stops counting.")
    created_at: datetime


class MailDomainPage(Schema):
    items: list[MailDomainOut]
    next_cursor: str | None


class MailDomainListIn(ListParameters):
    pass


class MailDomainIn(StrictSchema):
    domain: Host


class MailDomainChangeIn(StrictSchema):
    return_path_host: Host | None = Field(None, description="Where bounces go: a name below the domain, or empty.")
    tracking_host: Host | None = Field(None, description="Where links and the pixel point: a name below the domain.")

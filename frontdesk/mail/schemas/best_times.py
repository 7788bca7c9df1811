"""When to send: the best hour of a person, and the hours of the organization."""

from datetime import datetime
from uuid import UUID

from ninja import Field, Schema

from frontdesk.mail.send_time.beliefs import Basis
from frontdesk.platform.schemas import AnyEmail

BASIS = "Whose openings it rests on: the recipient's, the organization's, the platform's; `prior`: nobody's yet."


class BestTimeIn(Schema):
    contact_id: UUID | None = None
    email: AnyEmail | None = Field(None, description="Of a contact or a person with a sign-in.")


class BestTimeOut(Schema):
    hour: int = Field(description="On the recipient's clock.")
    at: datetime = Field(description="Within a day from now, outside of quiet hours.")
    timezone: str
    lift: float = Field(description="Against sending now, expected: 0.25 is a quarter more openings.")
    lift_low: float
    lift_high: float
    basis: Basis = Field(description=BASIS)
    opens: int = Field(description="Openings that the basis rests on.")
    words: str


class BestHourOut(Schema):
    hour: int = Field(description="On the recipients' clocks.")
    opens: int = Field(description="Mails that were first opened in it, lately.")
    sends: int = Field(description="Mails that were sent in it.")
    value: float = Field(description="How good it is to send in, the best allowed hour being 1.")
    platform_value: float
    is_quiet: bool


class BestTimesOut(Schema):
    hours: list[BestHourOut]
    best_hour: int
    basis: Basis = Field(description=BASIS)
    opens: int
    quiet_from: int
    quiet_until: int
    timezone: str
    updated_at: datetime | None = Field(description="When it was counted; null: not yet. It is counted every night.")
    words: str

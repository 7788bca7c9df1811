"""Campaigns on their way out: tried, scheduled, paused, decided, and how far they are."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from ninja import Field, Schema
from pydantic import StringConstraints

from frontdesk.mail.models import CampaignState
from frontdesk.mail.schemas.campaigns import Position, Switch
from frontdesk.mail.schemas.common import EmailAddress, MessageRef
from frontdesk.orgs.models import Locale
from frontdesk.platform.schemas import Line, Moment, StrictSchema


class CampaignTestIn(StrictSchema):
    to: list[EmailAddress] = Field(min_length=1, max_length=10, description="Your own address, people's or contacts'.")
    position: Position = 0
    locale: Locale | None = Field(None, description="Left out: the contact's.")
    contact_id: UUID | None = Field(None, description="Whose data it shows. Left out: yours.")


class CampaignTestOut(Schema):
    messages: list[MessageRef]


class CampaignPreviewIn(Schema):
    position: Position = 0
    locale: Locale | None = None
    contact_id: UUID | None = None


class CampaignPreviewOut(Schema):
    subject: str
    preheader: str
    html: str
    text: str
    from_address: str
    locale: Locale


class CampaignScheduleIn(StrictSchema):
    scheduled_at: Moment = Field(description="Without zone: on the organization's clock.")
    in_recipient_zone: Switch = False
    is_at_best_hour: Switch | None = Field(
        None,
        description="Each recipient at their best hour, within a day from then; not together with `in_recipient_zone`. "
        "Left out: as the draft says.",
    )


class CampaignPauseIn(StrictSchema):
    reason: Annotated[Line, StringConstraints(max_length=500)] = ""


class CampaignWinnerIn(StrictSchema):
    position: Position


class CampaignWaitingOut(Schema):
    code: str
    text: str
    until: datetime | None


class CampaignProgressOut(Schema):
    """Recipients by what became of them; together they are `total`, less those who were deleted meanwhile."""

    state: CampaignState
    total: int
    done: int
    waiting: int
    skipped: int
    cancelled: int
    queued: int
    sending: int
    sent: int
    delivered: int
    bounced: int
    complained: int
    failed: int
    per_minute: float = Field(description="Of the last minute.")
    seconds_left: float | None
    waits: CampaignWaitingOut | None = Field(description="Why it stands still, if it does.")

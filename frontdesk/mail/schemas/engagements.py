"""What recipients did with a mail."""

from datetime import datetime
from typing import Literal

from ninja import Field, Schema


class EngagementOut(Schema):
    kind: Literal["open", "click", "unsubscribe"]
    at: datetime = Field(alias="created_at")
    url: str
    position: int | None = Field(description="Which link of the mail, from 0.")
    is_machine: bool = Field(description="A proxy or scanner, by the rules of docs/mail-tracking.md.")
    ip_address: str | None
    user_agent: str


class EngagementPage(Schema):
    items: list[EngagementOut]
    next_cursor: str | None

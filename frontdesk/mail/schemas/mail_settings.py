"""An organization's mail settings."""

from typing import Annotated

from ninja import Field, Schema

from frontdesk.platform.schemas import StrictSchema

Switch = Annotated[bool, Field(strict=True)]


class MailSettingsOut(Schema):
    track_opens: bool
    track_clicks: bool


class MailSettingsIn(StrictSchema):
    track_opens: Switch | None = Field(None, description="Whether a pixel tells when a mail is opened.")
    track_clicks: Switch | None = Field(None, description="Whether links lead through Frontdesk, to be counted.")

"""An organization's mail settings."""

from typing import Annotated

from ninja import Field, Schema
from pydantic import StringConstraints

from frontdesk.platform.schemas import StrictSchema, Text

Switch = Annotated[bool, Field(strict=True)]
HourOfDay = Annotated[int, Field(ge=0, le=23, strict=True)]


class MailSettingsOut(Schema):
    track_opens: bool
    track_clicks: bool
    is_private: bool
    postal_address: str
    quiet_from: int = Field(description="On the recipient's clock, no mail goes out at its best time from this hour …")
    quiet_until: int = Field(description="… until this one. The same hour twice: mail may go at any hour.")


class MailSettingsIn(StrictSchema):
    track_opens: Switch | None = Field(None, description="Whether a pixel tells when a mail is opened.")
    track_clicks: Switch | None = Field(None, description="Whether links lead through Frontdesk, to be counted.")
    is_private: Switch | None = Field(
        None, description="Whether neither the address nor the program of who opened a mail is kept."
    )
    postal_address: Annotated[Text, StringConstraints(max_length=500, strip_whitespace=True)] | None = Field(
        None, description="Stands under newsletters, as many laws want it. In lines as on a letter."
    )
    quiet_from: HourOfDay | None = Field(
        None, description="Mail that is sent at each recipient's best time is not sent from this hour on their clock …"
    )
    quiet_until: HourOfDay | None = Field(None, description="… until this one, also over midnight; the same: any hour.")

"""Pieces of MJML that people keep to use again."""

from datetime import datetime
from typing import Annotated

from ninja import Field, Schema
from pydantic import StringConstraints

from frontdesk.mail.schemas.common import Source
from frontdesk.orgs.schemas.common import PersonBrief
from frontdesk.platform.schemas import Line, StrictSchema

BlockName = Annotated[Line, StringConstraints(min_length=1, max_length=80)]
Mjml = Annotated[Source, Field(description="A fragment: sections, or what stands in a column. At most 100 kB.")]


class BlockOut(Schema):
    id: int
    name: str
    mjml: str
    created_by: PersonBrief | None
    created_at: datetime
    updated_at: datetime


class BlockPage(Schema):
    items: list[BlockOut]
    next_cursor: str | None


class BlockIn(StrictSchema):
    name: BlockName
    mjml: Mjml


class BlockChangeIn(StrictSchema):
    name: BlockName | None = None
    mjml: Mjml | None = None

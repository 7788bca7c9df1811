"""What sending, templates and campaigns share."""

import re
from collections.abc import Iterable
from email.utils import parseaddr
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import AfterValidator, StringConstraints, TypeAdapter, ValidationError

from frontdesk.mail.addresses import write_address
from frontdesk.mail.models import MessageStatus
from frontdesk.platform.schemas import AnyEmail, Line, ShownEmail, Text, Verbatim

MAX_ADDRESS = 320
_EMAIL: TypeAdapter[str] = TypeAdapter(AnyEmail)
_BREAKS = re.compile(r"[\x01-\x1f\x7f-\x9f\u2028\u2029]+")


def _address(value: str) -> str:
    """``a@b`` or ``Name <a@b>``; the name is kept as written."""
    name, bare = parseaddr(value)
    try:
        checked = _EMAIL.validate_python(bare)
    except ValidationError as error:
        raise ValueError(f"{value!r} is not an e-mail address.") from error
    written = write_address(name, checked)
    if len(written) > MAX_ADDRESS:
        raise ValueError(f"At most {MAX_ADDRESS} characters with the name.")
    return written


EmailAddress = Annotated[
    Line,
    StringConstraints(max_length=MAX_ADDRESS),
    AfterValidator(_address),
    Field(description="`a@b.example` or `Name <a@b.example>`.", examples=["carol@client.test"]),
]


Source = Verbatim


def _fold(value: str) -> str:
    """Pasted from a letter, it brings its line breaks along; readers see one line in any case."""
    return _BREAKS.sub(" ", value).strip()


Subject = Annotated[Text, StringConstraints(max_length=500), AfterValidator(_fold)]


Preheader = Annotated[Text, StringConstraints(max_length=300), AfterValidator(_fold)]


MAX_JSON_DEPTH = 64


def check_json(value: dict[str, Any]) -> dict[str, Any]:
    """What the database can keep, and what can be walked without running out of stack."""
    level: list[Any] = [value]
    for _ in range(MAX_JSON_DEPTH):
        level = [inner for each in level for inner in _parts(each)]
        if not level:
            return value
    raise ValueError(f"At most {MAX_JSON_DEPTH} levels.")


def _parts(value: Any) -> Iterable[Any]:
    if isinstance(value, str) and "\0" in value:
        raise ValueError("The character NUL is not allowed.")
    # The database writes large floats out as whole numbers, which JSON then cannot carry back.
    if isinstance(value, int | float) and abs(value) >= 2**63:
        raise ValueError("Numbers up to 2^63 in size.")
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    return value if isinstance(value, list) else ()


JsonObject = Annotated[dict[str, Any], AfterValidator(check_json)]


Design = Annotated[JsonObject, Field(description="The visual editor's own tree.")]


DatabaseId = Annotated[int, Field(ge=1, lt=2**63)]


class MessageRef(Schema):
    message_id: UUID
    to: ShownEmail
    status: MessageStatus


class SendOut(Schema):
    message_id: UUID
    status: MessageStatus
    messages: list[MessageRef]


class ProblemOut(Schema):
    level: Literal["error", "warning"]
    code: str
    message: str
    line: int
    column: int
    field: str


class MailCountsOut(Schema):
    """Numbers of mails; rates from 0 to 1, null of nothing. `opened` and `clicked` are of people."""

    sent: int
    delivered: int
    opened: int
    clicked: int
    bounced: int
    complained: int
    unsubscribed: int
    failed: int
    machine_opens: int = Field(description="Mails that a proxy or scanner opened.")
    machine_clicks: int = Field(description="Mails in which a scanner followed a link.")
    watched_opens: int = Field(description="Mails that arrived with a pixel: `open_rate` is of these.")
    watched_clicks: int = Field(description="Mails that arrived with our links: `click_rate` is of these.")
    delivery_rate: float | None = Field(description="None while the way out reports no delivery, as plain SMTP.")
    open_rate: float | None
    click_rate: float | None
    click_to_open_rate: float | None
    bounce_rate: float | None
    complaint_rate: float | None
    unsubscribe_rate: float | None

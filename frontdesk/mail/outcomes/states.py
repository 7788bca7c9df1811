"""What a mail's happenings come to. Pure: the state follows from the set of them, whatever order they are told in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class HappeningKind(StrEnum):
    DELIVERED = "delivered"
    DEFERRED = "deferred"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    UNSUBSCRIBED = "unsubscribed"
    OPENED = "opened"
    CLICKED = "clicked"


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that somebody tells of a mail.

    ``bounce_kind``: "hard" or "soft"; ``reason``: a group of docs/mail-bounces.md. ``key`` names the telling: the same
    key counts once. ``url`` and ``user_agent`` are of openings and clicks.
    """

    kind: HappeningKind
    at: datetime
    recipient: str = ""
    detail: str = ""
    bounce_kind: str = ""
    reason: str = ""
    key: str = ""
    url: str = ""
    user_agent: str = ""

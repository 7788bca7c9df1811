"""What a mail's happenings come to. Pure: the state follows from the set of them, whatever order they are told in."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

HARD, SOFT = "hard", "soft"


class HappeningKind(StrEnum):
    """``DEFERRED``: the provider will try again. An automatic answer is none of these."""

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
    one counts once; left out, it is made of the rest. ``url`` and ``is_machine`` are of openings and clicks.
    """

    kind: HappeningKind
    at: datetime
    recipient: str = ""
    detail: str = ""
    bounce_kind: str = ""
    reason: str = ""
    key: str = ""
    url: str = ""
    is_machine: bool = False
    user_agent: str = ""

    @property
    def digest(self) -> str:
        """``key`` as the column holds it."""
        told = self.key or "\0".join((self.at.isoformat(), self.detail, self.bounce_kind, self.reason, self.url))
        return hashlib.sha256(f"{self.kind}\0{told}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Told:
    """A happening as it was written down; others than these three change no mail's state."""

    kind: str
    at: datetime
    bounce_kind: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class State:
    status: str
    delivered_at: datetime | None = None
    bounce_kind: str = ""
    bounce_reason: str = ""


def fold(status: str, told: Iterable[Told]) -> State:
    """The state of a mail that is ``status`` as far as sending goes.

    A complaint says the most: it was read. A hard bounce comes after a delivery (a relay took it, the mailbox did not),
    so it counts more than one. Of a delivery and a soft bounce the later one counts.
    """
    told = list(told)
    delivered = [each.at for each in told if each.kind == HappeningKind.DELIVERED]
    bounces = [each for each in told if each.kind == HappeningKind.BOUNCED]
    hard = _latest(each for each in bounces if each.bounce_kind == HARD)
    soft = _latest(each for each in bounces if each.bounce_kind != HARD)
    if soft and delivered and soft.at <= max(delivered):
        soft = None
    bounce = hard or soft
    if any(each.kind == HappeningKind.COMPLAINED for each in told):
        status = "complained"
    elif bounce:
        status = "bounced"
    elif delivered:
        status = "delivered"
    return State(
        status,
        delivered_at=min(delivered, default=None),
        bounce_kind=(HARD if hard else SOFT) if bounce else "",
        bounce_reason=bounce.reason if bounce else "",
    )


def _latest(bounces: Iterable[Told]) -> Told | None:
    return max(bounces, key=lambda each: (each.at, each.reason), default=None)

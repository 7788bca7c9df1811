"""Which conversation a mail continues. Pure: what may be the one is given, and why it is or is not comes out.

A token, a Message-ID and a subject can be known to anybody: only who was in a conversation continues it. Whoever else
quotes one opens a conversation of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from uuid import UUID

from frontdesk.mail.inbound import subjects

SUBJECT_DAYS = 30
STALE_DAYS = 90


class Via(IntEnum):
    """By what a mail may belong to a conversation; the surest first."""

    TOKEN = 0
    REFERENCE = 1
    # A mail that came before and names this one: they overtook each other.
    NAMED_BY = 2
    SUBJECT = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """``thread_id`` None: a mail of ours (``message_id``) that nobody has answered yet.

    ``people`` are the addresses of all who were in it, ``address`` that of whom it is with.
    """

    via: Via
    thread_id: UUID | None
    address: str
    people: frozenset[str]
    subject: str
    last_message_at: datetime
    message_id: UUID | None = None
    campaign_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """``is_trusted`` False: the sender's address is proven to be somebody else's."""

    sender: str
    subject: str
    at: datetime
    in_reply_to: str = ""
    is_trusted: bool = True


@dataclass(frozen=True, slots=True)
class Decision:
    """``why`` says it for people."""

    candidate: Candidate | None
    why: str
    refused: tuple[str, ...] = field(default=())


def decide(arrival: Arrival, candidates: Sequence[Candidate]) -> Decision:
    refused: list[str] = []
    for candidate in sorted(candidates, key=lambda each: (each.via, -each.last_message_at.timestamp())):
        reason = _refusal(arrival, candidate)
        if reason is None:
            return Decision(candidate, _WORDS[candidate.via], tuple(refused))
        refused.append(reason)
    return Decision(None, refused[0] if refused else "It continues nothing that we know.", tuple(refused))


_WORDS = {
    Via.TOKEN: "The address it was sent to names the conversation.",
    Via.REFERENCE: "It answers a mail of the conversation.",
    Via.NAMED_BY: "A mail of the conversation answers it.",
    Via.SUBJECT: "It answers under the same subject.",
}


def _refusal(arrival: Arrival, candidate: Candidate) -> str | None:
    if not arrival.sender or arrival.sender not in candidate.people:
        return "It names a conversation in which its sender was not."
    if not arrival.is_trusted:
        return "It names a conversation, and its sender's address is not proven."
    if candidate.via is Via.SUBJECT:
        return _refusal_by_subject(arrival, candidate)
    is_stale = arrival.at - candidate.last_message_at > timedelta(days=STALE_DAYS)
    if is_stale and subjects.normalise(arrival.subject) != subjects.normalise(candidate.subject):
        return "It has a new subject, long after the conversation ended."
    return None


def _refusal_by_subject(arrival: Arrival, candidate: Candidate) -> str | None:
    subject = subjects.normalise(arrival.subject)
    if not subject or subject != subjects.normalise(candidate.subject):
        return "Its subject is another."
    if not (arrival.in_reply_to or subjects.is_answer(arrival.subject)):
        return "It does not say that it answers something."
    if arrival.sender != candidate.address:
        return "The conversation is with somebody else."
    if arrival.at - candidate.last_message_at > timedelta(days=SUBJECT_DAYS):
        return "The conversation under this subject ended long ago."
    return None

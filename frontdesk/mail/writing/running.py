"""One proposal from the first question to the last check, outside any transaction; its pieces as they come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from frontdesk.ai.gateway import Call
from frontdesk.ai.registry import lookup
from frontdesk.ai.targets import Target
from frontdesk.mail.models import AiProposal
from frontdesk.mail.writing import ordering, proposals
from frontdesk.mail.writing.asking import Again, Answer, Piece, Wanted, Writer
from frontdesk.mail.writing.fragments import Fragments
from frontdesk.mail.writing.ordering import Order
from frontdesk.mail.writing.plans import FEATURES, Plan, Shown
from frontdesk.mail.writing.promises import Broken
from frontdesk.orgs.access import Actor
from frontdesk.platform import loops, observe
from frontdesk.platform.errors import AppError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Job:
    """Everything that is needed once the request's transaction is over."""

    actor: Actor
    call: Call
    target: Target
    plan: Plan
    proposal_id: UUID


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a text as it is written; ``index`` tells one text of a field from the next."""

    field: str
    index: int
    text: str


@dataclass(frozen=True, slots=True)
class Retried:
    """What was shown so far no longer counts: the model is asked once more."""

    broken: Sequence[Broken]


@dataclass(frozen=True, slots=True)
class Done:
    proposal: AiProposal


Step = Token | Retried | Done
Steps = AsyncGenerator[Step, None]


def begin(actor: Actor, order: Order) -> Job:
    """Everything that can be refused is refused here, before anything is paid for."""
    prepared = ordering.prepare(actor, order)
    proposal = proposals.begin(actor, order, prepared)
    related = (
        ("email_template", str(order.template_id)) if order.template_id else ("email_ai_proposal", str(proposal.id))
    )
    call = Call(
        lookup.person_of(actor),
        FEATURES[order.kind],
        related=related,
        api_key_id=actor.api_key_id,
        request_id=observe.request_id(),
    )
    return Job(actor, call, prepared.target, prepared.plan, proposal.id)


async def run(job: Job, *, streams: bool) -> Steps:
    """Ends with Done. Raises Refused and what the gateway raises; the proposal says why in every case, also when nobody
    reads on."""
    writer = Writer(job.call, job.target, streams)
    answers: list[object] = []
    has_ended = False
    try:
        for wanted in job.plan.questions:
            async with aclosing(_ask(job.plan, writer, wanted, answers)) as said:
                async for each in said:
                    yield each
        proposal = await _in_house(
            job, lambda: proposals.finish(job.actor, job.proposal_id, job.plan, answers, writer.spent)
        )
        has_ended = True
        yield Done(proposal)
    except AppError as error:
        has_ended = True
        told = error
        await _in_house(job, lambda: proposals.give_up(job.proposal_id, job.plan.kind, told, writer.spent))
        raise
    finally:
        if not has_ended:
            giving_up = _in_house(job, lambda: proposals.give_up(job.proposal_id, job.plan.kind, None, writer.spent))
            await asyncio.shield(asyncio.ensure_future(giving_up))


async def _in_house(job: Job, work: Callable[[], T]) -> T:
    """In a transaction of the person's own."""

    def bound() -> T:
        with lookup.acting(job.call.person):
            return work()

    return await loops.in_database(bound)


async def _ask(
    plan: Plan, writer: Writer, wanted: Wanted, answers: list[object]
) -> AsyncGenerator[Token | Retried, None]:
    showing = _Showing(plan)
    async with aclosing(writer.ask(wanted)) as said:
        async for each in said:
            if isinstance(each, Answer):
                answers.append(each.value)
            elif isinstance(each, Again):
                showing = _Showing(plan)
                yield Retried(each.broken)
            elif isinstance(each, Piece) and writer.streams:
                for token in showing.feed(each.text):
                    yield token


@dataclass(slots=True)
class _Showing:
    """Makes pieces of JSON into pieces of text. Half a mark is held back until it is whole."""

    plan: Plan
    fragments: Fragments = field(default_factory=Fragments)
    place: Shown | None = None
    held: str = ""

    def feed(self, piece: str) -> Iterator[Token]:
        for path, text in self.fragments.feed(piece):
            place = self.plan.place(path)
            if place is None:
                continue
            if self.place is None or (place.field, place.index) != (self.place.field, self.place.index):
                self.place, self.held = place, ""
            whole = self.held + text
            opening = whole.rfind("⟦")
            cut = opening if opening >= 0 and "⟧" not in whole[opening:] else len(whole)
            whole, self.held = whole[:cut], whole[cut:]
            if shown := place.clean(whole):
                yield Token(place.field, place.index, shown)

"""Asks a model for each recipient of a campaign: a few at a time, each answer kept the moment it comes.

It may be killed anywhere: what was answered is in its row, and only those are asked for again who were under way. When
the quota or the cap is used up, or the model is gone, the others go out as the template stands.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from frontdesk.ai import gateway
from frontdesk.ai.gateway import Call
from frontdesk.mail.campaigns import snapshots
from frontdesk.mail.campaigns import waking as campaign_waking
from frontdesk.mail.models import Campaign, CampaignState, PersonalizationState
from frontdesk.mail.personalizing import asking, rows, texts, turns, waking, writers
from frontdesk.mail.personalizing.plans import Plan
from frontdesk.mail.personalizing.purse import Purse, Spent
from frontdesk.mail.personalizing.texts import Form
from frontdesk.mail.personalizing.turns import Outcome, Taken
from frontdesk.mail.personalizing.writers import Writer
from frontdesk.mail.rendering import RenderError
from frontdesk.mail.writing.asking import Spent as Bill
from frontdesk.orgs.access import Actor
from frontdesk.orgs.models import Organization
from frontdesk.platform import events, loops, tenancy
from frontdesk.platform.errors import AppError

CONCURRENCY = 8
# So long a job goes on at a time, so that others have their turn.
STRETCH_SECONDS = 60.0
AGAIN = timedelta(seconds=15)
# Of one recipient, when nothing is answered.
MOST_TRIES = 2
# In a row: the others would fail as well.
MOST_FAILURES = 12
TELL_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One language of one variant. ``writer``: or why there is none."""

    form: Form
    common: Mapping[str, Any]
    writer: Writer | AppError


@dataclass(slots=True)
class Stretch:
    """One run of the job. ``end``: why all the others go out plain. ``pauses``: nothing is answered just now."""

    org_id: UUID
    campaign_id: UUID
    entries: Mapping[tuple[int, str], Entry]
    defaults: Mapping[int, str]
    names: list[str]
    purse: Purse
    ends_at: float = field(default_factory=lambda: time.monotonic() + STRETCH_SECONDS)
    end: tuple[str, str] | None = None
    pauses: bool = False
    failures: int = 0
    told_at: float = field(default_factory=time.monotonic)

    @property
    def goes_on(self) -> bool:
        return self.end is None and not self.pauses and time.monotonic() < self.ends_at

    def entry_for(self, taken: Taken) -> Entry | None:
        locale = taken.locale if (taken.variant, taken.locale) in self.entries else self.defaults.get(taken.variant, "")
        return self.entries.get((taken.variant, locale))

    def turn(self, done: Outcome | None) -> Taken | None:
        """Keeps what was written, and takes the next."""
        with tenancy.tenant(self.org_id):
            if done is not None:
                turns.keep(done)
                self._tell()
            return turns.take(self.campaign_id, self.names) if self.goes_on else None

    def _tell(self) -> None:
        if time.monotonic() - self.told_at >= TELL_SECONDS:
            self.told_at = time.monotonic()
            tell(self.org_id, self.campaign_id)


def tell(org_id: UUID, campaign_id: UUID) -> None:
    """Open pages, and whoever feeds the outbox."""
    events.record("campaign.personalizing", record_type="campaign", record_id=campaign_id)
    campaign_waking.wake(org_id, campaign_id)


def carry_on(org_id: UUID, campaign_id: UUID) -> None:
    """As far as it comes in one stretch; asks for the next."""
    with tenancy.tenant(org_id):
        stretch = _begin(org_id, campaign_id)
    if stretch is None:
        return
    gateway.run(lambda: _ask_all(stretch))
    with tenancy.tenant(org_id):
        _finish(stretch)


def _begin(org_id: UUID, campaign_id: UUID) -> Stretch | None:
    campaign = Campaign.objects.filter(id=campaign_id, state=CampaignState.SENDING).first()
    if campaign is None or not rows.has_open(campaign_id):
        return None
    spent = turns.resume(campaign_id)
    frozen = snapshots.of_campaign(campaign_id)
    entries = _entries(frozen, writers.find_actor(org_id, campaign.started_by_id), org_id)
    facts = {name for entry in entries.values() for name in entry.form.plan.facts}
    names = facts.union(*(snapshots.names_of(snapshot) for snapshot in frozen.values()))
    return Stretch(
        org_id=org_id,
        campaign_id=campaign_id,
        entries=entries,
        defaults={position: snapshot["default"] for position, snapshot in frozen.items()},
        names=sorted(names),
        purse=Purse(campaign.ai_cost_cap, spent),
    )


def _entries(
    frozen: Mapping[int, snapshots.Snapshot], actor: Actor | None, org_id: UUID
) -> dict[tuple[int, str], Entry]:
    organization = Organization.objects.get(id=org_id)
    known: dict[tuple[str, int], Writer | AppError] = {}
    found: dict[tuple[int, str], Entry] = {}
    for position, snapshot in frozen.items():
        for locale in snapshots.locales(snapshot):
            entry = snapshot[locale]
            form = texts.form_of_entry(entry, locale)
            if form is None:
                continue
            key = (form.plan.model_type.value, form.plan.model_id)
            if key not in known:
                known[key] = _find_writer(actor, form.plan)
            found[position, locale] = Entry(
                form=form,
                common=snapshots.shared_data(organization, entry, name="", address=""),
                writer=known[key],
            )
    return found


def _find_writer(actor: Actor | None, plan: Plan) -> Writer | AppError:
    try:
        return writers.find_writer(actor, plan)
    except AppError as error:
        return error


async def _ask_all(stretch: Stretch) -> None:
    async with asyncio.TaskGroup() as group:
        for _ in range(CONCURRENCY):
            group.create_task(_ask_on(stretch))


async def _ask_on(stretch: Stretch) -> None:
    done: Outcome | None = None
    while (taken := await loops.in_database(stretch.turn, done)) is not None:
        done = await _write(stretch, taken)


async def _write(stretch: Stretch, taken: Taken) -> Outcome:
    entry = stretch.entry_for(taken)
    facts = texts.find_facts(taken.data, entry.form.plan.facts) if entry else {}
    if entry is None or not entry.form.pieces or not texts.told(facts):
        return Outcome(taken.id, PersonalizationState.PLAIN, reason="unsuitable")
    if isinstance(entry.writer, AppError):
        return Outcome(taken.id, PersonalizationState.PLAIN, reason="no_model", detail=entry.writer.detail)
    call = asking.call_of(entry.writer.person, ("campaign", str(stretch.campaign_id)))
    try:
        return await _pay(stretch, taken, entry, entry.writer, call, facts)
    except Spent:
        stretch.end = ("cap", "The next text might have cost more than the campaign may still spend.")
        return Outcome(taken.id, PersonalizationState.PLAIN, reason="cap")


async def _pay(
    stretch: Stretch, taken: Taken, entry: Entry, writer: Writer, call: Call, facts: Mapping[str, object]
) -> Outcome:
    bill = Bill()
    wanted = texts.question(entry.form, writer.target, facts)
    async with stretch.purse.hold(texts.worst_cost(wanted, writer.dearest)) as held:
        if not stretch.goes_on and stretch.end is not None:  # somebody else's answer said so while we waited
            return Outcome(taken.id, PersonalizationState.PLAIN, reason=stretch.end[0], detail=stretch.end[1])
        try:
            answer = await asking.ask(call, writer.target, wanted, bill)
            values = texts.put_together(entry.form, answer, {**entry.common, **taken.data})
        except (AppError, RenderError) as error:
            outcome = _fail(stretch, taken, error)
        else:
            stretch.failures = 0
            outcome = Outcome(taken.id, PersonalizationState.DONE, values=values)
        finally:
            held.cost = bill.cost
    outcome.model, outcome.cost = bill.name, bill.cost
    outcome.prompt_tokens, outcome.completion_tokens = bill.prompt_tokens, bill.completion_tokens
    return outcome


def _fail(stretch: Stretch, taken: Taken, error: AppError | RenderError) -> Outcome:
    reason, detail = asking.reason_of(error), asking.detail_of(error)
    if asking.may_pass(error):
        stretch.pauses = True
        if taken.tries + 1 < MOST_TRIES:
            return Outcome(taken.id, PersonalizationState.WAITING)
    elif reason in ("quota", "no_model"):
        stretch.end = (reason, detail)
    elif reason == "failed":
        stretch.failures += 1
        if stretch.failures >= MOST_FAILURES:
            stretch.end = (reason, detail)
    return Outcome(taken.id, PersonalizationState.PLAIN, reason=reason, detail=detail)


def _finish(stretch: Stretch) -> None:
    if stretch.end is not None:
        rows.settle(stretch.campaign_id, *stretch.end)
    elif rows.has_open(stretch.campaign_id) and _is_sending(stretch.campaign_id):
        waking.wake(stretch.org_id, stretch.campaign_id, after=AGAIN if stretch.pauses else timedelta())
    tell(stretch.org_id, stretch.campaign_id)


def _is_sending(campaign_id: UUID) -> bool:
    return bool(Campaign.objects.filter(id=campaign_id, state=CampaignState.SENDING).exists())

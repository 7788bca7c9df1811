"""What personalising a campaign will take, before it begins: tokens, money, time, and whether the quota bears it.

The prompt is counted for some people of the audience; how long answers are and how long they take is learnt from those
that came before, of the same model.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.db import connection
from django.utils import timezone

from frontdesk.ai.gateway import estimating
from frontdesk.ai.registry import remaining
from frontdesk.mail import audience
from frontdesk.mail.campaigns import editing, personal
from frontdesk.mail.models import Campaign
from frontdesk.mail.personalizing import drafts, running, texts, writers
from frontdesk.mail.personalizing.drafts import Draft
from frontdesk.mail.personalizing.texts import Form
from frontdesk.mail.personalizing.writers import Writer
from frontdesk.mail.writing import plans as writing_plans
from frontdesk.orgs.access import Actor
from frontdesk.platform.errors import AppError, BadInput

LONGEST_LEAD_MINUTES = 24 * 60
_SPARE_MINUTES = 5
_MARGIN = 1.5
_SAMPLES = 20
_LEARN_FROM = 500
# Where nothing is known of a model yet.
_USUAL_SECONDS = 3.0
_LEARNT = """
select avg(completion_tokens), avg(extract(epoch from done_at - asked_at)) from (
  select completion_tokens, done_at, asked_at from email_personalization
  where model_name = %s and state = 'done' order by id desc limit %s) last
"""
_BY_LOCALE = "select c.locale, count(*) from contacts c where c.id in ({chosen}) group by c.locale"
_FACTS = "select {data} from contacts c where c.id in ({chosen}) order by c.id limit {limit}"


@dataclass(frozen=True, slots=True)
class Forecast:
    """``code``: off, ready, no_people, no_model, no_price, over_quota or over_cap, which ``words`` tells in full.

    ``cost_max``: if every text is as long as it may be and asked for twice, within the cap. ``quota_left`` None: no
    limit.
    """

    code: str
    words: str
    people: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: Decimal | None = None
    cost_max: Decimal | None = None
    quota_left: int | None = None
    fits: bool = True
    minutes: float = 0.0
    model: str = ""


@dataclass(slots=True)
class _Part:
    """One question for so many people."""

    writer: Writer
    people: float
    prompt: float
    completion: float
    seconds: float
    worst: Decimal


def get_forecast(actor: Actor, campaign_id: UUID) -> Forecast:
    campaign = editing.get_campaign(actor, campaign_id)
    return forecast(campaign, actor)


def forecast_started(campaign: Campaign) -> Forecast:
    """As the person who lets it go (``started_by``)."""
    return forecast(campaign, writers.find_actor(campaign.organization_id, campaign.started_by_id))


def lead_minutes(found: Forecast) -> int:
    """How long before its time a scheduled campaign begins, so that its texts are there by then."""
    if not found.people or found.code == "no_model":
        return 0
    return min(LONGEST_LEAD_MINUTES, math.ceil(found.minutes * _MARGIN) + _SPARE_MINUTES)


def forecast(campaign: Campaign, actor: Actor | None) -> Forecast:
    found = drafts.find_drafts(campaign)
    if not found:
        return Forecast("off", "Everybody gets the same mail: nothing in it is written for each recipient.")
    people = _people(campaign, found)
    if not sum(people.values()):
        return Forecast("no_people", "Nobody in the audience would get a text of their own.")
    try:
        parts = [
            _part(campaign, draft.form, actor, people[draft.position, draft.locale])
            for draft in found
            if draft.form and people[draft.position, draft.locale]
        ]
    except AppError as error:
        return Forecast("no_model", error.detail, people=math.ceil(sum(people.values())), fits=False)
    return _judged(campaign, parts)


def _people(campaign: Campaign, found: Sequence[Draft]) -> dict[tuple[int, str], float]:
    """How many get each language of each variant. Whichever wins: variants count alike."""
    positions = {draft.position for draft in found}
    known = {(draft.position, draft.locale): draft for draft in found}
    defaults = {draft.position: draft for draft in found if draft.is_default}
    counted: dict[tuple[int, str], float] = defaultdict(float)
    for locale, count in _count_by_locale(campaign).items():
        for position in positions:
            draft = known.get((position, locale)) or defaults.get(position)
            if draft is not None and draft.form is not None and draft.form.pieces:
                counted[draft.position, draft.locale] += count / len(positions)
    return counted


def _count_by_locale(campaign: Campaign) -> Counter[str]:
    try:
        chosen, params = audience.select_sql(campaign.audience, campaign.organization_id)
    except BadInput:  # a list that is gone: said by the campaign's checks
        return Counter()
    with connection.cursor() as cursor:
        cursor.execute(_BY_LOCALE.format(chosen=chosen), params)
        return Counter(dict(cursor.fetchall()))


def _part(campaign: Campaign, form: Form, actor: Actor | None, people: float) -> _Part:
    writer = writers.find_writer(actor, form.plan)
    questions = [texts.question(form, writer.target, facts) for facts in _some_facts(campaign, form)]
    prompts = [writing_plans.count_prompt(writer.target, each) for each in questions]
    schema = estimating.count(orjson.dumps(form.schema).decode())
    completion, seconds = _learnt(writer, form)
    return _Part(
        writer=writer,
        people=people,
        prompt=sum(prompts) / len(prompts) + schema,
        completion=completion,
        seconds=seconds,
        worst=max(texts.worst_cost(each, writer.dearest) for each in questions),
    )


def _some_facts(campaign: Campaign, form: Form) -> list[dict[str, object]]:
    data, fields = personal.data_sql(sorted(form.plan.facts))
    chosen, own = audience.named(*audience.select_sql(campaign.audience, campaign.organization_id))
    values: dict[str, Any] = {**fields, **own}
    with connection.cursor() as cursor:
        cursor.execute(_FACTS.format(data=data, chosen=chosen, limit=_SAMPLES), values)
        found = [orjson.loads(row) if isinstance(row, str) else row for (row,) in cursor.fetchall()]
    return [texts.find_facts(each, form.plan.facts) for each in found] or [{}]


def _learnt(writer: Writer, form: Form) -> tuple[float, float]:
    """Tokens and seconds of an answer."""
    with connection.cursor() as cursor:
        cursor.execute(_LEARNT, [writer.target.name, _LEARN_FROM])
        tokens, seconds = cursor.fetchone()
    guess = 12 + sum(8 + 1.2 * estimating.count(piece.segment.text) for piece in form.pieces)
    return float(tokens or guess), float(seconds or _USUAL_SECONDS)


def _judged(campaign: Campaign, parts: Sequence[_Part]) -> Forecast:
    people = round(sum(part.people for part in parts))
    cost = sum((_cost(part) for part in parts), Decimal(0))
    worst = sum((part.worst * Decimal(part.people) for part in parts), Decimal(0))
    has_price = all(part.writer.target.has_price for part in parts)
    lanes = min(running.CONCURRENCY, settings.AI_IN_FLIGHT_PER_ORGANIZATION)
    left = remaining.find_least({rule for part in parts for rule in part.writer.target.rules}, timezone.now())
    cap = campaign.ai_cost_cap
    plain = Forecast(
        code="ready",
        words="",
        people=people,
        prompt_tokens=round(sum(part.people * part.prompt for part in parts)),
        completion_tokens=round(sum(part.people * part.completion for part in parts)),
        cost=_cents(cost) if has_price else None,
        cost_max=_cents(worst if cap is None else min(worst, cap)) if has_price else None,
        quota_left=left,
        minutes=sum(part.people * part.seconds for part in parts) / lanes / 60,
        model=", ".join(dict.fromkeys(part.writer.target.name for part in parts)),
    )
    tokens = plain.prompt_tokens + plain.completion_tokens
    if left is not None and tokens > left:
        words = (
            f"About {tokens} tokens would be needed, and the limit has {left} left: about {people * left // tokens} of "
            f"{people} people get a text of their own, the others the mail as it stands in the template."
        )
        return replace(plain, code="over_quota", words=words, fits=False)
    if cap is not None and has_price and cost > cap:
        words = (
            f"About {_cents(cost)} would be spent, and the campaign may spend {cap}: some of the {people} people get "
            "the mail as it stands in the template."
        )
        return replace(plain, code="over_cap", words=words, fits=False)
    if not has_price:
        words = f"{plain.model} has no price: what it costs cannot be told, and a cap on the cost does not hold."
        return replace(plain, code="no_price", words=words)
    words = (
        f"{plain.model} writes for {people} people: about {tokens} tokens, {plain.cost}, {plain.minutes:.0f} minutes."
    )
    return replace(plain, words=words)


def _cost(part: _Part) -> Decimal:
    return part.writer.target.cost(math.ceil(part.prompt), math.ceil(part.completion)) * Decimal(part.people)


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.0001"))

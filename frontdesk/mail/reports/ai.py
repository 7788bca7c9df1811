"""What AI did for an organization's mail: opens of AI's subjects against people's, and what each extra open cost.

What counts is the comparison within campaigns, where both went to parts of one audience by lot. All mail of the time is
shown apart: AI may well write for other audiences than people do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from frontdesk.mail.models import ProposalState
from frontdesk.mail.reports import ai_counts, contrasts
from frontdesk.mail.reports.ai_counts import PERSON, Half, Spend, Spending, Variant
from frontdesk.mail.reports.contrasts import Contrast, Share
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.platform.errors import BadInput

USUAL_DAYS, MOST_DAYS = 30, 400
MOST_PAIRS = 50
# What writes subjects, and what writes for each recipient.
SUBJECT_FEATURES = ("mail.subjects", "mail.generate", "mail.tone")
PERSONAL_FEATURES = ("mail.auto_personalize", "mail.personalize")
_CAVEATS = {
    "audiences_differ": "These mails went to other people on other days: a difference may come from that.",
    "not_drawn_by_lot": (
        "Which mails stayed plain was not drawn by lot: a quota that ended or a model that failed chose them. Read a "
        "difference with care, also within a campaign."
    ),
}
Pair = tuple[UUID, str, datetime, Share, Share]


def report(actor: Actor, *, since: datetime | None, until: datetime | None) -> dict[str, object]:
    """Needs ai.usage_read: it tells what everybody's calls cost. Raises BadInput for a period that cannot be."""
    access.require(actor, Permission.AI_USAGE_READ)
    zone = ZoneInfo(actor.timezone)
    start, end = _period(since, until, zone)
    values = {"org": access.require_org(actor), "since": start, "until": end, "zone": actor.timezone}
    variants, other = ai_counts.count_variants(values), ai_counts.count_other_mail(values)
    spending, proposals = ai_counts.count_spending(values), ai_counts.count_proposals(values)
    shares = [*((each.author, each.tested + each.rest) for each in variants), *((by, share) for by, _, share in other)]
    return {
        "since": start,
        "until": end,
        "timezone": actor.timezone,
        "currency": settings.AI_CURRENCY,
        "subjects": _compare(
            _pairs_of_subjects(variants), _sides(shares), "audiences_differ", _spent(spending, SUBJECT_FEATURES)
        ),
        "by_author": _by_author(shares),
        "personalized": _personalized(values, other, shares, spending),
        "totals": _spend("", spending.total),
        "by_feature": _listed(spending.by_feature),
        "by_model": _listed(spending.by_model),
        "by_day": [
            {"date": day, "calls": each.calls, "tokens": each.tokens, "cost": each.cost}
            for day, each in sorted(spending.by_day.items())
        ],
        "proposals": _proposals(proposals),
    }


def _period(since: datetime | None, until: datetime | None, zone: ZoneInfo) -> tuple[datetime, datetime]:
    end = _aware(until, zone) or timezone.now()
    start = _aware(since, zone) or end - timedelta(days=USUAL_DAYS)
    if start >= end:
        raise BadInput.field("from", "The period ends before it begins. Give a from that is before to.")
    if end - start > timedelta(days=MOST_DAYS):
        raise BadInput.field("from", f"At most {MOST_DAYS} days at once.")
    return start, end


def _aware(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    if moment is None:
        return None
    if not 2000 <= moment.year < 2200:
        raise BadInput.field("from", "Give a time between 2000 and 2199.")
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _pairs_of_subjects(variants: Sequence[Variant]) -> list[Pair]:
    """Campaigns that tested AI's subjects against people's: their tests alone."""
    found = []
    for campaign_id, rows in groupby(variants, key=lambda each: each.campaign_id):
        own = list(rows)
        ai, person = _sides((each.author, each.tested) for each in own)
        if ai.arrived and person.arrived:
            found.append((campaign_id, own[0].name, own[0].started_at, ai, person))
    return found


def _sides(shares: Iterable[tuple[str, Share]]) -> tuple[Share, Share]:
    """AI's (models and patterns), and people's."""
    ai, person = Share(), Share()
    for author, share in shares:
        if author == PERSON:
            person += share
        else:
            ai += share
    return ai, person


def _personalized(
    values: ai_counts.Values,
    other: Sequence[tuple[str, bool, Share]],
    shares: Sequence[tuple[str, Share]],
    spending: Spending,
) -> dict[str, object]:
    halves = ai_counts.count_personalized(values)
    personal = sum((each.share for each in halves if each.is_personal), Share())
    personal += sum((share for _, is_personal, share in other if is_personal), Share())
    everything = sum((share for _, share in shares), Share())
    plain = Share(max(0, everything.arrived - personal.arrived), max(0, everything.opened - personal.opened))
    spent = _spent(spending, PERSONAL_FEATURES)
    return _compare(_pairs_of_halves(halves), (personal, plain), "not_drawn_by_lot", spent)


def _pairs_of_halves(halves: Sequence[Half]) -> list[Pair]:
    found = []
    for campaign_id, rows in groupby(halves, key=lambda each: each.campaign_id):
        own = {each.is_personal: each for each in rows}
        if len(own) == 2:
            found.append((campaign_id, own[True].name, own[True].started_at, own[True].share, own[False].share))
    return found


def _compare(pairs: Sequence[Pair], overall: tuple[Share, Share], caveat: str, spent: Spend) -> dict[str, object]:
    within = contrasts.pooled([(ai, other) for *_, ai, other in pairs])
    return {
        "within": _describe(within),
        "pairs": [
            {"campaign_id": campaign_id, "name": name, "started_at": at, **_describe(contrasts.contrast(ai, other))}
            for campaign_id, name, at, ai, other in pairs[:MOST_PAIRS]
        ],
        "pair_count": len(pairs),
        "overall": _describe(contrasts.contrast(*overall)),
        "caveat": _CAVEATS[caveat],
        "caveat_code": caveat,
        "extra": _extra(within, spent),
    }


def _describe(contrast: Contrast) -> dict[str, object]:
    return {
        "ai": _share(contrast.ai),
        "other": _share(contrast.other),
        "difference": contrast.difference,
        "difference_low": contrast.low,
        "difference_high": contrast.high,
        "verdict": contrast.verdict,
        "words": _words(contrast),
    }


def _share(share: Share) -> dict[str, object]:
    low, high = contrasts.interval(share) or (None, None)
    return {"arrived": share.arrived, "opened": share.opened, "rate": share.rate, "low": low, "high": high}


def _words(contrast: Contrast) -> str:
    if contrast.verdict == "not_enough_data" or contrast.difference is None:
        return f"Not enough data yet: at least {contrasts.FEWEST} mails of each kind must have arrived."
    if contrast.verdict == "not_shown":
        return "No difference is shown: chance alone could make this one."
    direction = "more" if contrast.difference > 0 else "fewer"
    return f"Of a hundred mails {abs(100 * contrast.difference):.1f} {direction} were opened."


def _extra(within: Contrast, spent: Spend) -> dict[str, object]:
    """Opens that the tests themselves had more, and what each cost."""
    found: dict[str, object] = dict.fromkeys(
        ("opens", "opens_low", "opens_high", "tokens_per_open", "cost_per_open"), None
    )
    found |= {"tokens": spent.tokens, "cost": spent.cost}
    if within.verdict == "not_enough_data":
        return found | {"code": "not_enough_data", "words": "Not enough data yet to speak of extra opens."}
    if within.verdict != "more" or within.difference is None or within.low is None or within.high is None:
        return found | {"code": "not_shown", "words": "No extra opens are shown."}
    opens = within.difference * within.ai.arrived
    return found | {
        "opens": opens,
        "opens_low": within.low * within.ai.arrived,
        "opens_high": within.high * within.ai.arrived,
        "tokens_per_open": spent.tokens / opens,
        "cost_per_open": spent.cost / Decimal(opens),
        "code": "shown",
        "words": f"About {opens:.0f} extra opens, counted in the tests alone.",
    }


def _spent(spending: Spending, features: Sequence[str]) -> Spend:
    rows = [spending.by_feature[name] for name in features if name in spending.by_feature]
    return Spend(
        calls=sum(each.calls for each in rows),
        prompt_tokens=sum(each.prompt_tokens for each in rows),
        completion_tokens=sum(each.completion_tokens for each in rows),
        cost=sum((each.cost for each in rows), Decimal(0)),
    )


def _by_author(shares: Sequence[tuple[str, Share]]) -> list[dict[str, object]]:
    authors: dict[str, Share] = {}
    for author, share in shares:
        authors[author] = authors.get(author, Share()) + share
    return [
        {"author": author, **_share(share)}
        for author, share in sorted(authors.items(), key=lambda pair: -pair[1].arrived)
    ]


def _spend(key: str, spend: Spend) -> dict[str, object]:
    return {"key": key, **asdict(spend), "tokens": spend.tokens}


def _listed(spends: Mapping[str, Spend]) -> list[dict[str, object]]:
    return [_spend(key, each) for key, each in sorted(spends.items(), key=lambda pair: -pair[1].tokens)]


def _proposals(states: Mapping[str, int]) -> dict[str, int]:
    waiting = (ProposalState.RUNNING, ProposalState.READY)
    named = (ProposalState.ACCEPTED, ProposalState.REJECTED, ProposalState.REFUSED, ProposalState.FAILED)
    counts = {state.value: states.get(state.value, 0) for state in named}
    return {**counts, "open": sum(states.get(state.value, 0) for state in waiting)}

"""A campaign's variants side by side, as its results show them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from frontdesk.mail.campaigns import looking, winners
from frontdesk.mail.campaigns.snapshots import Snapshot
from frontdesk.mail.experiments import judging, shares, words
from frontdesk.mail.experiments.judging import Standing, Verdict
from frontdesk.mail.experiments.model import Arm
from frontdesk.mail.models import Campaign, CampaignVariant, EmailTemplateVersion

BY_PERSON = "person"


def describe(campaign: Campaign, *, now: datetime) -> dict[str, object] | None:
    """None where there is nothing to compare, and before it begins."""
    variants = list(CampaignVariant.objects.filter(campaign=campaign).order_by("position"))
    if len(variants) < 2 or campaign.started_at is None:
        return None
    counted = looking.count(campaign, now=now)
    verdict = winners.judge(campaign, counted, now=now)
    return {
        "metric": campaign.ab_metric,
        "min_sample": campaign.ab_min_sample,
        "confidence": campaign.ab_confidence,
        "has_rest": not looking.is_split(campaign),
        "variants": _describe_variants(campaign, variants, counted),
        "verdict": _describe_verdict(verdict, counted.sample, campaign),
        "decision": campaign.ab_decision or None,
        "looks": len(counted.looks),
        "next_look_at": winners.next_look_at(campaign),
        "ends_at": looking.ends_at(campaign),
    }


def _describe_variants(
    campaign: Campaign, variants: Sequence[CampaignVariant], counted: looking.Counted
) -> list[dict[str, object]]:
    standings = judging.describe_arms(counted.sample, confidence=campaign.ab_confidence)
    percents = shares.percents([variant.share for variant in variants])
    models = find_models(variants)
    return [
        {
            **_describe(standing),
            "share": percent,
            "written_by": models[variant.position] or BY_PERSON,
            "sample": _counts(standing.arm),
            "rest": _counts(rest),
        }
        for variant, standing, percent, rest in zip(variants, standings, percents, counted.rest, strict=True)
    ]


def _describe(standing: Standing) -> dict[str, object]:
    return {
        **asdict(standing.arm),
        "rate": standing.arm.rate if standing.arm.arrived else None,
        "low": standing.low,
        "high": standing.high,
        "best_probability": standing.best_probability,
    }


def _counts(arm: Arm) -> dict[str, int]:
    return {"arrived": arm.arrived, "responses": arm.responses}


def _describe_verdict(verdict: Verdict, arms: Sequence[Arm], campaign: Campaign) -> dict[str, object]:
    shown: dict[str, object] = asdict(verdict)
    del shown["claim"]
    return {**shown, "words": words.tell(verdict, arms, campaign.ab_metric)}


def find_models(variants: Sequence[CampaignVariant]) -> Mapping[int, str]:
    """By position, the model that wrote the subject; empty: a person did. A variant without a subject of its own has
    the template's."""
    own = {variant.position: variant.subject_ai_model for variant in variants}
    frozen = {
        variant.position: _version_of(variant.snapshot)
        for variant in variants
        if not variant.subject and variant.snapshot
    }
    ids = {template_id for template_id, _ in frozen.values()}
    rows = EmailTemplateVersion.objects.filter(template_id__in=ids)
    written = {
        (template_id, version): subject_model
        for template_id, version, subject_model in rows.values_list("template_id", "version", "subject_ai_model")
    }
    return own | {position: written.get(version, "") for position, version in frozen.items()}


def _version_of(snapshot: Snapshot) -> tuple[int, int]:
    entry = snapshot[snapshot["default"]]
    return entry["template_id"], entry["version"]

"""Whether a test of variants is able to show anything."""

from collections.abc import Iterator

from django.utils import timezone

from frontdesk.mail import mail_settings
from frontdesk.mail.campaigns import looking, preparing
from frontdesk.mail.campaigns.findings import Finding
from frontdesk.mail.experiments import planning, shares
from frontdesk.mail.models import AbMetric, Campaign


def find_problems(campaign: Campaign, people: int) -> Iterator[Finding]:
    """``people``: of the whole audience. Nothing where there is one variant, or nobody."""
    own = list(campaign.variants.order_by("position").values_list("share", flat=True))
    if len(own) < 2 or not people:
        return
    if not _is_tracked(campaign):
        message = f"The test counts {campaign.ab_metric}, which are not tracked: nothing would be counted."
        yield Finding("warning", "ab_not_tracked", message, "content", values={"metric": campaign.ab_metric})
    sampled = min(preparing.sample_size(campaign, people, len(own)), people)
    yield from _of_size(campaign, int(sampled * min(shares.percents(own)) / 100))


def _of_size(campaign: Campaign, smallest: int) -> Iterator[Finding]:
    if smallest < campaign.ab_min_sample:
        values: dict[str, object] = {"needs": campaign.ab_min_sample, "smallest": smallest}
        message = (
            f"The test cannot find a winner: its smallest variant goes to {smallest:,} people, and none is claimed "
            f"below {campaign.ab_min_sample:,}. Give the test a larger part of the audience, or ask for fewer people."
        )
        yield Finding("warning", "ab_never_decides", message, "content", values=values)
        return
    usual = looking.find_usual_rate(campaign.organization_id, campaign.ab_metric, now=timezone.now())
    needs = planning.people_needed(usual.rate, confidence=campaign.ab_confidence)
    if smallest < needs:
        values = {"needs": needs, "smallest": smallest, "rate": usual.rate, "is_guess": usual.is_guess}
        message = (
            f"The test is small: at a usual rate of {usual.rate:.1%}, to see a difference of a quarter takes about "
            f"{needs:,} people for each variant, and the smallest goes to {smallest:,}. Plain differences show all "
            "the same."
        )
        yield Finding("warning", "ab_small", message, "content", values=values)


def _is_tracked(campaign: Campaign) -> bool:
    wanted = mail_settings.of_organization(campaign.organization_id)
    if campaign.ab_metric == AbMetric.OPENS:
        return campaign.tracks_opens and wanted.track_opens
    return campaign.ab_metric != AbMetric.CLICKS or (campaign.tracks_clicks and wanted.track_clicks)

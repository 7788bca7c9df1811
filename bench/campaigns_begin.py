"""How long a campaign takes to begin, to be fed and to be counted while it is under way, by the size of its audience.

Nothing is sent. The tests' own way into a campaign is used: its rows are made, and its steps are called.

usage: python -m bench.campaigns_begin [--people 1000000] [--chunks 20]
"""

import argparse
import resource
import time
from collections.abc import Callable
from uuid import UUID, uuid4

from bench import figures, stage
from bench.segments import CONTACTS, LIST, SUBSCRIPTIONS

AHEAD = 10_000_000  # so that feeding never waits for a sender


def timed(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def make(org_id: UUID, list_id: UUID, variants: int) -> UUID:
    from frontdesk.mail.models import Campaign, CampaignVariant
    from frontdesk.platform import tenancy

    entry = {"template_id": None, "version": 1, "type": "newsletter", "logo": "", "subject": "News {{ first_name }}"}
    entry |= {"preheader": "", "html": "<p>Hello {{ first_name }}</p>", "text": "", "source_format": "html"}
    snapshot = {"default": "en", "en": {**entry, "data": {}, "names": ["first_name", "contact.city"]}}
    with tenancy.tenant(org_id):
        audience = {"list_ids": [str(list_id)]}
        made = Campaign.objects.create(organization_id=org_id, name="News", state="sending", audience=audience)
        for position in range(variants):
            CampaignVariant.objects.create(organization_id=org_id, campaign=made, position=position, snapshot=snapshot)
    return UUID(str(made.id))


def measure(org_id: UUID, list_id: UUID, chunks: int) -> list[figures.Figure]:
    from django.utils import timezone

    from frontdesk.mail.campaigns import feeding, preparing, progress, results
    from frontdesk.mail.models import Campaign
    from frontdesk.platform import tenancy

    feeding.AHEAD = AHEAD
    found: list[figures.Figure] = []
    for variants in (1, 2):
        campaign_id = make(org_id, list_id, variants)
        name = f"{variants} variant{'s' if variants > 1 else ''}"

        def fix(wanted: UUID = campaign_id) -> None:
            with tenancy.tenant(org_id):
                row = Campaign.objects.get(id=wanted)
                row.total = preparing.fix_audience(row, now=timezone.now())
                row.prepared_at = row.started_at = timezone.now()
                row.save()

        found.append(figures.Figure(f"begin: {name}", timed(fix), "s"))

        def feed(wanted: UUID = campaign_id) -> None:
            with tenancy.tenant(org_id):
                row = Campaign.objects.get(id=wanted)
                feeding.feed(row, limit=feeding.CHUNK, now=timezone.now(), winner=None)

        def feed_all() -> None:
            for _ in range(chunks):
                feed()

        seconds = timed(feed_all)
        found.append(figures.Figure(f"feed: {name}", chunks * feeding.CHUNK / seconds, "mails/s"))

        def look(count: Callable[[Campaign], object], wanted: UUID = campaign_id) -> float:
            def run() -> None:
                with tenancy.tenant(org_id):
                    count(Campaign.objects.get(id=wanted))

            return timed(run)

        found.append(figures.Figure(f"progress: {name}", look(progress.count), "s"))
        found.append(figures.Figure(f"numbers by variant: {name}", look(results.count_by_variant), "s"))
        found.append(figures.Figure(f"memory: {name}", memory(), "MB"))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--chunks", type=int, default=20)
    given = parser.parse_args()
    with stage.new() as house:
        stage.fill(house, contacts=0)
        with house.connect() as database:
            (org_id,) = database.execute("select id from organizations where slug = 'tenant-1'").fetchone() or ()
            list_id = uuid4()
            database.execute(CONTACTS, [org_id, given.people])
            database.execute(LIST, [list_id, org_id, "News"])
            database.execute(SUBSCRIPTIONS.replace("random() < 0.6", "true"), [list_id, org_id])
            database.execute("vacuum analyze")
        import django

        django.setup()
        figures.report("campaigns_begin", measure(org_id, list_id, given.chunks))
        from django.db import connections

        connections.close_all()


if __name__ == "__main__":
    main()

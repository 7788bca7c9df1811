"""What it costs to have a model write for each recipient: nothing where nobody asked for it, and how far it comes.

Off: feeding the outbox and accepting a mail, each beside itself without the look whether anything is to be written. On:
as many recipients as --people, asked of a model server of this file's own that takes --latency seconds for an answer
and counts its callers.

usage: python -m bench.personalization [--people 10000] [--rounds 7] [--latency 0.05]
"""

import argparse
import asyncio
import json
import resource
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock
from uuid import UUID, uuid4

from aiohttp import web

from bench import figures, stage
from bench.campaigns_begin import make
from bench.segments import CONTACTS, LIST, SUBSCRIPTIONS

PROMPT, ANSWER = 400, 40
FEEDS = 3
SENDS = 60
PLAN = {
    "model_type": "system",
    "prompt": "Warm, and short.",
    "fields": [{"name": "subject", "instruction": "Name the city.", "max_length": 120}],
    "facts": ["first_name", "contact.city"],
    "lines": {"subject": "News {{ first_name }}", "preheader": ""},
}


@dataclass
class Counted:
    calls: int = 0
    running: int = 0
    most: int = 0


def serve(latency: float) -> None:
    counted = Counted()

    async def complete(request: web.Request) -> web.Response:
        content = (await request.json())["messages"][1]["content"]
        data = json.loads(content.removeprefix("<data>\n").removesuffix("\n</data>"))
        counted.calls += 1
        counted.running += 1
        counted.most = max(counted.most, counted.running)
        await asyncio.sleep(latency)
        counted.running -= 1
        texts = {number: f"{text}, dear reader" for number, text in data["texts"].items()}
        message = {"role": "assistant", "content": json.dumps({"texts": texts})}
        usage = {"prompt_tokens": PROMPT, "completion_tokens": ANSWER, "total_tokens": PROMPT + ANSWER}
        choices = [{"index": 0, "message": message, "finish_reason": "stop"}]
        return web.json_response({"id": "c", "object": "chat.completion", "choices": choices, "usage": usage})

    async def count(request: web.Request) -> web.Response:
        return web.json_response([counted.calls, counted.most])

    async def run() -> None:
        application = web.Application()
        application.router.add_post("/v1/chat/completions", complete)
        application.router.add_get("/count", count)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        print(runner.addresses[0][1], flush=True)
        await asyncio.Event().wait()

    asyncio.run(run())


@contextmanager
def server(latency: float) -> Iterator[int]:
    command = [sys.executable, "-m", "bench.personalization", "--serve", "--latency", str(latency)]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait(10)


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure_off(org_id: UUID, list_id: UUID, rounds: int) -> list[figures.Figure]:
    """Side by side in alternation, each with its floor: the same without what was added."""
    from frontdesk.mail import serving
    from frontdesk.mail.personalizing import rows

    feeds, feed_floors, sends, send_floors = [], [], [], []
    for _ in range(rounds):
        feeds.append(feed(org_id, list_id))
        with mock.patch.object(rows, "is_written", return_value=False):
            feed_floors.append(feed(org_id, list_id))
        sends.append(send(org_id))
        with mock.patch.object(serving, "with_writing", lambda found: found):
            send_floors.append(send(org_id))
    return [
        figures.compare("off: feed 2000 mails", feeds, feed_floors, "ms", aim="<= 1.03"),
        figures.compare("off: accept a mail", sends, send_floors, "ms", aim="<= 1.03"),
    ]


def feed(org_id: UUID, list_id: UUID) -> float:
    """Milliseconds for 2000 mails."""
    from django.utils import timezone

    from frontdesk.mail.campaigns import feeding, preparing
    from frontdesk.mail.models import Campaign
    from frontdesk.platform import tenancy

    campaign_id = make(org_id, list_id, 1)
    with tenancy.tenant(org_id):
        preparing.fix_audience(Campaign.objects.get(id=campaign_id), now=timezone.now())
    started = time.perf_counter()
    for _ in range(FEEDS):
        with tenancy.tenant(org_id):
            row = Campaign.objects.get(id=campaign_id)
            feeding.feed(row, limit=feeding.CHUNK, now=timezone.now(), winner=None)
    return (time.perf_counter() - started) * 1000 / FEEDS


def send(org_id: UUID) -> float:
    """Milliseconds for one mail."""
    from frontdesk.mail import sending, template_types
    from frontdesk.mail.schemas.messages import SendIn
    from frontdesk.platform import tenancy

    kind = template_types.TemplateType("ticket_response")
    sample = template_types.sample_data(kind, "en")
    data = {name: value for name, value in sample.items() if name not in {"organization", "recipient"}}
    payload = SendIn(type=kind, to="person1@example.test", data=data)
    actor = find_actor(org_id)
    started = time.perf_counter()
    for _ in range(SENDS):
        with tenancy.tenant(org_id):
            sending.send(actor, payload)
    return (time.perf_counter() - started) * 1000 / SENDS


def find_actor(org_id: UUID) -> Any:
    from frontdesk.mail.personalizing import writers
    from frontdesk.orgs.models import Profile
    from frontdesk.platform import tenancy

    with tenancy.platform("bench"):
        profile_id = Profile.objects.filter(organization_id=org_id).values_list("id", flat=True).first()
    actor = writers.find_actor(org_id, profile_id)
    assert actor is not None
    return actor


def measure_on(org_id: UUID, list_id: UUID, port: int) -> list[figures.Figure]:
    from django.utils import timezone

    from frontdesk.ai.models import ModelCall
    from frontdesk.mail.campaigns import preparing
    from frontdesk.mail.models import Campaign, CampaignVariant, Personalization
    from frontdesk.mail.personalizing import beginning, rows, running
    from frontdesk.platform import tenancy

    campaign_id = make(org_id, list_id, 1)
    with tenancy.tenant(org_id):
        variant = CampaignVariant.objects.get(campaign_id=campaign_id)
        variant.snapshot["en"]["ai"] = {**PLAN, "model_id": add_model(port)}
        variant.save()
        campaign = Campaign.objects.get(id=campaign_id)
        preparing.fix_audience(campaign, now=timezone.now())
        campaign.prepared_at, campaign.started_by_id = timezone.now(), find_actor(org_id).profile_id
        campaign.save()
        beginning.begin(campaign)
        people = Personalization.objects.filter(campaign_id=campaign_id).count()
    running.STRETCH_SECONDS = 10.0
    started, held = time.perf_counter(), []
    while True:
        running.carry_on(org_id, campaign_id)
        held.append(memory())
        with tenancy.tenant(org_id):
            if not rows.has_open(campaign_id):
                break
    seconds = time.perf_counter() - started
    with tenancy.platform("bench"):
        done = Personalization.objects.filter(campaign_id=campaign_id, state="done").count()
        booked = ModelCall.objects.filter(feature="mail.auto_personalize").count()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/count") as answer:
        calls, most = json.load(answer)
    note = f"{calls} calls, {booked} in the ledger, {done} of {people} written, in {seconds:.0f} s"
    return [
        figures.Figure("on: texts written", done / seconds, "texts/s", note=note),
        figures.Figure("on: most calls at once", most, "calls", aim=f"<= {running.CONCURRENCY}"),
        figures.Figure("on: memory after 10 s", held[0], "MB"),
        figures.Figure("on: memory at the end", held[-1], "MB"),
    ]


def add_model(port: int) -> int:
    from frontdesk.ai.models import SystemModel
    from frontdesk.platform import tenancy

    with tenancy.platform("bench"):
        made = SystemModel.objects.create(
            name="Scribe", slug="scribe", model_id="scribe", endpoint=f"http://127.0.0.1:{port}/v1",
            provider="openai_compatible", capabilities=["chat"], is_free=True, max_tokens=1024,
            input_price_per_mtok=2, output_price_per_mtok=8,
        )  # fmt: skip
    return int(made.id)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--latency", type=float, default=0.05)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve(given.latency)
        return
    with ExitStack() as stack:
        house = stack.enter_context(stage.new(FRONTDESK_OUTBOUND_ALLOW="127.0.0.1"))
        stage.fill(house, contacts=0)
        with house.connect() as database:
            (org_id,) = database.execute("select id from organizations where slug = 'tenant-1'").fetchone() or ()
            list_id = uuid4()
            database.execute(CONTACTS, [org_id, given.people])
            database.execute("update contacts set suppressed_at = null, suppression_reason = ''")
            database.execute(LIST, [list_id, org_id, "News"])
            database.execute(
                SUBSCRIPTIONS.replace("random() < 0.6", "true").replace("random() < 0.05", "false"), [list_id, org_id]
            )
            database.execute("vacuum analyze")
        import django

        django.setup()
        found = measure_off(org_id, list_id, given.rounds)
        found += measure_on(org_id, list_id, stack.enter_context(server(given.latency)))
        figures.report("personalization", found)
        from django.db import connections

        connections.close_all()


if __name__ == "__main__":
    main()

"""A campaign sent by `frontdesk worker`s into a local SMTP sink: mails a second, memory, and with kills exactness.

usage: python -m bench.campaign [--mails 20000] [--workers 2] [--kills 0] [--rounds 1]

Each mail is personal (Liquid, signed links, pixel) and its state durable. The floor is a bare asyncio client that
hands ready bytes of the same size to the same sink over as many connections. With --kills so many workers are killed
(kill -9) under way; then every recipient must have got the mail, and twice only who the ledger names, at most one for
each connection of a killed worker.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

from bench import figures, sink, stage

CONNECTIONS_PER_WORKER = 3
PATIENCE = 3600.0
FEED = 20_000

_CONTACTS = """
insert into contacts (id, organization_id, email, full_name, phone, locale, timezone, fields, consent,
  suppression_reason, created_at, updated_at)
select gen_random_uuid(), (select id from organizations where slug = 'tenant-1'), 'reader' || n || '@example.test',
  'Reader ' || n, '', 'en', 'Europe/London', jsonb_build_object('city', 'Leeds ' || n %% 100), '{}', '', now(), now()
from generate_series(%s::int, %s::int) n
"""
_CAMPAIGN = """
insert into campaign (id, organization_id, name, state, from_address_type, audience, ab_metric, version, updated_at)
select gen_random_uuid(), id, 'News', 'sending', 'marketing_email', '{}', 'opens', 1, now() from organizations
where slug = 'tenant-1' returning id
"""
_VARIANT = """
insert into campaign_variant (organization_id, campaign_id, position, subject, preheader, "values", snapshot)
select organization_id, id, 0, '', '', '{}', %s from campaign where id = %s
"""
_MAILS = """
insert into email_message (id, organization_id, status, type, category, locale, batch_id, from_address, to_address,
  recipient_kind, reply_to, cc, subject, html, text, mime, message_id_header, attachments, related, data, tracks_opens,
  tracks_clicks, priority, last_error, provider, provider_id, campaign_id, variant, contact_id)
select id, organization_id, 'queued', 'newsletter', 'marketing', 'en', gen_random_uuid(),
  'Tenant 1 <news@frontdesk.test>', full_name || ' <' || email || '>', 'to', '', '[]', 'News', '', '', '',
  '<' || id || '@frontdesk.test>', '[]', '{}', jsonb_build_object('name', full_name, 'contact', fields), true, true, 0,
  '', '', '', %s, 0, contact_id
from (select gen_random_uuid() as id, organization_id, full_name, email, fields, id as contact_id from contacts
  where email like 'reader%%' order by email offset %s limit %s) c
"""
_COUNTS = "select status, count(*) from email_message group by status"
_LEFT = "select exists (select from email_message where status in ('queued', 'sending'))"
_QUEUED = "select count(*) from email_message where status = 'queued'"
_NAMED = "select to_address, in_doubt from email_message where in_doubt > 0"
_WAKE = """
insert into procrastinate_jobs (queue_name, task_name, priority, args, queueing_lock)
values ('default', 'mail.deliver', 100, '{"org_id": null}', 'mail.deliver') on conflict do nothing
"""


def make_entry() -> dict[str, Any]:
    """The newsletter that ships, as a campaign freezes it."""
    import django

    django.setup()
    from frontdesk.mail import shipped, template_types
    from frontdesk.mail.rendering.freezing import freeze

    source = freeze(shipped.load("newsletter", "en").source())
    sample = template_types.sample_data(template_types.TemplateType("newsletter"), "en")
    ours = ("organization", "recipient", "name", "unsubscribe_url", "preferences_url")
    return {
        "template_id": None,
        "version": None,
        "type": "newsletter",
        "logo": "",
        "subject": "{{ name }}: " + source.subject,
        "preheader": source.preheader,
        "html": source.html_code,
        "text": source.text_code or "",
        "source_format": source.source_format,
        "names": ["name"],
        "data": {name: value for name, value in sample.items() if name not in ours},
    }


class Campaign:
    """``mails`` recipients whose mails come into the queue as it empties."""

    def __init__(self, house: stage.Stage, mails: int) -> None:
        self.house = house
        self.mails = mails
        self.fed = 0
        with house.connect() as connection:
            connection.execute("truncate email_message, campaign, mail_sender_progress cascade")
            connection.execute("delete from contacts where email like 'reader%'")
            for first in range(1, mails + 1, 100_000):
                connection.execute(_CONTACTS, [first, min(first + 99_999, mails)])
            row = connection.execute(_CAMPAIGN).fetchone()
            assert row is not None
            self.id = row[0]
            entry = {"default": "en", "en": make_entry()}
            connection.execute(_VARIANT, [json.dumps(entry), self.id])
            connection.execute("vacuum analyze contacts")
        self.feed()

    def feed(self) -> None:
        with self.house.connect() as connection:
            row = connection.execute(_QUEUED).fetchone()
            assert row is not None
            if self.fed < self.mails and row[0] < FEED // 2:
                connection.execute(_MAILS, [self.id, self.fed, min(FEED, self.mails - self.fed)])
                self.fed += FEED
                if self.fed <= FEED:
                    connection.execute("vacuum analyze email_message")
            connection.execute(_WAKE)

    def is_done(self) -> bool:
        with self.house.connect() as connection:
            row = connection.execute(_LEFT).fetchone()
            assert row is not None
            return self.fed >= self.mails and not row[0]


def memory(pids: list[int]) -> float:
    """MB that the processes hold for themselves."""
    total = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


def run(house: stage.Stage, target: sink.Sink, mails: int, workers: int, kills: int) -> dict[str, float]:
    campaign = Campaign(house, mails)
    target.take()
    postgres = stage.cpu_seconds(house.server.pid)
    chance = random.Random(7)
    held: list[float] = []
    used = 0.0
    with ExitStack() as stack:
        running = [stack.enter_context(house.process("worker")) for _ in range(workers)]
        started = time.monotonic()
        kill_at = [chance.uniform(0.05, 0.9) * mails for _ in range(kills)]
        while not campaign.is_done():
            time.sleep(0.2)
            campaign.feed()
            if any(worker.poll() is not None for worker in running):
                raise RuntimeError("A worker ended by itself; see its log.")
            if time.monotonic() - started > PATIENCE:
                raise RuntimeError("The workers did not deliver in time; see their log.")
            arrived = target.count()
            if arrived > 0.1 * mails:
                held.append(sum(memory([worker.pid]) for worker in running))
            if kill_at and arrived >= min(kill_at):
                kill_at.remove(min(kill_at))
                victim = running.pop(chance.randrange(len(running)))
                os.kill(victim.pid, signal.SIGKILL)
                victim.wait()
                running.append(stack.enter_context(house.process("worker")))
        used = sum(stage.cpu_seconds(worker.pid) for worker in running)
    if kills:
        print(check(house, target.recipients(), mails, kills))
    count, seconds = target.take()
    return {
        "rate": (count - 1) / seconds,
        "worker_ms": used / mails * 1000,
        "postgres_ms": (stage.cpu_seconds(house.server.pid) - postgres) / mails * 1000,
        "memory_start": held[0] if held else 0.0,
        "memory_end": held[-1] if held else 0.0,
    }


def check(house: stage.Stage, times: dict[str, int], mails: int, kills: int) -> str:
    """Raises AssertionError unless everybody got it, and twice only who is named."""
    with house.connect() as connection:
        counts: dict[str, int] = dict(connection.execute(_COUNTS).fetchall())
        named = {address.rpartition("<")[2].rstrip(">"): doubts for address, doubts in connection.execute(_NAMED)}
    repeated = {address: count - 1 for address, count in times.items() if count > 1}
    assert counts == {"sent": mails}, counts
    assert set(times) == {f"reader{number}@example.test" for number in range(1, mails + 1)}, len(times)
    assert all(named.get(address, 0) >= more for address, more in repeated.items()), (repeated, named)
    assert sum(named.values()) <= kills * CONNECTIONS_PER_WORKER, named
    return f"{mails} of {mails} got it, {sum(repeated.values())} twice, {sum(named.values())} named in doubt"


async def send_bare(port: int, mails: int, octets: int, connections: int) -> float:
    """Mails a second of nothing but SMTP."""
    body = (b"x" * 76 + b"\r\n") * (octets // 78) + b".\r\n"
    left = iter(range(mails))

    async def one() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        await reader.readline()
        for number in left:
            for line in (b"MAIL FROM:<a@b.test>\r\nRCPT TO:<bare%d@b.test>\r\nDATA\r\n" % number, body):
                writer.write(line)
                for _ in range(3 if line is not body else 1):
                    await reader.readline()
        writer.close()

    started = time.monotonic()
    await asyncio.gather(*(one() for _ in range(connections)))
    return mails / (time.monotonic() - started)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mails", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    found = []
    with sink.start() as target, stage.new(FRONTDESK_MAIL_TRANSPORT=f"smtp://127.0.0.1:{target.port}") as house:
        os.environ["FRONTDESK_LOG_LEVEL"] = "WARNING"
        stage.fill(house, contacts=1)
        for _ in range(options.rounds):
            found.append(run(house, target, options.mails, options.workers, options.kills))
        floor = asyncio.run(send_bare(target.port, 20_000, 14_000, options.workers * CONNECTIONS_PER_WORKER))
    rates = [each["rate"] for each in found]
    last = found[-1]
    note = (
        f"{options.workers} workers, load {os.getloadavg()[0]:.1f}; CPU for one: workers {last['worker_ms']:.2f} ms, "
        f"PostgreSQL {last['postgres_ms']:.2f} ms; workers' memory {last['memory_start']:.0f} → "
        f"{last['memory_end']:.0f} MB"
    )
    name = f"campaign of {options.mails}" + (f", {options.kills} kills" if options.kills else "")
    figure = figures.Figure(name, median(rates), "mails/s", floor, median(rates) / floor, "≥ 1500 mails/s", note)
    figures.report("campaign", [figure])


if __name__ == "__main__":
    main()

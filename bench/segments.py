"""Counting segments over 1 000 000 contacts of one organization, as frontdesk_app under row level security.

The floor is ``select count(*)`` of the same contacts, under the same role, measured beside each filter. Besides the
contacts there are a list of 600 000, three campaigns of 300 000 mails each, and what people did with them.

usage: python -m bench.segments [--contacts 1000000] [--rounds 5]
"""

import argparse
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any
from uuid import UUID, uuid4

import psycopg

from bench import figures, stage

AIM = "≤ 1 s"
CITIES = "array['Madrid','London','Sevilla','Leeds','Bilbao','York','Cádiz','Bath']"
CONTACTS = f"""
insert into contacts (id, organization_id, email, full_name, phone, locale, timezone, fields, consent,
  suppression_reason, suppressed_at, source, created_at, updated_at)
select gen_random_uuid(), %s, 'person' || n || '@' || (array['client.test','example.test','firm.test'])[1 + n %% 3],
  'Person ' || n, '+44 20 7946 0' || n, (array['en','es'])[1 + n %% 2], 'Europe/London',
  jsonb_build_object('city', ({CITIES})[1 + n %% 8], 'visits', n %% 40, 'plan', (array['free','pro'])[1 + (n / 7) %% 2],
    'born', (date '1950-01-01' + n %% 20000)::text, 'tags', jsonb_build_array('t' || n %% 5, 't' || n %% 11)),
  case n %% 4 when 0 then '{{}}'::jsonb
    else '{{"marketing_mail": {{"state": "granted", "at": "2026-01-05T10:00:00Z", "text": "Newsletter"}}}}' end,
  case when n %% 50 = 0 then 'unsubscribe' else '' end, case when n %% 50 = 0 then now() end,
  'import', now() - n * interval '1 minute', now()
from generate_series(1, %s) n
"""
LIST = "insert into mail_list (id, organization_id, name, description, updated_at) values (%s, %s, %s, '', now())"
SUBSCRIPTIONS = """
insert into mail_subscription (organization_id, list_id, contact_id, state, source)
select organization_id, %s, id, case when random() < 0.05 then 'unsubscribed' else 'subscribed' end, 'import'
from contacts where organization_id = %s and random() < 0.6
"""
CAMPAIGN = """
insert into campaign (id, organization_id, name, state, from_address_type, audience, ab_metric, version, updated_at)
values (%s, %s, %s, 'finished', 'marketing_email', '{}', 'opens', 1, now())
"""
MAILS = """
insert into email_message (id, organization_id, status, type, category, locale, batch_id, from_address, to_address,
  recipient_kind, reply_to, cc, subject, html, text, mime, message_id_header, attachments, related, last_error,
  provider, provider_id, priority, sent_at, campaign_id, contact_id, data)
select gen_random_uuid(), organization_id, case when random() < 0.02 then 'bounced' else 'delivered' end, 'newsletter',
  'marketing', locale, %s, 'news@example.test', email, 'to', '', '[]', 'News', '', '', '', id::text, '[]', '{}', '',
  'smtp', '', 0, now() - %s * interval '1 day', %s, id, '{"name": "Somebody"}'
from contacts where organization_id = %s and random() < 0.3
"""
# By lot, yet drawn for each mail and deed: of random(), which names no mail, the planner draws once for all mails.
DEEDS = """
insert into email_engagement (organization_id, message_id, locale, kind, url, is_machine, campaign_id, contact_id,
  created_at)
select m.organization_id, m.id, 'en', kind, '', random() < 0.3, m.campaign_id, m.contact_id, m.sent_at
from email_message m, (values ('open', 40), ('click', 10)) deed (kind, percent)
where mod(abs(hashtext(m.id::text || kind)), 100) < percent
"""


def fill(database: psycopg.Connection, org_id: UUID, contacts: int) -> dict[str, UUID]:
    ids = {"list": uuid4(), **{f"campaign{number}": uuid4() for number in range(3)}}
    database.execute(CONTACTS, [org_id, contacts])
    database.execute(LIST, [ids["list"], org_id, "News"])
    database.execute(SUBSCRIPTIONS, [ids["list"], org_id])
    for number in range(3):
        campaign = ids[f"campaign{number}"]
        database.execute(CAMPAIGN, [campaign, org_id, f"Campaign {number}"])
        database.execute(MAILS, [uuid4(), 5 + 30 * number, campaign, org_id])
    database.execute(DEEDS)
    database.execute("vacuum analyze")
    return ids


def one(field: str, operator: str, value: object = None, **more: object) -> dict[str, Any]:
    return {"field": field, "operator": operator, **more} | ({} if value is None else {"value": value})


def group(match: str, *conditions: dict[str, Any]) -> dict[str, Any]:
    return {"match": match, "conditions": list(conditions)}


def _days_ago(days: int) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).date().isoformat()


def filters(ids: dict[str, UUID]) -> dict[str, dict[str, Any]]:
    campaign = {"campaign_id": str(ids["campaign0"])}
    on_list = one("lists", "is_on", [str(ids["list"])])
    return {
        "everybody": {},
        "domain is one": group("all", one("domain", "is", "firm.test")),
        "name contains": group("all", one("full_name", "contains", "on 77")),
        "own text field": group("all", one("fields.city", "is", "sevilla", type="text")),
        "own number and date": group(
            "all",
            one("fields.visits", "at_least", 30, type="number"),
            one("fields.born", "before", "1970-01-01", type="date"),
        ),
        "own list has": group("all", one("fields.tags", "has", "t3", type="list")),
        "consent granted, not suppressed": group(
            "all", one("consent.marketing_mail", "is", "granted"), one("is_suppressed", "is_false")
        ),
        "on a list of 600 000": group("all", on_list),
        "not on it": group("all", one("lists", "is_not_on", [str(ids["list"])])),
        "opened one campaign": group("all", one("opened", "did", campaign)),
        "got it, did not open": group("all", one("opened", "received_but_did_not", campaign)),
        "opened any in 30 days": group("all", one("opened", "did", {"days": 30})),
        "opened nothing in 60 days": group("all", one("opened", "did_not", {"days": 60})),
        "last opened before a day": group("all", one("last_opened_at", "before", _days_ago(50))),
        "list, and clicked or in Madrid": group(
            "all", on_list, group("any", one("clicked", "did"), one("fields.city", "is", "Madrid", type="text"))
        ),
    }


def timed(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def measure(org_id: UUID, ids: dict[str, UUID], rounds: int) -> list[figures.Figure]:
    from django.db import connection

    from frontdesk.mail import audience
    from frontdesk.mail.audience import segments
    from frontdesk.platform import tenancy

    def bare() -> None:
        with tenancy.tenant(org_id), connection.cursor() as cursor:
            cursor.execute("select count(*) from contacts where organization_id = %s", [org_id])

    def counted(raw: dict[str, Any]) -> Callable[[], int]:
        def run() -> int:
            with tenancy.tenant(org_id):
                return segments.count(org_id, raw)

        return run

    def whole_audience() -> int:
        with tenancy.tenant(org_id):
            return audience.count({"list_ids": [str(ids["list"])]}, org_id)

    calls = {name: counted(raw) for name, raw in filters(ids).items()} | {"audience: a list": whole_audience}
    found, all_values = [], []
    for name, call in calls.items():
        values, floors = [], []
        people = call()
        if not people:
            raise RuntimeError(f"{name}: nobody is counted, so this measures nothing.")
        for _ in range(rounds):
            floors.append(timed(bare))
            values.append(timed(call))
        all_values.append(median(values))
        found.append(figures.compare(f"count: {name}", values, floors, "s", note=f"{people} people"))
    found.append(figures.Figure("count: median of the filters", median(all_values), "s", aim=AIM))
    found.append(figures.Figure("count: slowest of the filters", max(all_values), "s", aim=AIM))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--contacts", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with stage.new() as house:
        stage.fill(house, contacts=0)
        with house.connect() as database:
            (org_id,) = database.execute("select id from organizations where slug = 'tenant-1'").fetchone() or ()
            ids = fill(database, org_id, given.contacts)
        import django

        django.setup()
        figures.report("segments", measure(org_id, ids, given.rounds))
        from django.db import connections

        connections.close_all()


if __name__ == "__main__":
    main()

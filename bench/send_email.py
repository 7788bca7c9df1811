"""Mails that `POST /api/send-email` accepts per second: rendered, built, stored, committed.

usage: python -m bench.send_email [--rounds 3] [--seconds 4] [--connections 8]
"""

import argparse
import json
from statistics import median

from bench import client, figures, stage

TYPE = "ticket_response"


def make_body(tenant: int) -> bytes:
    """A mail with the samples of its type."""
    import django

    django.setup()
    from frontdesk.mail import template_types

    kind = template_types.TemplateType(TYPE)
    data = template_types.sample_data(kind, "en")
    own = {name: value for name, value in data.items() if name not in {"organization", "recipient"}}
    return json.dumps({"type": TYPE, "to": f"person{tenant}@example.test", "data": own}).encode()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--connections", type=int, default=8)
    options = parser.parse_args()
    with stage.new() as house:
        stage.fill(house, contacts=1000)
        body = make_body(7)
        with house.web() as (web, port):

            def make(number: int) -> bytes:
                return client.request("POST", "/api/send-email", stage.key_of(number % stage.TENANTS + 1), body)

            client.load(port, make, seconds=1.0)
            rates, python, postgres = [], [], []
            for _ in range(options.rounds):
                before = stage.cpu_seconds(web.pid), stage.cpu_seconds(house.server.pid)
                done = client.load(port, make, connections=options.connections, seconds=options.seconds)
                thousand = len(done.latencies) / 1000
                rates.append(done.per_second)
                python.append((stage.cpu_seconds(web.pid) - before[0]) / thousand)
                postgres.append((stage.cpu_seconds(house.server.pid) - before[1]) / thousand)
    note = f"CPU for one: Python {median(python):.1f} ms, PostgreSQL {median(postgres):.1f} ms"
    found = figures.Figure("send-email accepted, 1 process", median(rates), "mails/s", note=note)
    figures.report("send_email", [found])


if __name__ == "__main__":
    main()

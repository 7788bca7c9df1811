"""Mails that a `frontdesk worker` delivers into a local SMTP sink, against smtplib sending the same bytes there.

usage: python -m bench.delivery [--rounds 3] [--mails 5000]
"""

import argparse
import smtplib
import time

from bench import client, figures, send_email, sink, stage

# The one accepted by the API, as many times as wanted; then it goes as well.
_COPY = """
insert into email_message select (jsonb_populate_record(email_message, jsonb_build_object('id', gen_random_uuid()))).*
from email_message, generate_series(2, %s)
"""
_LEFT = "select count(*) from email_message where status in ('queued', 'sending')"
PATIENCE = 300.0


def queue_mails(house: stage.Stage, count: int) -> bytes:
    """Leaves ``count`` mails in the queue and returns the bytes that each sends."""
    with house.connect() as connection:
        connection.execute("truncate email_message cascade")
    with house.web() as (_, port):
        request = client.request("POST", "/api/send-email", stage.key_of(1), send_email.make_body(7))
        client.load(port, lambda number: request, connections=1, count=1)
    with house.connect() as connection:
        connection.execute(_COPY, [count])
        connection.execute("vacuum analyze email_message")
        row = connection.execute("select mime from email_message limit 1").fetchone()
        assert row is not None
        return bytes(row[0])


def deliver(house: stage.Stage, target: sink.Sink, count: int) -> tuple[float, float, float]:
    """Mails per second of one worker, and the CPU of worker and PostgreSQL for one, in ms."""
    before = stage.cpu_seconds(house.server.pid)
    with house.connect() as connection, house.process("worker") as worker:
        deadline = time.monotonic() + PATIENCE
        while connection.execute(_LEFT).fetchone() != (0,):
            if time.monotonic() > deadline or worker.poll() is not None:
                raise RuntimeError("The worker did not deliver in time; see its log.")
            time.sleep(0.1)
        cpu = stage.cpu_seconds(worker.pid), stage.cpu_seconds(house.server.pid) - before
    delivered, seconds = target.take()
    if delivered != count:
        raise RuntimeError(f"{delivered} mails came instead of {count}.")
    return (delivered - 1) / seconds, cpu[0] / count * 1000, cpu[1] / count * 1000


def send_bare(target: sink.Sink, mime: bytes, count: int) -> float:
    with smtplib.SMTP("127.0.0.1", target.port) as server:
        for _ in range(count):
            server.sendmail("desk@frontdesk.test", ["person7@example.test"], mime)
    sent, seconds = target.take()
    return (sent - 1) / seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--mails", type=int, default=5000)
    options = parser.parse_args()
    rates, floors, costs = [], [], []
    with sink.start() as target, stage.new(FRONTDESK_MAIL_TRANSPORT=f"smtp://127.0.0.1:{target.port}") as house:
        stage.fill(house, contacts=10)
        for _ in range(options.rounds):
            mime = queue_mails(house, options.mails)
            floor = send_bare(target, mime, options.mails // 2)
            rate, *cost = deliver(house, target, options.mails)
            floors.append((floor + send_bare(target, mime, options.mails // 2)) / 2)
            rates.append(rate)
            costs.append(cost)
    worker, postgres = (sorted(cost[part] for cost in costs)[len(costs) // 2] for part in (0, 1))
    note = f"{len(mime) // 1024} kB each; CPU for one and the start: {worker:.1f} ms, PostgreSQL {postgres:.1f} ms"
    found = figures.compare("mails delivered, 1 worker", rates, floors, "mails/s", aim="≥ 0.50", note=note)
    figures.report("delivery", [found])


if __name__ == "__main__":
    main()

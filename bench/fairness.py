"""How long a password reset of one organization takes to the sink while another's campaign runs at full load.

usage: python -m bench.fairness [--mails 40000] [--workers 2] [--resets 15]

Measured from the moment that the mail is accepted (its row is committed) to its arrival, one every two seconds.
"""

import argparse
import os
import time
from contextlib import ExitStack
from statistics import median

from bench import campaign, figures, sink, stage

EVERY_SECONDS = 2.0
AIM_SECONDS = 3.0
_ACCEPT = """
insert into email_message (id, organization_id, status, type, category, locale, batch_id, from_address, to_address,
  recipient_kind, reply_to, cc, subject, html, text, mime, message_id_header, attachments, related, priority,
  last_error, provider, provider_id)
select gen_random_uuid(), id, 'queued', 'reset_email', 'system', 'en', gen_random_uuid(),
  'Frontdesk <desk@frontdesk.test>', %s, 'to', '', '[]', 'Reset', '<p>Reset</p>', 'Reset', %s,
  '<' || gen_random_uuid() || '@frontdesk.test>', '[]', '{}',
  10, '', '', '' from organizations where slug = 'tenant-2'
"""
_WAKE = """
insert into procrastinate_jobs (queue_name, task_name, priority, args, queueing_lock)
values ('urgent', 'mail.deliver_urgent', 100, '{"org_id": null}', 'mail.deliver_urgent') on conflict do nothing
"""
_MIME = b"From: desk@frontdesk.test\r\nSubject: Reset\r\n\r\nFollow this link.\r\n"


def measure(house: stage.Stage, target: sink.Sink, mails: int, workers: int, resets: int) -> tuple[list[float], int]:
    """The seconds that each reset took, and how many mails of the campaign went out meanwhile."""
    news = campaign.Campaign(house, mails)
    accepted: dict[str, float] = {}
    with ExitStack() as stack, house.connect() as connection:
        for _ in range(workers):
            stack.enter_context(house.process("worker"))
        while target.count() < 200:
            time.sleep(0.1)
        before = target.count()
        for number in range(resets):
            news.feed()
            address = f"reset{number}@example.test"
            connection.execute(_ACCEPT, [address, _MIME])
            accepted[address] = time.time()
            connection.execute(_WAKE)
            time.sleep(EVERY_SECONDS)
        meanwhile = target.count() - before
        time.sleep(AIM_SECONDS)
        arrivals = target.arrivals()
    late = float("inf")
    return [arrivals.get(address, late) - at for address, at in accepted.items()], meanwhile


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mails", type=int, default=40_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--resets", type=int, default=15)
    options = parser.parse_args()
    with sink.start() as target, stage.new(FRONTDESK_MAIL_TRANSPORT=f"smtp://127.0.0.1:{target.port}") as house:
        os.environ["FRONTDESK_LOG_LEVEL"] = "WARNING"
        stage.fill(house, contacts=1)
        took, meanwhile = measure(house, target, options.mails, options.workers, options.resets)
    note = (
        f"longest {max(took):.2f} s of {len(took)}; {meanwhile} mails of the campaign meanwhile; "
        f"load {os.getloadavg()[0]:.1f}"
    )
    figure = figures.Figure("a reset beside another's campaign", median(took), "s", aim="≤ 3 s", note=note)
    figures.report("fairness", [figure])


if __name__ == "__main__":
    main()

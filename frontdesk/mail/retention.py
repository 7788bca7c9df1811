"""What mail leaves behind that is of no use later, and goes by itself after ``KEEP`` (docs/mail-tracking.md)."""

from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from frontdesk.platform import jobs, tenancy

KEEP = timedelta(days=90)
# Rows in one transaction: nobody who sends or reads mail waits for the broom.
CHUNK = 5000

# What providers told is in the mail's own history by then; what was of no mail of ours is of nobody.
_TOLD = """
delete from mail_provider_event where id in (
  select id from mail_provider_event where received_at < %s limit %s)
"""
# With privacy mode off, who opened a mail is of use while the mail is new. That it was opened stays.
_READERS = """
update email_engagement set ip_address = null, user_agent = '' where id in (
  select id from email_engagement where created_at < %s and (ip_address is not null or user_agent <> '') limit %s)
"""
# Second copies, loops, and what a filter dropped: no conversation holds it.
_DROPPED = """
delete from received_mail where id in (
  select id from received_mail where state = 'dropped' and thread_id is null and created_at < %s limit %s)
"""
# What a model proposed and nobody took up.
KEEP_PROPOSALS = timedelta(days=30)
_PROPOSALS = """
delete from email_ai_proposal where id in (
  select id from email_ai_proposal where state <> 'accepted' and created_at < %s limit %s)
"""


@jobs.task("mail.delete_old", queue=jobs.Queue.BULK)
def delete_old() -> None:
    now = timezone.now()
    kept = {_TOLD: KEEP, _READERS: KEEP, _DROPPED: KEEP, _PROPOSALS: KEEP_PROPOSALS}
    for statement, keep in kept.items():
        while _run(statement, now - keep) == CHUNK:
            pass


def _run(statement: str, before: datetime) -> int:
    with tenancy.platform("delete old mail"), connection.cursor() as cursor:
        cursor.execute(statement, [before, CHUNK])
        return int(cursor.rowcount)

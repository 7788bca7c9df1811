"""The moving parts on one screen: event → functions, and cron → jobs."""

from collections.abc import Mapping

from frontdesk.ai import reconciling, task_runs
from frontdesk.mail import ai_notices, retention
from frontdesk.mail.audience.importing import cleaning as imports
from frontdesk.mail.campaigns import waking as campaigns
from frontdesk.mail.delivery import deliver
from frontdesk.mail.send_time import profiles as hours_of_mail
from frontdesk.mail.sending_settings import rechecking
from frontdesk.platform import cleaning, events
from frontdesk.platform.events import Reaction
from frontdesk.platform.jobs import Task, recovery

# Each function takes the Event. It runs as a job, in a transaction of its own, and may run twice.
REACTIONS: Mapping[str, tuple[Reaction, ...]] = {
    "ai.quota_warning": (ai_notices.warn_of_quota,),
}

# Times are UTC; one job each, however many workers there are. Jobs of dead workers come back without a schedule:
# every worker looks for them by itself (jobs/recovery.py).
SCHEDULE: tuple[tuple[str, Task], ...] = (
    ("* * * * *", deliver),  # accepting mail wakes it at once; this finds what a crash kept from being told
    ("* * * * *", campaigns.run_all),
    ("* * * * *", reconciling.return_dead_leases),
    ("17 2 * * *", hours_of_mail.count_all),
    ("47 2 * * *", reconciling.reconcile),
    ("52 * * * *", rechecking.check_due),
    ("17 3 * * *", recovery.delete_finished_jobs),
    ("27 3 * * *", events.delete_old_events),
    ("7 * * * *", cleaning.delete_expired),
    ("12 4 * * *", imports.delete_old),
    ("42 3 * * *", retention.delete_old),
    ("37 * * * *", task_runs.end_lost_runs),
)

# Where further jobs are defined: a worker imports these, and whatever this module imports.
JOB_MODULES: tuple[str, ...] = (
    "frontdesk.mail.audience.importing.running",
    "frontdesk.mail.audience.letters_of_others",
    "frontdesk.mail.audience.signing_up",
    "frontdesk.mail.inbound.reading_job",
    "frontdesk.mail.personalizing.waking",
    "frontdesk.mail.sending_settings.testing",
    "frontdesk.mail.webhooks.keeping",
    "frontdesk.ai.classifiers.training",
    "frontdesk.ai.transcriptions",
)

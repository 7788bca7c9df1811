"""Who may touch the queue: ``frontdesk_app`` may add jobs and nothing else, for job rows have no tenant policy."""

from django.db import migrations

from frontdesk.platform.tenancy import APP_ROLE

DEFER = "procrastinate_defer_jobs_v1(procrastinate_job_to_defer_v1[])"

# The function adds rows as its owner, who owns the tables; a fixed search_path keeps it to these very tables.
LET_THE_APP_ENQUEUE = f"""
do $$
declare routine regprocedure;
begin
  for routine in
    select oid::regprocedure from pg_proc
    where proname like 'procrastinate\\_%' and pronamespace = current_schema()::regnamespace
  loop
    execute format('revoke all on function %s from public', routine);
  end loop;
  execute format(
    'alter function {DEFER} security definer set search_path = pg_catalog, %I, pg_temp', current_schema());
end $$;
grant execute on function {DEFER} to {APP_ROLE};
"""

# Fetching a job looks for others with its lock: by the library's own indexes that is a scan of all that wait.
INDEX_LOCKS = """
create index if not exists frontdesk_jobs_lock on procrastinate_jobs (lock, priority desc, id)
where lock is not null and status in ('todo', 'doing');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("platform", "0001_initial"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]
    operations = [
        migrations.RunSQL(LET_THE_APP_ENQUEUE, migrations.RunSQL.noop),
        # ``events.record`` takes the id first: whoever writes an event need not be allowed to read it back.
        migrations.RunSQL(f"grant usage on sequence events_id_seq to {APP_ROLE}", migrations.RunSQL.noop),
        migrations.RunSQL(INDEX_LOCKS, "drop index if exists frontdesk_jobs_lock"),
    ]

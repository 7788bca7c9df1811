"""`frontdesk restore FILE`."""

import argparse
import os
import re
import shutil
import subprocess
import tempfile
from importlib.metadata import version
from pathlib import Path

import psycopg

from frontdesk.management import archive
from frontdesk.management.context import CommandFailed, application
from frontdesk.management.migrate import migrate
from frontdesk.platform import embedded, posix

HELP = "Replace all data by those of a backup."

# Extensions stay as they are, for their members must not be dropped by one who does not own them.
EMPTY_SCHEMA = """
do $$ declare found record; begin
  for found in
    select format('drop %s if exists %s cascade', kind, name) as command from (
      select 1 as turn, 'table' as kind, c.oid, c.oid::regclass::text as name, 'pg_class'::regclass as catalogue
        from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      union all select 2, 'view', c.oid, c.oid::regclass::text, 'pg_class'::regclass
        from pg_class c where relnamespace = 'public'::regnamespace and relkind = 'v'
      union all select 3, 'materialized view', c.oid, c.oid::regclass::text, 'pg_class'::regclass
        from pg_class c where relnamespace = 'public'::regnamespace and relkind = 'm'
      union all select 4, 'sequence', c.oid, c.oid::regclass::text, 'pg_class'::regclass
        from pg_class c where relnamespace = 'public'::regnamespace and relkind = 'S'
      union all select 5, 'routine', p.oid, p.oid::regprocedure::text, 'pg_proc'::regclass
        from pg_proc p where pronamespace = 'public'::regnamespace
      union all select 6, 'type', t.oid, t.oid::regtype::text, 'pg_type'::regclass
        from pg_type t left join pg_class c on c.oid = typrelid
        where typnamespace = 'public'::regnamespace and typelem = 0 and typtype in ('e', 'd', 'c')
          and (typtype <> 'c' or c.relkind = 'c')
    ) things
    where not exists (select from pg_depend d where d.classid = catalogue and d.objid = things.oid and deptype = 'e')
    order by turn
  loop
    begin
      execute found.command;
    exception when undefined_object or undefined_function or undefined_table then null;  -- gone with another
    end;
  end loop;
end $$;
"""
# The policy that lets the owner through names the owner, who may be called otherwise here.
OWNER_POLICIES = """
do $$ declare found record; begin
  for found in select oid::regclass as name from pg_class
    where relnamespace = 'public'::regnamespace and relforcerowsecurity
      and not exists (select from pg_policy where polrelid = pg_class.oid and polname = 'owner_all')
  loop
    execute format('create policy owner_all on %s to current_user using (true) with check (true)', found.name);
  end loop;
end $$;
"""
LEFT_OUT = re.compile(r"\b(EXTENSION|SCHEMA - public|COMMENT - EXTENSION|POLICY \S+ \S+ owner_all)\b")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument("--force", action="store_true", help="replace the data that are there")


def run(arguments: argparse.Namespace) -> int:
    from frontdesk import settings

    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    lock = posix.FileLock(settings.DATA_DIR / "up.lock")
    if not lock.try_acquire():
        raise CommandFailed(f"Frontdesk is running on {settings.DATA_DIR}: stop it first.")
    try:
        with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix=".restore-") as scratch:
            manifest = archive.extract(arguments.file, Path(scratch))
            _check_version(manifest)
            with application():
                _check_empty(settings.DATABASE_URL, force=arguments.force)
                _restore_database(settings.DATABASE_URL, Path(scratch))
                migrate(verbosity=0)
            _restore_files(Path(scratch), settings.DATA_DIR, settings.STORAGE_DIR)
    finally:
        lock.release()
    print(f"Restored the backup of {manifest.made_at}.")
    if archive.SECRETS not in manifest.checksums:
        print("Its keys are not in it: set FRONTDESK_SECRET_KEY (and sealing keys) as they were.")
    if manifest.bucket:
        print(f"Its stored files are in the bucket {manifest.bucket}: set FRONTDESK_S3_BUCKET.")
    return 0


def _check_version(manifest: archive.Manifest) -> None:
    def parts(text: str) -> list[int]:
        return [int(part) for part in re.findall(r"\d+", text)]

    if parts(manifest.version) > parts(version("frontdesk")):
        raise CommandFailed(f"The backup was made by Frontdesk {manifest.version}, which is newer than this one.")


def _check_empty(url: str, *, force: bool) -> None:
    with psycopg.connect(url) as connection:
        busy = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND application_name = 'frontdesk'"
        ).fetchone()
        if busy and busy[0]:
            raise CommandFailed(
                f"{busy[0]} Frontdesk connections are open on this database: stop web and worker first."
            )
        made = connection.execute("SELECT to_regclass('public.profiles') IS NOT NULL").fetchone()
        if force or made != (True,):
            return
        if connection.execute("SELECT EXISTS (SELECT FROM profiles)").fetchone() == (True,):
            raise CommandFailed("There are data already. Back them up, then use --force to replace all of them.")


def _restore_database(url: str, scratch: Path) -> None:
    dump = scratch / archive.DUMP
    contents = subprocess.run(
        [embedded.binary("pg_restore"), "--list", dump], capture_output=True, text=True, check=True
    ).stdout
    wanted = scratch / "contents"
    wanted.write_text("\n".join(line for line in contents.splitlines() if not LEFT_OUT.search(line)))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(EMPTY_SCHEMA)
        command = [str(embedded.binary("pg_restore")), "--no-owner", "--exit-on-error", f"--use-list={wanted}"]
        done = subprocess.run([*command, f"--dbname={url}", dump], capture_output=True, text=True, check=False)
        if done.returncode:
            raise CommandFailed(f"pg_restore failed: {done.stderr.strip()}\nThe database is incomplete: restore again.")
        connection.execute(OWNER_POLICIES)


def _restore_files(scratch: Path, data_dir: Path, storage: Path) -> None:
    secrets = scratch / archive.SECRETS
    if secrets.exists():
        secrets.chmod(0o600)
        secrets.replace(data_dir / archive.SECRETS)
    files = scratch / archive.FILES
    if files.is_dir():
        former = scratch / "former-files"
        if storage.exists():
            shutil.move(storage, former)
        os.makedirs(storage.parent, exist_ok=True)
        shutil.move(files, storage)

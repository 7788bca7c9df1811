"""A CSV file of 1 000 000 contacts taken in by the job, and the memory of the process that does it.

The floor is a bare COPY of the same columns into a table like contacts' own, without its indexes, checks or policies.

usage: python -m bench.imports [--rows 1000000]
"""

import argparse
import resource
import tempfile
import time
from pathlib import Path
from uuid import UUID

from bench import figures, stage

CITIES = ("Madrid", "London", "Sevilla", "Leeds")
MAPPING = [
    {"column": 0, "to": "email", "type": "text"},
    {"column": 1, "to": "full_name", "type": "text"},
    {"column": 2, "to": "phone", "type": "text"},
    {"column": 3, "to": "fields.city", "type": "text"},
    {"column": 4, "to": "fields.visits", "type": "number"},
]
OPTIONS = {"update_existing": "fill", "consent": None, "new_fields": True, "double_opt_in": False}


def write_file(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("email,name,phone,city,visits\n")
        for number in range(rows):
            city = CITIES[number % 4]
            file.write(f'person{number}@client.test,"Person, {number}",+44 20 7946 {number},{city},{number % 40}\n')


def bare_copy(house: stage.Stage, path: Path) -> float:
    with house.connect() as database:
        database.execute("create table bare (email text, name text, phone text, city text, visits text)")
        started = time.perf_counter()
        with database.cursor().copy("copy bare from stdin (format csv, header)") as copy, path.open("rb") as file:
            while block := file.read(256 * 1024):
                copy.write(block)
        return time.perf_counter() - started


def take_in(org_id: UUID, path: Path) -> float:
    from django.utils import timezone

    from frontdesk.mail.audience.importing import running
    from frontdesk.mail.models import ContactImport, MailList
    from frontdesk.platform import storage, tenancy

    running.SLICE_SECONDS = 1e9
    with path.open("rb") as file:
        storage.put_file("imports/bench.csv", file)
    with tenancy.tenant(org_id):
        mail_list = MailList.objects.create(organization_id=org_id, name="News")
        made = ContactImport.objects.create(
            organization_id=org_id, filename="bench.csv", file_key="imports/bench.csv", size=path.stat().st_size,
            state="queued", mapping=MAPPING, options=OPTIONS, list=mail_list, started_at=timezone.now(),
            dialect={"encoding": "utf-8", "delimiter": ",", "has_header": True, "line_end": "\n"},
        )  # fmt: skip
    started = time.perf_counter()
    running.import_contacts(org_id=org_id, import_id=made.id)
    took = time.perf_counter() - started
    with tenancy.tenant(org_id):
        made.refresh_from_db()
    if made.state != "finished" or made.added != made.lines:
        raise RuntimeError(f"The import ended as {made.state}: {made.added} of {made.lines}. {made.error}")
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    with stage.new() as house, tempfile.TemporaryDirectory() as folder:
        stage.fill(house, contacts=0)
        path = Path(folder) / "people.csv"
        write_file(path, rows)
        floor = bare_copy(house, path)
        with house.connect() as database:
            (org_id,) = database.execute("select id from organizations where slug = 'tenant-1'").fetchone() or ()
        import django
        from django.db import connections

        django.setup()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        took = take_in(org_id, path)
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        connections.close_all()
    note = f"{rows} rows onto a list"
    found = [
        figures.compare("import of contacts", [rows / took], [rows / floor], "rows/s", note=note),
        figures.Figure("import of 1 000 000 contacts", took * 1_000_000 / rows, "s", aim="≤ 120 s"),
        figures.Figure("memory of the import above the start", after - before, "MB", aim="≤ 64 MB"),
    ]
    figures.report("imports", found)


if __name__ == "__main__":
    main()

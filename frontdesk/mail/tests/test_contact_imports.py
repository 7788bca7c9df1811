"""Contacts from CSV files: how they are read, what they change, who is not brought back, and what cannot be taken."""

import csv
import io
import zipfile
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from frontdesk.mail.audience.importing import running, writing
from frontdesk.mail.audience.importing.cells import Line
from frontdesk.mail.models import ContactImport, EmailMessage, Subscription
from frontdesk.orgs import suppressions
from frontdesk.orgs.models import ConsentRecord, Contact, SuppressionReason
from frontdesk.orgs.testing import Answer, ApiClient
from frontdesk.platform import jobs, storage, tenancy

PEOPLE = "email,name,city\nana@people.test,Ana,Madrid\nben@people.test,Ben,London\n"


def upload(client: ApiClient, content: str | bytes, name: str = "people.csv") -> Answer:
    data = content.encode() if isinstance(content, str) else content
    response: Any = client.client.post(
        "/api/contacts/imports", {"file": SimpleUploadedFile(name, data)}, headers=client.headers
    )
    return Answer(response.status_code, response.json(), dict(response.headers), response.content)


def uploaded(client: ApiClient, content: str | bytes) -> Any:
    answer = upload(client, content)
    assert answer.status == 201, answer.json
    return answer.json


def start(client: ApiClient, made: Any, **options: Any) -> Any:
    """Starts with the proposed mapping unless told otherwise, and lets the job run."""
    body = {"mapping": options.pop("mapping", made["mapping"]), "list_id": options.pop("list_id", None)}
    answer = client.post(f"/api/contacts/imports/{made['id']}/start", {**body, "options": options})
    assert answer.status == 200, answer.json
    jobs.run_pending()
    return client.get(f"/api/contacts/imports/{made['id']}").json


def take_in(client: ApiClient, content: str | bytes, **options: Any) -> Any:
    done = start(client, uploaded(client, content), **options)
    assert done["state"] == "finished", done
    return done


def numbers(done: Any) -> dict[str, int]:
    names = ("lines", "added", "updated", "unchanged", "duplicates", "skipped", "bad")
    return {name: done[name] for name in names if done[name]}


def find(client: ApiClient, email: str) -> Any:
    items = client.get(f"/api/contacts?q={email}").json["items"]
    return items[0] if items else None


def bad_lines(client: ApiClient, done: Any) -> list[list[str]]:
    answer = client.get(f"/api/contacts/imports/{done['id']}/bad-lines")
    assert answer.status == 200
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]


def org_of(client: ApiClient) -> UUID:
    assert client.profile
    assert client.profile.organization_id
    return client.profile.organization_id


def test_a_file_is_looked_at_before_anything_is_imported(alice: ApiClient) -> None:
    made = uploaded(alice, PEOPLE)
    assert made["state"] == "uploaded"
    assert made["preview"]["header"] == ["email", "name", "city"]
    assert made["preview"]["rows"] == [["ana@people.test", "Ana", "Madrid"], ["ben@people.test", "Ben", "London"]]
    assert [(one["to"], one["type"]) for one in made["mapping"]] == [
        ("email", "text"),
        ("full_name", "text"),
        ("fields.city", "text"),
    ]
    assert find(alice, "ana@people.test") is None


def test_people_are_taken_in(alice: ApiClient) -> None:
    done = take_in(alice, PEOPLE)
    assert numbers(done) == {"lines": 2, "added": 2}
    assert done["position"] == done["size"]
    ana = find(alice, "ana@people.test")
    assert (ana["full_name"], ana["fields"]) == ("Ana", {"city": "Madrid"})
    with tenancy.tenant(org_of(alice)):
        assert Contact.objects.get(email="ana@people.test").source == "import"
        file_key = ContactImport.objects.get(id=done["id"]).file_key
    assert not storage.exists(file_key)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("\ufeffemail,name\nana@people.test,Ánna\n".encode(), "Ánna"),
        ("email;name\r\nana@people.test;Ánna\r\n".encode("cp1252"), "Ánna"),
        ("email\tname\nana@people.test\tÁnna\n".encode("utf-16"), "Ánna"),
        ("email\tname\nana@people.test\tÁnna\n".encode("utf-16-le"), "Ánna"),
        ("email|name\rana@people.test|Ánna\r".encode(), "Ánna"),
        ('"email","name"\n"ana@people.test","Ánna ""the"" Great, \nno"\n'.encode(), None),
        ('email,name\nana@people.test,"Ánna ""A"" Great, Dr"\n'.encode(), 'Ánna "A" Great, Dr'),
        ("ana@people.test,Ánna".encode(), None),
    ],
)
def test_files_of_every_kind_are_read(alice: ApiClient, content: bytes, expected: str | None) -> None:
    done = take_in(alice, content)
    ana = find(alice, "ana@people.test")
    if expected:
        assert ana["full_name"] == expected
    assert done["lines"] == 1


def test_columns_are_known_by_their_names_in_two_languages(alice: ApiClient) -> None:
    header = "Correo electrónico;Nombre de pila;Apellidos;Teléfono;Idioma;Etiquetas;Último pago;Código;VIP"
    made = uploaded(alice, f"{header}\nana@people.test;Ana;Ruiz;+34 600;es-ES;a, b;31/01/2026;007;sí\n")
    assert [(one["to"], one["type"]) for one in made["mapping"]] == [
        ("email", "text"),
        ("first_name", "text"),
        ("last_name", "text"),
        ("phone", "text"),
        ("locale", "text"),
        ("fields.etiquetas", "list"),
        ("fields.ultimo_pago", "date"),
        ("fields.codigo", "text"),
        ("fields.vip", "bool"),
    ]
    start(alice, made)
    ana = find(alice, "ana@people.test")
    assert (ana["full_name"], ana["phone"], ana["locale"]) == ("Ana Ruiz", "+34 600", "es")
    assert ana["fields"] == {"etiquetas": ["a", "b"], "ultimo_pago": "2026-01-31", "codigo": "007", "vip": True}


def test_the_columns_can_be_decided(alice: ApiClient) -> None:
    made = uploaded(alice, "ana@people.test,12,x\n")
    mapping = [
        {"column": 0, "to": "email"},
        {"column": 1, "to": "fields.visits", "type": "number"},
        {"column": 2, "to": ""},
    ]
    start(alice, made, mapping=mapping)
    assert find(alice, "ana@people.test")["fields"] == {"visits": 12}


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("fill", ("Anna", "+34 1", {"city": "Paris", "age": 7})),
        ("overwrite", ("Ana", "+34 1", {"city": "Madrid", "age": 7})),
        ("never", ("Anna", "", {"city": "Paris"})),
    ],
)
def test_who_is_there_already(alice: ApiClient, mode: str, expected: tuple[Any, ...]) -> None:
    alice.post("/api/contacts", {"email": "ana@people.test", "full_name": "Anna", "fields": {"city": "Paris"}})
    done = take_in(alice, "email,name,phone,city,age\nANA@people.test,Ana,+34 1,Madrid,7\n", update_existing=mode)
    ana = find(alice, "ana@people.test")
    assert (ana["full_name"], ana["phone"], ana["fields"]) == expected
    assert numbers(done) == {"lines": 1, ("unchanged" if mode == "never" else "updated"): 1}


def test_the_same_file_again_changes_nothing(alice: ApiClient) -> None:
    take_in(alice, PEOPLE)
    assert numbers(take_in(alice, PEOPLE, update_existing="overwrite")) == {"lines": 2, "unchanged": 2}


@pytest.mark.parametrize("rows", [1, 2, 5000])
def test_of_two_lines_the_last_one_counts(alice: ApiClient, monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    """Also when they stand in different chunks."""
    monkeypatch.setattr(running, "CHUNK_ROWS", rows)
    done = take_in(alice, "email,name\nana@people.test,One\nben@people.test,Ben\nAna@people.test,Two\n")
    assert find(alice, "ana@people.test")["full_name"] == "Two"
    assert numbers(done) == {"lines": 3, "added": 2, "duplicates": 1}


def test_who_must_not_come_back_does_not(alice: ApiClient) -> None:
    org_id = org_of(alice)
    made = alice.post("/api/mail/lists", {"name": "News", "is_double_opt_in": False}).json
    for name in ("left", "refused"):
        alice.post("/api/contacts", {"email": f"{name}@people.test"})
    alice.post(f"/api/mail/lists/{made['id']}/subscribers", {"emails": ["left@people.test"]})
    with tenancy.tenant(org_id):
        Subscription.objects.all().update(state="unsubscribed")
        refused = Contact.objects.get(email="refused@people.test")
        suppressions.suppress(org_id, "erased@people.test", SuppressionReason.ERASED)
        suppressions.suppress(org_id, "dead@people.test", SuppressionReason.HARD_BOUNCE)
    alice.put(f"/api/contacts/{refused.id}/consent", {"purpose": "marketing_mail", "state": "denied"})
    names = ("left", "refused", "erased", "dead", "good")
    content = "email\n" + "".join(f"{name}@people.test\n" for name in names)
    consent = {"state": "granted", "text": "At the fair"}
    done = take_in(alice, content, list_id=made["id"], double_opt_in=False, consent=consent)
    assert numbers(done) == {"lines": 5, "added": 1, "skipped": 4}
    reported = {row[2]: row[1] for row in bad_lines(alice, done)}
    assert "left the list" in reported["left@people.test"]
    assert "refused" in reported["refused@people.test"]
    assert "erased" in reported["erased@people.test"]
    assert "came back" in reported["dead@people.test"]
    with tenancy.tenant(org_id):
        assert not Contact.objects.filter(email__in=["erased@people.test", "dead@people.test"]).exists()
        assert set(Subscription.objects.values_list("contact__email", "state")) == {
            ("left@people.test", "unsubscribed"),
            ("good@people.test", "subscribed"),
        }
        assert Contact.objects.get(id=refused.id).consent["marketing_mail"]["state"] == "denied"


def test_consent_is_recorded_with_its_text(alice: ApiClient) -> None:
    alice.post("/api/contacts", {"email": "ben@people.test", "full_name": "Ben"})
    consent = {"state": "granted", "text": "At the fair in May"}
    take_in(alice, PEOPLE, consent=consent)
    take_in(alice, PEOPLE, consent=consent)
    for email in ("ana@people.test", "ben@people.test"):
        given = find(alice, email)["consent"]["marketing_mail"]
        assert (given["state"], given["text"]) == ("granted", "At the fair in May")
    with tenancy.tenant(org_of(alice)):
        records = ConsentRecord.objects.filter(contact__email__endswith="@people.test")
        assert sorted(records.values_list("contact__email", "state")) == [
            ("ana@people.test", "granted"),
            ("ben@people.test", "granted"),
        ]


def test_double_opt_in_asks_everybody_who_is_new(alice: ApiClient) -> None:
    made = alice.post("/api/mail/lists", {"name": "News"}).json
    take_in(alice, PEOPLE, list_id=made["id"], double_opt_in=True)
    take_in(alice, PEOPLE, list_id=made["id"], double_opt_in=True)
    assert alice.get(f"/api/mail/lists/{made['id']}").json["counts"]["pending"] == 2
    with tenancy.platform("test"):
        assert EmailMessage.objects.filter(to_address__contains="@people.test").count() == 2


def test_bad_lines_are_told_with_row_reason_and_line(alice: ApiClient) -> None:
    rows = [
        "email,name,visits",
        "ana@people.test,Ana,1",
        "no address,Ben,2",
        ",Nobody,3",
        "",
        "eva@people.test,Eva,many",
        '"bcc@people.test\nBcc: x@y.test",Header,4',
        f"{'x' * 250}@people.test,Long,5",
        "jo@people.test,Jo\x07,6",
        "a@people.test;b@people.test,Two,7",
        "últimá@people.test,Accents,8",
        "=cmd|' /C calc'!A0,Formula,9",
        f"ida@people.test,{'n' * 121},10",
        "tom@people.test,Tom,11",
    ]
    mapping = [
        {"column": 0, "to": "email"},
        {"column": 1, "to": "full_name"},
        {"column": 2, "to": "fields.visits", "type": "number"},
    ]
    done = take_in(alice, "\n".join(rows), mapping=mapping)
    assert numbers(done) == {"lines": 12, "added": 2, "bad": 10}
    told = bad_lines(alice, done)
    assert [int(row[0]) for row in told] == [3, 4, 6, 7, 8, 9, 10, 11, 12, 13]
    assert told[2][1] == "visits is no number."
    assert "line break" in told[3][1]
    assert told[8][2].startswith("'=cmd")


def test_formulas_are_kept_and_defused_where_they_go_out(alice: ApiClient) -> None:
    take_in(alice, 'email,name,note\nana@people.test,"=HYPERLINK(""x"")",@SUM(A1)\n')
    ana = find(alice, "ana@people.test")
    assert (ana["full_name"], ana["fields"]["note"]) == ('=HYPERLINK("x")', "@SUM(A1)")
    text = alice.get("/api/contacts/export").content.decode("utf-8-sig")
    row = next(row for row in csv.DictReader(io.StringIO(text)) if row["email"] == "ana@people.test")
    assert (row["full_name"], row["note"]) == ('\'=HYPERLINK("x")', "'@SUM(A1)")


def test_a_line_in_another_encoding_spoils_itself_alone(alice: ApiClient) -> None:
    lines = ["email,name", "ana@people.test,Ána", "eva@people.test,Éva", "ben@people.test,Bén"]
    content = b"\n".join([*(line.encode() for line in lines[:3]), lines[3].encode("latin-1")])
    done = take_in(alice, content)
    assert numbers(done) == {"lines": 3, "added": 2, "bad": 1}
    assert bad_lines(alice, done)[0][0] == "4"


def test_a_quote_that_nobody_closes_spoils_its_line_alone(alice: ApiClient) -> None:
    done = take_in(alice, 'email,name\nana@people.test,"Ana\nben@people.test,Ben\n')
    assert numbers(done) == {"lines": 2, "added": 1, "bad": 1}


def test_a_line_of_many_megabytes_spoils_itself_alone(alice: ApiClient) -> None:
    content = b"email,name\nana@people.test," + b"x" * 5_000_000 + b"\nben@people.test,Ben\n"
    done = take_in(alice, content)
    assert numbers(done) == {"lines": 2, "added": 1, "bad": 1}
    assert len(bad_lines(alice, done)[0][2]) < 3000


def workbook() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n", "empty"),
        (workbook(), "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "Excel"),
        (b"\x1f\x8b\x08", "packed"),
        (b"%PDF-1.7", "PDF"),
        (b"<!DOCTYPE html><table>", "document"),
        (b"email\nana@people.test\n\0\0", "no text file"),
    ],
)
def test_what_is_no_csv_is_refused_in_words(alice: ApiClient, content: bytes, said: str) -> None:
    answer = upload(alice, content)
    assert answer.status == 422
    assert said in answer.json["detail"]
    assert answer.json["errors"][0]["field"] == "file"
    assert alice.get("/api/contacts/imports").json["items"] == []


def test_a_file_of_a_header_alone_imports_nobody(alice: ApiClient) -> None:
    assert numbers(take_in(alice, "email,name\n")) == {}


def test_a_file_that_is_too_large_is_refused(alice: ApiClient, settings: Settings) -> None:
    settings.MAX_IMPORT_BYTES = 10
    answer = upload(alice, PEOPLE)
    assert answer.status == 413


@pytest.mark.parametrize(
    ("mapping", "field"),
    [
        ([], "mapping"),
        ([{"column": 1, "to": "full_name"}], "mapping"),
        ([{"column": 0, "to": "email"}, {"column": 1, "to": "email"}], "mapping"),
        ([{"column": 0, "to": "email"}, {"column": 0, "to": "phone"}], "mapping"),
        ([{"column": 0, "to": "email"}, {"column": 1, "to": "password"}], "mapping.1.to"),
        ([{"column": 0, "to": "email"}, {"column": 1, "to": "fields.a b"}], "mapping.1.to"),
        ([{"column": 0, "to": "email"}, {"column": 1, "to": "fields.x", "type": "colour"}], "mapping.1.type"),
        (
            [{"column": 0, "to": "email"}, *({"column": n, "to": f"fields.f{n}"} for n in range(1, 52))],
            "mapping",
        ),
    ],
)
def test_a_mapping_has_to_make_sense(alice: ApiClient, mapping: list[Any], field: str) -> None:
    made = uploaded(alice, PEOPLE)
    answer = alice.post(f"/api/contacts/imports/{made['id']}/start", {"mapping": mapping})
    assert answer.status == 422
    assert answer.json["errors"][0]["field"] == field
    assert alice.get(f"/api/contacts/imports/{made['id']}").json["state"] == "uploaded"


def test_new_fields_may_be_refused(alice: ApiClient) -> None:
    made = uploaded(alice, PEOPLE)
    body = {"mapping": made["mapping"], "options": {"new_fields": False}}
    answer = alice.post(f"/api/contacts/imports/{made['id']}/start", body)
    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "mapping.2.to")
    alice.post("/api/contacts", {"email": "x@people.test", "fields": {"city": "Leeds"}})
    assert alice.post(f"/api/contacts/imports/{made['id']}/start", body).status == 200


def test_an_import_is_started_once(alice: ApiClient) -> None:
    made = uploaded(alice, PEOPLE)
    start(alice, made)
    answer = alice.post(f"/api/contacts/imports/{made['id']}/start", {"mapping": made["mapping"]})
    assert answer.status == 409
    assert alice.get(f"/api/contacts/imports/{made['id']}/preview").status == 409


def test_a_file_can_be_read_another_way(alice: ApiClient) -> None:
    made = uploaded(alice, "email;name\nana@people.test;Ána\n".encode("cp1252"))
    assert made["dialect"] == {"encoding": "cp1252", "delimiter": ";", "has_header": True}
    preview = alice.get(f"/api/contacts/imports/{made['id']}/preview?delimiter=,&has_header=false").json
    assert preview["rows"][0] == ["email;name"]


def test_a_cancelled_import_stops_behind_its_chunk(alice: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "CHUNK_ROWS", 2)
    made = uploaded(alice, PEOPLE)
    noted = running._Run._note

    def note_and_cancel(run: Any, *arguments: Any) -> None:
        noted(run, *arguments)
        ContactImport.objects.filter(id=run.found.id).update(state="cancelled")

    monkeypatch.setattr(running._Run, "_note", note_and_cancel)
    done = start(alice, made)
    assert (done["state"], numbers(done)) == ("cancelled", {"lines": 1, "added": 1})
    assert find(alice, "ben@people.test") is None


def test_an_import_that_waits_can_be_cancelled(alice: ApiClient) -> None:
    made = uploaded(alice, PEOPLE)
    assert alice.post(f"/api/contacts/imports/{made['id']}/cancel").json["state"] == "cancelled"
    assert alice.post(f"/api/contacts/imports/{made['id']}/cancel").status == 409
    jobs.run_pending()
    assert find(alice, "ana@people.test") is None


class Killed(BaseException):
    """As a kill would: nothing after it runs, not even what handles errors."""


@pytest.mark.parametrize("at", ["before", "after"])
def test_a_killed_worker_loses_and_repeats_nothing(alice: ApiClient, monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    """It dies with each chunk of two rows, before its transaction ends or right behind it, and the next one goes on."""
    monkeypatch.setattr(running, "CHUNK_ROWS", 2)
    rows = [f"p{number}@people.test,{number}" for number in range(7)]
    made = uploaded(alice, "\n".join(["email,visits", *rows, "no address,8", *rows[:1]]))
    alice.post(f"/api/contacts/imports/{made['id']}/start", {"mapping": made["mapping"]})
    took, deaths = running._Run._take, 0

    def die(run: Any, chunk: Any) -> bool:
        nonlocal deaths
        deaths += 1
        if at == "before" and deaths % 2:
            with tenancy.tenant(run.plan.org_id):
                writing.write(run.plan, list(chunk.lines.values()))
                raise Killed
        took(run, chunk)
        raise Killed

    for _ in range(20):
        with monkeypatch.context() as patched:
            patched.setattr(running._Run, "_take", die)
            try:
                running.import_contacts(org_id=org_of(alice), import_id=UUID(made["id"]))
            except Killed:
                continue
        break
    done = alice.get(f"/api/contacts/imports/{made['id']}").json
    assert done["state"] == "finished"
    assert numbers(done) == {"lines": 9, "added": 7, "duplicates": 1, "bad": 1}
    assert [row[0] for row in bad_lines(alice, done)] == ["9"]
    assert deaths >= 5


def test_looks_each_line_up_by_an_index(alice: ApiClient) -> None:
    """Though the planner takes the tables, which nobody has analysed, for empty."""
    mail_list = alice.post("/api/mail/lists", {"name": "News"}).json
    consent = {"state": "granted", "text": "Newsletter"}
    take_in(alice, "email\n" + "\n".join(f"p{number}@people.test" for number in range(500)), consent=consent)
    plan = writing.Plan(org_of(alice), timezone.now(), consent=consent, list_id=UUID(mail_list["id"]))
    lines = [Line(f"q{number}@people.test") for number in range(500)]
    with tenancy.tenant(plan.org_id), connection.cursor() as cursor:
        cursor.execute(writing._TUNED)
        cursor.execute(f"explain {writing._statement(plan)}", writing._values(plan, lines))
        steps = "\n".join(step for (step,) in cursor.fetchall())
    assert "Join Filter" not in steps
    assert "Index Cond: ((organization_id = " in steps


def test_bob_the_agent_imports_and_carol_does_not(bob: ApiClient, carol: ApiClient) -> None:
    assert take_in(bob, PEOPLE)["added"] == 2
    assert upload(carol, PEOPLE).status == 403


def test_dave_sees_nothing_of_it(alice: ApiClient, dave: ApiClient) -> None:
    done = take_in(alice, PEOPLE)
    assert dave.get(f"/api/contacts/imports/{done['id']}").status == 404
    assert dave.get(f"/api/contacts/imports/{done['id']}/bad-lines").status == 404
    assert dave.get("/api/contacts/imports").json["items"] == []
    assert b"people.test" not in dave.get("/api/contacts/export").content


def test_a_foreign_list_is_no_place_to_import_to(alice: ApiClient, dave: ApiClient) -> None:
    theirs = dave.post("/api/mail/lists", {"name": "Theirs"}).json
    made = uploaded(alice, PEOPLE)
    body = {"mapping": made["mapping"], "list_id": theirs["id"]}
    assert alice.post(f"/api/contacts/imports/{made['id']}/start", body).status == 404


def test_contacts_go_out_whole_or_by_list_or_segment(alice: ApiClient) -> None:
    take_in(alice, PEOPLE)
    made = alice.post("/api/mail/lists", {"name": "News", "is_double_opt_in": False}).json
    alice.post(f"/api/mail/lists/{made['id']}/subscribers", {"emails": ["ana@people.test"]})
    condition = {"field": "fields.city", "operator": "is", "value": "london"}
    segment = alice.post("/api/mail/segments", {"name": "London", "filter": {"conditions": [condition]}}).json

    def emails(query: str) -> set[str]:
        text = alice.get(f"/api/contacts/export{query}").content.decode("utf-8-sig")
        return {row["email"] for row in csv.DictReader(io.StringIO(text))}

    assert emails(f"?list_id={made['id']}") == {"ana@people.test"}
    assert emails(f"?segment_id={segment['id']}") == {"ben@people.test"}
    assert emails("") > {"ana@people.test", "ben@people.test"}

"""The list of addresses that get no mail: by hand, by file, and what it keeps back."""

import csv
import io
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from frontdesk.mail.tests.samples import send
from frontdesk.orgs import suppressions
from frontdesk.orgs.models import AuditEntry, Suppression, SuppressionReason
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

PATH = "/api/mail/suppressions"


def add(client: ApiClient, email: str, **more: object) -> Any:
    answer = client.post(PATH, {"email": email, **more})
    assert answer.status == 201, answer.content
    return answer.json


def upload(client: ApiClient, content: bytes | str, status: int = 200, **form: str) -> Any:
    data = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile("list.csv", data, "text/csv")
    answer = client.client.post(f"{PATH}/import", {"file": file, **form}, headers=client.headers)
    assert answer.status_code == status, answer.content
    return answer.json()


def listed(client: ApiClient, query: str = "") -> list[tuple[str | None, str]]:
    return sorted(
        (each["email"] or "", each["reason"]) for each in client.get(f"{PATH}?limit=100{query}").json["items"]
    )


def test_an_address_is_added_found_and_taken_off(alice: ApiClient) -> None:
    row = add(alice, "Gone@Client.test", detail="Asked by telephone")
    assert (row["email"], row["reason"], row["created_by"]) == ("gone@client.test", "manual", "Alice Archer")
    assert listed(alice, "&q=gone") == [("gone@client.test", "manual")]
    assert listed(alice, "&reason=complaint") == []
    assert alice.post(PATH, {"email": "gone@client.test"}).status == 409
    assert alice.delete(f"{PATH}/{row['id']}").status == 204
    assert listed(alice) == []
    assert alice.delete(f"{PATH}/{row['id']}").status == 404
    with tenancy.platform("tests"):
        actions = list(AuditEntry.objects.filter(object_type="suppression").values_list("action", flat=True))
    assert sorted(actions) == ["suppression.added", "suppression.removed"]


def test_what_is_on_the_list_shows_at_the_contact_and_keeps_mail_back(alice: ApiClient) -> None:
    contact = alice.post("/api/contacts", {"email": "ria@client.test"}).json["id"]
    dead = add(alice, "ria@client.test", reason="hard_bounce")
    add(alice, "ria@client.test")
    assert alice.get(f"/api/contacts/{contact}").json["suppression"]["reason"] == "hard_bounce"
    assert send(alice, to="ria@client.test")["status"] == "cancelled"
    alice.delete(f"{PATH}/{dead['id']}")
    assert alice.get(f"/api/contacts/{contact}").json["suppression"]["reason"] == "manual"
    assert send(alice, to="ria@client.test")["status"] == "queued"


@pytest.mark.parametrize("body", [{}, {"email": "no address"}, {"email": "a@b.test", "reason": "erased"}])
def test_bad_input_adds_nothing(alice: ApiClient, body: dict[str, str]) -> None:
    assert alice.post(PATH, body).status == 422
    assert listed(alice) == []


def test_who_may_what(alice: ApiClient, bob: ApiClient, carol: ApiClient, dave: ApiClient, nobody: ApiClient) -> None:
    row = add(alice, "gone@client.test")
    assert [each.get(PATH).status for each in (bob, carol, nobody)] == [200, 403, 401]
    assert dave.get(PATH).json["items"] == []
    assert [each.post(PATH, {"email": "x@y.test"}).status for each in (bob, carol, nobody)] == [403, 403, 401]
    assert [each.delete(f"{PATH}/{row['id']}").status for each in (bob, carol, dave, nobody)] == [403, 403, 404, 401]
    assert [each.get(f"{PATH}/export").status for each in (bob, carol, nobody)] == [403, 403, 401]
    upload(bob, "email\na@b.test\n", 403)
    assert listed(alice) == [("gone@client.test", "manual")]


def test_somebody_who_was_erased_stays_as_a_trace(alice: ApiClient, org: UUID) -> None:
    with tenancy.tenant(org):
        suppressions.suppress(org, "Left@client.test", SuppressionReason.ERASED)
    assert listed(alice, "&q=left") == []
    (row,) = alice.get(f"{PATH}?q=left@client.test").json["items"]
    assert (row["email"], row["reason"]) == (None, "erased")
    refused = alice.delete(f"{PATH}/{row['id']}")
    assert (refused.status, refused.json["type"].rpartition(":")[2]) == (409, "erased")
    assert b"left" not in alice.get(f"{PATH}/export").content.lower()


OWN = "email,reason,detail,created_at\r\na@x.test,complaint,Said so,2026-01-01\r\nb@x.test,hard_bounce,5.1.1,\r\n"
SES = "{h}\na@x.test,BOUNCE,2026-01-01T00:00:00Z\nb@x.test,COMPLAINT,2026-01-01\n".format(
    h="EmailAddress,Reason,LastUpdateTime"
)
LISTMONK = (
    "uuid,email,name,attributes,status,created_at\n1,a@x.test,A,{},blocklisted,x\n2,b@x.test,B,{},enabled,x\n"
    '3,c@x.test,C,"{""a"": 1}",disabled,x\n'
)
CLEANED = '"Email Address","First Name",CLEAN_TIME,CLEAN_IP\na@x.test,A,"2026-01-01 10:00:00",1.2.3.4\n'
UNSUBSCRIBED = '"Email Address","First Name",UNSUB_TIME\na@x.test,A,"2026-01-01 10:00:00"\n'


@pytest.mark.parametrize(
    ("content", "expected", "bad"),
    [
        (OWN, [("a@x.test", "complaint"), ("b@x.test", "hard_bounce")], 0),
        (SES, [("a@x.test", "hard_bounce"), ("b@x.test", "complaint")], 0),
        (LISTMONK, [("a@x.test", "manual"), ("c@x.test", "manual")], 1),
        (CLEANED, [("a@x.test", "hard_bounce")], 0),
        (UNSUBSCRIBED, [("a@x.test", "unsubscribe")], 0),
        ("a@x.test\nB@X.test\n", [("a@x.test", "manual"), ("b@x.test", "manual")], 0),
        ("Name;E-Mail;Status\nJosé;a@x.test;Unsubscribed\n", [("a@x.test", "unsubscribe")], 0),
        ("Correo\ta\nñ@x.test\t1\na@x.test\t2\n", [("a@x.test", "manual")], 1),
    ],
)
def test_files_of_others_are_understood(
    alice: ApiClient, content: str, expected: list[tuple[str, str]], bad: int
) -> None:
    for data in (content.encode(), b"\xef\xbb\xbf" + content.encode(), content.encode("utf-16")):
        result = upload(alice, data)
        assert (result["added"] + result["already"], result["bad"]) == (len(expected), bad)
        assert listed(alice) == expected


def test_lines_that_cannot_be_used_are_named(alice: ApiClient) -> None:
    result = upload(alice, 'email,reason\na@x.test,\nno address,\n,\n"b@x.test,\nc@x.test,\n\n', reason="complaint")
    assert (result["lines"], result["added"]) == (4, 2)
    assert [(each["line"], each["text"]) for each in result["bad_lines"]] == [
        (3, "no address,"),
        (5, '"b@x.test,'),
    ]
    assert all(each["message"] for each in result["bad_lines"])
    assert listed(alice) == [("a@x.test", "complaint"), ("c@x.test", "complaint")]


def test_importing_twice_adds_once_and_shows_at_contacts(alice: ApiClient, org: UUID) -> None:
    contact = alice.post("/api/contacts", {"email": "n7@x.test"}).json["id"]
    content = "email\n" + "".join(f"n{number}@x.test\n" for number in range(5000)) + "n7@x.test\n"
    first, second = upload(alice, content), upload(alice, content)
    assert (first["added"], first["already"]) == (5000, 1)
    assert (second["added"], second["already"]) == (0, 5001)
    assert alice.get(f"/api/contacts/{contact}").json["suppression"]["reason"] == "manual"
    with tenancy.tenant(org):
        found = suppressions.find_suppressed(org, ["N4999@x.test"], dead_only=False)
    assert found == {"n4999@x.test": "manual"}


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 a workbook", b"name,phone\nx,1\n", b"<html></html>", b"\x00\x01\x02" * 50]
)
def test_other_files_are_refused_in_words(alice: ApiClient, content: bytes) -> None:
    answer = upload(alice, content, 422)
    assert answer["errors"][0]["field"].endswith("file") or answer["detail"]
    assert listed(alice) == []


def test_a_file_that_is_too_large_is_refused(alice: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("frontdesk.mail.suppression.importing.MOST_LINES", 3)
    upload(alice, "email\n" + "".join(f"n{number}@x.test\n" for number in range(9)), 413)
    assert listed(alice) == []
    monkeypatch.setattr("frontdesk.mail.suppression.importing.MOST_BYTES", 10)
    upload(alice, "email\nlong@enough.test\n", 413)


def test_the_export_runs_no_formulas_and_comes_back(alice: ApiClient, dave: ApiClient) -> None:
    add(alice, "=cmd@x.test", detail="=HYPERLINK(1)")
    add(alice, "b@x.test", reason="unsubscribe")
    add(dave, "his@x.test")
    answer = alice.get(f"{PATH}/export")
    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["email"], row["reason"], row["detail"]) for row in rows] == [
        ("b@x.test", "unsubscribe", ""),
        ("'=cmd@x.test", "manual", "'=HYPERLINK(1)"),
    ]
    assert alice.get(f"{PATH}/export?reason=unsubscribe").content.count(b"@") == 1
    with tenancy.platform("tests"):
        Suppression.objects.all().delete()
    upload(alice, answer.content)
    assert listed(alice) == [("=cmd@x.test", "manual"), ("b@x.test", "unsubscribe")]


def test_an_unknown_reason_becomes_a_note(alice: ApiClient) -> None:
    upload(alice, "email,reason,detail\na@x.test,Moved abroad,in May\n")
    (row,) = alice.get(PATH).json["items"]
    assert (row["reason"], row["detail"]) == ("manual", "Moved abroad: in May")

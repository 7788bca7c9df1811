"""Somebody is forgotten: no table of the organization holds the address any more, and nothing brings it back."""

from email import message_from_bytes, policy
from email.message import EmailMessage as Letter
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone

from frontdesk.mail.audience.importing import cleaning
from frontdesk.mail.models import (
    ContactImport,
    EmailEngagement,
    EmailMessage,
    EmailMessageEvent,
    ImportState,
    MailThread,
    ReceivedMail,
)
from frontdesk.mail.tests.test_contact_imports import bad_lines, take_in
from frontdesk.orgs import suppressions
from frontdesk.orgs.models import Contact, SuppressionReason
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import jobs, tenancy
from frontdesk.platform.jobs.tasks import manager

ANA = "ana.o'neil+news@people.test"


@pytest.fixture
def org_id(alice: ApiClient) -> UUID:
    assert alice.profile
    assert alice.profile.organization_id
    return alice.profile.organization_id


@pytest.fixture
def ana(alice: ApiClient, org_id: UUID) -> str:
    """Somebody who has been everywhere."""
    made = alice.post("/api/contacts", {"email": ANA, "full_name": "Ana", "fields": {"also": ANA.upper()}})
    contact_id = str(made.json["id"])
    alice.put(f"/api/contacts/{contact_id}/consent", {"purpose": "marketing_mail", "state": "granted", "text": ANA})
    other = {"email": "ben@people.test", "fields": {"friend": f"Ana <{ANA.title()}>"}}
    assert alice.post("/api/contacts", other).status == 201
    news = alice.post("/api/mail/lists", {"name": "News", "is_double_opt_in": False}).json
    alice.post(f"/api/mail/lists/{news['id']}/subscribers", {"emails": [ANA]})
    mail = {"type": "welcome", "to": f"Ana <{ANA}>", "data": {"name": ANA, "action_url": f"https://x.test/?e={ANA}"}}
    answer = alice.post("/api/send-email", mail, **{"Idempotency-Key": "once"})
    assert answer.status == 202, answer.json
    with tenancy.tenant(org_id):
        message = EmailMessage.objects.get(id=answer.json["message_id"])
        thread = MailThread.objects.create(
            organization_id=org_id, address=ANA, token=uuid4().hex, subject=f"From {ANA}"
        )
        EmailMessageEvent.objects.create(
            organization_id=org_id, message=message, status="sent", detail=f"<{ANA}> was taken"
        )
        EmailEngagement.objects.create(
            organization_id=org_id, message=message, kind="click", url=f"https://x.test/?e={ANA}",
            ip_address="192.0.2.7", user_agent="Ana's telephone", contact_id=contact_id,
        )  # fmt: skip
        for number, sender in enumerate((ANA, "ben@people.test")):
            ReceivedMail.objects.create(
                organization_id=org_id, raw=f"From: {sender}\r\nCc: {ANA}\r\n\r\nHello".encode(),
                digest=bytes([number]) * 32, from_address=sender, to_addresses=[ANA], text=f"Hello {ANA}",
                thread=thread if sender == ANA else None, kind="message",
            )  # fmt: skip
        suppressions.suppress(org_id, ANA, SuppressionReason.COMPLAINT, detail=f"of {ANA}")
    return contact_id


def holders(org_id: UUID, address: str) -> list[str]:
    """Every column of every table of the organization in which the address stands, in whatever way it is written."""
    found = []
    with tenancy.platform("test"), connection.cursor() as cursor:
        cursor.execute(
            "select c.table_name, c.column_name, c.data_type from information_schema.columns c"
            " join information_schema.tables t using (table_schema, table_name)"
            " where c.table_schema = 'public' and t.table_type = 'BASE TABLE'"
        )
        columns = cursor.fetchall()
        with_org = {table for table, column, _ in columns if column == "organization_id"}
        for table, column, kind in columns:
            text = f"encode(\"{column}\", 'escape')" if kind == "bytea" else f'"{column}"::text'
            where = "organization_id = %s and" if table in with_org else "%s::uuid is not null and"
            cursor.execute(
                f'select count(*) from "{table}" where {where} strpos(lower({text}), %s) > 0', [org_id, address]
            )
            if cursor.fetchone()[0]:
                found.append(f"{table}.{column}")
    return found


def test_no_table_holds_the_address_any_more(alice: ApiClient, org_id: UUID, ana: str) -> None:
    before = holders(org_id, ANA)
    assert {"contacts.email", "email_message.html", "received_mail.raw", "audit_log.object_label"} <= set(before)
    answer = alice.post(f"/api/contacts/{ana}/erase")
    assert answer.status == 204, answer.json
    jobs.run_pending()
    assert holders(org_id, ANA) == []
    assert alice.get(f"/api/contacts/{ana}").status == 404
    with tenancy.tenant(org_id):
        engagement = EmailEngagement.objects.get()
        assert (engagement.ip_address, engagement.user_agent) == (None, "")
        assert ReceivedMail.objects.get().from_address == "ben@people.test"
        assert Contact.objects.get(email="ben@people.test").fields == {"friend": "Ana <erased>"}
    actions = alice.get("/api/audit?action=contact.erased").json["items"]
    assert [entry["object_id"] for entry in actions] == [ana]


def test_nothing_brings_the_address_back(alice: ApiClient, org_id: UUID, ana: str) -> None:
    assert alice.post(f"/api/contacts/{ana}/erase").status == 204
    answer = alice.post("/api/contacts", {"email": ANA.upper()})
    assert (answer.status, "erased" in answer.json["detail"]) == (409, True)
    ben = alice.get("/api/contacts?q=ben@people").json["items"][0]["id"]
    assert alice.patch(f"/api/contacts/{ben}", {"email": ANA}).status == 409
    done = take_in(alice, f"email\n{ANA}\n")
    assert (done["added"], done["skipped"]) == (0, 1)
    assert "erased" in bad_lines(alice, done)[0][1]
    with tenancy.tenant(org_id):
        assert not Contact.objects.filter(email=ANA).exists()


def test_an_admin_releases_the_address_with_a_reason(alice: ApiClient, bob: ApiClient, ana: str) -> None:
    assert alice.post(f"/api/contacts/{ana}/erase").status == 204
    body = {"email": ANA, "reason": "They wrote to us and want the letters again"}
    assert bob.post("/api/contacts/erased/release", body).status == 403
    assert alice.post("/api/contacts/erased/release", {"email": ANA}).status == 422
    assert alice.post("/api/contacts/erased/release", body).status == 204
    assert alice.post("/api/contacts/erased/release", body).status == 404
    made = alice.post("/api/contacts", {"email": ANA})
    assert made.status == 201
    assert made.json["suppression"]["reason"] == "complaint"


def test_somebody_with_a_sign_in_is_not_erased(alice: ApiClient, cast: dict[str, Any]) -> None:
    made = alice.post("/api/contacts", {"email": "bob@northgate.test"}).json
    answer = alice.post(f"/api/contacts/{made['id']}/erase")
    assert (answer.status, "sign-in" in answer.json["detail"]) == (409, True)
    assert alice.get(f"/api/contacts/{made['id']}").status == 200


def test_others_lose_nothing(alice: ApiClient, dave: ApiClient, ana: str) -> None:
    theirs = dave.post("/api/contacts", {"email": ANA, "fields": {"note": ANA}}).json
    assert dave.post(f"/api/contacts/{ana}/erase").status == 404
    assert alice.post(f"/api/contacts/{ana}/erase").status == 204
    assert dave.get(f"/api/contacts/{theirs['id']}").json["fields"] == {"note": ANA}


def test_a_new_contact_shows_what_holds_for_its_address(alice: ApiClient, org_id: UUID) -> None:
    with tenancy.tenant(org_id):
        suppressions.suppress(org_id, "dead@people.test", SuppressionReason.HARD_BOUNCE)
    made = alice.post("/api/contacts", {"email": "dead@people.test"}).json
    assert made["suppression"]["reason"] == "hard_bounce"
    moved = alice.patch(f"/api/contacts/{made['id']}", {"email": "alive@people.test"}).json
    assert moved["suppression"] == {"suppressed": False, "reason": None, "at": None}


def test_whose_address_only_looks_like_it_stays(alice: ApiClient, org_id: UUID) -> None:
    """``ana@…`` is the end of ``diana@…``, and the beginning of ``…testing``."""
    neighbours = [
        "diana@people.test",
        "x.ana@people.test",
        "ana@people.testing.example",
        "ana@people.test-house.example",
    ]
    ids = {each: alice.post("/api/contacts", {"email": each}).json["id"] for each in ["ana@people.test", *neighbours]}
    note = "Write to ana@people.test, diana@people.test.\nana@people.test"
    alice.patch(f"/api/contacts/{ids[neighbours[0]]}", {"fields": {"note": note}})
    mail = {"type": "welcome", "data": {"name": "Diana", "action_url": "https://x.test/?e=diana@people.test"}}
    answer = alice.post("/api/send-email", {**mail, "to": "Diana <diana@people.test>"})
    with tenancy.tenant(org_id):
        raw = b"From: diana@people.test\r\nTo: ANA@people.test\r\nCc: ana@people.test\r\n\r\nx?e=3Dana@people.test"
        ReceivedMail.objects.create(organization_id=org_id, raw=raw, digest=b"d" * 32, from_address="diana@people.test")
    assert alice.post(f"/api/contacts/{ids['ana@people.test']}/erase").status == 204
    jobs.run_pending()
    with tenancy.tenant(org_id):
        assert set(neighbours) <= set(Contact.objects.values_list("email", flat=True))
        kept = Contact.objects.get(email="diana@people.test").fields["note"]
        assert kept == "Write to erased, diana@people.test.\nerased"
        row = EmailMessage.objects.get(id=answer.json["message_id"])
        assert (row.to_address, row.status) == ("Diana <diana@people.test>", "queued")
        letter = bytes(ReceivedMail.objects.get(from_address="diana@people.test").raw)
        assert letter == b"From: diana@people.test\r\nTo: erased\r\nCc: erased\r\n\r\nx?e=3Derased"


def test_bad_lines_of_an_import_that_is_under_way_go_when_it_is_over(alice: ApiClient, org_id: UUID, ana: str) -> None:
    with tenancy.tenant(org_id):
        over, running = (
            ContactImport.objects.create(
                organization_id=org_id, state=state, filename="a.csv", size=1, bad_parts=["imports/x"], finished_at=at
            )
            for state, at in ((ImportState.FINISHED, timezone.now()), (ImportState.RUNNING, None))
        )
    assert alice.post(f"/api/contacts/{ana}/erase").status == 204
    jobs.run_pending()
    assert bad_parts(org_id) == {over.id: [], running.id: ["imports/x"]}
    with tenancy.tenant(org_id):
        ContactImport.objects.update(state=ImportState.FINISHED, finished_at=timezone.now())
    with tenancy.platform("tests"):
        waiting = manager.connector.execute_query_all(
            "select args from procrastinate_jobs where task_name = 'mail.forget_bad_lines' and status = 'todo'"
        )
    assert len(waiting) == 1  # ten minutes later
    cleaning.forget_bad_lines(org_id=org_id)
    assert bad_parts(org_id) == {over.id: [], running.id: []}


def bad_parts(org_id: UUID) -> dict[UUID, list[str]]:
    with tenancy.tenant(org_id):
        return dict(ContactImport.objects.values_list("id", "bad_parts"))


def encoded_letter(charset: str) -> bytes:
    """Names Ana in each way that a letter has: encoded headers, quoted-printable, base64, an attachment."""
    letter = Letter(policy=policy.SMTP)
    letter["From"] = "ben@people.test"
    letter["Subject"] = f"Für {ANA.upper()}"
    letter["Cc"] = f"Ana <{ANA.title()}>"
    letter.set_content(f"Grüße von {ANA.title()}\n" * 9, charset=charset, cte="base64")
    html = f"<p>{'x ' * 33}{ANA}</p><p>{'y ' * 30}{ANA.title()}</p>" + ANA.replace("@", "%40").replace("'", "&#39;")
    letter.add_alternative(html, subtype="html", cte="quoted-printable")
    letter.add_attachment(f"1;{ANA.upper()}\r\n".encode() * 9, maintype="text", subtype="csv", filename="a.csv")
    return letter.as_bytes()


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_letters_of_others_lose_the_address_however_it_is_encoded(
    alice: ApiClient, org_id: UUID, ana: str, charset: str
) -> None:
    raw = encoded_letter(charset)
    with tenancy.tenant(org_id):
        kept = ReceivedMail.objects.create(
            organization_id=org_id, raw=raw, digest=b"e" * 32, from_address="ben@people.test", kind="message"
        )
    assert alice.post(f"/api/contacts/{ana}/erase").status == 204
    jobs.run_pending()
    with tenancy.tenant(org_id):
        letter = message_from_bytes(bytes(ReceivedMail.objects.get(id=kept.id).raw), policy=policy.SMTP)
    said = [part.get_content() for part in letter.walk() if part.get_content_maintype() == "text"]
    assert [text.count("erased") for text in said] == [9, 3, 9]
    assert not [text for text in [*said, str(letter["subject"]), str(letter["cc"])] if "neil" in text.lower()]
    assert said[0].startswith("Grüße von erased")


def test_texts_lose_the_address_as_urls_and_html_write_it(alice: ApiClient, org_id: UUID, ana: str) -> None:
    note = "<a href='https://x.test/?e=ana.o%27neil%2Bnews%40people.test'>ana.o&#x27;neil+news&#64;people.test</a>"
    made = alice.post("/api/contacts", {"email": "eva@people.test", "fields": {"note": note}}).json
    assert alice.post(f"/api/contacts/{ana}/erase").status == 204
    kept = alice.get(f"/api/contacts/{made['id']}").json["fields"]["note"]
    assert kept == "<a href='https://x.test/?e=erased'>erased</a>"


@pytest.mark.parametrize("status", ["queued", "sent"])
def test_mail_to_others_stays_when_the_person_was_copied(alice: ApiClient, org_id: UUID, ana: str, status: str) -> None:
    mail = {"type": "welcome", "data": {"name": "Ben", "action_url": "https://x.test/"}}
    mail |= {"to": ["Ben <ben@people.test>"], "cc": [f"Ana O'Neil <{ANA.title()}>", "Eva <eva@people.test>"]}
    answer = alice.post("/api/send-email", mail)
    assert answer.status == 202, answer.json
    with tenancy.tenant(org_id):
        EmailMessage.objects.filter(id=answer.json["message_id"]).update(status=status)
    assert alice.post(f"/api/contacts/{ana}/erase").status == 204
    jobs.run_pending()
    with tenancy.tenant(org_id):
        row = EmailMessage.objects.get(id=answer.json["message_id"])
        others = EmailMessage.objects.filter(batch_id=row.batch_id).exclude(id=row.id)
        told = dict(others.values_list("to_address", "status"))
    head = message_from_bytes(bytes(row.mime), policy=policy.SMTP)
    somebody = [] if status == "queued" else ["erased"]
    assert (row.status, row.to_address) == (status, "Ben <ben@people.test>")
    assert row.html
    assert row.cc == ["Eva <eva@people.test>", *somebody]
    assert str(head["cc"]) == ", ".join(row.cc)
    assert told == {"erased": "cancelled", "Eva <eva@people.test>": "queued"}

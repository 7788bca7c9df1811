"""Conversations and all that arrived, through the API."""

import base64
from collections.abc import Iterator

import pytest

from frontdesk.mail.inbound import automatic_reply_allowed
from frontdesk.mail.isolated import reader
from frontdesk.mail.isolated.reader import ReaderFailed
from frontdesk.mail.tests.arrivals import INBOX, RECEIVED, arrive, letter, quiet_dns, received, sent_to, told, verify
from frontdesk.orgs.models import Organization
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import jobs, tenancy

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PICTURES = (
    b"From: Lena <lena@client.test>\r\nTo: help@northgate.test\r\nSubject: Pictures\r\nMessage-ID: <p@client.test>\r\n"
    b"Content-Type: multipart/related; boundary=B\r\n\r\n--B\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    b'<p>See</p><img src="cid:one@x"><img src="https://tracker.test/p.gif" alt="a > b">'
    b'<table background="https://tracker.test/b.gif"><tr><td style="background:url(https://tracker.test/c.gif)">x</td>'
    b"</tr></table><script>alert(1)</script>\r\n--B\r\nContent-Type: image/png; name=one.png\r\n"
    b"Content-ID: <one@x>\r\nContent-Disposition: inline\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + base64.b64encode(PNG)
    + b"\r\n--B\r\nContent-Type: text/html; name=evil.html\r\nContent-ID: <two@x>\r\n"
    b"Content-Disposition: attachment; filename=evil.html\r\n\r\n<script>alert(1)</script>\r\n--B--\r\n"
)


@pytest.fixture(autouse=True)
def _dns() -> Iterator[None]:
    with quiet_dns():
        yield


def test_a_conversation_in_the_list_and_in_full(alice: ApiClient, bob: ApiClient, dave: ApiClient) -> None:
    first = arrive(letter(sender="Lena Ruiz <lena@client.test>", message_id="<1@client.test>", body="When?\n\n-- \nL."))
    ours = sent_to("lena@client.test", thread=first.thread, text="On Monday.", subject="Re: My visa")
    answer = letter(
        sender="Lena Ruiz <lena@client.test>",
        subject="Re: My visa",
        In_Reply_To=ours.message_id_header,
        body="Thanks!\r\n\r\nOn Mon, 23 Nov 2026, Northgate wrote:\r\n> On Monday.",
    )
    arrive(answer)
    (item,) = bob.get(INBOX).json["items"]
    assert (item["subject"], item["contact"]["full_name"], item["unread_count"], item["message_count"]) == (
        "My visa",
        "Lena Ruiz",
        2,
        2,
    )
    assert (item["snippet"], item["last_direction"], item["has_failure"]) == ("Thanks!", "in", False)
    assert item["reply_address"].startswith("help+t-")
    full = bob.get(f"{INBOX}/{item['id']}").json
    assert [each["direction"] for each in full["messages"]] == ["in", "out", "in"]
    assert [each.get("new_text") for each in full["messages"]] == ["When?", None, "Thanks!"]
    assert "On Monday." in full["messages"][2]["quoted_text"]
    assert dave.get(INBOX).json["items"] == []
    assert dave.get(f"{INBOX}/{item['id']}").status == 404
    assert [len(alice.get(f"{INBOX}?{query}").json["items"]) for query in ("q=ruiz", "q=thanks", "q=nothing")] == [
        1,
        1,
        0,
    ]


def test_read_archived_and_tagged(alice: ApiClient, dave: ApiClient) -> None:
    row = arrive(letter())
    path = f"{INBOX}/{row.thread_id}"
    changed = alice.patch(path, {"is_read": True, "tags": ["visa", "visa", "urgent"]}).json
    assert (changed["unread_count"], changed["tags"]) == (0, ["visa", "urgent"])
    assert alice.get(f"{RECEIVED}/{row.id}").json["is_read"] is True
    assert alice.patch(path, {"is_read": False}).json["unread_count"] == 1
    assert alice.patch(path, {"is_archived": True}).json["is_archived"] is True
    assert [len(alice.get(f"{INBOX}?{query}").json["items"]) for query in ("", "state=archived", "tag=visa")] == [
        0,
        1,
        0,
    ]
    arrive(letter(subject="Re: My visa", body="More"))
    assert len(alice.get(f"{INBOX}?tag=visa&unread=true").json["items"]) == 1
    assert dave.patch(path, {"is_read": True}).status == 404
    assert alice.patch(path, {"tags": ["x" * 81]}).status == 422
    assert alice.get(f"{INBOX}/tags").json == {"items": ["urgent", "visa"]}
    assert dave.get(f"{INBOX}/tags").json == {"items": []}
    assert told("mail.thread_updated")


def test_pages_of_conversations(alice: ApiClient) -> None:
    for number in range(3):
        arrive(letter(sender=f"c{number}@client.test", subject=f"Number {number}"))
    first = alice.get(f"{INBOX}?limit=2").json
    second = alice.get(f"{INBOX}?limit=2&cursor={first['next_cursor']}").json
    assert [each["subject"] for each in (*first["items"], *second["items"])] == ["Number 2", "Number 1", "Number 0"]


def test_pictures_are_held_back_and_its_own_are_shown(alice: ApiClient, nobody: ApiClient) -> None:
    row = arrive(PICTURES)
    shown = alice.get(f"{RECEIVED}/{row.id}").json
    assert shown["holds_images_back"] is True
    assert "tracker.test" not in shown["html"]
    assert "alert(1)" not in shown["html"]
    address = shown["html"].split('src="/m/i/')[1].split('"')[0]
    picture = nobody.get(f"/m/i/{address}")
    assert (picture.status, picture.content, picture.headers["Content-Type"]) == (200, PNG, "image/png")
    assert nobody.get(f"/m/i/{address}x").status == 404
    asked = alice.get(f"{RECEIVED}/{row.id}?images=true").json
    assert asked["html"].count("tracker.test") == 3
    (inline, file) = shown["attachments"]
    assert (inline["is_inline"], file["filename"], file["is_inline"]) == (True, "evil.html", False)
    download = alice.get(file["url"])
    assert download.headers["Content-Type"] == "application/octet-stream"
    assert download.headers["Content-Disposition"].startswith("attachment")
    assert alice.get(f"{RECEIVED}/{row.id}/attachments/9").status == 404
    assert alice.get(f"{RECEIVED}/{row.id}/source").content == PICTURES


def test_its_html_alone_is_shut_off_by_a_policy_of_its_own(alice: ApiClient, dave: ApiClient) -> None:
    path = f"{RECEIVED}/{arrive(PICTURES).id}/page"
    held, asked = alice.get(path), alice.get(f"{path}?images=true")
    for page in (held, asked):
        policy = page.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "sandbox" in policy
        assert "allow-s" not in policy
        assert (page.headers["X-Frame-Options"], page.headers["Referrer-Policy"]) == ("SAMEORIGIN", "no-referrer")
        assert b'<base target="_blank">' in page.content
        assert b"alert(1)" not in page.content
    assert b"tracker.test" not in held.content
    assert "https:" not in held.headers["Content-Security-Policy"]
    assert asked.content.count(b"tracker.test") == 3
    assert "https:" in asked.headers["Content-Security-Policy"]
    assert dave.get(path).status == 404


def test_an_attachment_that_is_no_picture_is_never_shown(alice: ApiClient, nobody: ApiClient) -> None:
    from frontdesk.mail.inbound import pictures

    row = arrive(PICTURES)
    assert nobody.get(pictures.address_of(row.id, row.organization_id, 1)).status == 404
    with tenancy.platform("tests"):
        harbour = Organization.objects.get(slug="harbour")
    assert nobody.get(pictures.address_of(row.id, harbour.id, 0)).status == 404


def test_what_cannot_be_read_is_kept_shown_and_run_again(
    alice: ApiClient, dave: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(raw: bytes, envelope_from: str | None) -> None:
        raise ReaderFailed("The parser failed: a fault of ours.", permanent=True)

    with monkeypatch.context() as patched:
        patched.setattr(reader, "read", crash)
        row = arrive(letter())
    assert (row.state, row.parse_error) == ("unparsable", "The parser failed: a fault of ours.")
    (item,) = alice.get(f"{RECEIVED}?state=unparsable").json["items"]
    assert item["subject"] == "My visa"
    assert told("mail.received") == []
    assert dave.post(f"{RECEIVED}/{row.id}/reprocess").status == 404
    assert alice.post(f"{RECEIVED}/{row.id}/reprocess").status == 202
    assert alice.post(f"{RECEIVED}/{row.id}/reprocess").status == 409
    jobs.run_pending()
    assert received(row.id).state == "parsed"
    assert len(alice.get(INBOX).json["items"]) == 1
    assert alice.post(f"{RECEIVED}/{row.id}/reprocess").status == 202
    jobs.run_pending()
    assert len(told("mail.received")) == 1
    assert alice.get(INBOX).json["items"][0]["message_count"] == 1


def test_a_mail_that_ends_its_reader_is_given_up_after_some_tries(
    alice: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from frontdesk.mail.inbound.reading_job import MAX_TRIES, read_received

    def crash(raw: bytes, envelope_from: str | None) -> None:
        raise ReaderFailed("It came to an end.", permanent=False)

    monkeypatch.setattr(reader, "read", crash)
    row = arrive(letter(), read=False)
    for _ in range(MAX_TRIES - 1):
        with pytest.raises(ReaderFailed):
            read_received(org_id=row.organization_id, received_id=row.id)
    read_received(org_id=row.organization_id, received_id=row.id)
    assert received(row.id).state == "unparsable"


def test_the_reader_is_bounded_in_time_and_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    assert reader.read(letter()).subject == "My visa"
    reader._children[0].process.kill()
    reader._children[0].process.wait()
    assert reader.read(letter()).subject == "My visa"
    monkeypatch.setattr(reader, "SECONDS", 0.0)
    with pytest.raises(ReaderFailed, match="more than"):
        reader.read(letter(body="x" * 20_000_000))
    monkeypatch.undo()
    assert reader.read(letter()).subject == "My visa"


def test_mail_to_a_colleague_is_not_for_other_agents(alice: ApiClient, bob: ApiClient) -> None:
    row = arrive(letter(to="alice@northgate.test"), "alice@northgate.test")
    assert bob.get(INBOX).json["items"] == bob.get(RECEIVED).json["items"] == []
    assert [bob.get(f"{base}").status for base in (f"{INBOX}/{row.thread_id}", f"{RECEIVED}/{row.id}")] == [404, 404]
    assert len(alice.get(INBOX).json["items"]) == 1


def test_who_may_see_it(alice: ApiClient, carol: ApiClient, nobody: ApiClient, root: ApiClient) -> None:
    arrive(letter())
    assert [who.get(INBOX).status for who in (carol, nobody)] == [403, 401]
    assert [who.get(RECEIVED).status for who in (carol, nobody)] == [403, 401]
    assert len(root.get(RECEIVED).json["items"]) == 1


def test_loops_and_floods_open_nothing(alice: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from frontdesk.mail.inbound import guards

    ours = sent_to("help@northgate.test", from_address="Northgate <desk@frontdesk.test>")
    back = arrive(letter(sender="desk@frontdesk.test", message_id=ours.message_id_header))
    verify("northgate.test", "northgate")
    marked = arrive(letter(sender="desk@northgate.test", X_Frontdesk_Type="welcome"))
    assert {each.state for each in (back, marked)} == {"dropped"}
    assert "our own mail" in back.dropped_reason
    monkeypatch.setattr(guards, "MAX_PER_HOUR", 2)
    rows = [arrive(letter(sender="loop@client.test", subject=f"Re: {n}")) for n in range(4)]
    assert [each.state for each in rows] == ["parsed", "parsed", "dropped", "dropped"]
    assert "loop@client.test" in rows[3].dropped_reason
    assert len(alice.get(f"{RECEIVED}?state=dropped").json["items"]) == 4


def test_mail_from_another_frontdesk_is_a_letter(alice: ApiClient) -> None:
    assert arrive(letter(sender="Firm <desk@otherfirm.test>", X_Frontdesk_Type="custom")).thread_id


def test_a_flood_in_somebodys_name_does_not_shut_them_out(alice: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from frontdesk.mail.inbound import guards

    monkeypatch.setattr(guards, "MAX_PER_HOUR", 2)
    forged = [arrive(letter(subject=f"Forged {n}")) for n in range(3)]
    assert [each.state for each in forged] == ["parsed", "parsed", "dropped"]
    passed = {"result": "pass", "detail": ""}
    proven = {"spf": passed, "dkim": passed, "dmarc": passed, "by": "provider", "is_aligned": True}
    own = [arrive(letter(subject=f"Mine {n}"), source="webhook", authentication=proven) for n in range(3)]
    assert [each.state for each in own] == ["parsed", "parsed", "dropped"]


@pytest.mark.parametrize(
    ("headers", "kind", "opens"),
    [
        ({"Auto_Submitted": "auto-replied"}, "auto_reply", False),
        ({"List_Id": "<help.northgate.test>"}, "list", True),
    ],
)
def test_no_machine_answers_machines_and_lists(
    alice: ApiClient, headers: dict[str, str], kind: str, opens: bool
) -> None:
    row = arrive(letter(**headers))
    assert (row.kind, row.thread_id is not None) == (kind, opens)
    assert len(alice.get(INBOX).json["items"]) == opens
    with tenancy.tenant(row.organization_id):
        assert not automatic_reply_allowed(row)


def test_to_whom_a_machine_may_answer(alice: ApiClient) -> None:
    verify("northgate.test", "northgate")
    answers = {}
    for sender in ("lena@client.test", "no-reply@client.test", "bob@northgate.test", "info@northgate.test"):
        row = arrive(letter(sender=sender))
        with tenancy.tenant(row.organization_id):
            answers[sender] = automatic_reply_allowed(row)
    assert answers == {
        "lena@client.test": True,
        "no-reply@client.test": False,
        "bob@northgate.test": False,
        "info@northgate.test": False,
    }

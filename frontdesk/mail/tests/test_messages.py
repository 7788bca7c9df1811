"""The mail viewer: what went out, as it was."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from frontdesk.mail.delivery import deliver_due
from frontdesk.mail.models import EmailMessage
from frontdesk.mail.tests.samples import MESSAGES, make_template, message, send
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

PDF = {"filename": "a b.pdf", "content_type": "application/pdf", "content_base64": "JVBERi0xLjQK"}


def addresses(client: ApiClient, query: str = "") -> list[str]:
    answer = client.get(f"{MESSAGES}?{query}")
    assert answer.status == 200, answer.content
    return [item["to_address"].partition("@")[0] for item in answer.json["items"]]


def test_a_mail_in_full(alice: ApiClient, bob: ApiClient) -> None:
    template = make_template(alice, activate=True)
    sent = send(alice, cc=["zoe@client.test"], attachments=[PDF], related={"ticket_id": 5})
    deliver_due()
    (item,) = [each for each in bob.get(MESSAGES).json["items"] if each["id"] == sent["message_id"]]
    assert (item["direction"], item["status"], item["type"], item["template_id"], item["has_attachments"]) == (
        "out",
        "sent",
        "welcome",
        template["id"],
        True,
    )
    path = f"{MESSAGES}/{item['id']}"
    shown = bob.get(path).json
    assert shown | item == shown
    assert "Hello Carol" in shown["html"]
    assert "Hello Carol" in shown["text"]
    assert (shown["cc"], shown["reply_to"], shown["template_version"]) == (
        ["zoe@client.test"],
        "help@northgate.test",
        1,
    )
    assert shown["related"] == {"ticket_id": 5}
    assert ["To", "carol@client.test"] in shown["headers"]
    assert [each["status"] for each in shown["events"]] == ["queued", "sent"]
    assert shown["attachments"] == [{"index": 0, "filename": "a b.pdf", "content_type": "application/pdf", "size": 9}]
    source = bob.get(f"{path}/source")
    assert source.content == bytes(message(item["id"]).mime)
    assert source.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert source.headers["X-Content-Type-Options"] == "nosniff"
    download = bob.get(f"{path}/attachments/0")
    assert (download.content, download.headers["Content-Type"]) == (b"%PDF-1.4\n", "application/octet-stream")
    assert download.headers["Content-Disposition"] == "attachment; filename*=UTF-8''a%20b.pdf"
    assert bob.get(f"{path}/attachments/1").status == 404


def test_links_into_accounts_are_not_for_colleagues(alice: ApiClient, bob: ApiClient) -> None:
    assert alice.post("/api/invitations", {"email": "zoe@northgate.test", "role": "admin"}).status == 201
    (item,) = bob.get(f"{MESSAGES}?type=invitation").json["items"]
    path = f"{MESSAGES}/{item['id']}"
    assert [bob.get(each).status for each in (path, f"{path}/source", f"{path}/attachments/0")] == [403, 403, 403]
    assert "/invitation?token=" in alice.get(path).json["text"]


def test_lists_are_filtered_searched_and_paged(alice: ApiClient) -> None:
    template = make_template(alice, subject="Special offer 50%", html_code="<p>x</p>")
    for name in ("ana", "ben", "cleo"):
        send(alice, to=f"{name}@client.test")
    send(alice, type=None, template_id=template["id"], to="dora@client.test")
    deliver_due()
    send(alice, to="emil@client.test")
    with tenancy.platform("tests"):  # one transaction has one time
        for age, name in enumerate(("emil", "dora", "cleo", "ben", "ana")):
            row = EmailMessage.objects.filter(to_address=f"{name}@client.test")
            row.update(created_at=timezone.now() - timedelta(minutes=age))
    assert addresses(alice) == ["emil", "dora", "cleo", "ben", "ana"]
    assert addresses(alice, "status=queued") == ["emil"]
    assert addresses(alice, f"template_id={template['id']}") == ["dora"]
    assert addresses(alice, "type=newsletter") == []
    assert addresses(alice, "q=CLEO@") == ["cleo"]
    assert addresses(alice, "q=offer 50%25") == ["dora"]
    assert addresses(alice, "q=%25") == ["dora"]
    assert addresses(alice, "q=northgate immigration") == ["emil", "dora", "cleo", "ben", "ana"]
    page = alice.get(f"{MESSAGES}?limit=3").json
    assert addresses(alice, f"limit=3&cursor={page['next_cursor']}") == ["ben", "ana"]


@pytest.mark.parametrize(
    "query", ["status=lost", "direction=up", "type=letter", "limit=1000", "cursor=x", "template_id=0"]
)
def test_bad_filters_are_refused(alice: ApiClient, query: str) -> None:
    assert alice.get(f"{MESSAGES}?{query}").status == 422


def test_organizations_see_their_own_alone(
    alice: ApiClient, dave: ApiClient, carol: ApiClient, root: ApiClient, nobody: ApiClient
) -> None:
    mine = send(alice, to="ana@client.test")["message_id"]
    theirs = send(dave, to="ben@client.test")["message_id"]
    assert (addresses(alice), addresses(dave)) == (["ana"], ["ben"])
    assert sorted(addresses(root)) == ["ana", "ben"]
    unknown = dave.get(f"{MESSAGES}/{uuid4()}").json
    for suffix in ("", "/source", "/attachments/0"):
        assert dave.get(f"{MESSAGES}/{mine}{suffix}").json == unknown
        assert [who.get(f"{MESSAGES}/{mine}{suffix}").status for who in (dave, carol, nobody)] == [404, 403, 401]
    assert [who.get(MESSAGES).status for who in (carol, nobody)] == [403, 401]
    assert alice.get(f"{MESSAGES}/{theirs}").status == 404
    assert alice.get(f"{MESSAGES}/nonsense").status == 404
    assert message(mine).status == "queued"


def test_a_deleted_template_leaves_its_mails(alice: ApiClient) -> None:
    template = make_template(alice, activate=True)
    sent = send(alice)
    assert alice.delete(f"/api/email-templates/{template['id']}").status == 204
    shown = alice.get(f"{MESSAGES}/{sent['message_id']}").json
    assert (shown["template_id"], shown["subject"]) == (None, "Welcome, Carol")
    deliver_due()
    assert message(sent["message_id"]).status == "sent"


def test_a_contacts_timeline_tells_of_their_mails(alice: ApiClient) -> None:
    (contact,) = alice.get("/api/contacts?q=carol").json["items"]
    sent = send(alice, to="Carol <carol@client.test>")
    send(alice, to="notcarol@client.test")
    entries = alice.get(f"/api/contacts/{contact['id']}/timeline").json["items"]
    mails = [(each["kind"], each["record_id"]) for each in entries if each["kind"].startswith("mail.")]
    assert mails == [("mail.queued", sent["message_id"])]

"""Mail about mail of ours: bounces, complaints, delays, automatic answers; forged ones change nothing."""

from collections.abc import Iterator

import pytest

from frontdesk.mail.models import EmailMessage, ReceivedMail
from frontdesk.mail.tests.arrivals import INBOX, RECEIVED, arrive, letter, quiet_dns, sent_to, verify
from frontdesk.mail.tests.samples import MESSAGES
from frontdesk.mail.tracking import tokens
from frontdesk.orgs.models import Contact, Suppression
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

DEAD = "dead@client.test"


@pytest.fixture(autouse=True)
def _dns() -> Iterator[None]:
    with quiet_dns():
        yield


def dsn(
    address: str = DEAD, *, message_id: str = "", status: str = "5.1.1", action: str = "failed", words: str = "unknown"
) -> bytes:
    returned = f"Message-ID: {message_id}\r\n" if message_id else ""
    return (
        "From: MAILER-DAEMON@mx.client.test\r\nTo: help@northgate.test\r\nSubject: Undelivered Mail\r\n"
        f"Message-ID: <{status}{action}{address}{message_id[1:9]}@mx.client.test>\r\nAuto-Submitted: auto-replied\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=B\r\n\r\n--B\r\n\r\n"
        "It could not be delivered.\r\n--B\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.client.test\r\n\r\n"
        f"Final-Recipient: rfc822; {address}\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: smtp; 550 {status} user {words}\r\n\r\n--B\r\nContent-Type: message/rfc822\r\n\r\n"
        f"From: desk@frontdesk.test\r\nTo: {address}\r\nSubject: Your papers\r\n{returned}\r\nHello\r\n--B--\r\n"
    ).encode()


def state(message: EmailMessage) -> tuple[str, str, str]:
    with tenancy.platform("tests"):
        message.refresh_from_db()
    return message.status, message.bounce_kind, message.bounce_reason


def suppressed() -> list[str | None]:
    with tenancy.platform("tests"):
        return list(Suppression.objects.values_list("email", flat=True))


def test_a_bounce_that_names_our_mail_and_its_recipient_counts(alice: ApiClient, dave: ApiClient) -> None:
    ours = sent_to(f"Dead <{DEAD}>")
    row = arrive(dsn(message_id=ours.message_id_header), sender="")
    assert (row.kind, row.thread_id, row.about_id) == ("bounce", None, ours.id)
    assert state(ours) == ("bounced", "hard", "userunknown")
    assert suppressed() == [DEAD]
    report = alice.get(f"{RECEIVED}/{row.id}").json["report"]
    assert (report["address"], report["is_hard"], report["is_proven"]) == (DEAD, True, True)
    assert alice.get(INBOX).json["items"] == []
    assert dave.get(f"{RECEIVED}?message_id={ours.id}").json["items"] == []
    arrive(b"Received: again\r\n" + dsn(message_id=ours.message_id_header), sender="")
    events = alice.get(f"{MESSAGES}/{ours.id}").json["events"]
    assert [each["status"] for each in events].count("bounced") == 1


def test_whom_a_mail_was_copied_to_cannot_declare_another_dead(alice: ApiClient) -> None:
    ours, copied = sent_to(DEAD), sent_to("opponent@court.test")
    with tenancy.platform("tests"):
        EmailMessage.objects.filter(id=copied.id).update(message_id_header=ours.message_id_header)
    arrive(dsn(message_id=ours.message_id_header), sender="")
    assert state(ours) == ("bounced", "soft", "userunknown")
    assert suppressed() == []


def test_the_agent_sees_in_the_conversation_that_it_did_not_arrive(alice: ApiClient, bob: ApiClient) -> None:
    first = arrive(letter(sender=DEAD))
    ours = sent_to(DEAD, thread=first.thread)
    arrive(dsn(message_id=ours.message_id_header), sender="")
    full = bob.get(f"{INBOX}/{first.thread_id}").json
    assert full["has_failure"] is True
    (sent,) = (each for each in full["messages"] if each["direction"] == "out")
    assert (sent["status"], sent["bounce_kind"], sent["bounce_reason"]) == ("bounced", "hard", "userunknown")
    assert sent["notices"][0]["report"]["reason"] == "userunknown"
    assert "550 5.1.1" in sent["notices"][0]["report"]["diagnostic"]


def test_the_return_path_names_the_mail_whatever_the_report_says(alice: ApiClient) -> None:
    verify("northgate.test", "northgate", return_path_host="bounce.northgate.test")
    ours = sent_to(DEAD)
    to = f"bounces+{tokens.sign_bounce(ours.id)}@bounce.northgate.test"
    row = arrive(dsn("forwarded@elsewhere.test", status="4.2.2", words="mailbox full"), to.upper(), sender="")
    assert (row.about_id, state(ours)[:2]) == (ours.id, ("bounced", "soft"))
    assert suppressed() == []


def test_forged_reports_are_shown_and_change_nothing(alice: ApiClient) -> None:
    ours = sent_to("lena@client.test")
    others = sent_to("dave@client.test", slug="harbour")
    forged = [
        dsn("lena@client.test"),  # names the address alone
        dsn("carol@client.test", message_id=ours.message_id_header),  # a mail of ours, to somebody else
        dsn("dave@client.test", message_id=others.message_id_header),  # another organization's
        dsn("lena@client.test", message_id="<made.up@frontdesk.test>"),
    ]
    rows = [arrive(raw, sender="") for raw in forged]
    assert [each.report["is_proven"] for each in rows] == [False] * 4
    assert (state(ours)[0], state(others)[0], suppressed()) == ("sent", "sent", [])
    for token in ("a" * 42, tokens.sign_bounce(ours.id)[:-1] + "x"):
        verify_once = f"bounces+{token}@bounce.northgate.test"
        arrive(dsn("lena@client.test"), "help@northgate.test", verify_once, sender="")
    assert state(ours)[0] == "sent"


def test_a_delay_is_no_failure(alice: ApiClient) -> None:
    ours = sent_to("lena@client.test")
    raw = dsn("lena@client.test", message_id=ours.message_id_header, status="4.4.1", action="delayed")
    row = arrive(raw, sender="")
    assert (row.kind, row.about_id, state(ours)[0], suppressed()) == ("delay", ours.id, "sent", [])


def test_a_complaint_keeps_newsletters_away(alice: ApiClient) -> None:
    ours = sent_to("lena@client.test")
    raw = (
        "From: feedback@isp.test\r\nTo: help@northgate.test\r\nSubject: complaint\r\nMessage-ID: <arf@isp.test>\r\n"
        "Content-Type: multipart/report; report-type=feedback-report; boundary=B\r\n\r\n--B\r\n\r\nAbuse.\r\n"
        "--B\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nUser-Agent: isp/1\r\n"
        "Version: 1\r\n"
        "Original-Rcpt-To: lena@client.test\r\n\r\n--B\r\nContent-Type: message/rfc822\r\n\r\n"
        f"From: desk@frontdesk.test\r\nTo: lena@client.test\r\nMessage-ID: {ours.message_id_header}\r\n\r\n"
        "Hi\r\n--B--\r\n"
    ).encode()
    row = arrive(raw, sender="")
    assert (row.kind, row.about_id, row.thread_id) == ("complaint", ours.id, None)
    assert state(ours)[0] == "complained"
    assert suppressed() == ["lena@client.test"]


def test_an_automatic_answer_is_kept_at_the_mail_it_answers(alice: ApiClient) -> None:
    first = arrive(letter(sender="lena@client.test"))
    ours = sent_to("lena@client.test", thread=first.thread)
    row = arrive(
        letter(
            sender="lena@client.test",
            subject="Out of office: Your papers",
            In_Reply_To=ours.message_id_header,
            Auto_Submitted="auto-replied",
        ),
        sender="",
    )
    assert (row.kind, row.about_id, row.thread_id, state(ours)[0]) == ("auto_reply", ours.id, None, "sent")
    messages = alice.get(f"{INBOX}/{first.thread_id}").json["messages"]
    assert [each["kind"] for each in messages[-1]["notices"]] == ["auto_reply"]


def test_a_bounce_to_the_deployments_address_finds_its_organization(alice: ApiClient, root: ApiClient) -> None:
    ours = sent_to(DEAD)
    row = arrive(dsn(message_id=ours.message_id_header), "desk@frontdesk.test", sender="")
    assert (row.organization_id, row.about_id) == (ours.organization_id, ours.id)
    assert state(ours)[0] == "bounced"
    lost = arrive(dsn("nobody@nowhere.test"), "desk@frontdesk.test", sender="")
    assert (lost.organization_id, lost.state) == (None, "parsed")
    assert len(root.get(RECEIVED).json["items"]) == 2
    with tenancy.platform("tests"):
        assert not Contact.objects.filter(email__startswith="mailer-daemon").exists()
        assert ReceivedMail.objects.filter(thread__isnull=False).count() == 0

"""Complaints by feedback reports and by the habits of large mail services."""

from frontdesk.mail import parsing
from frontdesk.mail.parsing import MailKind
from frontdesk.mail.tests import letters


def _report(fields: str, returned: str = letters.RETURNED) -> bytes:
    body = letters.multipart(
        "report",
        letters.part("This is an e-mail abuse report.\n"),
        letters.part(fields, "message/feedback-report"),
        letters.part(returned, "message/rfc822"),
    )
    return letters.letter(
        body,
        subject="FW: Your appointment",
        sender="feedback@bigmail.test",
        content_type='multipart/report; report-type=feedback-report; boundary="b"',
    )


def test_a_feedback_report_names_who_complained_about_what() -> None:
    raw = _report("Feedback-Type: abuse\nUser-Agent: x/1\nVersion: 1\nOriginal-Rcpt-To: <Eve@home.test>\n")
    verdict, complaint = parsing.classify(raw, "feedback@bigmail.test"), parsing.read_complaint(raw)
    assert (verdict.kind, verdict.is_automatic) == (MailKind.COMPLAINT, True)
    assert complaint is not None
    assert (complaint.feedback_type, complaint.recipient) == ("abuse", "eve@home.test")
    assert complaint.original_message_id == "<sent-1@desk.test>"
    assert complaint.returned_headers["x-frontdesk-message"] == "0192-token"
    assert parsing.read_bounce(raw) is None


def test_a_redacted_recipient_is_found_in_our_mail() -> None:
    complaint = parsing.read_complaint(_report("Feedback-Type: abuse\nOriginal-Rcpt-To: <redacted@bigmail.test>\n"))
    assert complaint is not None
    assert complaint.recipients == ["bob@office.test"]


def test_other_kinds_of_feedback_keep_their_type() -> None:
    for told, kind in (("not-spam", "not-spam"), ("auth-failure", "auth-failure"), ("made-up", "other")):
        complaint = parsing.read_complaint(_report(f"Feedback-Type: {told}\n"))
        assert complaint is not None
        assert complaint.feedback_type == kind


def test_a_service_that_only_returns_the_mail() -> None:
    returned = "X-HmXmrOriginalRecipient: eve@home.test\n" + letters.RETURNED
    body = letters.multipart("mixed", letters.part(returned, "message/rfc822"))
    raw = letters.letter(
        body,
        subject="complaint about message from 192.0.2.1",
        sender="staff@bigmail.test",
        content_type='multipart/mixed; boundary="b"',
    )
    complaint = parsing.read_complaint(raw)
    assert parsing.classify(raw, "staff@bigmail.test").kind is MailKind.COMPLAINT
    assert complaint is not None
    assert complaint.recipient == "eve@home.test"


def test_a_notice_of_amazon_in_json_is_a_complaint() -> None:
    detail = '{"complainedRecipients":[{"emailAddress":"eve@home.test"}]}'
    body = f'{{"notificationType":"Complaint","complaint":{detail},"mail":{{}}}}'
    raw = letters.letter(body, sender="no-reply@notices.test")
    complaint = parsing.read_complaint(raw)
    assert complaint is not None
    assert complaint.recipients == ["eve@home.test"]


def test_a_letter_that_complains_is_a_letter() -> None:
    raw = letters.letter("I want to complain about spam: abuse report attached.\n", subject="Complaint")
    assert parsing.classify(raw, "ana@home.test").kind is MailKind.MESSAGE
    assert parsing.read_complaint(raw) is None

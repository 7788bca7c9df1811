"""Notices as the mail systems of the world write them, made up by us in each one's manner."""

from dataclasses import dataclass

import pytest

from frontdesk.mail import parsing
from frontdesk.mail.parsing import MailKind
from frontdesk.mail.tests import letters

_BOB = "bob@office.test"


@dataclass(frozen=True)
class Case:
    name: str
    raw: bytes
    reason: str
    is_hard: bool = False
    address: str = _BOB
    kind: MailKind = MailKind.BOUNCE


_NULL_SENDER = ("Return-Path: <>",)
_DAEMON = "Mail Delivery System <MAILER-DAEMON@relay.test>"


def _plain(
    name: str,
    words: str,
    reason: str,
    is_hard: bool = False,
    *,
    marker: str = "--- Below this line is a copy of the message.\n",
    subject: str = "Undelivered Mail Returned to Sender",
    sender: str = _DAEMON,
    kind: MailKind = MailKind.BOUNCE,
) -> Case:
    """A notice in one text with our mail behind it."""
    raw = letters.notice(f"{words}\n{marker}\n{letters.RETURNED}", subject=subject, sender=sender)
    return Case(name, raw, reason, is_hard, kind=kind)


def _mixed(
    name: str,
    words: str,
    reason: str,
    is_hard: bool = False,
    *,
    subject: str = "Undelivered Mail Returned to Sender",
    sender: str = _DAEMON,
    headers: tuple[str, ...] = _NULL_SENDER,
) -> Case:
    """A notice with our mail as its second part."""
    body = letters.multipart("mixed", letters.part(words), letters.part(letters.RETURNED, "message/rfc822"))
    mixed = 'multipart/mixed; boundary="b"'
    raw = letters.notice(body, content_type=mixed, subject=subject, sender=sender, headers=headers)
    return Case(name, raw, reason, is_hard)


_CASES = [
    Case(
        "report: user unknown",
        letters.report(recipient=_BOB, status="5.1.1", diagnostic="smtp; 550 5.1.1 user unknown"),
        "userunknown",
        True,
    ),
    Case(
        "report: mailbox full for now",
        letters.report(recipient=_BOB, status="4.2.2", diagnostic="smtp; 452 4.2.2 Mailbox full", action="delayed"),
        "mailboxfull",
        kind=MailKind.DELAY,
    ),
    Case(
        "report: no answer yet",
        letters.report(recipient=_BOB, status="4.4.1", diagnostic="X-Postfix; connect: timed out", action="delayed"),
        "expired",
        kind=MailKind.DELAY,
    ),
    Case(
        "report: a vague status and no words but in the notice",
        letters.report(
            recipient=_BOB,
            status="5.0.0",
            diagnostic="",
            words="   ----- The following addresses had permanent fatal errors -----\n<bob@office.test>\n"
            "    (reason: 550 host unknown)\n",
        ),
        "hostunknown",
        True,
    ),
    Case(
        "report: an address made from ours on the way",
        letters.report(
            recipient="b.smith@inside.office.test", original=_BOB, status="5.2.2", diagnostic="smtp; 552 quota exceeded"
        ),
        "mailboxfull",
    ),
    Case(
        "report: headers alone came back",
        letters.report(
            recipient=_BOB,
            status="5.7.1",
            diagnostic="smtp; 554 5.7.1 message detected as spam",
            returned_type="text/rfc822-headers",
        ),
        "spamdetected",
    ),
    Case(
        "report: Microsoft's codes",
        letters.report(
            recipient=_BOB, status="5.7.509", diagnostic="smtp;550 5.7.509 Access denied, sending domain does not pass"
        ),
        "authfailure",
    ),
    Case(
        "report: a program on that server failed",
        letters.report(
            recipient=_BOB,
            status="4.5.0",
            diagnostic="X-Unix; 71",
            action="delayed",
            words="451 4.0.0 Something went wrong\nWarning: message still undelivered after 4 hours\n",
        ),
        "mailererror",
        kind=MailKind.DELAY,
    ),
    _plain(
        "what stands beside the address counts before what is said of all",
        "Hi!\n\nA message is delayed for more than 4 hours for this list of recipients:\n\n"
        "bob@office.test: Network error on all of their servers\n\nThe message is kept in the queue for 4 days.\n",
        "networkerror",
        subject="Delivery status notification: warning",
        kind=MailKind.DELAY,
    ),
    _plain(
        "a service that quotes what the other server said",
        "Delivery to the following recipient failed permanently:\n\n     bob@office.test\n\nDetails:\nWe tried, but it "
        "was rejected by the recipient domain. The error that the other server returned was: 550 5.7.1 Access denied.",
        "securityerror",
    ),
    _plain(
        "qmail",
        "Hi. This is the qmail-send program at relay.test.\nI'm afraid I wasn't able to deliver your message to the "
        "following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n"
        "<bob@office.test>:\n192.0.2.1 does not like it.\nRemote host said: 550 no such user\nGiving up on it.\n",
        "userunknown",
        True,
        subject="failure notice",
    ),
    _plain(
        "Exim",
        "This message was created automatically by mail delivery software.\n\nA message that you sent could not be "
        "delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n"
        "  bob@office.test\n    host mx.office.test [192.0.2.9]\n    SMTP error from remote mail server after RCPT TO:"
        "<bob@office.test>:\n    550 relay not permitted\n",
        "norelaying",
        marker="------ This is a copy of the message, including all the headers. ------\n",
        subject="Mail delivery failed: returning message to sender",
    ),
    _plain(
        "Exim, still trying",
        "This message was created automatically by mail delivery software.\nA message that you sent has not yet been "
        "delivered to one or more of its\nrecipients after more than 24 hours on the queue on relay.test.\n\n"
        "The address to which the message has not yet been delivered is:\n\n  bob@office.test\n\n"
        "No action is required on your part. Delivery attempts will continue for\nsome time.\n",
        "expired",
        subject="Warning: message 1abc delayed 24 hours",
        kind=MailKind.DELAY,
    ),
    _plain(
        "Postfix in words",
        "This is the mail system at host relay.test.\n\nI'm sorry to have to inform you that your message could not\n"
        "be delivered to one or more recipients.\n\n<bob@office.test>: host mx.office.test[192.0.2.9] said: 550 5.1.1\n"
        "    <bob@office.test>: Recipient address rejected: User unknown (in reply to RCPT TO\n    command)\n",
        "userunknown",
        True,
    ),
    _plain(
        "Sendmail",
        "The original message was received at Mon, 23 Nov 2026 08:00:00 GMT\nfrom desk.test [192.0.2.4]\n\n"
        "   ----- The following addresses had permanent fatal errors -----\n<bob@office.test>\n\n"
        "   ----- Transcript of session follows -----\n... while talking to mx.office.test.:\n"
        ">>> RCPT To:<bob@office.test>\n<<< 550 5.7.1 Client host blocked using a list of bad hosts\n",
        "blocked",
        marker="   ----- Original message follows -----\n",
        subject="Returned mail: see transcript for details",
    ),
    _plain(
        "Sendmail of old, the address only in our mail",
        "   ----- Transcript of session follows -----\n421 office.test (smtp)... Deferred: Connection timed out during "
        "user open with office.test\n",
        "expired",
        marker="   ----- Unsent message follows -----\n",
        subject="Returned mail: Cannot send message for 4 days",
    ),
    _mixed(
        "Exchange 5.5",
        "Your message\n\n  To:      Bob Smith\n  Subject: Your appointment\n  Sent:    Mon, 23 Nov 2026 08:00:00\n\n"
        "did not reach the following recipient(s):\n\nbob@office.test on Mon, 23 Nov 2026 08:00:01\n"
        "    The recipient name is not recognized\n    MSEXCH:IMS:OFFICE:MAIL 0 (000C05A6) Unknown Recipient\n",
        "userunknown",
        True,
        sender="System Administrator <postmaster@office.test>",
        subject="Undeliverable: Your appointment",
    ),
    _plain(
        "Exchange Online in German",
        "Ihre Nachricht an bob@office.test konnte nicht zugestellt werden.\n\nbob wurde nicht gefunden.\n"
        "\nDiagnoseinformationen für Administratoren:\n\nbob@office.test\nRemote Server returned '550 5.1.10 "
        "RESOLVER.ADR.RecipientNotFound; Recipient not found'\n",
        "userunknown",
        True,
        marker="Ursprüngliche Nachrichtenkopfzeilen:\n",
        subject="Unzustellbar: Ihr Termin",
        sender="Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@office.test>",
    ),
    _plain(
        "Gmail",
        "Delivery to the following recipient failed permanently:\n\n     bob@office.test\n\nTechnical details of "
        "permanent failure:\nGoogle tried to deliver your message, but it was rejected by the server. The error that "
        "the other server returned was:\n550 550 5.7.1 Message rejected due to local policy (state 17).\n",
        "policyviolation",
        marker="----- Original message -----\n",
        subject="Delivery Status Notification (Failure)",
    ),
    _plain(
        "Yahoo",
        "Sorry, we were unable to deliver your message to the following address.\n\n<bob@office.test>:\nRemote host "
        "said: 552 Message size exceeds the maximum permitted [BODY]\n",
        "mesgtoobig",
        subject="Failure Notice",
    ),
    _mixed(
        "Domino",
        "Your message\n\n  Subject: Your appointment\n\nwas not delivered to:\n\n  bob@office.test\n\nbecause:\n\n"
        "  User bob (bob@office.test) not listed in Domino Directory\n",
        "userunknown",
        True,
        sender="Postmaster@office.test",
        subject="DELIVERY FAILURE: User bob not listed in Domino Directory",
    ),
    _mixed(
        "MailMarshal",
        "Your message:\n   From:    support@desk.test\n   Subject: Your appointment\n\nCould not be delivered because "
        "of\n\n550 5.1.1 User unknown\n\nThe following recipients were affected:\n    bob@office.test\n",
        "userunknown",
        True,
        sender="postmaster@office.test",
        subject='Undeliverable Mail: "Your appointment"',
    ),
    _mixed(
        "Mimecast",
        "This is a delivery failure notification message indicating that\nan email you addressed to email address :\n"
        "-- bob@office.test\n\ncould not be delivered. The problem appears to be :\n-- Recipient server unavailable or "
        "busy\n\nAdditional information follows :\n-- 4.4.1 Connection timed out\n",
        "expired",
        subject="[Postmaster] Email Delivery Failure",
    ),
    _mixed(
        "a gateway with its own name",
        "****** Message from a Messaging Security Suite ******\n\nSent <<< RCPT TO:<bob@office.test>\n"
        "Received >>> 550 5.1.1 unknown user.\n\nUnable to deliver message to <bob@office.test>.\n",
        "userunknown",
        True,
        sender="imss@office.test",
        subject="Mail could not be delivered",
        headers=("Received: from office.test",),
    ),
    _plain(
        "a Japanese carrier",
        "<bob@office.test>\n\n次のあて先へのメッセージはエラーのため送信できませんでした。\n"
        "送信先メールアドレスが見つかりません。\n",
        "userunknown",
        True,
        subject="メール送信エラー",
        sender="Postmaster@keitai.test",
    ),
    _plain(
        "mail.ru",
        "Это письмо создано автоматически, отвечать на него не нужно.\n\nК сожалению, Ваше письмо не может быть "
        "доставлено одному или нескольким получателям:\n\n  bob@office.test\n    почтовый ящик переполнен\n",
        "mailboxfull",
        subject="Ваше сообщение не доставлено. Mail failure.",
        sender="mailer-daemon@corp.mail.test",
    ),
    _plain(
        "IMail",
        "Unknown user: bob@office.test\n",
        "userunknown",
        True,
        marker="Original message follows.\n",
        subject="Undeliverable Mail",
        sender="Postmaster <postmaster@office.test>",
    ),
    _plain(
        "a mobile carrier's gateway, as a reply",
        "Error: Invalid user address\n\nError message below:\n550 - Requested action not taken: no such user here\n\n"
        "Message details:\n  MAIL FROM: support@desk.test\n  RCPT TO: bob@office.test\n",
        "userunknown",
        True,
        subject="Re:Your appointment",
        sender="post_master@mobile.test",
    ),
    _plain(
        "a forwarder's address is ours",
        "This is the mail system.\n\n<b.smith@elsewhere.test> (expanded from <bob@office.test>): mailbox is full\n",
        "mailboxfull",
    ),
]


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.name)
def test_a_notice_tells_who_and_why(case: Case) -> None:
    parsed = parsing.parse(case.raw)
    verdict = parsing.classify(parsed, None)
    assert (verdict.kind, verdict.is_automatic) == (case.kind, True)
    bounce = parsing.read_bounce(parsed)
    assert bounce is not None
    assert bounce.kind is case.kind
    assert [(each.address, str(each.reason), each.is_hard) for each in bounce.recipients] == [
        (case.address, case.reason, case.is_hard)
    ]
    assert bounce.original_message_id == "<sent-1@desk.test>"
    assert bounce.returned_headers["x-frontdesk-message"] == "0192-token"


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("line_end", [b"\r\n", b"\r"], ids=["dos", "mac"])
def test_line_ends_change_nothing(case: Case, line_end: bytes) -> None:
    ours, other = parsing.read_bounce(case.raw), parsing.read_bounce(case.raw.replace(b"\n", line_end))
    assert ours is not None
    assert other is not None
    assert [each.address for each in other.recipients] == [each.address for each in ours.recipients]
    assert [each.reason for each in other.recipients] == [each.reason for each in ours.recipients]


def test_an_answer_from_a_machine_that_names_the_refused_command_is_a_notice() -> None:
    words = (
        "Error: no such address\n\nThe error:\n550 - Requested action not taken: no such user here\n\n"
        "Details:\n  Subject: Hello\n  MAIL FROM: news@desk.test\n  RCPT TO: bob@office.test\n"
    )
    raw = letters.notice(
        words, subject="Re: Hello", sender="post_master@office.test", headers=("In-Reply-To: <1@desk.test>",)
    )
    bounce = parsing.read_bounce(raw, "ana@home.test")
    assert bounce is not None
    assert [(each.address, str(each.reason)) for each in bounce.recipients] == [(_BOB, "userunknown")]


def test_a_link_on_a_line_of_its_own_is_no_field() -> None:
    diagnostic = "smtp; 550 5.1.0 <x@desk.test> sender rejected. See\n    https://help.test/codes for more. AUP#CXDNS"
    bounce = parsing.read_bounce(letters.report(recipient=_BOB, status="5.1.0", diagnostic=diagnostic))
    assert bounce is not None
    assert [(each.diagnostic[-9:], str(each.reason)) for each in bounce.recipients] == [("AUP#CXDNS", "requireptr")]


def test_fields_among_the_words_are_not_the_words() -> None:
    """They name RFC 822 as the kind of address: that tells of no rule that was broken."""
    words = (
        "   ----- The following addresses had permanent fatal errors -----\n<bob@office.test>\n"
        "554 <bob@office.test>... Service unavailable\n\nReporting-MTA: dns; office.test\n\n"
        "Final-Recipient: RFC822; <bob@office.test>\nAction: failed\nStatus: 5.5.0\n"
    )
    bounce = parsing.read_bounce(letters.notice(words, subject="Returned mail: Service unavailable"))
    assert bounce is not None
    assert [(each.address, str(each.reason)) for each in bounce.recipients] == [(_BOB, "systemerror")]


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("envelope", [None, "", "bob@office.test", "MAILER-DAEMON@relay.test"])
def test_the_envelope_decides_nothing(case: Case, envelope: str | None) -> None:
    for raw in (case.raw, b"From MAILER-DAEMON Mon Nov 23 09:00:00 2026\n" + case.raw):
        assert parsing.classify(raw, envelope).kind is case.kind


def test_our_own_address_is_no_recipient() -> None:
    words = "Your mail could not be delivered, they take no mail from news@desk.test:\n\tbob\n"
    bounce = parsing.read_bounce(letters.notice(words, subject="Mail Delivery Problem"))
    assert bounce is not None
    assert [each.address for each in bounce.recipients] == [""]


def test_a_plain_notice_that_quotes_a_letter_in_html_keeps_its_addresses() -> None:
    letter = "To: <bob@office.test>\nFrom: <bob@office.test>\nMessage-Id: <1@desk.test>\n\n<html><p>Hi</html>\n"
    words = "I was not able to deliver to:\n\n<bob@office.test>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
    raw = letters.notice(f"{words}--- Below this line is a copy of the message.\n\n{letter}")
    bounce = parsing.read_bounce(raw)
    assert bounce is not None
    assert [(each.address, str(each.reason), each.is_hard) for each in bounce.recipients] == [
        ("bob@office.test", "userunknown", True)
    ]


def test_a_notice_that_names_nobody_tells_the_reason() -> None:
    bounce = parsing.read_bounce(letters.notice("Your mail could not be delivered: the mailbox is full.\n"))
    assert bounce is not None
    assert [(each.address, str(each.reason)) for each in bounce.recipients] == [("", "mailboxfull")]


def test_several_recipients_have_each_their_reason() -> None:
    words = (
        "Sorry, I was unable to deliver to the following addresses.\n\n<bob@office.test>:\n550 user unknown\n\n"
        "<eve@home.test>:\n552 mailbox full\n"
    )
    bounce = parsing.read_bounce(letters.notice(words + "\n--- Original message follows.\n\n" + letters.RETURNED))
    assert bounce is not None
    assert {each.address: str(each.reason) for each in bounce.recipients} == {
        "bob@office.test": "userunknown",
        "eve@home.test": "mailboxfull",
    }


def test_each_line_of_a_transcript_tells_of_its_own_recipient() -> None:
    words = (
        "   ----- Transcript of session follows -----\n"
        "554 <bob@office.test>... Remote protocol error: Connection reset by peer\n"
        "550 home.test (smtp)... 550 Host unknown\n"
        "554 <eve@home.test>... 550 Host unknown (Authoritative answer from name server)\n"
        ">>> RCPT To:<kim@shop.test>\n<<< 550 No such user here.\n550 <kim@shop.test>... User unknown\n\n"
        "   ----- Unsent message follows -----\n"
    )
    bounce = parsing.read_bounce(letters.notice(words + letters.RETURNED))
    assert bounce is not None
    assert {each.address: str(each.reason) for each in bounce.recipients} == {
        "bob@office.test": "blocked",
        "eve@home.test": "hostunknown",
        "kim@shop.test": "userunknown",
    }


def test_a_domain_that_takes_no_mail_at_all_is_dead() -> None:
    words = (
        "The following address(es) failed:\n\n  bob@office.test\n    an MX or SRV record indicated no SMTP service\n"
    )
    bounce = parsing.read_bounce(letters.notice(words))
    assert bounce is not None
    assert [(each.reason, each.is_hard) for each in bounce.recipients] == [("notaccept", True)]


def test_a_report_without_empty_lines_between_recipients_is_read() -> None:
    fields = (
        "Reporting-MTA: dns; relay.test\n\nFinal-Recipient: rfc822; bob@office.test\nAction: failed\nStatus: 5.1.1\n"
        "Final-Recipient: rfc822; eve@home.test\nAction: failed\nStatus: 5.2.2\n"
    )
    body = letters.multipart("report", letters.part("x"), letters.part(fields, "message/delivery-status"))
    raw = letters.notice(body, content_type='multipart/report; report-type=delivery-status; boundary="b"')
    bounce = parsing.read_bounce(raw)
    assert bounce is not None
    assert [(each.address, each.status) for each in bounce.recipients] == [
        ("bob@office.test", "5.1.1"),
        ("eve@home.test", "5.2.2"),
    ]


def test_a_report_wrapped_by_a_gateway_is_opened() -> None:
    inner = letters.report(recipient=_BOB, status="5.1.1", diagnostic="smtp; 550 unknown").decode()
    body = f"--outer\nContent-Type: text/plain\n\n\n--outer\nContent-Type: message/rfc822\n\n{inner}\n--outer--\n"
    raw = letters.notice(body, content_type='multipart/mixed; boundary="outer"', subject="Returned mail")
    bounce = parsing.read_bounce(raw)
    assert bounce is not None
    assert [each.address for each in bounce.recipients] == [_BOB]


def test_a_notice_of_amazon_in_json_is_read() -> None:
    body = (
        '{"notificationType":"Bounce","bounce":{"bounceType":"Permanent","bouncedRecipients":[{"emailAddress":'
        '"bob@office.test","action":"failed","status":"5.1.1","diagnosticCode":"smtp; 550 user unknown"}]},'
        '"mail":{"headers":[{"name":"Message-ID","value":"<sent-1@desk.test>"}]}}\n\n--\nTo stop these, follow a link.'
    )
    raw = letters.letter(body, sender="no-reply@notices.test", subject="Notification")
    verdict, bounce = parsing.classify(raw, "x@notices.test"), parsing.read_bounce(raw)
    assert verdict.kind is MailKind.BOUNCE
    assert bounce is not None
    assert [(each.address, each.is_hard) for each in bounce.recipients] == [(_BOB, True)]
    assert bounce.original_message_id == "<sent-1@desk.test>"


def test_a_notice_in_json_may_have_line_breaks_in_its_words() -> None:
    body = (
        '{"notificationType":"Bounce","bounce":{"bouncedRecipients":[{"emailAddress":"bob@office.test","status":"5.1.1",'
        '"diagnosticCode":"smtp; 550 user\nunknown"}]},"mail":{"headers":[]}}'
    )
    bounce = parsing.read_bounce(letters.letter(body, sender="no-reply@notices.test", subject="Notification"))
    assert bounce is not None
    assert [(each.address, each.reason) for each in bounce.recipients] == [(_BOB, "userunknown")]


def test_the_category_of_the_sending_server_counts() -> None:
    fields = (
        "Reporting-MTA: dns; relay.test\n\nFinal-Recipient: rfc822; bob@office.test\nAction: failed\nStatus: 5.0.0\n"
        "Diagnostic-Code: smtp; 550 no\nX-PowerMTA-BounceCategory: spam-related\n"
    )
    body = letters.multipart("report", letters.part("x"), letters.part(fields, "message/delivery-status"))
    bounce = parsing.read_bounce(
        letters.notice(body, content_type='multipart/report; report-type=delivery-status; boundary="b"')
    )
    assert bounce is not None
    assert [each.reason for each in bounce.recipients] == ["spamdetected"]


def test_a_notice_may_have_no_sender_at_all() -> None:
    raw = letters.notice(
        f"Your mail could not be delivered.\n\n<{_BOB}>: 550 5.1.1 User unknown\n\n{letters.RETURNED}",
        subject="Delivery failure",
    )
    without = b"\n".join(line for line in raw.splitlines() if not line.lower().startswith((b"from:", b"return-path:")))
    assert parsing.classify(without, None).kind is MailKind.BOUNCE

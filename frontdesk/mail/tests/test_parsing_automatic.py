"""A person's letter is never taken for a machine's, and nothing of a machine for a person's."""

import pytest

from frontdesk.mail import parsing
from frontdesk.mail.parsing import MailKind
from frontdesk.mail.tests import letters

_VACATION_SUBJECTS = (
    "Automatic reply: Your appointment",
    "Auto: Re: Your appointment",
    "Out of Office: Your appointment",
    "Out of office AutoReply: Your appointment",
    "[Auto-Reply] Your appointment",
    "Vacation response: hello",
    "Abwesenheitsnotiz: Ihr Termin",
    "Automatische Antwort: Ihr Termin",
    "Réponse automatique : Votre rendez-vous",
    "Absence du bureau : Votre rendez-vous",
    "Respuesta automática: Su cita",
    "Risposta automatica: Appuntamento",
    "Fuori sede: Appuntamento",
    "Resposta automática: Marcação",
    "Automatisch antwoord: Afspraak",
    "Odpowiedź automatyczna: Spotkanie",
    "Autosvar: Möte",
    "Automatiskt svar: Möte",
    "Automatisk svar: Aftale",
    "Automaattinen vastaus: Tapaaminen",
    "Автоматический ответ: Встреча",
    "Автоматична відповідь: Зустріч",
    "Otomatik yanıt: Randevu",
    "自动回复: 预约",
    "自動返信: ご予約",
    "자동 회신: 예약",
    "رد تلقائي: الموعد",
    "Réponse d'absence : Votre rendez-vous",
    "【自動返信】ご予約",
    "Ārpus biroja: Tikšanās",
    "Automatinis atsakymas: Susitikimas",
)
# Subject and first words of what answers a mail of ours.
_NOTES = (
    ("Re: Your appointment [AutoReply]", "We have got it."),
    ("Re: Your appointment (Out of office)", "I am on holiday until Monday."),
    ("Re: Your appointment", "This is an automated message. It was received."),
    ("Re: Ihr Termin", "Dies ist eine automatisch erzeugte Antwort."),
    ("Re: Su cita", "Este es un mensaje automático."),
    ("Re: ご予約", "このメールは自動で送信されています。"),
    ("Ana is out of the office.", "I will be out of the office until Monday."),
    ("Ich bin im Urlaub", "Ich bin bis Montag nicht im Büro."),
    ("RE: Your appointment", "This account is protected by Gate. Click here: http://gate.test/1"),
)
_PEOPLE = (
    ("Re: Your appointment", "I am away from my desk, but yes, go on."),
    ("Ana is out of the office.", "I am out of the office, too. Who has the key?"),
    ("Re: Your appointment (out of office)", "Is that meant for me?"),
    ("Fwd: Ana is out of the office.", "I will be out of the office until Monday."),
    ("Your notice", "This is an automated message that I got from you."),
    ("Urlaub im Mai", "Wir sind im Urlaub und möchten ein Zimmer."),
    ("Login", "My account is protected by a code, and I cannot follow http://desk.test/1"),
    ("Help - automatic reply", "It works now."),
)


@pytest.mark.parametrize("raw", letters.of_people())
def test_a_letter_that_talks_of_bounces_is_a_letter(raw: bytes) -> None:
    verdict = parsing.classify(raw, "ana@home.test")
    assert (verdict.kind, verdict.is_automatic) == (MailKind.MESSAGE, False), verdict.why
    assert parsing.read_bounce(raw, "ana@home.test") is None
    assert parsing.read_complaint(raw) is None


def test_there_are_enough_letters() -> None:
    assert len(letters.of_people()) > 100


@pytest.mark.parametrize("subject", _VACATION_SUBJECTS)
def test_an_absence_note_is_told_by_its_subject(subject: str) -> None:
    verdict = parsing.classify(letters.letter("I am away.", subject=subject), "ana@home.test")
    assert (verdict.kind, verdict.is_automatic) == (MailKind.AUTO_REPLY, True)


@pytest.mark.parametrize(("subject", "words"), _NOTES)
def test_a_note_says_itself_that_nobody_wrote_it(subject: str, words: str) -> None:
    raw = letters.letter(words, subject=subject, headers=("In-Reply-To: <1@desk.test>",))
    assert parsing.classify(raw, "ana@home.test").kind is MailKind.AUTO_REPLY


@pytest.mark.parametrize(("subject", "words"), _PEOPLE)
def test_people_write_of_absences_and_machines(subject: str, words: str) -> None:
    assert parsing.classify(letters.letter(words, subject=subject), "ana@home.test").kind is MailKind.MESSAGE


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; type=reminder",
        "X-Autoreply: yes",
        "X-Autorespond: x",
        "X-Auto-Response-Suppress: All",
        "X-Auto-Response-Suppress: DR, OOF, AutoReply",
        "Precedence: auto_reply",
        "Precedence: junk",
        "Return-Path: <>",
    ],
)
def test_headers_tell_of_automatic_mail(header: str) -> None:
    verdict = parsing.classify(letters.letter(headers=(header,)), None)
    assert (verdict.kind, verdict.is_automatic) == (MailKind.AUTO_REPLY, True)
    assert verdict.why


@pytest.mark.parametrize("header", ["Auto-Submitted: no", "X-Autoreply: no", "Precedence: normal", "X-Priority: 1"])
def test_headers_that_say_nothing_leave_a_letter_one(header: str) -> None:
    assert parsing.classify(letters.letter(headers=(header,)), "ana@home.test").kind is MailKind.MESSAGE


@pytest.mark.parametrize(
    "sender", ["no-reply@shop.test", "noreply@shop.test", "do-not-reply@shop.test", "postmaster@home.test"]
)
def test_senders_that_take_no_answer_are_automatic(sender: str) -> None:
    assert parsing.classify(letters.letter(sender=sender), "x@home.test").is_automatic


def test_a_form_that_names_whom_to_answer_is_a_letter() -> None:
    raw = letters.letter(sender="no-reply@website.test", headers=("Reply-To: ana@home.test",))
    assert parsing.classify(raw, "bounces+1@website.test").kind is MailKind.MESSAGE


def test_a_machine_that_names_another_machine_is_automatic() -> None:
    raw = letters.letter(sender="no-reply@carrier.test", headers=("Reply-To: no-reply@app.carrier.test",))
    assert parsing.classify(raw, "x@carrier.test").is_automatic


@pytest.mark.parametrize("header", ["X-MS-Embedded-Report:", "X-Failed-Recipients: bob@office.test"])
def test_headers_of_servers_make_words_a_notice(header: str) -> None:
    raw = letters.letter("bob@office.test: user unknown\n", subject="Undeliverable: Visa", headers=(header,))
    assert parsing.classify(raw, "admin@office.test").kind is MailKind.BOUNCE


def test_the_null_sender_is_automatic_and_an_unknown_one_is_not() -> None:
    assert parsing.classify(letters.letter(), "").is_automatic
    assert parsing.classify(letters.letter(), "<>").is_automatic
    assert not parsing.classify(letters.letter(), None).is_automatic


@pytest.mark.parametrize(
    ("body", "headers", "is_automatic"),
    [
        ("I am out of the office until Monday.\n", (), True),
        ("Please see the list.\n", ("In-Reply-To: <sent-1@desk.test>",), True),
        ("Can somebody take my shift?\n", (), False),
    ],
)
def test_a_bare_out_of_office_needs_a_second_sign(body: str, headers: tuple[str, ...], is_automatic: bool) -> None:
    raw = letters.letter(body, subject="Out of office", headers=headers)
    assert parsing.classify(raw, "ana@home.test").is_automatic is is_automatic


@pytest.mark.parametrize(
    "header",
    ["List-Id: <club.lists.test>", "List-Post: <mailto:club@lists.test>", "Precedence: bulk", "Precedence: list"],
)
def test_mail_of_lists_is_told_apart(header: str) -> None:
    verdict = parsing.classify(letters.letter(headers=(header,)), "club-bounces@lists.test")
    assert (verdict.kind, verdict.is_automatic) == (MailKind.LIST, False)


def test_a_read_receipt_is_a_receipt() -> None:
    body = letters.multipart(
        "report",
        letters.part("Your message was read.\n"),
        letters.part(
            "Final-Recipient: rfc822; ana@home.test\nOriginal-Message-ID: <sent-1@desk.test>\n"
            "Disposition: manual-action/MDN-sent-manually; displayed\n",
            "message/disposition-notification",
        ),
    )
    raw = letters.letter(
        body,
        subject="Read: Your appointment",
        content_type='multipart/report; report-type=disposition-notification; boundary="b"',
    )
    verdict = parsing.classify(raw, "ana@home.test")
    assert (verdict.kind, verdict.is_automatic) == (MailKind.RECEIPT, True)


def test_a_report_of_success_is_a_receipt() -> None:
    raw = letters.report(recipient="bob@office.test", status="2.0.0", diagnostic="smtp; 250 Ok", action="delivered")
    assert parsing.classify(raw, "").kind is MailKind.RECEIPT
    bounce = parsing.read_bounce(raw, "")
    assert bounce is not None
    assert [(each.reason, each.is_hard) for each in bounce.recipients] == [(parsing.Reason.DELIVERED, False)]


def test_words_are_not_read_in_no_reply_mail_about_parcels() -> None:
    raw = letters.letter(
        "Your parcel could not be delivered to bob@office.test today.\n",
        subject="Delivery failed",
        sender="no-reply@parcels.test",
    )
    assert parsing.read_bounce(raw, "x@parcels.test") is None

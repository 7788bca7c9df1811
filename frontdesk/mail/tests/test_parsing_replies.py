"""What is new in a reply, in the manners of mail programs and of languages."""

import pytest

from frontdesk.mail.parsing import replies

_INTRODUCTIONS = (
    "On Tue, 3 Nov 2026 at 10:00, Ana Ruiz <ana@home.test> wrote:",
    "On Tue, 3 Nov 2026 at 10:00, Ana Ruiz\n<ana@home.test> wrote:",
    "> On 3 Nov 2026, at 10:00, Ana Ruiz <ana@home.test> wrote:",
    "El mar, 3 nov 2026 a las 10:00, Ana Ruiz (<ana@home.test>) escribió:",
    "Le mar. 3 nov. 2026 à 10:00, Ana Ruiz <ana@home.test> a écrit :",
    "Am 03.11.2026 um 10:00 schrieb Ana Ruiz:",
    "Am Di., 3. Nov. 2026 um 10:00 Uhr schrieb Ana Ruiz <ana@home.test>:",
    "Il giorno mar 3 nov 2026 alle ore 10:00 Ana Ruiz <ana@home.test> ha scritto:",
    "Em ter., 3 de nov. de 2026 às 10:00, Ana Ruiz <ana@home.test> escreveu:",
    "Op di 3 nov. 2026 om 10:00 schreef Ana Ruiz <ana@home.test>:",
    "W dniu 03.11.2026 o 10:00, Ana Ruiz pisze:",
    "Den tis 3 nov. 2026 kl 10:00 skrev Ana Ruiz <ana@home.test>:",
    "ti 3. marrask. 2026 klo 10.00 Ana Ruiz (ana@home.test) kirjoitti:",
    "вт, 3 нояб. 2026 г. в 10:00, Ana Ruiz <ana@home.test>:",
    "3 ноября 2026 г., 10:00, Ana Ruiz пишет:",
    "Ana Ruiz <ana@home.test>, 3 Kas 2026 Sal, 10:00 tarihinde şunu yazdı:",
    "Ana Ruiz <ana@home.test> 于2026年11月3日周二 10:00写道：",
    "2026年11月3日(火) 10:00 Ana Ruiz <ana@home.test>:",
    "2026년 11월 3일 (화) 오전 10:00, Ana Ruiz <ana@home.test>님이 작성:",
    "-----Original Message-----",
    "-------- Mensaje original --------",
    "-----Ursprüngliche Nachricht-----",
    "---------- Forwarded message ---------",
    "Begin forwarded message:",
    "From: Ana Ruiz <ana@home.test>\nSent: Tuesday, 3 November 2026 10:00\nTo: Desk\nSubject: Re: Visa\n",
    "De: Ana Ruiz <ana@home.test>\nEnviado: martes, 3 de noviembre de 2026\nPara: Desk\nAsunto: RE: Visa\n",
    "Von: Ana Ruiz <ana@home.test>\nGesendet: Dienstag, 3. November 2026 10:00\nAn: Desk\nBetreff: AW: Visa\n",
    "*From:* Ana Ruiz <ana@home.test>\n*Date:* Tuesday\n*To:* Desk\n*Subject:* Visa\n",
    "________________________________\nFrom: Ana <ana@home.test>\nSent: Tuesday\nTo: Desk\nSubject: Visa\n",
)


@pytest.mark.parametrize("introduction", _INTRODUCTIONS)
@pytest.mark.parametrize("quoted", ["> old words\n> more", "old words\nmore"], ids=["marked", "bare"])
def test_what_stands_above_a_quote_is_new(introduction: str, quoted: str) -> None:
    reply = replies.split(f"Thanks, that works.\n\n{introduction}\n{quoted}\n")
    if introduction.startswith(">") and not quoted.startswith(">"):  # then it is an answer below
        assert reply.new_text == "Thanks, that works.\n\nold words\nmore"
        return
    assert reply.new_text == "Thanks, that works."
    assert "old words" in reply.quoted_text


def test_answers_below_and_between_stay() -> None:
    below = replies.split("On 3 Nov 2026, Ana <a@home.test> wrote:\n> old\n> words\n\nMy answer.\n")
    assert below.new_text == "My answer."
    between = replies.split("> When?\nAt ten.\n> Where?\nHere.\n-- \nBob\n")
    assert (between.new_text, between.signature) == ("At ten.\nHere.", "Bob")
    assert between.quoted_text == "> When?\n> Where?"


@pytest.mark.parametrize(
    "text",
    [
        "Here is what she wrote:\nshe is happy.",
        "From: my house to the office it is long.\nTo: get there I drive.",
        "The list:\n| a | b |\n| c | d |",
        "I sent it from my desk.\nBest regards\nAna",
        "Time: 10:00\nPlace: here\nDate: tomorrow",
        "Sent: yesterday. I called 2 times at 10:30:\nnobody was there.",
    ],
)
def test_nothing_is_cut_from_a_letter_without_quotes(text: str) -> None:
    assert replies.split(text).new_text == text


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my iPhone",
        "Enviado desde mi iPhone",
        "Envoyé de mon iPhone",
        "Von meinem iPhone gesendet",
        "Inviato da iPhone",
        "Enviado do meu iPhone",
        "Verstuurd vanaf mijn iPhone",
        "Skickat från min iPhone",
        "Отправлено с iPhone",
        "iPhoneから送信",
        "发自我的iPhone",
        "나의 iPhone에서 보냄",
        "Sent from Outlook for Android",
        "Get Outlook for iOS<https://aka.ms/x>",
        "Sent from Yahoo Mail on Android",
        "Enviado desde mi Samsung Galaxy",
    ],
)
def test_lines_of_devices_are_signatures(line: str) -> None:
    reply = replies.split(f"Yes, please.\n\n{line}\n")
    assert (reply.new_text, reply.signature) == ("Yes, please.", line)


def test_a_signature_is_short() -> None:
    assert replies.split("Hello\n\n-- \nAna\nSome Street 1").signature == "Ana\nSome Street 1"
    long = "My list\n--\n" + "\n".join(f"entry {number}" for number in range(60))
    assert replies.split(long).new_text == long


@pytest.mark.parametrize("text", ["> only\n> quotes", "--\nAna", "On 3 Nov 2026, Ana <a@home.test> wrote:\n> x"])
def test_nothing_new_falls_back_to_all(text: str) -> None:
    assert replies.split(text).new_text == text


@pytest.mark.parametrize(
    ("html", "new", "signature"),
    [
        (
            '<div>Thanks</div><div class="gmail_quote"><div class="gmail_attr">On Tue Ana wrote:</div>'
            '<blockquote class="gmail_quote">old</blockquote></div>',
            "Thanks",
            "",
        ),
        (
            '<div class="gmail_quote"><div class="gmail_attr">On Tue Ana wrote:</div><blockquote class="gmail_quote">'
            'When?</blockquote><div>At ten</div><blockquote class="gmail_quote">Where?</blockquote><div>Here</div>',
            "At ten\nHere",
            "",
        ),
        (
            '<p>Fine</p><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> A</div><div>old</div>',
            "Fine",
            "",
        ),
        (
            '<p>Fine</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3pt"><p>From: A</p></div>'
            "</div><p>old</p>",
            "Fine",
            "",
        ),
        ("<div>Yes<br></div><div>Sent from my iPhone</div><blockquote type=cite>old</blockquote>", "Yes", "iPhone"),
        (
            '<div>Ok</div><div class="moz-cite-prefix">On 3/11 A wrote:</div><blockquote type="cite">old</blockquote>'
            '<div class="moz-signature">-- <br>Bob</div>',
            "Ok",
            "Bob",
        ),
        ('<div>Ok</div><div class="yahoo_quoted" id="yahoo_quoted_1">old</div>', "Ok", ""),
        ('<div>Ok</div><div class="protonmail_quote">old</div>', "Ok", ""),
        ('<div>Hi there</div><div class="gmail_signature">Ana Ruiz</div>', "Hi there", "Ana Ruiz"),
    ],
)
def test_html_is_cut_by_its_structure(html: str, new: str, signature: str) -> None:
    reply = replies.split("the text part", html)
    assert reply.new_text == new
    assert signature in reply.signature
    assert "old" not in reply.new_text


def test_html_without_marks_leaves_it_to_the_text() -> None:
    assert replies.split("Words\n\nOn 3 Nov 2026, A <a@b.test> wrote:\n> old", "<p>Words</p>").new_text == "Words"
    own = "<p>See:</p><blockquote>my own citing</blockquote>"
    assert replies.split("See:\n\nmy own citing", own).new_text == "See:\n\nmy own citing"

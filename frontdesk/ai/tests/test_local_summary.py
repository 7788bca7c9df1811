"""Summaries by choosing sentences."""

import time

import pytest

from frontdesk.ai.local.summary import summarize

ARTICLE = """The council has approved a new cycling route through the centre of Bristol. The route, which is expected \
to cost £2.4 million, will link Temple Meads station with the harbourside. Work will begin in June and should be \
finished by the end of next year. Some shop owners fear that the loss of parking spaces will hurt their trade. Others \
expect more visitors. A survey of 1,200 residents showed that two thirds support the plan. The council promised to \
review the effect on local businesses after twelve months. It also rained on Monday. Dr. Smith lives at 3.5 km. \
Cyclists have been asking for the route for more than ten years."""
MAIL = """Dear Ms Patel,

I hope this email finds you well. We have reviewed the visa application of the Rodriguez family, and the Home Office
asks for six months of bank statements. Please upload them by 10 March, otherwise the application will be refused.

Many thanks,
Tom Baker
Senior Adviser | +44 20 7946 0000

On Mon, 2 Mar 2026 at 10:00, A. Patel <patel@client.test> wrote:
> Can you tell me which documents are missing from our application?
"""
THREAD = """Alice: Hello, my order 4411 arrived broken on Monday and I need a replacement before the weekend.
Agent: Thank you for your message.
Agent: I am sorry to hear that. I have ordered a replacement, which will arrive on Friday.
Alice: Thank you!
Alice: Also I was charged twice for the delivery, please refund one of the charges.
Agent: The second charge of £4.99 has been refunded to your card.
Agent: Thank you for your message.
Alice: Perfect, thanks."""


@pytest.mark.parametrize("text", [ARTICLE, MAIL, THREAD])
@pytest.mark.parametrize("count", [1, 2, 4])
def test_as_many_sentences_as_asked_in_order_and_word_for_word(text: str, count: int) -> None:
    made = summarize(text, sentences=count)
    assert 1 <= len(made.sentences) <= count
    assert [each.start for each in made.sentences] == sorted({each.start for each in made.sentences})
    assert all(text[each.start : each.end] == each.text for each in made.sentences)
    assert made.text == " ".join(" ".join(each.text.split()) for each in made.sentences)


@pytest.mark.parametrize("words", [15, 40, 80])
def test_no_more_words_than_asked(words: int) -> None:
    assert 0 < len(summarize(ARTICLE, words=words).text.split()) <= words


def test_says_what_the_text_is_about() -> None:
    made = summarize(ARTICLE, sentences=2).text
    assert "cycling route" in made
    assert "rained" not in made
    assert "Dr. Smith" not in made


def test_leaves_greeting_signature_and_quotes_of_a_mail_out() -> None:
    made = summarize(MAIL, sentences=10).text
    assert "bank statements" in made
    assert "10 March" in made
    for noise in ("Patel", "hope", "thanks", "Tom", "Senior", "+44", "wrote", "missing"):
        assert noise not in made


def test_a_conversation_keeps_problem_and_answer_and_drops_small_talk() -> None:
    made = summarize(THREAD, sentences=4)
    assert "order 4411" in made.text
    assert "replacement" in made.text
    assert "Thank you" not in made.text
    assert {each.speaker for each in made.sentences} == {"Alice", "Agent"}


def test_what_is_said_twice_is_told_once() -> None:
    text = "The server in Leeds is down. We restart it at noon. The server in Leeds is down. Clients know."
    assert summarize(text, sentences=4).text.count("Leeds") == 1


@pytest.mark.parametrize(
    "text", ["", "  \n\n ", "Hi!", "Thanks.\n\nBest regards,\nBob", "> only a quote\n> of somebody"]
)
def test_nothing_to_tell(text: str) -> None:
    made = summarize(text)
    assert (made.text, made.sentences) == ("", [])


def test_spanish() -> None:
    text = (
        "Hola Ana:\n\nHemos recibido su solicitud de visado. Faltan los extractos bancarios de seis meses, y sin ellos "
        "la solicitud será rechazada. La oficina cierra a las dos.\n\nUn saludo,\nLuis"
    )
    made = summarize(text, sentences=1)
    assert "extractos bancarios" in made.text


def test_an_hour_of_talk_takes_seconds() -> None:
    turns = (
        f"Speaker{n % 4}: In point {n} we looked at case {n * 7} and the budget of {n * 13} pounds for client {n}. "
        f"The team in office {n % 9} wants to finish it, because the deadline number {n} is near."
        for n in range(1200)
    )
    text = "\n".join(turns)
    assert len(text.split()) > 30_000
    started = time.process_time()
    assert len(summarize(text, sentences=10).sentences) == 10
    assert time.process_time() - started < 30

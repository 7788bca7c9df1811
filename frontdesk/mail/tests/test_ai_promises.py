"""What must survive a rewriting: told of whole templates, and of single texts, whatever wrote them."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from frontdesk.mail import gallery
from frontdesk.mail.rendering import TemplateSource
from frontdesk.mail.tests.ai_samples import LETTER, TEMPLATE
from frontdesk.mail.writing import promises, putting_back, segments
from frontdesk.mail.writing.fragments import Fragments, Path

SOURCE = TemplateSource(
    str(TEMPLATE["subject"]), LETTER, str(TEMPLATE["preheader"]), text_code="See https://northgate.test/a, {{ name }}",
    source_format="mjml",
)  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("{{ name }}", "Lena", "placeholder"),
        ("{{ name }}", "{{ name }}{{ name }}", "placeholder"),
        ("{% if content != blank %}", "{% if content == blank %}", "placeholder"),
        ('href="https://northgate.test/book', 'href="https://elsewhere.test/book', "structure"),
        ('src="https://img', 'src="https://evil', "structure"),
        ("<b>news</b>", "news", "structure"),
        ("<b>news</b>", '<b>news</b><img src="https://evil.example/b.gif">', "structure"),
        ('<a href="{{ unsubscribe_url }}">Unsubscribe here</a>', "Unsubscribe here", "placeholder"),
        ("Unsubscribe here", "Stay with us", "footer"),
        ("{{ organization.postal_address }}<br />", "Dublin<br />", "placeholder"),
    ],
)
def test_what_is_broken_is_found(old: str, new: str, code: str) -> None:
    assert old in LETTER
    broken = promises.find_broken(SOURCE, replace(SOURCE, html_code=LETTER.replace(old, new, 1)))
    assert code in {each.code for each in broken}


@pytest.mark.parametrize(
    "change",
    [
        lambda source: replace(source, subject="Your visit, {{ name }}"),
        lambda source: replace(source, html_code=source.html_code.replace("Book a time", "Choose a day")),
        lambda source: replace(source, html_code=source.html_code.replace('alt="Our office"', 'alt="The door"')),
        lambda source: replace(source, html_code=source.html_code.replace("Dear {{ name }},", "Hello, {{ name }}:")),
    ],
)
def test_words_may_change(change: Callable[[TemplateSource], TemplateSource]) -> None:
    assert promises.find_broken(SOURCE, change(SOURCE)) == []


def test_new_addresses_in_lines_and_text_are_found() -> None:
    for after in (
        replace(SOURCE, subject=f"{SOURCE.subject} evil.example"),
        replace(SOURCE, preheader=f"{SOURCE.preheader} evil.example"),
        replace(SOURCE, text_code=f"{SOURCE.text_code} evil.example"),
    ):
        assert [each.code for each in promises.find_broken(SOURCE, after)] == ["address"]


def test_every_design_comes_back_as_it_was() -> None:
    for starter in gallery.list_starters("es"):
        source = TemplateSource(starter.subject, starter.html_code, starter.preheader, source_format="mjml")
        found = segments.find_segments(source)
        assert found
        assert putting_back.put_back(source, found, {each.number: each.text for each in found}) == source
        for each in found:
            assert promises.check_segment(each, each.text, max_length=9_999, keeps_numbers=True) is None


def test_a_link_among_words_keeps_its_own_title() -> None:
    source = TemplateSource("", '<p>Read <a href="/a" title="All of it">on</a> now</p><img alt="A house">')
    found = segments.find_segments(source)
    words = {each.number: each.text.replace("Read", "Lea ahora mismo").replace("All of it", "Todo") for each in found}
    made = putting_back.put_back(source, found, words).html_code
    assert made == '<p>Lea ahora mismo <a href="/a" title="Todo">on</a> now</p><img alt="A house">'


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Dear ⟦1⟧, your visit costs €45. Call us.", "placeholder"),
        ("Dear ⟦1⟧⟦1⟧, your visit costs €45. Call ⟦2⟧+353 1 555 0100⟦3⟧.", "placeholder"),
        ("Dear ⟦1⟧, your visit costs €45. Call ⟦3⟧+353 1 555 0100⟦2⟧.", "tag"),
        ("Dear ⟦1⟧, your visit costs €45. Call +353 1 555 0100 ⟦2⟧⟦3⟧.", "link"),
        ("Dear ⟦1⟧, your visit costs €54. Call ⟦2⟧+353 1 555 0100⟦3⟧.", "amount"),
        ("Dear ⟦1⟧, your visit costs €45. Call ⟦2⟧+353 1 555 0199⟦3⟧.", "phone"),
        ("Dear ⟦1⟧, your visit is free. Call ⟦2⟧+353 1 555 0100⟦3⟧.", "number_lost"),
        ("Dear ⟦1⟧ ⟦, your visit costs €45. Call ⟦2⟧+353 1 555 0100⟦3⟧.", "placeholder"),
        ("", "placeholder"),
    ],
)
def test_what_a_text_has_lost_is_named(written: str, code: str) -> None:
    segment = next(each for each in segments.find_segments(SOURCE) if each.text.startswith("Dear"))
    broken = promises.check_segment(segment, written, max_length=500, keeps_numbers=True)
    assert broken
    assert (broken.code, broken.segment) == (code, segment.number)


def test_json_is_read_while_it_is_written() -> None:
    pieces = ['{"subject": "Hel', "lo \\u00e9\\ud83d", '\\ude00 \\"you\\""', ', "sections": [{"text": ["a\\n', 'b"]}]}']
    reader = Fragments()
    read: dict[Path, str] = {}
    for piece in pieces:
        for path, text in reader.feed(piece):
            read[path] = read.get(path, "") + text
    assert read == {("subject",): 'Hello é😀 "you"', ("sections", 0, "text", 0): "a\nb"}


@pytest.mark.parametrize("junk", ['}}]]{"a"":[,"\\ud800\\x"', "[[[", "no JSON", '{"a": "\\u12', ""])
def test_what_is_no_json_breaks_nothing(junk: str) -> None:
    assert all(path and text for path, text in Fragments().feed(junk + '{"b": "read"}') if text != "read")

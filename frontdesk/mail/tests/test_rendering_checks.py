"""What an author is told, and where."""

from __future__ import annotations

import pytest

from frontdesk.mail.rendering import Known, Problem, TemplateSource, check

KNOWN = Known(frozenset({"name", "order.items", "unsubscribe_url", "url"}), frozenset({"order.items"}))


def problems(code: str, source_format: str = "html", category: str = "transactional") -> list[Problem]:
    source = TemplateSource(
        "Your documents",
        code,
        preheader="What we still need from you, and by when.",
        source_format=source_format,  # type: ignore[arg-type]  # literal by parameter
    )
    return check(source, KNOWN, category=category)


def first(code: str, source_format: str = "html") -> tuple[str, str, int, int]:
    found = problems(code, source_format)[0]
    return found.level, found.code, found.line, found.column


def test_a_good_template_has_none() -> None:
    assert problems('<p>{{ name }}<img src="https://client.test/a.png" alt="A"></p>') == []


def test_unknown_placeholders_have_their_place_and_locals_are_known() -> None:
    code = (
        "<p>{% assign a = name %}{{ a }}{% capture c %}x{% endcapture %}{{ c }}\n"
        "{% for i in order.items %}{{ i.price }}{{ forloop.index }}{% endfor %}\n"
        "  {{ nmae }} {{ order.items.size }}</p>"
    )
    found = problems(code)
    assert [(each.code, each.line, each.column) for each in found] == [("unknown_placeholder", 3, 6)]
    assert "nmae" in found[0].message


def test_unknown_placeholders_are_found_in_every_field() -> None:
    source = TemplateSource("About {{ a }}", "<p>{{ b }}</p>", preheader="{{ c }}", text_code="{{ d }}")
    assert [each.field for each in check(source, KNOWN)] == ["subject", "preheader", "html_code", "text_code"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("<p>\n{{ name | }}</p>", ("liquid_syntax", 2)),
        ("<p>\n\n{% if name %}x</p>", ("liquid_syntax", 3)),
        ("<p>{{ name | shout }}</p>", ("unknown_filter", 1)),
        ("<p>\n{% blink %}</p>", ("unknown_tag", 2)),
        ("<p>{{ name</p>", ("liquid_syntax", 1)),
    ],
)
def test_liquid_errors_have_their_place(code: str, expected: tuple[str, int]) -> None:
    found = [each for each in problems(code) if each.level == "error"]
    assert found
    assert (found[0].code, found[0].line) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("<p>\n  <script>x</script>y</p>", ("error", "forbidden_tag", 2, 3)),
        ('<p>\n<a href="https://a.test" onclick="x()">y</a></p>', ("error", "event_handler", 2, 26)),
        ('<a href="javascript:x()">y</a>', ("error", "unsafe_link", 1, 4)),
        ('<a href="java&#115;cript:x()">y</a>', ("error", "unsafe_link", 1, 4)),
        ('<img src="https://a.test/x.png">', ("warning", "missing_alt", 1, 1)),
        ('<a href="www.client.test">y</a>', ("error", "broken_link", 1, 4)),
        ("<style>@import 'x';</style>y", ("warning", "unsupported_css", 1, 8)),
        ('<p>x</p><a href="', ("error", "html_syntax", 1, 9)),
    ],
)
def test_html_problems_have_their_place(code: str, expected: tuple[str, str, int, int]) -> None:
    assert first(code) == expected


def framed(code: str) -> str:
    return f"<mjml><mj-body>\n<mj-section><mj-column>\n{code}\n</mj-column></mj-section></mj-body></mjml>"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (framed("<mj-blink>x</mj-blink>"), ("mjml_tag", 3)),
        (framed('<mj-text colour="red">x</mj-text>'), ("mjml_attribute", 3)),
        (framed("<mj-text>x</mj-txt>"), ("mjml_syntax", 3)),
        (framed("<mj-text color>x</mj-text>"), ("mjml_syntax", 3)),
        (framed("stray words"), ("mjml_syntax", 2)),
        (framed('<mj-image src="https://a.test/x.png" alt="x" width="{{ name }}px" />'), ("mjml_layout_value", 3)),
        (framed('<mj-include path="/etc/passwd" />'), ("mjml_tag", 3)),
        ("<p>not MJML</p>", ("mjml_syntax", 1)),
        ("", ("mjml_syntax", 1)),
        ("<mjml><mj-body>", ("mjml_syntax", 1)),
    ],
)
def test_mjml_problems_have_their_place(code: str, expected: tuple[str, int]) -> None:
    found = [each for each in problems(code, "mjml") if each.level == "error"]
    assert (found[0].code, found[0].line) == expected


def test_marketing_needs_unsubscribe() -> None:
    assert [each.code for each in problems("<p>x</p>", category="marketing")] == ["missing_unsubscribe"]
    assert problems('<a href="{{ unsubscribe_url }}">x</a>', category="marketing") == []


def test_what_gmail_cuts_off_is_a_warning() -> None:
    assert [each.code for each in problems("<p>" + "word " * 25_000 + "</p>")] == ["too_long_for_gmail"]


def test_a_huge_template_is_an_error_at_once() -> None:
    found = problems("x" * 2_000_000)
    assert [(each.level, each.code) for each in found] == [("error", "too_large")]


def test_addresses_made_of_values_are_not_judged_before_they_are_known() -> None:
    assert problems('<a href="{{ url }}">x</a><a href="https://client.test/{{ name }}">y</a>') == []

"""Hostile templates and hostile data."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.mail.rendering import Limits, RenderError, TemplateSource, check, css, plain_text, render
from frontdesk.mail.rendering.compiling import compile_source


def body(code: str, **data: object) -> str:
    return render(TemplateSource("s", code), data, strict=True).html.split("<body", 1)[1]


HOSTILE = [
    "<script>alert(1)</script>",
    "<p onclick='alert(1)'>x</p>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' java\nscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<img src='data:image/svg+xml,<svg onload=alert(1)>' alt='x'>",
    "<iframe src='https://evil.test'></iframe>",
    "<form action='https://evil.test'><input name='p'></form>",
    "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'/></svg>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<style>@import 'https://evil.test/x.css';</style><p>x</p>",
    "<style>p { background: url(javascript:alert(1)) }</style><p>x</p>",
    "<style>p { width: expression(alert(1)); behavior: url(x.htc); -moz-binding: url(x) }</style><p>x</p>",
    "<style>p { width: ex\\70 ression(alert(1)); } @im\\port 'https://evil.test';</style><p>x</p>",
    "<style>.javascript\\:a { width: .ex\\pression\\:x expression(alert(1)); background: url(data\\:x{) }</style>x",
    "<style>p { width: exp/**/ression(alert(1)) }</style><p>x</p>",
    "<p style='background:url(\"data:image/png;base64,AA\")'>x</p>",
    "<p style='background:u\\rl(http://evil.test)'>x</p>",
    "<!--[if mso]><script>alert(1)</script><![endif]--><p>x</p>",
    "<!--[if mso]><a href='javascript:alert(1)'>x</a><![endif]--><p>x</p>",
    "<!--[if mso]><img src=x onerror='alert(1)'><![endif]--><p>x</p>",
    "<!-- secret note --><p>x</p>",
    '<img alt=\'<!--\'> <!-- --> " onerror="alert(1)" x="',
    "<meta http-equiv='refresh' content='0;url=https://evil.test'>",
    "<base href='https://evil.test/'><a href='x'>x</a>",
    "<link rel='stylesheet' href='https://evil.test/x.css'><p>x</p>",
    "<object data='x'></object><embed src='x'>",
    "<style>p{color:red}</style ><script>alert(1)</script>",
    "<title></title><script>alert(1)</script>",
    "<noscript><p title='</noscript><script>alert(1)</script>'></noscript>",
    "<body style='background:url(http://evil.test)' onload='alert(1)'><p>x</p></body>",
    "{% capture a %}<b title='x onmouseover=alert(1) '>{% endcapture %}<p title='{{ a }}'>x</p>",
    "{{ '<script>alert(1)</script>' }}",
    "<p {{ 'onclick=alert(1)' }}>x</p>",
    "<{{ 'script' }}>alert(1)</{{ 'script' }}>",
    "{% assign s = 'script' %}<a href='java{{ s }}:alert(1)'>x</a>",
]


class Finder(HTMLParser):
    """Reads the output as a mail reader would and collects what could run or load."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]


FORBIDDEN = {"script", "iframe", "form", "input", "svg", "math", "object", "embed", "base", "link", "textarea"}


def found_in(document: str) -> Finder:
    finder = Finder()
    finder.feed(document)
    return finder


def assert_harmless(document: str) -> None:
    found = found_in(document)
    assert not FORBIDDEN & set(found.tags), found.tags
    for tag, name, value in found.attributes:
        assert not name.startswith("on"), (tag, name)
        if name in ("href", "src"):
            assert re.match(r"(?:https?|mailto|tel|cid):|#", value), value
    lowered = document.lower()
    for word in ("javascript:", "expression(", "@import", "-moz-binding", "behavior:", "refresh"):
        assert word not in re.sub(r"&lt;.*?&gt;", "", lowered), word
    assert not re.search(r"(?:url\(|@import|src=|href=)[^;>]*evil\.test", lowered)
    for address in re.findall(r"url\(([^)]*)\)", document):
        assert address.startswith("https://")


@pytest.mark.parametrize("code", HOSTILE)
def test_hostile_html_is_made_harmless(code: str) -> None:
    assert_harmless(render(TemplateSource("s", code), {}, strict=False).html)


@pytest.mark.parametrize("code", HOSTILE)
def test_hostile_html_inside_mjml_is_made_harmless(code: str) -> None:
    framed = (
        f"<mjml><mj-body><mj-section><mj-column><mj-text>{code}</mj-text></mj-column></mj-section></mj-body></mjml>"
    )
    try:
        mail = render(TemplateSource("s", framed, source_format="mjml"), {}, strict=False)
    except RenderError:
        return
    assert_harmless(mail.html)


def test_ordinary_comments_go_and_conditional_ones_stay() -> None:
    out = body(
        "<!-- note --><!--[if mso]><table width='600'><tr><td><![endif]--><p>x</p>"
        "<!--[if !mso]><!--><i>y</i><!--<![endif]-->"
    )
    assert "note" not in out
    assert "<!--[if mso]><table width='600'><tr><td><![endif]-->" in out
    assert "<!--[if !mso]><!--><i>y</i><!--<![endif]-->" in out


HTML_TEMPLATE = TemplateSource(
    "{{ v }}",
    '<style>.a { color: {{ v }} }</style><p class="a" style="color: {{ v }}" title="{{ v }}">{{ v }}</p>'
    '<a href="{{ v }}">go</a><a href="https://client.test/?q={{ v }}">q</a><img src="{{ v }}" alt="{{ v }}">'
    '<!--[if mso]><table bgcolor="{{ v }}"><tr><td>{{ v }}</td></tr></table><![endif]-->'
    "{% capture c %}<i>{{ v }}</i>{% endcapture %}{{ c }}{{ v | newline_to_br }}",
)
_MJML = (
    '<mjml><mj-head><mj-style>.a {{ color: {{{{ v }}}} }}</mj-style></mj-head><mj-body background-color="{{{{ v }}}}">'
    '{}<mj-section background-url="{{{{ v }}}}" background-color="{{{{ v }}}}">{}<mj-column>'
    '<mj-text css-class="a" color="{{{{ v }}}}">{{{{ v }}}}</mj-text><mj-image src="{{{{ v }}}}" alt="{{{{ v }}}}"/>'
    '<mj-divider border-color="{{{{ v }}}}"/><mj-button href="{{{{ v }}}}">{{{{ v | upcase }}}}</mj-button></mj-column>'
    "{}</mj-section></mj-body></mjml>"
)
MJML_AHEAD = TemplateSource("{{ v }}", _MJML.format("", "", ""), source_format="mjml")
MJML_LIQUID_FIRST = TemplateSource(
    "{{ v }}", _MJML.format("", "{% if v != nil %}", "{% endif %}"), source_format="mjml"
)
EVERY_ORDER = [HTML_TEMPLATE, MJML_AHEAD, MJML_LIQUID_FIRST]

_nasty = st.sampled_from(
    [
        "<script>",
        "</style>",
        "-->",
        "--!>",
        "<!--",
        '"',
        "'",
        ">",
        " onerror=alert(1) ",
        "javascript:",
        "data:text/html,",
        "url(https://evil.test)",
        "}",
        ";",
        "{{ v }}",
        "{% raw %}",
        "\r\n",
        "\u2028",
        "&lt;",
        "&quot;",
        "\\",
        "]]>",
        "<![endif]-->",
        "`",
        "fd",
        "1z",
    ]
)
values = st.lists(st.one_of(_nasty, st.text(max_size=6)), max_size=8).map("".join)


def shape(document: str) -> tuple[list[str], set[tuple[str, str]]]:
    found = found_in(document)
    return found.tags, {(tag, name) for tag, name, _ in found.attributes}


@pytest.mark.parametrize("source", EVERY_ORDER, ids=["html", "mjml-ahead", "mjml-liquid-first"])
@settings(max_examples=60, deadline=None)
@given(value=values)
def test_no_value_makes_a_tag_an_attribute_or_a_scheme(source: TemplateSource, value: str) -> None:
    calm_tags, calm_attributes = shape(render(source, {"v": "https://calm.test/"}, strict=True).html)
    mail = render(source, {"v": value}, strict=True)
    tags, attributes = shape(mail.html)
    assert [tag for tag in tags if tag != "br"] == [tag for tag in calm_tags if tag != "br"]
    assert attributes <= calm_attributes | {("br", "")}
    for tag, name, found in found_in(mail.html).attributes:
        if name in ("href", "src"):
            assert re.match(r"(?:https?|mailto|tel|cid):|#", found), (tag, found)
        if name == "style":
            assert "evil.test" not in found
    style = mail.html.split("<style>")[-1].split("</style>")[0]
    assert "evil.test" not in style
    assert len(mail.subject.splitlines()) <= 1
    assert mail.html.count("</body>") == 1


def test_the_templates_above_take_the_order_they_are_named_for() -> None:
    assert compile_source(HTML_TEMPLATE, Limits()).parts
    assert compile_source(MJML_AHEAD, Limits()).parts
    assert compile_source(MJML_LIQUID_FIRST, Limits()).parts is None


# Limits


def refused(code: str, limits: Limits | None = None, **data: object) -> str:
    with pytest.raises(RenderError) as error:
        render(TemplateSource("s", code), data, strict=True, limits=limits or Limits())
    return error.value.problems[0].code


def test_five_megabytes_are_refused_with_the_size() -> None:
    with pytest.raises(RenderError, match=r"5,120 kB; the limit is 1 MB"):
        render(TemplateSource("s", "x" * 5 * 1024 * 1024), {}, strict=True)


def test_loops_are_bounded() -> None:
    assert refused("{% for a in (1..200) %}{% for b in (1..200) %}x{% endfor %}{% endfor %}") == "liquid_limit"


def test_time_is_bounded_even_where_nothing_is_written() -> None:
    ticks = iter(range(10**9))
    with pytest.raises(RenderError, match="longer than 2 seconds"):
        render(
            TemplateSource("s", "{% for a in (1..9000) %}{% if 1 == 1 %}{% endif %}{% endfor %}"),
            {},
            strict=True,
            clock=lambda: next(ticks) / 10,
        )


def test_output_is_bounded() -> None:
    code = "{% for a in (1..9000) %}" + "x" * 1000 + "{% endfor %}"
    assert refused(code) == "liquid_limit"


@pytest.mark.parametrize(
    "code",
    [
        "{% assign a = 'xxxxxxxxxx' %}" + "{% assign a = a | append: a %}" * 24 + "{{ a }}",
        "{{ 'xxxxxxxxxx'" + " | replace: 'x', 'xxxxxxxxxx'" * 8 + " }}",
        "{{ (1..100000000) | join: 'x' }}",
        "{% assign n = 99 %}" + "{% assign n = n | times: n %}" * 24 + "{{ n }}",
    ],
)
def test_filters_cannot_escape_the_limits(code: str) -> None:
    assert refused(code) == "liquid_limit"


def test_nesting_is_bounded() -> None:
    assert refused("{% if a %}" * 200 + "x" + "{% endif %}" * 200) == "liquid_limit"


@pytest.mark.parametrize(
    "code",
    [
        "{{ a }}" * 50_000,
        "<p " + " ".join(f"a{number}=1" for number in range(50_000)) + ">x</p>",
        "<style>" + "* * * p { color: red }" * 4_000 + "</style>" + "<p>x</p>" * 10_000,
        "<p>x</p>" * 50_000,
    ],
)
def test_what_would_take_the_parsers_minutes_is_refused(code: str) -> None:
    assert refused(code, a=1) == "too_complex"


@pytest.mark.parametrize("code", ['<a "', "<!--", "{{", "{% raw %}", "{% doc %}", "<style>", "{% if"])
def test_what_never_ends_does_not_take_quadratic_time(code: str) -> None:
    started = time.process_time()
    check(TemplateSource("s", code * (500_000 // len(code))))
    assert time.process_time() - started < 5


@pytest.mark.parametrize("code", ["a+", "x ~ a ", ":first ", ":not(a)", "a + b:first-child "])
def test_selectors_that_never_end_do_not_take_quadratic_time(code: str) -> None:
    styles = code * (500_000 // len(code))
    started = time.process_time()
    body("{% if a %}x{% endif %}<style>p { color: red }" + styles + "</style><p>x</p>", a=1)
    assert time.process_time() - started < 5


def test_text_of_unsafe_addresses_that_never_end_does_not_take_quadratic_time() -> None:
    started = time.process_time()
    assert plain_text.without_unsafe_addresses("Go <javascript:alert(1)> on") == "Go on"
    plain_text.without_unsafe_addresses("<javascript:" * 40_000)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "code",
    [
        "<div>" * 20_000,
        "".join(f"<div><b id='{number}'></div>" for number in range(5_000)),
        "{% for i in (1..9000) %}<div>{% endfor %}",
        "{% capture d %}<div>{% endcapture %}<p {% if 1 %}{% endif %}>{% for i in (1..9000) %}{{ d }}{% endfor %}",
        "<mjml>" + "<mj-wrapper>" * 5_000,
    ],
)
def test_deep_markup_is_refused_before_it_ends_the_process(code: str) -> None:
    source = TemplateSource("s", code, source_format="mjml" if code.startswith("<mjml") else "html")
    with pytest.raises(RenderError) as error:
        render(source, {}, strict=False)
    assert error.value.problems[0].code in ("nested_too_deeply", "mjml_syntax")


def test_class_names_with_signs_stay_what_they_are() -> None:
    sheet = r"@media (max-width:600px){.sm\:w-full,.w-1\/2:hover,.p-\[10px\]{width:100%!important}}"
    assert css.clean_sheet(sheet) == sheet
    code = rf"<style>.w-1\/2{{width:50%}}{sheet}</style><p class='w-1/2 sm:w-full'>x</p>"
    mail = render(TemplateSource("s", code), {}, strict=True).html
    assert sheet in mail
    assert 'style="width: 50%;"' in mail


@pytest.mark.parametrize(
    ("sheet", "cleaned"),
    [
        # Only in the names of classes, and there only signs that spell nothing.
        (r".a{background:url(javascript\:alert(1))}", ".a{background:none)}"),
        (r".a{background:u\rl(.b\:c{)}", ".a{background:none}"),
        (r".ex\pression\(x){}", ". x){}"),
        (r".url\(x){}", ".none{}"),
        (r".x\:y<\/style>{}", r".x\:y /style>{}"),
        (r".a\/*{}b{c:url(x)}*/d{}", ".a d{}"),
        # What stands for a sign meanwhile can be written by nobody.
        ("p{background:url(https\ufdd0//evil.test)}", "p{background:none}"),
        (r"p{a:\fdd0 b}", "p{a: b}"),
    ],
)
def test_kept_escapes_spell_nothing_that_loads_or_ends_the_sheet(sheet: str, cleaned: str) -> None:
    assert css.clean_sheet(sheet) == cleaned

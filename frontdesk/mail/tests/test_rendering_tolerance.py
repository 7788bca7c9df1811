"""Sources as people write them: what browsers and MJML pass over does not fail a mail."""

import html
import re

import pytest

from frontdesk.mail.rendering import RenderError, TemplateSource, check, preview, render
from frontdesk.mail.rendering.model import SourceFormat


def shown(code: str, source_format: SourceFormat = "html", **data: object) -> str:
    ahead = render(TemplateSource("s", code, source_format=source_format), data, strict=True).html
    assert ahead == preview(TemplateSource("s", code, source_format=source_format), data).html
    return ahead.split("<body", 1)[1]


def mjml(inside: str, head: str = "") -> str:
    column = f"<mj-section><mj-column>{inside}</mj-column></mj-section>"
    return f"<mjml><mj-head>{head}</mj-head><mj-body>{column}</mj-body></mjml>"


@pytest.mark.parametrize(
    ("style", "kept"),
    [
        ("color:red;width=100;margin:0", "color: red;margin: 0"),
        ("*zoom:1;color:red", "color: red"),
        ("color", "padding: 1px"),
        ("1a:2;@media;color:red", "color: red"),
        ("/* a; b */ color:red; nonsense", "color: red"),
    ],
)
def test_broken_parts_of_a_style_are_left_out(style: str, kept: str) -> None:
    assert kept in shown(f'<style>p{{padding:1px}}</style><p style="{style}">x</p>')


def test_the_place_of_a_broken_style_is_told() -> None:
    code = '<style>p{padding:1px}</style>\n<p style="color:#111;width=100">x</p>'
    (problem,) = [each for each in check(TemplateSource("s", code)) if each.code == "css_syntax"]
    assert (problem.level, problem.line, problem.column) == ("warning", 2, 22)
    assert "width=100" in problem.message


def test_a_condition_may_stand_at_the_end_of_a_style() -> None:
    code = '<style>p{padding:1px}</style><p style="color:red;{% if wide %}width:9px;{% endif %}">x</p>'
    for wide in (True, False):
        mail = render(TemplateSource("s", code), {"wide": wide}, strict=True)
        assert ("width: 9px" in mail.html) is wide


@pytest.mark.parametrize(
    "sheet",
    [
        "@import url(https://fonts.test/css2?family=A:wght@400;700&display=swap);",
        '@import url("https://fonts.test/css2?family=A:wght@400;700");',
        "@import 'https://fonts.test/css2?a;b' screen;",
    ],
)
def test_an_import_ends_after_the_semicolons_of_its_address(sheet: str) -> None:
    mail = render(TemplateSource("s", f"<style>{sheet}@media print{{p{{color:red}}}}</style><p>x</p>"), {}, strict=True)
    styles = mail.html.rsplit("<style>", 1)[1].split("</style>")[0]
    assert styles.strip() == "@media print{p{color:red}}"


@pytest.mark.parametrize(
    ("inside", "head"),
    [
        ("<mj-text>x</mj-text>", '<mj-attributes><!-- a --><mj-image alt="" /> <!-- b --></mj-attributes>'),
        ("<mj-text>x</mj-text>", '<mj-attributes><mj-class name ="a" color= "red" /></mj-attributes>'),
        ("<mj-text>x</mj-text>", "<mj-style>/* for <p> and <h1...6> */ p > b { color: red }</mj-style>"),
        ('<mj-image src="https://a.test/b.png" alt=""><!-- c --></mj-image> <mj-text>x</mj-text>', ""),
        ('<mj-text><a class="b"href="https://a.test">x</a></mj-text>', ""),
        ("<mj-raw><!-- a -- b ---></mj-raw><mj-text>x</mj-text>", ""),
        ("<mj-text>x</mj-text>", "<mj-style>p { color: red }</mj-style>\t\n"),
        (" <mj-text>x</mj-text> <mj-social> </mj-social> ", ""),
    ],
)
def test_mjml_that_is_no_strict_xml_is_read(inside: str, head: str) -> None:
    assert "x" in shown(mjml(inside, head), "mjml").replace("</body", "")


def test_a_blank_beside_a_social_icon_is_no_text() -> None:
    element = '<mj-social-element name="github" href="https://a.test">{}</mj-social-element>'
    blank, empty = (shown(mjml(f"<mj-social>{element.format(inside)}</mj-social>"), "mjml") for inside in (" \n ", ""))
    assert blank == empty


@pytest.mark.parametrize("value", ["a\tb", "a\\b", "e\u0301", "a\xa0b", "👩\u200d💻", "l’été — 👋"])
def test_attributes_of_mjml_keep_every_character(value: str) -> None:
    expected = value.replace("\t", " ")
    body = shown(
        mjml(f'<mj-text><b title="{value}">x</b></mj-text><mj-image src="https://a.test" alt="{value}"/>'), "mjml"
    )
    assert html.unescape(body).count(f'"{expected}"') == 2


def test_quotes_may_stand_in_quotes_of_the_other_kind() -> None:
    body = shown(mjml("""<mj-text><b title='say "x"'>x</b></mj-text>"""), "mjml")
    assert 'title="say &quot;x&quot;"' in body


def test_styles_over_several_lines_are_kept_in_mjml() -> None:
    body = shown(mjml('<mj-text><b\n style="\n  color: red;\n  margin: 0\n">x</b></mj-text>'), "mjml")
    assert re.search(r'style="\s*color: red;\s*margin: 0\s*"', body)


def test_images_without_a_text_are_silent_as_in_mjml() -> None:
    social = '<mj-social><mj-social-element name="github" href="https://a.test" /></mj-social>'
    body = shown(
        mjml(f'<mj-image src="https://a.test/b.png" /><mj-image src="https://a.test/c.png" alt="c" />{social}'), "mjml"
    )
    assert re.findall(r'<img [^>]*?alt="([^"]*)"', body) == ["", "c", ""]


def test_many_elements_that_end_themselves_are_not_deep() -> None:
    spacers = '<mj-spacer height="1px" />' * 400
    body = f"<mjml><mj-body><mj-section><mj-column>{spacers}</mj-column></mj-section></mj-body></mjml>"
    assert render(TemplateSource(subject="s", html_code=body, source_format="mjml"), {}, strict=True).html


def test_in_html_they_are_since_a_browser_never_ends_them() -> None:
    text = f"<mj-raw>{'<mj-spacer />' * 400}</mj-raw>"
    body = f"<mjml><mj-body><mj-section><mj-column>{text}</mj-column></mj-section></mj-body></mjml>"
    with pytest.raises(RenderError, match="deep in one another"):
        render(TemplateSource(subject="s", html_code=body, source_format="mjml"), {}, strict=True)

"""Rendering: what a template and its data become."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from frontdesk.mail.rendering import (
    Known,
    Limits,
    Rendered,
    RenderError,
    RenderRefused,
    TemplateSource,
    preview,
    render,
)
from frontdesk.mail.rendering.compiling import compile_source

WELCOME = Known(frozenset({"name", "items", "organization.name"}), frozenset({"items"}))


def html(code: str, **data: object) -> str:
    return render(TemplateSource("s", code), data, strict=True).html


def mjml_body(code: str) -> str:
    return f"<mjml><mj-body><mj-section><mj-column>{code}</mj-column></mj-section></mj-body></mjml>"


def mjml(code: str, **data: object) -> Rendered:
    return render(TemplateSource("s", code, source_format="mjml"), data, strict=True)


def test_values_are_escaped_in_html_and_not_in_subject_and_text() -> None:
    source = TemplateSource("For {{ name }}", "<p>{{ name }}</p>", text_code="Dear {{ name }}")
    mail = render(source, {"name": "<b>A & B</b>"}, strict=True)
    assert "<p>&lt;b&gt;A &amp; B&lt;/b&gt;</p>" in mail.html
    assert mail.subject == "For <b>A & B</b>"
    assert mail.text == "Dear <b>A & B</b>\n"


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\x00", "\x1e"])
def test_a_value_cannot_add_a_header_line(end: str) -> None:
    source = TemplateSource("Hi {{ name }}", "<p>x</p>", preheader="{{ name }}")
    mail = render(source, {"name": f"Ann{end}Bcc: all@client.test"}, strict=True)
    assert mail.subject in ("Hi Ann Bcc: all@client.test", "Hi AnnBcc: all@client.test")
    assert len(mail.preheader.splitlines()) == 1


def test_a_line_end_in_the_subject_itself_is_collapsed() -> None:
    mail = render(TemplateSource("One\r\nBcc: x@client.test", "<p>x</p>"), {}, strict=True)
    assert mail.subject == "One Bcc: x@client.test"


def test_strict_refuses_with_the_list() -> None:
    source = TemplateSource("Hi {{ name }}", "<p>\n {{ nope }}</p>", preheader="{{ organization.name }}")
    with pytest.raises(RenderRefused) as refused:
        render(source, {"nope": 1}, strict=True, known=WELCOME)
    entries = {(each.name, each.field, each.line, each.column, each.reason) for each in refused.value.missing}
    assert ("name", "subject", 1, 7, "missing") in entries
    assert ("nope", "html_code", 2, 5, "unknown") in entries
    assert ("organization.name", "preheader", 1, 4, "missing") in entries


def test_preview_marks_what_is_missing() -> None:
    source = TemplateSource("Hi {{ name }}", "<p>{{ name | upcase }}{{ other.thing }}</p>")
    mail = preview(source, {}, known=WELCOME)
    assert mail.subject == "Hi ⟦name⟧"
    assert "⟦name⟧⟦other.thing⟧" in mail.html
    assert [(each.name, each.reason) for each in mail.missing] == [
        ("other.thing", "unknown"),
        ("name", "missing"),
        ("name", "missing"),
    ]


def test_optional_values_may_be_tested_or_given_a_default() -> None:
    code = "<p>{% if a %}A{% endif %}{{ b | default: 'friend' }}{% for c in cs %}{{ c }}{% endfor %}</p>"
    assert "<p>friend</p>" in html(code)


def test_a_null_is_missing() -> None:
    with pytest.raises(RenderRefused):
        html("<p>{{ a }}</p>", a=None)


def test_markup_of_the_author_in_captures_stays() -> None:
    code = "<div>{% capture x %}<b>{{ a }}</b>{% endcapture %}{{ x }}</div>"
    assert "<div><b>&lt;i&gt;</b></div>" in html(code, a="<i>")


def test_filters_never_undo_escaping() -> None:
    hostile = "<script>alert(1)</script>&lt;b&gt;"
    chains = (
        "upcase",
        "append: '<b>'",
        "escape_once",
        "replace: '&lt;', '<'",
        "url_decode",
        "strip_newlines",
        "squish",
    )
    for chain in chains:
        out = html(f"<p>{{{{ a | {chain} }}}}</p>", a=hostile)
        assert "<script" not in out.lower()
        assert "<b" not in out.split("<p>")[1].split("</p>")[0].lower()


@pytest.mark.parametrize("name", ["safe", "raw", "escapejs", "base64_decode"])
def test_filters_that_unescape_do_not_exist(name: str) -> None:
    with pytest.raises(RenderError) as error:
        html(f"<p>{{{{ a | {name} }}}}</p>", a="x")
    assert error.value.problems[0].code == "unknown_filter"


@pytest.mark.parametrize("tag", ["include 'x'", "render 'x'", "echo a", "increment a", "cycle 'a', 'b'", "layout 'x'"])
def test_tags_that_load_or_print_do_not_exist(tag: str) -> None:
    with pytest.raises(RenderError) as error:
        html(f"<p>\n  {{% {tag} %}}</p>", a="x")
    problem = error.value.problems[0]
    assert (problem.code, problem.line) == ("unknown_tag", 2)


def test_objects_give_nothing_away() -> None:
    class Secret:
        token = "hunter2"

        def __html__(self) -> str:
            return "<b>raw</b>"

    with pytest.raises(RenderError):
        html("<p>{{ a }}</p>", a=Secret())
    mail = preview(TemplateSource("s", "<p>{{ a.__class__ }}{{ a.upper }}</p>"), {"a": "x"})
    assert "⟦a.__class__⟧⟦a.upper⟧" in mail.html


def test_markup_strings_in_the_data_are_ordinary_text() -> None:
    from liquid import Markup

    assert "&lt;b&gt;" in html("<p>{{ a }}</p>", a=Markup("<b>x</b>"))


def test_new_lines_become_breaks_around_escaped_text() -> None:
    assert "&lt;b&gt;<br>\nx" in html("<p>{{ a | newline_to_br }}</p>", a="<b>\nx")


def test_dates_speak_the_language_and_name_the_zone() -> None:
    at = datetime(2027, 3, 4, 9, 30, tzinfo=UTC)
    for locale, expected in (
        ("en", "Thursday, 4 March 2027, 10:30 (Europe/Madrid)"),
        ("es", "jueves, 4 de marzo de 2027, 10:30 (Europe/Madrid)"),
    ):
        source = TemplateSource("{{ at | datetime: 'Europe/Madrid' }}", "<p>x</p>", locale=locale)
        assert render(source, {"at": at}, strict=True).subject == expected
        assert render(source, {"at": at.isoformat()}, strict=True).subject == expected


def test_mjml_compiles_with_loops_conditions_and_breaks() -> None:
    mail = mjml(
        mjml_body(
            "{% if show %}<mj-text>Hi {{ name }}<br>there</mj-text>{% else %}<mj-text>no</mj-text>{% endif %}"
            "<mj-table>{% for i in items %}<tr><td>{{ i }}</td></tr>{% endfor %}</mj-table>"
            '<mj-button href="{{ url }}" background-color="{{ colour }}">Go</mj-button>'
        ),
        show=True,
        name="Ann",
        items=["one", "two"],
        url="https://client.test/?a=1&b=2",
        colour="#123456",
    )
    assert "Hi Ann<br>there" in mail.html
    assert ">no<" not in mail.html
    assert (
        mail.html.index(">one</td>")
        < mail.html.index(">two</td>")
        < mail.html.index("</table>", mail.html.index("two"))
    )
    assert 'href="https://client.test/?a=1&amp;b=2"' in mail.html
    assert "background:#123456" in mail.html
    assert "<!--[if mso | IE]>" in mail.html
    assert "Go <https://client.test/?a=1&b=2>" in mail.text


def test_columns_decided_by_liquid_are_counted() -> None:
    code = (
        "<mjml><mj-body><mj-section>{% for c in columns %}<mj-column><mj-text>{{ c }}</mj-text></mj-column>"
        "{% endfor %}</mj-section></mj-body></mjml>"
    )
    source = TemplateSource("s", code, source_format="mjml")
    assert compile_source(source, Limits()).parts is None
    mail = render(source, {"columns": ["a<b>", "--><script>"]}, strict=True)
    assert "mj-column-per-50" in mail.html
    assert "a&lt;b&gt;" in mail.html
    assert "--&gt;&lt;script&gt;" in mail.html


def test_half_tags_in_html_render_liquid_first() -> None:
    source = TemplateSource("s", '<p {% if a %}class="x"{% endif %}>{{ b }}</p>')
    assert compile_source(source, Limits()).parts is None
    assert '<p class="x">&lt;</p>' in render(source, {"a": 1, "b": "<"}, strict=True).html


def test_branches_that_open_different_elements_render_liquid_first() -> None:
    code = '{% if a %}<div class="x">{% else %}<div class="y">{% endif %}hello</div>'
    assert compile_source(TemplateSource("s", code), Limits()).parts is None
    assert '<div class="y">hello</div>' in html(code, a=False)


def test_styles_are_inlined_and_media_queries_kept() -> None:
    out = html("<style>.a { color: red } @media (max-width: 9px) { .a { color: blue } }</style><p class='a'>x</p>")
    assert "color: red" in out.split("<body")[1]
    assert "@media (max-width: 9px)" in out.split("</head>")[0]


def test_text_is_made_from_html_with_addresses() -> None:
    code = (
        "<h1>Hi {{ name }}</h1><p>Read <a href='{{ url }}'>more</a>.</p>{% for i in items %}<p>{{ i }}</p>{% endfor %}"
    )
    mail = render(
        TemplateSource("s", code), {"name": "A & B", "url": "https://client.test/x", "items": ["1", "2"]}, strict=True
    )
    assert mail.text == "Hi A & B\n\nRead more <https://client.test/x>.\n\n1\n\n2\n"


def test_preheader_is_hidden_and_escaped() -> None:
    out = render(TemplateSource("s", "<p>x</p>", preheader="<i>{{ a }}"), {"a": "<b>"}, strict=True).html
    assert "&lt;i&gt;&lt;b&gt;&#847;" in out


def test_missing_subtrees_and_lists() -> None:
    mail = preview(TemplateSource("s", "<p>{{ order.items[0].name }}{{ a.size }}</p>"), {"a": [1, 2]})
    assert [each.name for each in mail.missing] == ["order.items[0].name"]
    assert "2</p>" in mail.html


def test_a_compiled_template_never_remembers_data() -> None:
    source = TemplateSource("{{ n }}", "<p>{% assign x = n %}{{ x }}</p>")
    first, second = (render(source, {"n": each}, strict=True) for each in ("one", "two"))
    assert "<p>one</p>" in first.html
    assert "<p>two</p>" in second.html
    assert "<p>one" not in second.html


def test_blank_includes_missing_null_and_empty() -> None:
    code = "<p>{% if a != blank %}full{% endif %}{% if a == blank %}blank{% endif %}</p>"
    assert "<p>blank</p>" in html(code)
    assert "<p>blank</p>" in html(code, a=None)
    assert "<p>blank</p>" in html(code, a=" ")
    assert "<p>full</p>" in html(code, a="x")

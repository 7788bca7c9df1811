"""A preview of every branch shows what the sample data does not reach, and breaks no table, attribute or layout."""

import re

import pytest

from frontdesk.mail import shipped, template_types
from frontdesk.mail.rendering import TemplateSource, preview, render
from frontdesk.mail.template_types import TemplateType
from frontdesk.mail.tests.test_preview import PREVIEW
from frontdesk.orgs.testing import ApiClient


def shown(code: str, source_format: str = "html", **data: object) -> str:
    source = TemplateSource("s", code, source_format=source_format)  # type: ignore[arg-type]  # literal by parameter
    return preview(source, data, branches="all").html.split("<body", 1)[1]


def whole(document: str) -> str:
    """Rows that follow a condition may come in a table body of their own: readers draw them the same."""
    return re.sub(r"</tbody>\s*<tbody>\s*", "", document)


def in_order(text: str, *parts: str) -> bool:
    at = 0
    for part in parts:
        at = text.find(part, at)
        if at < 0:
            return False
    return True


def test_the_route_shows_both_branches_in_body_subject_and_text(alice: ApiClient) -> None:
    code = "<p>{% if action_url == blank %}Soon.{% else %}Start now.{% endif %}</p>"
    subject = "{% if name == 'Carol' %}Hello{% else %}Dear {{ name }}{% endif %}"
    body = {"html_code": code, "subject": subject, "type": "welcome"}
    by_data = alice.post(PREVIEW, {**body, "branches": "data"}).json
    both = alice.post(PREVIEW, {**body, "branches": "all"}).json
    assert "Soon." not in by_data["preview_html"]
    assert by_data["subject"] == "Hello"
    assert in_order(both["preview_html"], "if action_url == blank", "Soon.", "else", "Start now.")
    assert both["subject"] == "⟨if name == 'Carol'⟩ Hello⟨else⟩ Dear Carol"
    assert "Soon." in both["text"]
    assert by_data["size_bytes"] == len(by_data["preview_html"].encode())
    assert by_data["timing_ms"] > 0
    assert alice.post(PREVIEW, {**body, "branches": "some"}).status == 422


def test_elsif_unless_and_case_show_all_they_have() -> None:
    assert in_order(shown("{% if a %}A{% elsif b %}B{% else %}C{% endif %}"), "if a", ">", "A", "elsif b", "B", "C")
    assert in_order(shown("{% unless a %}U{% else %}V{% endunless %}", a=1), "unless a", "U", "else", "V")
    code = "{% case a %}{% when 1 %}one{% when 2, 3 %}more{% else %}none{% endcase %}"
    assert in_order(shown(code, a=2), "when 1", "one", "when 2, 3", "more", "else", "none")


def test_a_loop_turns_once_and_its_else_is_shown_too() -> None:
    code = "<ul>{% for i in items %}<li>{{ i.name }}</li>{% else %}<li>nothing yet</li>{% endfor %}</ul>"
    full = shown(code, items=[{"name": "first"}, {"name": "second"}])
    assert in_order(full, "<li", "for i in items", "<li>first</li>", "<li>nothing yet</li>")
    assert "second" not in full
    empty = shown(code, items=[])
    assert in_order(empty, "⟦i.name⟧", "nothing yet")


def test_what_the_data_does_not_take_is_neither_missing_nor_remembered() -> None:
    other = "{% assign v = 'y' %}{{ gone }}{{ 1 | divided_by: 0 }}"
    code = "{% if a %}{% assign v = 'x' %}{% else %}" + other + "{% endif %}{{ v }}"
    rendered = preview(TemplateSource("s", code), {"a": True}, branches="all")
    assert rendered.missing == ()
    assert rendered.html.split("</body>")[0].rstrip().endswith("x")


def test_a_break_in_one_branch_hides_none_of_the_others() -> None:
    code = "{% for i in items %}{% if i %}{% break %}{% else %}kept{% endif %}{% endfor %}after"
    assert in_order(shown(code, items=[1, 2]), "kept", "after")


def test_half_tags_attributes_and_styles_follow_the_data() -> None:
    code = (
        "<style>p { {% if a %}color: red{% else %}color: blue{% endif %} }</style>"
        "<p title='{% if a %}A{% else %}B{% endif %}'>x</p>"
        "{% if a %}<div class='one'>{% else %}<div class='two'>{% endif %}y</div>"
    )
    out = shown(code, a=1)
    assert 'title="A"' in out
    assert "one" in out
    assert "two" not in out


def test_no_label_stands_between_rows_or_cells() -> None:
    code = "<table><tr>{% if a %}<td>1</td>{% else %}<td>2</td>{% endif %}</tr></table>"
    assert "<tr><td>1</td><td>2</td></tr>" in shown(code, a=1)


def test_sections_and_columns_of_mjml_show_both() -> None:
    column = "<mj-column><mj-text>{}</mj-text></mj-column>"
    code = (
        "<mjml><mj-body>{% if a %}<mj-section>{% if b %}" + column.format("B yes") + "{% else %}"
        + column.format("B no") + "{% endif %}</mj-section>{% else %}<mj-section>" + column.format("A no")
        + "</mj-section>{% endif %}</mj-body></mjml>"
    )  # fmt: skip
    assert in_order(shown(code, "mjml", a=1), "if a", "B yes", "B no", "else", "A no")


@pytest.mark.parametrize("locale", shipped.LOCALES)
@pytest.mark.parametrize("kind", list(TemplateType))
def test_every_shipped_template_shows_all_its_branches(kind: TemplateType, locale: str) -> None:
    source = shipped.load(kind, locale).source()
    data = template_types.sample_data(kind, locale)
    rendered = preview(source, data, branches="all")
    assert rendered.missing == ()
    assert "if organization.logo_url != blank" in rendered.html


@pytest.mark.parametrize("locale", shipped.LOCALES)
@pytest.mark.parametrize("kind", list(TemplateType))
def test_the_preview_is_the_mail(kind: TemplateType, locale: str) -> None:
    """A preview is rendered in the other order than a mail; both must come out the same."""
    source = shipped.load(kind, locale).source()
    for text_code in (source.text_code, None):
        each = TemplateSource(source.subject, source.html_code, source.preheader, text_code, "mjml", locale)
        data = template_types.sample_data(kind, locale)
        mail, seen = render(each, data, strict=True), preview(each, data)
        assert (whole(mail.html), mail.text, mail.subject) == (whole(seen.html), seen.text, seen.subject)

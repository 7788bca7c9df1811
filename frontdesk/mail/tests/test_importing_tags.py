"""Merge tags of other programs become Liquid; what cannot is told with its place."""

import time
from datetime import date

import pytest

from frontdesk.mail.importing import Imported, convert
from frontdesk.mail.rendering import TemplateSource, render

TODAY = date(2026, 11, 23)


def imported(source: str) -> Imported:
    return convert(f"<p>{source}</p>", name="test", today=TODAY)


def inside(source: str) -> str:
    return imported(source).html_code.strip().removeprefix("<p>").removesuffix("</p>")


def rendered(source: str, **data: object) -> str:
    mail = render(TemplateSource("s", imported(source).html_code), data, strict=True)
    return mail.html.split("<p>")[1].split("</p>")[0]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        # Liquid stays as it is, to the letter.
        ("{{ name | upcase }}", "{{ name | upcase }}"),
        ("{{name}}", "{{name}}"),
        ("{% if a %}{{- b -}}{% else %}c{% endif %}", "{% if a %}{{- b -}}{% else %}c{% endif %}"),
        ("{% raw %}{{#each x}}{% endraw %}", "{% raw %}{{#each x}}{% endraw %}"),
        ("{% for a in b %}{{ forloop.index }}{% endfor %}", "{% for a in b %}{{ forloop.index }}{% endfor %}"),
        # Handlebars and Mustache.
        ("{{{ body }}}", "{{ body }}"),
        ("{{& body}}", "{{ body }}"),
        ("{{! note }}{{!-- {{x}} --}}x", "x"),
        ("{{#if paid}}a{{else if due}}b{{else}}c{{/if}}", None),
        ("{{#each lines}}{{name}}{{../city}}{{@index}}{{/each}}", None),
        ("{{~name~}}", "{{- name -}}"),
        ("{{items.[0].name}}", "{{ items[0].name }}"),
        ("{{items.0.name}}", "{{ items[0].name }}"),
        ("{{uppercase name}}", "{{ name | upcase }}"),
        ('{{insert name "default=friend"}}', '{{ name | default: "friend" }}'),
        ("{{{ pm:unsubscribe }}}", "{{ unsubscribe_url }}"),
        ("{{ First Name }}", "{{ first_name }}"),
        # Mailchimp.
        ("*|FNAME|*", "{{ recipient.name }}"),
        ("*|FNAME|* *|LNAME|*", "{{ recipient.name }} "),
        ("*|EMAIL|*", "{{ recipient.email }}"),
        ("*|LIST:COMPANY|*", "{{ organization.name }}"),
        ("*|CURRENT_YEAR|*", "2026"),
        ("*|POSTCODE|*", "{{ postcode }}"),
        ("*|IF:CITY=Leeds|*a*|ELSE:|*b*|END:IF|*", "{% if city == 'Leeds' %}a{% else %}b{% endif %}"),
        ("*|IFNOT:CITY|*a*|END:IF|*", "{% if city == blank %}a{% endif %}"),
        ("*|REWARDS|*", ""),
        # Jinja, Django, Twig.
        ("{% if not x %}a{% elif y %}b{% endif %}", "{% if x == blank or x == false %}a{% elsif y %}b{% endif %}"),
        ("{{ x|default('y')|safe }}", "{{ x | default: 'y' }}"),
        ("{{ loop.index }}", "{{ forloop.index }}"),
        ("{% set a = 'b' %}", "{% assign a = 'b' %}"),
        ("{# note #}{{x}}", "{{x}}"),
        ("{% trans 'Hello' %}", "Hello"),
        # Others.
        ("<%= user.name %>", "{{ user.name }}"),
        ("<% if (vip) { %>a<% } else { %>b<% } %>", "{% if vip %}a{% else %}b{% endif %}"),
        ("<% items.each do |i| %><%= i %><% end %>", "{% for i in items %}{{ i }}{% endfor %}"),
        ("${order.total}", "{{ order.total }}"),
        ("[[FIRSTNAME]]", "{{ firstname }}"),
        ("%recipient.city%", "{{ city }}"),
        ("%FIRSTNAME%", "{{ firstname }}"),
        ("-first_name-", "{{ first_name }}"),
        ("<%asm_group_unsubscribe_raw_url%>", "{{ unsubscribe_url }}"),
    ],
)  # fmt: skip
def test_tags_become_liquid(source: str, expected: str | None) -> None:
    found = imported(source)
    if expected is not None:
        assert found.html_code.strip() == f"<p>{expected}</p>"
    assert [each for each in found.problems if each.level == "error"] == []
    if found.html_code.strip() != f"<p>{source}</p>":
        assert found.changes


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<%- if vip -%>a<%- end -%><%- html %>", "{% if vip %}a{% endif %}{{ html }}"),
        ("<%= @user.name.upcase %><%= locals.x || 'y' %>", "{{ user.name | upcase }}{{ x | default: 'y' }}"),
        ("{{ user['name'] }}", "{{ user.name }}"),
        ("{{ x or 'y' }}{{ x if x else 'y' }}{{ x ?? 'y' }}", "{{ x | default: 'y' }}" * 3),
        ("{{ a ~ '!' }}", "{{ a | append: '!' }}"),
        ('{{ x|default("y", true) }}', '{{ x | default: "y" }}'),
        ("{% if a|length > 2 %}b{% endif %}", "{% if a.size > 2 %}b{% endif %}"),
        ("{% if 'x' in c %}d{% endif %}", "{% if c contains 'x' %}d{% endif %}"),
        ('{{ at|date:"F j, Y" }}', "{{ at | date: '%B %-d, %Y' }}"),
        ('{{formatDate at "MMM D, YYYY h:mm A"}}', "{{ at | date: '%b %-d, %Y %-I:%M %p' }}"),
        ("*|ARCHIVE|*{{ mirror }}", "{{ view_in_browser_url }}" * 2),
        ("{{ if .A }}{{ .A.B }}{{ else }}x{{ end }}", "{% if A and A != blank %}{{ A.B }}{% else %}x{% endif %}"),
        ("{{ if eq .A 1 }}a{{ else if ne .A 2 }}b{{ end }}", "{% if A == 1 %}a{% elsif A != 2 %}b{% endif %}"),
        ("{{ range $i, $e := .Rows }}{{ $e.Name }}{{ end }}", "{% for e in Rows %}{{ e.Name }}{% endfor %}"),
        ("{{ range .A }}{{ . }}{{ .X }}{{ end }}", "{% for item in A %}{{ item }}{{ item.X }}{% endfor %}"),
        ("{{ .Subscriber.Email }}{{ UnsubscribeURL }}{{ TrackView }}", "{{ recipient.email }}{{ unsubscribe_url }}"),
        ("<?= $user->name ?><?php echo e($x['y']); ?>", "{{ user.name }}{{ x.y }}"),
        ("<?php foreach ($a as $b): ?><?= $b ?><?php endforeach; ?>", "{% for b in a %}{{ b }}{% endfor %}"),
        ("<?php if (!empty($a)): ?>b<?php else: ?>c<?php endif ?>", "{% if a != blank %}b{% else %}c{% endif %}"),
        ("{{var a.b}}{{depend c}}d{{/depend}}", "{{ a.b }}{% if c and c != blank %}d{% endif %}"),
    ],
)  # fmt: skip
def test_code_of_other_languages_becomes_liquid(source: str, expected: str) -> None:
    found = imported(source)
    assert found.html_code.strip() == f"<p>{expected}</p>"
    assert [each for each in found.problems if each.level == "error"] == []
    assert found.changes


def test_a_negation_at_the_end_of_a_condition_means_the_same() -> None:
    source = "{% if a and not b %}yes{% else %}no{% endif %}"
    for a, b, expected in ((True, False, "yes"), (True, None, "yes"), (True, True, "no"), (False, False, "no")):
        assert rendered(source, a=a, b=b) == expected


def test_nothing_is_said_of_a_template_that_is_ours_already() -> None:
    found = convert('<p style="color: {{ c }}">{{ name | default: "x" }}</p>\n', name="ours")
    assert (found.changes, found.problems) == ((), ())
    assert found.html_code == '<p style="color: {{ c }}">{{ name | default: "x" }}</p>\n'


def test_a_loop_knows_its_own_names_and_those_outside() -> None:
    source = "{{#each people}}{{name}}/{{../city}}/{{@index}}{{#each pets}}[{{this}} of {{../name}}]{{/each}};{{/each}}"
    people = [{"name": "Ana", "pets": ["cat", "dog"]}, {"name": "Ben", "pets": []}]
    assert rendered(source, people=people, city="Leeds") == "Ana/Leeds/0[cat of Ana][dog of Ana];Ben/Leeds/1;"


def test_a_condition_is_false_for_what_handlebars_holds_false() -> None:
    source = "{{#if x}}yes{{else}}no{{/if}}{{^x}}!{{/x}}"
    assert rendered(source, x="a") == rendered(source, x=["a"]) == "yes"
    nothing: tuple[object, ...] = ("", None, False, [])
    for value in nothing:
        assert rendered(source, x=value) == "no!", value


def test_sections_are_loops_over_lists_and_conditions_of_flags() -> None:
    assert rendered("{{#tags}}{{.}},{{/tags}}", tags=["a", "b"]) == "a,b,"
    assert rendered("{{#is_vip}}dear {{name}}{{/is_vip}}", is_vip=True, name="Ana") == "dear Ana"
    source = "{{#files}}<b>{{#each .}}{{title}} {{/each}}</b>{{/files}}"
    assert rendered(source, files=[{"title": "one"}, {"title": "two"}]) == "<b>one two </b>"


def test_what_a_section_may_be_is_said_where_the_words_do_not_tell() -> None:
    (problem,) = imported("x\n{{#user}}{{name}}{{/user}}").problems
    assert (problem.level, problem.code, problem.line, problem.column) == ("warning", "section_as_condition", 2, 1)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("{{formatMoney total}}", "unknown_helper"),
        ('{{formatDate at "LL"}}', "date_helper"),
        ("{{> footer}}", "partial"),
        ("{{#repeat 3}}x{{/repeat}}", "unknown_helper"),
        ("{{#if (gt (sum a b) 3)}}x{{/if}}", "unsupported_condition"),
        ("{{#if a}}x", "block_never_closed"),
        ("x{{/if}}", "block_mismatch"),
        ("{{ name", "never_closed"),
        ("{{ price | money }}", "unknown_filter"),
        ('{{ at|date:"jS F" }}', "unknown_filter"),
        ("{% include 'x.html' %}", "unknown_tag"),
        ("<?php run($x) ?>", "unsupported_code"),
        ("%%[ SET @a = 1 ]%%", "unsupported_code"),
        ("<#if x??>", "unsupported_code"),
        ("{{ if x + 1 }}", "unknown_helper"),
        ("{% for k, v in x.items() %}x{% endfor %}", "unsupported_loop"),
        ("*|RSSITEMS:|*", "mailchimp_only"),
        ("*|IF:X|*a", "block_never_closed"),
        ("<%= helper(x, y) %>", "unsupported_code"),
        ("<% if (a(b)) { %>x<% } %>", "unsupported_condition"),
    ],
)
def test_what_cannot_be_converted_is_a_problem_and_never_mailed_as_it_is(source: str, code: str) -> None:
    found = imported(f"line one\n  {source}")
    (problem,) = [each for each in found.problems if each.level == "error"]
    assert problem.code == code
    assert problem.line == 2
    assert len(problem.message) > 20
    mail = render(TemplateSource("s", found.html_code), {}, strict=False)
    for sign in ("{{", "{%", "*|", "<%"):
        assert sign not in mail.html.partition("<body")[2].replace("{{ name", "")


def test_places_are_those_of_the_source_whatever_was_rewritten_before() -> None:
    source = "*|FNAME|* {{! a\nlong\ncomment }} <%= x %>\n{{#each list}}{{a}}{{/each}} {{> part}}"
    problem = next(each for each in convert(source, name="x").problems if each.code == "partial")
    assert (problem.line, problem.column) == (4, 30)


def test_urls_styles_and_prose_are_no_placeholders() -> None:
    code = (
        '<p style="width:100%;margin:-10px -name:x">50% off, 20%AB%20 x-name-y '
        '<a href="https://x.test/?a=%C3%A9%E2%82%AC&b=%20">[1] [x]</a></p>'
    )
    assert "{{" not in convert(code, name="x").html_code


@pytest.mark.parametrize(
    "code",
    [
        "{{#", "{{{a}}", "{{!--", "{{/a}}", "{%", "{{a b c}}", "*|", "*|IF:A|*", "<%", "<% if (a) { %>", "${a", "[[a",
        "%a", "{{a|", "-name", "<!--[if", "<script>", "<div style='a", "<a b=", "<form>", "<![if x]>", "url(",
        "<table><tr><td>", "@import '", "<mjml><mj-text><p>", "<mj-include ", "<title>", "<style>@import", "<style>a{",
        "<style>/*", "<div class=preheader>", "<img src=data:", "<p a='{{b}}'>", "<svg>", "</p>", "<br", "]]>",
        "{{ if .a }}", "{{range .", "<?php ", "<?= $", "%%[", "{!a", "{{lead.", "[a,fallback=", "<tweet ",
    ],
)  # fmt: skip
def test_hostile_sources_take_linear_time(code: str) -> None:
    started = time.monotonic()
    convert(code * (100_000 // len(code)), name="x", today=TODAY)
    assert time.monotonic() - started < 10


def test_four_thousand_tags_are_converted_and_five_thousand_refused() -> None:
    found = convert("<p>" + "{{#if a}}{{b}}{{/if}}" * 1_300, name="x")
    assert found.html_code.count("{% endif %}") == 1_300
    (problem,) = convert("<p>" + "{{{b}}}" * 5_001, name="x").problems
    assert problem.code == "too_large"


LIST_MAIL = '<p>{}</p><a href="*|UNSUB|*">Unsubscribe</a>'


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("*|FNAME|* *|LNAME|*", "{{ first_name }} {{ last_name }}"),
        ("*|PHONE|*", "{{ contact.phone }}"),
        ("*|MMERGE3|*", "{{ contact.mmerge3 | default: '' }}"),
        ("*|HTML:LIST_ADDRESS_HTML|*", "{{ organization.postal_address | newline_to_br }}"),
        ("*|FORWARD|*", "{{ view_in_browser_url }}"),
        ("*|MC:SUBJECT|*", "{{ title }}"),
        ("*|LIST:DESCRIPTION|*", ""),
        ("*|IF:CITY=Leeds|*a*|END:IF|*", "{% if contact.city == 'Leeds' %}a{% endif %}"),
        ("*|IFNOT:FNAME|*a*|END:IF|*", "{% if first_name == blank %}a{% endif %}"),
        # Others' names of the reader; what is no person's stays.
        ("{{ FirstName }}, {{ subscriber.email }}", "{{ first_name }}, {{ recipient.email }}"),
        ("{{ person.city }}", "{{ contact.city | default: '' }}"),
        ("{{ person.city | upcase }}", "{{ contact.city | default: '' | upcase }}"),
        ('{{ contact.FIRSTNAME | default: "you" }}', '{{ first_name | default: "you" }}'),
        ("{% if user.vip %}{{ user.name }}{% endif %}", "{% if contact.vip %}{{ name }}{% endif %}"),
        ("{{ contact.city }} {{ recipient.name }}", "{{ contact.city }} {{ recipient.name }}"),
        ("{% for user in staff %}{{ user.name }}{% endfor %}", "{% for user in staff %}{{ user.name }}{% endfor %}"),
        ("{{ post.title }} {{ body }}", "{{ post.title }} {{ body }}"),
    ],
)
def test_a_newsletter_speaks_of_its_reader_in_our_names(source: str, expected: str) -> None:
    made = convert(LIST_MAIL.format(source), name="test", today=TODAY)
    assert made.html_code.split("<p>")[1].split("</p>")[0] == expected
    assert made.type == "newsletter"


def test_what_is_asked_for_as_a_newsletter_is_read_as_one() -> None:
    source = "<p>*|PHONE|* {{ user.city }}</p>"
    assert "{{ phone }} {{ user.city }}" in convert(source, name="test").html_code
    assert "{{ contact.phone }} {{ contact.city" in convert(source, name="test", type="newsletter").html_code


def test_what_mailchimp_makes_itself_is_told_where_a_mail_is_whole_without_it() -> None:
    made = convert(LIST_MAIL.format("\n*|LIST:DESCRIPTION|* *|FORWARD|*"), name="test")
    assert {(each.level, each.code, each.line) for each in made.problems} == {("warning", "mailchimp_only", 2)}

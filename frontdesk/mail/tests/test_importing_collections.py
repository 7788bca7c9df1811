"""What the well-known collections of templates are made of, in small sources of our own."""

import time
from datetime import date

import pytest

from frontdesk.mail.importing import Imported, convert
from frontdesk.mail.rendering import TemplateSource, render

TODAY = date(2026, 11, 23)


def imported(source: str) -> Imported:
    return convert(source, name="test", today=TODAY)


def mjml(inside: str, head: str = "") -> Imported:
    return imported(f"<mjml><mj-head>{head}</mj-head><mj-body>{inside}</mj-body></mjml>")


def column(inside: str) -> str:
    return f"<mj-section><mj-column>{inside}</mj-column></mj-section>"


def codes(result: Imported) -> list[str]:
    return [each.code for each in result.problems]


def said(result: Imported) -> str:
    return " ".join(each.message for each in result.changes)


def body(result: Imported, **data: object) -> str:
    source = TemplateSource("s", result.html_code, source_format=result.source_format)
    return render(source, data, strict=True).html.split("<body", 1)[1]


def test_comments_and_loose_attributes_in_mjml_defaults_are_kept() -> None:
    head = '<mj-attributes><!-- ours --><mj-class name ="logo"  width= "80px" /></mj-attributes>'
    result = mjml(column('<mj-image mj-class="logo" alt="a"src="https://a.test/b.png" />'), head)
    assert result.problems == ()
    assert "<!-- ours -->" in result.html_code
    assert 'width="80"' in body(result)


def test_the_second_of_two_attributes_is_told() -> None:
    result = mjml(column('<mj-text font-size="9px" font-size="30px"><b class="a" class="b">x</b></mj-text>'))
    assert "font-size:9px" in body(result)
    assert [(each.code, each.count) for each in result.changes] == [("attribute_removed", 2)]


def test_numbers_without_a_unit_mean_pixels_in_mjml_3_alone() -> None:
    inside = column('<mj-text padding-top="70">x</mj-text>')
    assert 'padding-top="70"' in mjml(inside).html_code
    old = mjml(f'<mj-container background-color="#eee" font-size="13px">{inside}</mj-container>')
    assert 'padding-top="70px"' in old.html_code
    assert "background-color:#eee" in body(old)
    assert "“font-size” of <mj-container>" in said(old)


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<mj-list><li>one<li>two</mj-list>", "<mj-text><ul><li>one</li><li>two</li></ul></mj-text>"),
        ("<mj-html><p>x</p></mj-html>", "<mj-text><p>x</p></mj-text>"),
        ('<mj-button href="https://a.test" disabled>x</mj-button>', '<mj-button href="https://a.test">x</mj-button>'),
        ('<mj-accordion-text background-color="#abc">x</mj-accordion-text>', 'container-background-color="#abc"'),
        ('<mj-social display="twitter:share github" />', 'name="twitter"'),
    ],
)
def test_tags_and_attributes_of_other_ages_of_mjml(inside: str, expected: str) -> None:
    result = mjml(column(inside))
    assert result.problems == ()
    assert expected in result.html_code


def test_defaults_for_tags_that_are_renamed_change_no_others() -> None:
    result = mjml(
        column("<mj-text>x</mj-text>"), '<mj-attributes><mj-accordion-title font-size="40px" /></mj-attributes>'
    )
    assert "40px" not in body(result)
    assert "<mj-accordion-title>" in said(result)


def test_a_bar_of_links_of_mjml_3_is_a_section() -> None:
    links = '<mj-inline-links base-url="https://a.test"><mj-link href="/b">x</mj-link></mj-inline-links>'
    result = mjml(f"<mj-container><mj-navbar><mj-column>{links}</mj-column></mj-navbar></mj-container>")
    assert result.problems == ()
    assert 'href="https://a.test/b"' in body(result)


def test_tags_inside_the_braces_of_a_placeholder_move_out() -> None:
    result = imported("<p>Hi {{</b><b>first_name</b><i>}}, {{last<b></b>}}!</i></p>")
    assert result.html_code == "<p>Hi </b><b>{{ first_name }}</b><i>, {{ last }}<b></b>!</i></p>\n"
    assert "with tags inside its braces" in said(result)


def test_web_fonts_of_mjml_are_told() -> None:
    result = mjml(column("<mj-text>x</mj-text>"), '<mj-font name="A" href="https://fonts.test/css2?family=A;b"/>')
    assert "Web fonts are not loaded" in said(result)
    assert "fonts.test" not in body(result)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{unsubscribe_url}", "{{ unsubscribe_url }}"),
        ("{contactfield=city|Leeds}", '{{ city | default: "Leeds" }}'),
        ("{!Contact.First_Name}{!$User.Email}", "{{ Contact.First_Name }}{{ User.Email }}"),
        ("%%=v(@a)=%%%%[IF @a == 1 THEN]%%b%%[ENDIF]%%", "{{ a }}{% if a == 1 %}b{% endif %}"),
        ("{{lead.First Name:default=friend}}", '{{ lead.first_name | default: "friend" }}'),
        ('{{var:name:"friend"}}{% if var:vip %}a{% endif %}', '{{ name | default: "friend" }}{% if vip %}a{% endif %}'),
        ("[firstname,fallback=there]", '{{ firstname | default: "there" }}'),
        ('[[FIRSTNAME OR "there"]]', '{{ firstname | default: "there" }}'),
        ("<unsubscribe>Bye</unsubscribe>", '<a href="{{ unsubscribe_url }}">Bye</a>'),
        ("[subscriber:city | default:Leeds]", '{{ city | default: "Leeds" }}'),
        ("[[UNSUB_LINK_EN]]", "{{ unsubscribe_url }}"),
        ("{% unsubscribe 'Bye' %}", '<a href="{{ unsubscribe_url }}">Bye</a>'),
        ("{{ personalization_token('contact.city', 'Leeds') }}", '{{ contact.city | default: "Leeds" }}'),
        ("{{ person|lookup:'First Name'|default:'you' }}", '{{ first_name | default: "you" }}'),
        ("%%First Name%%", "{{ first_name }}"),
        ("{unsubscribe_text}", '<a href="{{ unsubscribe_url }}">Unsubscribe</a>'),
    ],
)
def test_tokens_of_other_senders_become_liquid(source: str, expected: str) -> None:
    assert imported(f"<p>{source}</p>").html_code == f"<p>{expected}</p>\n"


def test_gaps_left_for_the_author_are_warned_of_once() -> None:
    style = "<style>p{color:red}</style>"
    result = imported(f"{style}<p>Dear {{firstname}},\n[Product Name] is here. [Product Name]! {{{{ x }}}} [1]</p>")
    assert [(each.code, each.level, each.line, each.column) for each in result.problems] == [
        ("gap", "warning", 1, 36),
        ("gap", "warning", 2, 1),
    ]
    assert "{{ product_name }}" in result.problems[1].message


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("*|IF:LIST|*a*|ELSE:|*b *|IF:X|*q*|END:IF|**|END:IF|*c", "ac"),
        ("<!-- *|IFNOT:ARCHIVE_PAGE|* -->a*|IF:X|*q*|END:IF|*<!-- *|END:IF|* -->", "a{% if x != blank %}q{% endif %}"),
        ("*|IF:REWARDS|*x*|IF:LIST|*y*|END:IF|**|ELSE:|*z*|END:IF|*c", "zc"),
        ("*|IF:X|*x*|IF:REWARDS|*y*|END:IF|**|ELSE:|*w*|END:IF|*", "{% if x != blank %}x{% else %}w{% endif %}"),
    ],
)
def test_conditions_of_mailchimp_that_are_the_same_for_every_mail_are_decided(source: str, expected: str) -> None:
    result = imported(f"<p>{source}</p>")
    assert result.problems == ()
    assert result.html_code.replace("<!--  -->", "") == f"<p>{expected}</p>\n"
    assert "every mail" in said(result) or "never holds" in said(result)


def test_a_known_condition_that_is_never_closed_has_its_place() -> None:
    (problem,) = imported("<p>\n*|IF:LIST|*x</p>").problems
    assert (problem.code, problem.line) == ("block_never_closed", 2)


def test_placeholders_in_the_head_are_asked_for_once() -> None:
    head = '<meta property="og:title" content="*|MC:SUBJECT|*"><title>*|MC:SUBJECT|*</title>'
    result = imported(f"<html><head>{head}</head><body><p>x</p></body></html>")
    assert result.subject == ""
    assert "x" in body(result)
    named = imported("<html><head><title>{{who}} wrote</title></head><body><p>x</p></body></html>")
    assert named.subject == "{{who}} wrote"
    assert "who" not in named.html_code


def test_an_address_that_only_mailchimp_knows_is_told() -> None:
    result = imported('<a href="*|TWITTER:PROFILE_URL|*">x</a>')
    assert codes(result) == ["mailchimp_only"]
    assert "Write the address" in result.problems[0].message


@pytest.mark.parametrize(
    "source",
    [
        "<table>" + "<tr><td style='*zoom:1;color:red' onclick=x foo=1>a</td></tr>" * 7_000 + "</table>",
        f"<mjml><mj-body>{column('<mj-text padding=3>a<br>b</mj-text>') * 1_900}</mj-body></mjml>",
        "<p>*|IF:A|**|FNAME|**|END:IF|*</p>" * 1_200,
        "[Product Name] {abc} " * 20_000 + "<p>x</p>",
    ],
    ids=["rows", "mjml", "tags", "gaps"],
)
def test_the_largest_sources_are_converted_in_a_bounded_time(source: str) -> None:
    started = time.process_time()
    result = imported(source)
    assert "too_large" not in codes(result)
    assert time.process_time() - started < 8


@pytest.mark.parametrize(
    "source", ["<br>" * 16_000, "<mjml><mj-body>" + "<mj-raw></mj-raw>" * 9_000, "{{a}}<p>" * 4_100]
)
def test_what_is_larger_is_refused_at_once(source: str) -> None:
    started = time.process_time()
    assert codes(imported(source)) == ["too_large"]
    assert time.process_time() - started < 1


def test_links_of_a_bar_get_their_whole_address() -> None:
    one, two = (f'<mj-navbar-link href="{each}">x</mj-navbar-link>' for each in ("/b?c=1&amp;d=2", "https://b.test"))
    links = one + two
    result = mjml(column(f'<mj-navbar base-url="https://a.test">{links}</mj-navbar>'))
    assert result.problems == ()
    assert "base-url" not in result.html_code
    sent = body(result)
    assert 'href="https://a.test/b?c=1&amp;d=2"' in sent
    assert 'href="https://b.test"' in sent


def test_text_between_the_tags_of_mjml_is_removed_and_told() -> None:
    result = mjml(f"{column('<mj-text>x</mj-text>')}a b{{{{ c }}}}d{column('<mj-text>y</mj-text>')}")
    assert result.problems == ()
    assert "</mj-section>{{ c }}<mj-section>" in result.html_code
    assert [each.code for each in result.changes] == ["stray_text", "stray_text"]
    assert "“a b”" in said(result)


@pytest.mark.parametrize(
    "part",
    [
        "<mj-body><mj-section><mj-column><mj-text>x</mj-text></mj-column></mj-section></mj-body>",
        column("<mj-text>x</mj-text>"),
        "<mj-column><mj-text>x</mj-text></mj-column>",
        "<mj-text>x</mj-text>",
    ],
)
def test_a_part_of_an_mjml_template_is_completed(part: str) -> None:
    result = imported(part)
    assert (result.source_format, result.problems) == ("mjml", ())
    assert ">x</div>" in body(result)


def test_addresses_of_backgrounds_in_styles_are_completed_or_told() -> None:
    source = '<style>p{background:url("a b.png")}</style><p style="background-image:url(img/c.png)">x</p>'
    found = convert(source, name="test", base_url="http://t.test/mail/")
    assert "url('https://t.test/mail/a%20b.png')" in found.html_code
    assert "https://t.test/mail/img/c.png" in body(found)
    assert found.problems == ()
    assert codes(imported(source)) == ["relative_address", "relative_address"]
    beside = convert(source, name="test", files={"c.png": b"c", "a b.png": b"ab"})
    assert sorted(image.content for image in beside.images) == [b"ab", b"c"]


def test_lines_of_old_tables_and_breaks_below_pictures_stay() -> None:
    source = '<table border="1" rules="rows" frame="hsides"><tr><td>x</td></tr></table><br clear="all">'
    shown = body(imported(source))
    for attribute in ('rules="rows"', 'frame="hsides"', 'clear="all"'):
        assert attribute in shown


def test_the_page_of_a_mail_on_the_web_is_one_of_newsletters() -> None:
    link = '<a href="*|ARCHIVE|*">View</a>'
    assert imported(f'<p>Our newsletter</p>{link}<a href="*|UNSUB|*">Bye</a>').problems == ()
    (problem,) = imported(f"<h1>Your order</h1>\n{link}").problems
    assert (problem.code, problem.level, problem.line) == ("no_browser_copy", "warning", 2)

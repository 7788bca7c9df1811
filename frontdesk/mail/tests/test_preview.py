"""A preview renders without saving, tells what is missing, and survives what people paste."""

import gzip
import json
import time

import pytest

from frontdesk.mail.models import EmailMessage, EmailTemplate
from frontdesk.mail.template_types import TYPES
from frontdesk.mail.tests.samples import TEMPLATES
from frontdesk.orgs.testing import Answer, ApiClient
from frontdesk.platform import tenancy

PREVIEW = f"{TEMPLATES}/preview"


def preview(client: ApiClient, html_code: str = "<p>{{ name }}</p>", **changes: object) -> Answer:
    return client.post(PREVIEW, {"html_code": html_code, "type": "welcome", **changes})


def test_it_renders_with_the_types_samples_and_saves_nothing(alice: ApiClient) -> None:
    answer = preview(alice, "<p>Hello {{ name }} of {{ organization.name }}</p>", subject="Hi {{ name }}")
    assert answer.status == 200
    assert answer.json["subject"] == "Hi Carol"
    assert "Hello Carol of Northgate Immigration" in answer.json["preview_html"]
    assert "Hello Carol of Northgate Immigration" in answer.json["text"]
    assert answer.json["missing"] == []
    with tenancy.platform("tests"):
        assert not EmailTemplate.objects.exists()
        assert not EmailMessage.objects.exists()


def test_sample_data_of_the_caller_goes_before(alice: ApiClient) -> None:
    answer = preview(alice, sample_data={"name": "<b>Zoë</b>"})
    assert "<p>&lt;b&gt;Zoë&lt;/b&gt;</p>" in answer.json["preview_html"]


def test_what_cannot_be_filled_is_listed_and_marked(alice: ApiClient) -> None:
    answer = preview(alice, "<p>\n{{ name }} {{ nmae }}</p>", subject="{{ name }}", sample_data={})
    missing = {(each["name"], each["reason"], each["line"], each["field"]) for each in answer.json["missing"]}
    assert missing == {
        ("nmae", "unknown", 2, "html_code"),
        ("name", "missing", 2, "html_code"),
        ("name", "missing", 1, "subject"),
    }
    assert "⟦nmae⟧" in answer.json["preview_html"]


def test_warnings_tell_what_readers_would_suffer_from(alice: ApiClient) -> None:
    code = "<img src='https://x.test/a.png'><a href='nowhere at all'>x</a>"
    answer = preview(alice, code, category="marketing")
    assert {each["level"] for each in answer.json["warnings"]} <= {"warning", "error"}
    assert len(answer.json["warnings"]) >= 2


@pytest.mark.parametrize(
    ("changes", "field", "line"),
    [
        ({"html_code": "<p>ok</p>\n<p>{% if name %}</p>"}, "html_code", 2),
        ({"html_code": "<p>ok</p>\n\n{{ name | nofilter }}"}, "html_code", 3),
        ({"html_code": "{{ name }}", "subject": "{% for %}"}, "subject", 1),
        ({"html_code": "<mjml><mj-body>\n<mj-nothing/>\n</mj-body></mjml>", "source_format": "mjml"}, "html_code", 2),
        ({"html_code": "<mjml><mj-body>\n<mj-section></mj-body></mjml>", "source_format": "mjml"}, "html_code", 2),
        ({"html_code": "no mjml", "source_format": "mjml"}, "html_code", 1),
    ],
)
def test_errors_name_line_and_column(alice: ApiClient, changes: dict[str, str], field: str, line: int) -> None:
    answer = alice.post(PREVIEW, {"type": "welcome", **changes})
    assert answer.status == 422, answer.content
    error = answer.json["errors"][0]
    assert (error["field"], error["line"]) == (field, line)
    assert error["column"] >= 1
    assert error["message"]


@pytest.mark.parametrize(
    "code",
    [
        "<script>alert(1)</script><p>x</p>",
        "<p onclick='alert(1)'>x</p>",
        "<a href='javascript:alert(1)'>x</a>",
        "<iframe src='https://evil.test'></iframe>x",
        "<img src=x onerror=alert(1)>x",
        "<svg onload=alert(1)>x</svg>x",
        "{{ name }}",
    ],
)
def test_nothing_that_runs_survives(alice: ApiClient, code: str) -> None:
    answer = preview(alice, code, sample_data={"name": "<script>alert(1)</script>"})
    shown = answer.json["preview_html"].lower()
    for bad in ("<script", "onclick", "onerror", "onload", "javascript:", "<iframe", "<svg"):
        assert bad not in shown


def test_a_huge_template_gets_a_clear_answer_quickly(alice: ApiClient) -> None:
    started = time.process_time()
    answer = preview(alice, "<p>{{ name }}</p>" * 300_000)
    assert answer.status in (413, 422)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json["detail"]
    assert time.process_time() - started < 5


def test_loops_without_end_are_stopped(alice: ApiClient) -> None:
    code = "{% for i in (1..100000) %}{% for j in (1..100000) %}x{% endfor %}{% endfor %}"
    assert preview(alice, code).status == 422


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028"])
def test_a_subject_stays_one_line(alice: ApiClient, end: str) -> None:
    injected = f"x{end}Bcc: all@client.test"
    for changes in ({"subject": injected}, {"subject": "{{ name }}", "sample_data": {"name": injected}}):
        answer = preview(alice, **changes)
        assert answer.json["subject"] == "x Bcc: all@client.test"


@pytest.mark.parametrize(
    "value", [None, 0, -1.5, True, [], {}, [1, [2]], {"a": {"b": None}}, "", "ñ" * 10_000, "a\u0000b", 10**400]
)
def test_odd_sample_values_are_rendered_or_refused(alice: ApiClient, value: object) -> None:
    answer = preview(alice, "<p>{{ name }}{{ name.x }}{{ name | upcase }}</p>", sample_data={"name": value})
    assert answer.status in (200, 422), answer.content


@pytest.mark.parametrize(
    "changes",
    [
        {"sample_data": []},
        {"sample_data": "x"},
        {"type": "letter"},
        {"source_format": "doc"},
        {"html_code": None},
        {"sample_data": {"organization": 5, "recipient": []}},
        {"unknown": 1},
    ],
)
def test_bad_payloads_are_refused_or_harmless(alice: ApiClient, changes: dict[str, object]) -> None:
    answer = alice.post(PREVIEW, {"html_code": "<p>{{ organization.name }}</p>", **changes})
    assert answer.status == (200 if "organization" in str(changes) else 422), answer.content


def test_deeply_nested_data_is_refused(alice: ApiClient) -> None:
    nested: object = "x"
    for _ in range(200):
        nested = {"a": nested}
    assert preview(alice, sample_data={"name": nested}).status == 422
    deep = b'{"html_code": "x", "sample_data": {"name": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}"
    assert alice.call("POST", PREVIEW, deep).status == 422


def test_agents_may_preview_others_may_not(bob: ApiClient, carol: ApiClient, nobody: ApiClient) -> None:
    assert [preview(who).status for who in (bob, carol, nobody)] == [200, 403, 401]


def test_types_placeholders_and_starters_are_complete(alice: ApiClient) -> None:
    listed = alice.get(f"{TEMPLATES}/types").json["items"]
    assert [each["type"] for each in listed] == [type.value for type in TYPES]
    for each in listed:
        for locale in ("en", "es"):
            query = f"type={each['type']}&locale={locale}"
            described = alice.get(f"{TEMPLATES}/placeholders?{query}").json
            names = [placeholder["name"] for placeholder in described["placeholders"]]
            assert "organization.name" in names
            assert described["sample_data"]["organization"]["name"]
            starter = alice.get(f"{TEMPLATES}/starters?{query}").json
            wanted = ("html_code", "subject", "preheader", "text_code", "source_format", "type", "locale")
            body = {name: starter[name] for name in wanted}
            shown = alice.post(PREVIEW, body)
            assert (shown.status, shown.json["missing"]) == (200, []), (query, shown.json)


def test_those_routes_refuse_unknown_types_and_strangers(alice: ApiClient, carol: ApiClient, nobody: ApiClient) -> None:
    for path in ("placeholders", "starters"):
        assert alice.get(f"{TEMPLATES}/{path}?type=letter").status == 422
        assert alice.get(f"{TEMPLATES}/{path}").status == 422
        assert alice.get(f"{TEMPLATES}/{path}?type=welcome&locale=xx").status == 422
    for path in ("types", "placeholders?type=welcome", "starters?type=welcome"):
        assert [who.get(f"{TEMPLATES}/{path}").status for who in (carol, nobody)] == [403, 401]


def test_a_large_preview_comes_compressed(alice: ApiClient) -> None:
    code = "<p>The office has moved two doors down.</p>" * 2000
    body = json.dumps({"html_code": code, "type": "welcome", "subject": "S"})
    answer = alice.client.post(
        PREVIEW, body, content_type="application/json", headers={**alice.headers, "Accept-Encoding": "gzip"}
    )
    assert (answer.status_code, answer["Content-Encoding"]) == (200, "gzip")
    assert len(answer.content) < len(code) / 10
    assert "two doors down" in json.loads(gzip.decompress(answer.content))["preview_html"]

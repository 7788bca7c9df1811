"""What is checked before a template is activated, each with its place; errors refuse activation, warnings do not."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from pytest_django import Settings

from frontdesk.mail.tests.samples import TEMPLATES, change, make_template
from frontdesk.orgs.models import Profile
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy
from frontdesk.platform.models import Upload

CHECK = f"{TEMPLATES}/check"
GOOD: dict[str, Any] = {
    "type": "welcome",
    "subject": "Welcome to {{ organization.name }}",
    "preheader": "Your account is ready. Here is where everything is.",
}


def found(client: ApiClient, html_code: str, **changes: object) -> list[dict[str, Any]]:
    answer = client.post(CHECK, {**GOOD, "html_code": html_code, **changes})
    assert answer.status == 200, answer.content
    assert answer.json["errors"] == sum(each["level"] == "error" for each in answer.json["items"])
    assert answer.json["errors"] + answer.json["warnings"] == len(answer.json["items"])
    items: list[dict[str, Any]] = answer.json["items"]
    return items


def only(client: ApiClient, code: str, html_code: str, **changes: object) -> dict[str, Any]:
    items = [each for each in found(client, html_code, **changes) if each["code"] == code]
    assert len(items) == 1, items
    return items[0]


def test_a_good_template_has_nothing_to_mend(alice: ApiClient) -> None:
    answer = alice.post(CHECK, {**GOOD, "html_code": "<p>Hello {{ name }}, your account is ready.</p>"})
    assert answer.json["items"] == []
    assert answer.json["size_bytes"] > 500


@pytest.mark.parametrize(
    ("code", "html_code", "line", "column"),
    [
        ("broken_link", "<p>\n  <a href='https//no.scheme'>Open your ticket</a></p>", 2, 6),
        ("broken_link", "<a href='http://a b.test/'>Open your ticket</a>", 1, 4),
        ("broken_link", "<a href='https://host.test:99999/'>Open your ticket</a>", 1, 4),
        ("broken_link", "<a href=''>Open your ticket</a>", 1, 4),
        ("broken_link", "<img src='/logo.png' alt='Logo'>Words enough to read here.", 1, 6),
        ("private_link", "<p>\n<a href='http://localhost:8000/x'>Open your ticket</a></p>", 2, 4),
        ("private_link", "<a href='https://192.168.1.4/{{ name }}'>Open your ticket</a>", 1, 4),
        ("private_link", "<a href='https://files.internal/a'>Open your ticket</a>", 1, 4),
        ("private_link", "<a href='http://[::1]/'>Open your ticket</a>", 1, 4),
        ("private_link", "<a href='http://2130706433/'>Open your ticket</a>", 1, 4),
        ("unsafe_link", "<a href='java\tscr&#105;pt:alert(1)'>Open your ticket</a>", 1, 4),
        ("unknown_placeholder", "<p>{{ nmae }}</p>", 1, 7),
    ],
)
def test_errors_have_a_place_and_refuse_activation(
    alice: ApiClient, code: str, html_code: str, line: int, column: int
) -> None:
    problem = only(alice, code, html_code)
    assert (problem["level"], problem["line"], problem["column"]) == ("error", line, column)
    made = make_template(alice, **{**GOOD, "html_code": html_code})
    refused = change(alice, made, is_active=True)
    assert refused.status == 422
    assert code in [each["code"] for each in refused.json["errors"]]
    assert alice.get(f"{TEMPLATES}/{made['id']}").json["is_active"] is False


def test_marketing_without_unsubscribe_is_not_activated(alice: ApiClient) -> None:
    words = {"type": "newsletter", "subject": "News of this month"}
    assert only(alice, "missing_unsubscribe", "<p>News</p>", **words)["level"] == "error"
    # A condition on it is no link to it.
    assert only(alice, "missing_unsubscribe", "<p>{% if unsubscribe_url %}News{% endif %}</p>", **words)
    made = make_template(alice, **{**GOOD, **words, "html_code": "<p>News</p>"})
    assert change(alice, made, is_active=True).status == 422
    linked = "<p>News</p><a href='{{ unsubscribe_url }}'>Unsubscribe</a>"
    assert change(alice, made, html_code=linked, is_active=True).status == 200


def test_warnings_do_not_refuse_activation(alice: ApiClient) -> None:
    code = "<p style='color:#bbb;display:flex'>Act now!!! <a href='https://client.test/'>click here</a></p>"
    levels = {each["level"] for each in found(alice, code)}
    assert levels == {"warning"}
    assert change(alice, make_template(alice, html_code=code), is_active=True).status == 200


@pytest.mark.parametrize(
    ("html_code", "pair"),
    [
        ("<p style='color:#999'>grey</p>", "#999999 on #ffffff has a contrast of 2.84:1"),
        ("<div style='background:#1f4f82'><p><b style='color: rgb(0,0,0)'>x</b></p></div>", "#000000 on #1f4f82"),
        ("<style>.a p { color: #ccc }</style><div class='a'><p>x</p></div>", "#cccccc on #ffffff"),
        ("<table bgcolor='#333333'><tr><td>dark on dark</td></tr></table>", "#000000 on #333333"),
        ("<p style='color:rgba(0,0,0,.3)'>faint</p>", "#b2b2b2 on #ffffff"),
        ("<p style='color:#ffffff;background-color:{{ organization.brand_color }}'>x</p>", "#ffffff on #ffee00"),
    ],
)
def test_contrast_names_both_colours(alice: ApiClient, html_code: str, pair: str) -> None:
    sample = {"organization": {"brand_color": "#ffee00", "name": "N"}, "name": "Carol"}
    assert pair in only(alice, "low_contrast", html_code, sample_data=sample)["message"]


@pytest.mark.parametrize(
    "html_code",
    [
        "<h1 style='color:#888'>large text needs less</h1>",
        "<div style='display:none;color:#fff'>hidden preheader</div><p>Hello</p>",
        "<p style='color:{% if name %}#ccc{% else %}#ddd{% endif %}'>Liquid decides</p>",
        "<p style='color:#ccc;background-image:url(https://client.test/a.png)'>over an image</p>",
        "<style>@media (prefers-color-scheme: dark) { p { color: #fff } }</style><p>Hello</p>",
    ],
)
def test_contrast_is_not_guessed(alice: ApiClient, html_code: str) -> None:
    assert "low_contrast" not in [each["code"] for each in found(alice, html_code)]


def test_contrast_knows_the_attributes_of_mjml(alice: ApiClient) -> None:
    code = (
        "<mjml><mj-head><mj-attributes><mj-all color='#dddddd' /><mj-class name='dark' color='#000000' />"
        "</mj-attributes></mj-head><mj-body><mj-section background-color='#ffffff'><mj-column>\n"
        "<mj-text mj-class='dark'>fine</mj-text>\n<mj-text>faint</mj-text>\n"
        "<mj-button href='https://client.test/' background-color='#eeeeee' color='#ffffff'>Open it</mj-button>"
        "</mj-column></mj-section></mj-body></mjml>"
    ).replace("'", '"')
    items = [each for each in found(alice, code, source_format="mjml") if each["code"] == "low_contrast"]
    assert [(each["line"], each["column"]) for each in items] == [(3, 1), (4, 1)]
    assert "#ffffff on #eeeeee" in items[1]["message"]


def test_css_that_programs_drop_is_told_once_for_each_property(alice: ApiClient) -> None:
    code = "<style>.a { display: grid }\n.b { position: absolute }</style>" + "<p style='display:flex'>x</p>" * 9
    items = [each for each in found(alice, code) if each["code"] == "unsupported_css"]
    assert [each["line"] for each in items] == [1, 2, 2]
    assert "Outlook and Gmail" in items[0]["message"]
    assert "9 times" in items[2]["message"]


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("spam_words", {"subject": "You have won a prize"}),
        ("spam_words", {"subject": "Última oportunidad para ti"}),
        ("spam_words", {"html_code": "<p>Trabaje desde casa</p>"}),
        ("capitals", {"subject": "READ THIS AT ONCE"}),
        ("exclamation_marks", {"subject": "Hello!!"}),
        ("subject_too_long", {"subject": "word " * 20}),
        ("subject_too_short", {"subject": "Hi"}),
        ("empty_subject", {"subject": ""}),
        ("missing_preheader", {"preheader": ""}),
        ("preheader_too_long", {"preheader": "word " * 40}),
        ("missing_alt", {"html_code": "<p>Words enough to read</p><img src='https://client.test/a.png'>"}),
        ("only_images", {"html_code": "<img src='https://client.test/a.png' alt='Our offer'>"}),
        (
            "more_images_than_text",
            {"html_code": "<img src='https://client.test/a.png' alt='A'>" * 4 + "few words here"},
        ),
        ("vague_link", {"html_code": "<a href='https://client.test/'>Haz clic <b>aquí</b></a>"}),
        ("too_long_for_gmail", {"html_code": "<p>" + "word " * 25_000 + "</p>"}),
    ],
)
def test_wording_lengths_and_images(alice: ApiClient, code: str, changes: dict[str, object]) -> None:
    body = {"html_code": "<p>Your account is ready.</p>", **changes}
    assert only(alice, code, **body)["level"] == "warning"  # type: ignore[arg-type]  # html_code is text


def test_size_is_that_of_the_rendered_mail(alice: ApiClient) -> None:
    code = "<ul>{% for each in (1..9000) %}<li>entry {{ each }}</li>{% endfor %}</ul>"
    assert only(alice, "too_long_for_gmail", code)


def test_sizes_of_own_uploads_are_known_and_others_uploads_are_not_told(
    alice: ApiClient, dave: ApiClient, cast: dict[str, Profile], settings: Settings
) -> None:
    with tenancy.platform("tests"):
        Upload.objects.create(
            organization_id=cast["alice"].organization_id, purpose="image", key="public/big.png", file_name="big.png",
            content_type="image/png", size=3 * 1024 * 1024, width=1, height=1,
        )  # fmt: skip
    code = f"<p>Words enough to read</p>\n<img src='{settings.PUBLIC_URL}/media/public/big.png' alt='Big'>"
    problem = only(alice, "image_too_heavy", code)
    assert (problem["line"], "3.0 MB" in problem["message"]) == (2, True)
    assert "image_too_heavy" not in [each["code"] for each in found(dave, code)]
    # Its own address may be private: a machine at home.
    assert "private_link" not in [each["code"] for each in found(alice, code)]


class _Images(BaseHTTPRequestHandler):
    asked: list[str]

    def do_HEAD(self) -> None:
        self.asked.append(self.path)
        if self.path == "/gone.png":
            self.send_response(404)
        else:
            self.send_response(200)
            self.send_header("Content-Length", str(5 * 1024 * 1024 if "heavy" in self.path else 900))
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def images() -> Iterator[ThreadingHTTPServer]:
    _Images.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Images)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_remote_images_are_asked_for_their_size(
    alice: ApiClient, images: ThreadingHTTPServer, settings: Settings
) -> None:
    start = f"http://127.0.0.1:{images.server_port}"
    code = "".join(f"<img src='{start}/{name}.png' alt='x'>\n" for name in ("heavy", "light", "gone"))
    code += "".join(f"<img src='{start}/{number}.png' alt='x'>" for number in range(40))
    body = {**GOOD, "html_code": code, "remote": True}
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    items = alice.post(CHECK, body).json["items"]
    told = {(each["code"], each["line"]) for each in items}
    assert {("image_too_heavy", 1), ("image_not_found", 3)} <= told
    assert len(_Images.asked) == 20
    _Images.asked.clear()
    settings.OUTBOUND_ALLOW = []
    refused = alice.post(CHECK, body)
    assert refused.status == 200
    assert _Images.asked == []
    assert not {"image_too_heavy"} & {each["code"] for each in refused.json["items"]}


def test_what_cannot_be_rendered_is_listed_not_refused(alice: ApiClient) -> None:
    answer = alice.post(CHECK, {**GOOD, "html_code": "<p>\n{% if name %}</p>"})
    assert (answer.status, answer.json["size_bytes"]) == (200, None)
    assert [(each["code"], each["line"]) for each in answer.json["items"] if each["level"] == "error"] == [
        ("liquid_syntax", 2)
    ]


def test_agents_may_check_others_may_not(bob: ApiClient, carol: ApiClient, nobody: ApiClient) -> None:
    body = {**GOOD, "html_code": "<p>x</p>"}
    assert [who.post(CHECK, body).status for who in (bob, carol, nobody)] == [200, 403, 401]
    assert bob.post(CHECK, {**body, "remote": "yes"}).status == 422

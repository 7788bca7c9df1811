"""People paste a template or name its address; they see what becomes of it before anything is saved."""

import base64
import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from PIL import Image
from pytest_django import Settings

from frontdesk.mail.models import EmailTemplate
from frontdesk.mail.tests.samples import TEMPLATES
from frontdesk.orgs.testing import Answer, ApiClient
from frontdesk.platform import tenancy
from frontdesk.platform.models import Upload

IMPORT = f"{TEMPLATES}/import-source"
CONVERT = f"{TEMPLATES}/convert"
RECEIPT = """<!DOCTYPE html><html lang="en"><head><title>Receipt for {{ name }}</title>
<style>td { color: #333 } .preheader { display: none; max-height: 0 }</style></head><body>
<span class="preheader">Thanks for your order.</span>
<script>track()</script>
<table>{{#each lines}}<tr><td onclick="x()">{{description}}</td><td>{{amount}}</td></tr>{{/each}}</table>
<a href="/account">Your account</a> *|UNSUB|*
</body></html>"""


def imported(client: ApiClient, **payload: object) -> Answer:
    return client.post(IMPORT, payload)


def test_a_pasted_template_becomes_ours_and_nothing_is_saved(alice: ApiClient) -> None:
    answer = imported(alice, source=RECEIPT, name="receipt.html")
    assert answer.status == 200, answer.json
    found = answer.json
    assert found["name"] == "receipt"
    assert (found["source_format"], found["type"], found["category"]) == ("html", "order_confirmation", "transactional")
    assert (found["subject"], found["preheader"]) == ("Receipt for {{ name }}", "Thanks for your order.")
    assert "{% for line in lines %}<tr><td" in found["html_code"]
    assert "{{ line.amount }}" in found["html_code"]
    assert "{{ unsubscribe_url }}" in found["html_code"]
    for gone in ("<script", "onclick", 'preheader"', "{{#each"):
        assert gone not in found["html_code"]
    codes = {each["code"] for each in found["changes"]}
    assert {"subject", "preheader", "tag_removed", "event_handler", "block", "merge_tag"} <= codes
    problem = next(each for each in found["problems"] if each["code"] == "relative_address")
    assert (problem["line"], problem["column"]) == (6, 4)
    assert "Your account" in found["preview_html"]
    with tenancy.platform("tests"):
        assert not EmailTemplate.objects.exists()


def test_what_was_imported_can_be_created_as_it_is(alice: ApiClient) -> None:
    found = imported(alice, source=RECEIPT, name="receipt.html").json
    fields = ("name", "type", "category", "locale", "subject", "preheader", "html_code", "text_code", "source_format")
    created = alice.post(TEMPLATES, {field: found[field] for field in fields})
    assert created.status == 201, created.json


def test_type_name_and_language_of_the_importer_go_before_the_guesses(alice: ApiClient) -> None:
    found = imported(alice, source=RECEIPT, name="Recibo", type="custom", locale="es").json
    assert (found["name"], found["type"], found["locale"]) == ("Recibo", "custom", "es")


@pytest.mark.parametrize("payload", [{}, {"source": "<p>x</p>", "url": "https://x.test/"}, {"source": "   "}])
def test_either_source_or_address_is_asked_for(alice: ApiClient, payload: dict[str, object]) -> None:
    assert imported(alice, **payload).status == 422


def test_only_who_makes_templates_may_import(bob: ApiClient, carol: ApiClient, nobody: ApiClient) -> None:
    assert imported(carol, source="<p>x</p>").status == 403
    assert imported(nobody, source="<p>x</p>").status == 401


def test_pictures_inside_the_source_are_stored_when_asked(alice: ApiClient) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(picture, "PNG")
    address = "data:image/png;base64," + base64.b64encode(picture.getvalue()).decode()
    source = f'<p><img src="{address}" alt="Red"><img src="{address}" alt="Red again"></p>'
    waiting = imported(alice, source=source).json
    assert waiting["images"] == 1
    assert [each["code"] for each in waiting["problems"]] == ["inline_image"]
    stored = imported(alice, source=source, store_images=True).json
    assert (stored["images"], stored["problems"]) == (0, [])
    with tenancy.platform("tests"):
        upload = Upload.objects.get()
    assert stored["html_code"].count(upload.key) == 2


class Site(BaseHTTPRequestHandler):
    answers: dict[str, tuple[int, str, bytes]] = {}

    def do_GET(self) -> None:
        status, kind, body = self.answers.get(self.path, (404, "text/plain", b"no"))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture
def site(settings: Settings) -> Iterator[str]:
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_template_is_fetched_and_its_addresses_completed(alice: ApiClient, site: str) -> None:
    page = '<html><body><img src="img/logo.png" alt=""><a href="/shop">¡Compra!</a></body></html>'.encode("latin-1")
    Site.answers = {"/mails/spring.html": (200, "text/html; charset=iso-8859-1", page)}
    answer = imported(alice, url=f"{site}/mails/spring.html")
    assert answer.status == 200, answer.json
    assert answer.json["name"] == "spring"
    assert f'src="{site}/mails/img/logo.png"' in answer.json["html_code"]
    assert f'href="{site}/shop">¡Compra!' in answer.json["html_code"]
    assert answer.json["problems"] == []


def test_what_the_other_side_refuses_is_told(alice: ApiClient, site: str) -> None:
    Site.answers = {"/a.png": (200, "image/png", b"\x89PNG"), "/big": (200, "text/html", b"x" * (2 * 1024 * 1024 + 1))}
    assert imported(alice, url=f"{site}/nothing").status == 502
    assert imported(alice, url=f"{site}/big").status == 502
    assert imported(alice, url=f"{site}/a.png").status == 422


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/x", "http://169.254.169.254/latest", "file:///etc/passwd", "ftp://x.test/"]
)
def test_addresses_inside_are_not_asked(alice: ApiClient, url: str) -> None:
    assert imported(alice, url=url).status == 422


MJML = (
    "<mjml><mj-body><mj-section><mj-column><mj-text>Hello {{ name }}{% if vip %} dear{% endif %}</mj-text>"
    '<mj-button href="{{ action_url }}">Go</mj-button></mj-column></mj-section></mj-body></mjml>'
)


def test_mjml_is_compiled_to_html_and_keeps_its_liquid(alice: ApiClient) -> None:
    answer = alice.post(CONVERT, {"html_code": MJML, "source_format": "mjml", "to": "html"})
    assert answer.status == 200, answer.json
    code = answer.json["html_code"]
    assert answer.json["source_format"] == "html"
    assert "Hello {{ name }}{% if vip %} dear{% endif %}" in code
    assert 'href="{{ action_url }}"' in code
    assert "<mj-" not in code
    assert answer.json["lossless"] is False
    shown = alice.post(f"{TEMPLATES}/preview", {"html_code": code, "type": "welcome"})
    assert "Hello Carol" in shown.json["preview_html"]


def test_html_is_wrapped_into_mjml_that_shows_the_same_words(alice: ApiClient) -> None:
    code = (
        "<html><head><style>p { color: red }</style></head><body bgcolor='#eeeeee'>"
        "<p>Hello {{ name }}<br>there{% if vip %}<b>!</b>{% endif %}<ul><li>one<li>two</ul></body></html>"
    )
    answer = alice.post(CONVERT, {"html_code": code, "source_format": "html", "to": "mjml"})
    assert answer.status == 200, answer.json
    assert answer.json["html_code"].startswith("<mjml>")
    assert 'background-color="#eeeeee"' in answer.json["html_code"]
    shown = alice.post(
        f"{TEMPLATES}/preview", {"html_code": answer.json["html_code"], "source_format": "mjml", "type": "welcome"}
    )
    assert shown.status == 200, shown.json
    for words in ("Hello Carol", "<li>one</li>", "color: red"):
        assert words in shown.json["preview_html"]


def test_the_same_language_stays_as_it_is(alice: ApiClient) -> None:
    answer = alice.post(CONVERT, {"html_code": MJML, "source_format": "visual", "to": "mjml"})
    assert (answer.json["html_code"], answer.json["lossless"]) == (MJML, True)


def test_mjml_that_does_not_compile_is_refused_with_the_place(alice: ApiClient) -> None:
    answer = alice.post(CONVERT, {"html_code": "<mjml>\n<mj-nothing/></mjml>", "source_format": "mjml", "to": "html"})
    assert answer.status == 422
    assert answer.json["errors"][0]["line"] == 2


LETTER = """<html><head><title>*|MC:SUBJECT|*</title></head><body><p>*|FNAME|*, *|MMERGE3|*</p>
<a href="offers.html">Offers</a> <a href="*|ARCHIVE|*">On the web</a>
<p>*|HTML:LIST_ADDRESS_HTML|* *|CURRENT_YEAR|*</p>
<a href="*|UPDATE_PROFILE|*">Preferences</a> <a href="*|UNSUB|*">Unsubscribe</a></body></html>"""


def test_a_newsletter_from_a_list_serves_once_its_real_problems_are_mended(alice: ApiClient) -> None:
    found = imported(alice, source=LETTER, name="Spring").json
    assert [each["code"] for each in found["problems"] if each["level"] == "error"] == ["relative_address"]
    fields = ("name", "type", "category", "locale", "subject", "source_format")
    code = found["html_code"].replace("offers.html", "https://northgate.test/offers")
    made = alice.post(TEMPLATES, {**{field: found[field] for field in fields}, "html_code": code}).json
    assert (made["type"], made["subject"]) == ("newsletter", "{{ title }}")
    answer = alice.patch(f"{TEMPLATES}/{made['id']}", {"version": made["version"], "is_active": True})
    assert answer.status == 200, answer.json


def wrapped(client: ApiClient, code: str) -> Answer:
    return client.post(CONVERT, {"html_code": code, "source_format": "html", "to": "mjml"})


def test_html_keeps_its_margins_names_and_pictures_inside_mjml(alice: ApiClient) -> None:
    answer = wrapped(
        alice,
        "<html><head><style>body.mail p { color: red } img { height: auto }</style></head>"
        "<body class='mail' dir='rtl' style='background:#eee url(https://pictures.test/a.png)'>"
        "<p>Hello <img src='https://pictures.test/b.png' alt='b' height='20'></p></body></html>",
    )
    code = answer.json["html_code"]
    assert "body{margin:8px}" in code
    assert "background-color" not in code
    assert ".mail p { color: red }" in code
    assert "body.mail" not in code
    assert '<div class="mail" dir="rtl">' in code
    assert "height:20px" not in code
    assert "body_names" in [each["code"] for each in answer.json["changes"]]


def test_html_that_would_break_inside_mjml_is_refused(alice: ApiClient) -> None:
    code = "{% if vip %}<div class='a'>{% else %}<div>{% endif %}x</div>"
    assert alice.post(f"{TEMPLATES}/preview", {"html_code": code, "type": "custom"}).status == 200
    answer = wrapped(alice, code)
    assert answer.status == 422
    assert answer.json["errors"][0]["message"].startswith("This HTML cannot stand in MJML: ")

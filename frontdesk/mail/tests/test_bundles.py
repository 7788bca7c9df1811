"""Templates are exported as one zip file and imported elsewhere."""

import hashlib
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pytest_django import Settings

from frontdesk.mail.models import EmailTemplate
from frontdesk.mail.tests.bundle_files import bring_in, export, packed, post_form, unpacked, with_manifest
from frontdesk.mail.tests.samples import TEMPLATES, change, make_template
from frontdesk.orgs.models import AuditEntry
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy
from frontdesk.platform.models import Upload

CONTENT = ("name", "description", "type", "category", "locale", "subject", "preheader", "html_code", "text_code")
SETTINGS = ("source_format", "design", "from_email_address_type")


@pytest.fixture(autouse=True)
def files(settings: Settings, tmp_path: Path) -> None:
    settings.STORAGE_DIR = tmp_path


def upload(client: ApiClient, colour: str = "#1f4f82", purpose: str = "image") -> str:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(buffer, "PNG")
    form = {"file": SimpleUploadedFile("logo.png", buffer.getvalue()), "purpose": purpose}
    response: Any = client.client.post("/api/uploads", form, headers=client.headers)
    assert response.status_code == 201, response.content
    return str(json.loads(response.content)["url"])


def templates(client: ApiClient) -> list[dict[str, Any]]:
    listed = client.get(f"{TEMPLATES}?sort=created&limit=100").json["items"]
    return [client.get(f"{TEMPLATES}/{each['id']}").json for each in reversed(listed)]


def count(model: type[EmailTemplate] | type[Upload]) -> int:
    with tenancy.platform("tests"):
        return model.objects.count()


def make_mail(client: ApiClient) -> dict[str, Any]:
    """A template with everything: pictures in code, design and logo, a text part, a Spanish variant."""
    photo, logo = upload(client), upload(client, "#8a3b12", "logo")
    made = make_template(
        client,
        description="For new clients",
        preheader="Nice to meet you",
        text_code="Hello {{ name }}: {{ action_url }}",
        html_code=f'<p>Hello {{{{ name }}}} <img alt="us" src="{photo}"><a href="{{{{ action_url }}}}">go</a></p>',
        design={"image": photo, "list": [{"src": photo}, 1, None]},
        email_main_logo_image=logo,
    )
    spanish = client.post(f"{TEMPLATES}/{made['id']}/variants", {"locale": "es"}).json
    change(client, spanish, subject="Bienvenida, {{ name }}")
    return made


def test_a_round_trip_keeps_everything_and_stores_pictures_anew(alice: ApiClient, dave: ApiClient) -> None:
    make_mail(alice)
    before = templates(alice)
    content = export(alice)
    answer = bring_in(dave, content)
    assert (answer.status, answer.json["applied"]) == (200, True)
    assert [(each["choice"], each["conflict"], each["problems"]) for each in answer.json["items"]] == [
        ("copy", None, []),
        ("copy", None, []),
    ]
    after = {each["locale"]: each for each in templates(dave)}
    for mine in before:
        theirs = after[mine["locale"]]
        old, new = re.search(r'src="([^"]+)"', mine["html_code"]), re.search(r'src="([^"]+)"', theirs["html_code"])
        assert old
        assert new
        assert old[1] != new[1]
        expected = json.loads(json.dumps({name: mine[name] for name in (*CONTENT, *SETTINGS)}).replace(old[1], new[1]))
        assert {name: theirs[name] for name in (*CONTENT, *SETTINGS)} == expected
        assert theirs["email_main_logo_image"] not in ("", mine["email_main_logo_image"])
        assert (theirs["is_active"], theirs["version"]) == (False, 1)
        assert dave.client.get(new[1]).status_code == 200
    assert len({each["variant_group"] for each in after.values()}) == 1
    assert {each["variant_group"] for each in after.values()}.isdisjoint({before[0]["variant_group"]})
    assert count(Upload) == 4  # two of Northgate, two of Harbour: each picture once, though both variants use it


def test_a_file_holds_a_manifest_with_the_hash_of_each_file(alice: ApiClient) -> None:
    make_mail(alice)
    held = unpacked(export(alice))
    manifest = json.loads(held.pop("manifest.json"))
    assert (manifest["format"], manifest["version"]) == ("frontdesk.email-templates", 1)
    assert manifest["organization"] == "Northgate Immigration"
    assert set(manifest["files"]) == set(held)
    assert {name for name in held if name.startswith("images/")} == set(manifest["templates"][0]["images"])
    folder = f"templates/{manifest['templates'][0]['entry']}/"
    assert {name.removeprefix(folder) for name in held if name.startswith(folder)} == {
        "source.html",
        "text.txt",
        "design.json",
    }
    assert b"/media/" not in b"".join(content for name, content in held.items() if name.startswith("templates/"))


def test_an_export_names_its_templates_by_id_or_filter(alice: ApiClient, dave: ApiClient, bob: ApiClient) -> None:
    first, second = make_template(alice, name="First"), make_template(alice, name="Second", type="custom")
    elsewhere = make_template(dave)

    def names(query: str) -> list[str]:
        return [each["name"] for each in json.loads(unpacked(export(alice, query))["manifest.json"])["templates"]]

    assert names(f"ids={second['id']},{first['id']}") == ["Second", "First"]
    assert names("type=custom") == ["Second"]
    assert names("q=first") == ["First"]
    assert alice.get(f"{TEMPLATES}/export?ids={first['id']}").headers["Content-Disposition"].endswith('"first.zip"')
    assert alice.get(f"{TEMPLATES}/export?ids={first['id']},{elsewhere['id']}").status == 404
    assert alice.get(f"{TEMPLATES}/export?locale=es").status == 422
    assert alice.get(f"{TEMPLATES}/export?ids=one").status == 422
    assert bob.get(f"{TEMPLATES}/export").status == 200
    with tenancy.platform("tests"):
        entry = AuditEntry.objects.filter(action="template.exported").earliest("id")
    assert entry.changes == {"templates": [second["id"], first["id"]]}


def test_a_plan_changes_nothing(alice: ApiClient, dave: ApiClient) -> None:
    make_mail(alice)
    content = export(alice)
    counts = count(EmailTemplate), count(Upload)
    answer = bring_in(dave, content, plan=True)
    assert (answer.status, answer.json["applied"]) == (200, False)
    item = answer.json["items"][0]
    assert (item["name"], item["type"], item["locale"], item["images"]) == ("Our welcome", "welcome", "en", 2)
    assert (item["conflict"], item["choice"], item["template_id"]) == (None, "copy", None)
    assert (count(EmailTemplate), count(Upload)) == counts


def test_the_same_file_twice_makes_copies_and_overwrites_nothing(alice: ApiClient, dave: ApiClient) -> None:
    make_template(alice)
    content = export(alice)
    bring_in(dave, content)
    first = templates(dave)[0]
    item = bring_in(dave, content, plan=True).json["items"][0]
    assert item["conflict"] == {"id": first["id"], "name": "Our welcome", "version": 1}
    bring_in(dave, content)
    bring_in(dave, content)
    assert [each["name"] for each in templates(dave)] == ["Our welcome", "Our welcome (copy)", "Our welcome (copy 2)"]
    assert templates(dave)[0] == first


def test_what_is_replaced_gets_a_new_version_and_can_be_restored(alice: ApiClient) -> None:
    made = make_mail(alice)
    content = export(alice)
    edited = change(alice, made, name="Another name", subject="Edited since").json
    answer = bring_in(alice, content, plan=True).json["items"]
    assert answer[0]["conflict"]["id"] == made["id"]  # the same variant, whatever it is called now
    done = bring_in(alice, content, e001="replace", e002="skip").json["items"]
    assert [(each["choice"], each["template_id"]) for each in done] == [("replace", made["id"]), ("skip", None)]
    now = alice.get(f"{TEMPLATES}/{made['id']}").json
    assert (now["version"], now["subject"], now["name"]) == (3, made["subject"], "Our welcome")
    assert alice.get(f"{TEMPLATES}/{made['id']}/versions/2").json["subject"] == edited["subject"]
    assert len(templates(alice)) == 2


def test_a_language_that_is_missing_joins_the_mail_that_is_replaced(alice: ApiClient) -> None:
    made = make_mail(alice)
    content = export(alice)
    spanish = next(each for each in made_variants(alice, made) if each["locale"] == "es")
    alice.delete(f"{TEMPLATES}/{spanish['id']}")
    bring_in(alice, content, e001="replace")
    assert {each["locale"] for each in made_variants(alice, made)} == {"en", "es"}


def made_variants(client: ApiClient, template: dict[str, Any]) -> list[dict[str, Any]]:
    variants: list[dict[str, Any]] = client.get(f"{TEMPLATES}/{template['id']}").json["variants"]
    return variants


def test_an_active_template_is_not_replaced_by_a_broken_one(alice: ApiClient) -> None:
    made = make_template(alice, html_code="<p>{{ nmae }}</p>")
    content = export(alice)
    fixed = change(alice, made, html_code="<p>{{ name }}</p>").json
    active = change(alice, fixed, is_active=True).json
    planned = bring_in(alice, content, plan=True).json["items"][0]
    assert [each["code"] for each in planned["problems"]] == ["unknown_placeholder"]
    done = bring_in(alice, content, e001="replace").json["items"][0]
    assert (done["template_id"], done["problems"][-1]["code"]) == (None, "template-problems")
    assert alice.get(f"{TEMPLATES}/{made['id']}").json == active


def test_a_template_of_a_locked_type_is_refused_with_the_reason(
    alice: ApiClient, dave: ApiClient, root: ApiClient
) -> None:
    make_template(alice)
    make_template(alice, type="custom", name="Free")
    content = export(alice)
    assert root.put(f"{TEMPLATES}/locks/welcome", {"is_locked": True, "reason": "One voice"}).status == 200
    items = {each["name"]: each for each in bring_in(dave, content).json["items"]}
    assert (items["Our welcome"]["choice"], items["Our welcome"]["template_id"]) == ("skip", None)
    assert items["Our welcome"]["problems"][0]["code"] == "template-locked"
    assert "One voice" in items["Our welcome"]["problems"][0]["message"]
    assert [each["name"] for each in templates(dave)] == ["Free"]


def test_choices_that_fit_nothing_are_refused(alice: ApiClient, dave: ApiClient) -> None:
    make_template(alice)
    content = export(alice)

    def refused(choices: str) -> str:
        answer = post_form(dave, {"file": SimpleUploadedFile("t.zip", content), "plan": "false", "choices": choices})
        assert (answer.status, answer.json["errors"][0]["field"]) == (422, "choices")
        return str(answer.json["detail"])

    assert "no template" in refused('{"009-nothing": "skip"}')
    assert "replaces nothing" in refused('{"001-our-welcome": "replace"}')
    assert "Send JSON" in refused('{"001-our-welcome": "burn"}')
    assert "Send JSON" in refused("nonsense")
    assert count(EmailTemplate) == 1


def test_only_who_may_manage_templates_imports(bob: ApiClient, carol: ApiClient, alice: ApiClient) -> None:
    make_template(alice)
    content = export(alice)
    assert [bring_in(who, content).status for who in (bob, carol)] == [403, 403]
    assert carol.get(f"{TEMPLATES}/export").status == 403
    assert count(EmailTemplate) == 1


def _rename(manifest: dict[str, Any], **changes: object) -> None:
    manifest["templates"][0] |= changes


@pytest.mark.parametrize(
    ("change_it", "words"),
    [
        (lambda m: m["files"].clear(), "missing"),
        (lambda m: m["files"][m["templates"][0]["source"]].update(sha256="0" * 64), "changed after"),
        (lambda m: m["files"][m["templates"][0]["source"]].update(size=1), "changed after"),
        (lambda m: m.update(version=2), "another version"),
        (lambda m: m.update(format="other"), "format"),
        (lambda m: m["templates"].append(m["templates"][0]), "twice"),
        (lambda m: m["templates"].clear(), "templates"),
        (lambda m: _rename(m, entry="../x"), "entry"),
        (lambda m: _rename(m, type="letter"), "type"),
        (lambda m: _rename(m, name="two\nlines"), "name"),
        (lambda m: _rename(m, locale="xx"), "locale"),
        (lambda m: _rename(m, source="../../etc/passwd"), "missing"),
        (lambda m: _rename(m, images=[m["templates"][0]["source"]]), "no picture"),
        (lambda m: _rename(m, subject="x" * 501), "subject"),
    ],
)
def test_a_tampered_manifest_is_refused_with_the_reason(
    alice: ApiClient, dave: ApiClient, change_it: Any, words: str
) -> None:
    make_template(alice)
    answer = bring_in(dave, with_manifest(export(alice), change_it))
    assert answer.status == 422, answer.json
    assert words in answer.json["detail"], answer.json["detail"]
    assert count(EmailTemplate) == 1


def test_a_changed_file_is_refused(alice: ApiClient, dave: ApiClient) -> None:
    make_template(alice)
    held = unpacked(export(alice))
    source = next(name for name in held if name.endswith("source.html"))
    answer = bring_in(dave, packed({**held, source: b"<script>alert(1)</script>"}))
    assert (answer.status, answer.json["type"]) == (422, "urn:frontdesk:problem:bundle-refused")
    assert bring_in(dave, packed({**held, "manifest.json": b"{"})).status == 422
    assert count(EmailTemplate) == 1


def test_a_picture_that_is_none_is_refused_and_the_others_come_in(alice: ApiClient, dave: ApiClient) -> None:
    photo = upload(alice)
    make_template(alice, name="With", html_code=f'<p>{{{{ name }}}}<img alt="" src="{photo}"></p>')
    make_template(alice, name="Without")
    held = unpacked(export(alice, "q=w"))
    picture = next(name for name in held if name.startswith("images/"))
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'

    def swap(manifest: dict[str, Any]) -> None:
        manifest["files"][picture] = {"sha256": hashlib.sha256(svg).hexdigest(), "size": len(svg)}

    answer = bring_in(dave, with_manifest(packed({**held, picture: svg}), swap))
    items = {each["name"]: each for each in answer.json["items"]}
    assert items["With"]["template_id"] is None
    assert "SVG" in items["With"]["problems"][-1]["message"]
    assert [each["name"] for each in templates(dave)] == ["Without"]


def hostile(kind: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        if kind == "bomb":
            archive.writestr("manifest.json", b" " * 30_000_000)
        elif kind == "link":
            entry = zipfile.ZipInfo("manifest.json")
            entry.external_attr = 0o120777 << 16
            archive.writestr(entry, "/etc/passwd")
        elif kind == "many":
            for number in range(2001):
                archive.writestr(f"{number}.txt", b"")
        else:
            archive.writestr({"up": "../manifest.json", "root": "/manifest.json", "nested": "more.zip"}[kind], b"{}")
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["bomb", "link", "many", "up", "root", "nested"])
def test_hostile_zip_files_are_refused(dave: ApiClient, kind: str) -> None:
    answer = bring_in(dave, hostile(kind), plan=True)
    assert (answer.status, answer.json["type"]) == (422, "urn:frontdesk:problem:zip-refused")
    assert count(EmailTemplate) == 0


def test_files_of_other_programs_come_in_with_their_pictures(dave: ApiClient) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (20, 10), "#123456").save(buffer, "PNG")
    head = b"<html><head><title>Summer sale</title></head>"
    html = head + b"<body><p>Dear *|FNAME|*</p><img alt='' src='images/sun.png'></body></html>"
    held = packed({"sale/index.html": html, "sale/images/sun.png": buffer.getvalue()})
    planned = bring_in(dave, held, plan=True).json["items"]
    assert [(each["images"], each["conflict"], each["choice"]) for each in planned] == [(1, None, "copy")]
    assert planned[0]["changes"]
    assert count(EmailTemplate) == 0
    bring_in(dave, held)
    [made] = templates(dave)
    source = re.search(r"src=.([^'\"]+)", made["html_code"])
    assert source
    assert dave.client.get(source[1]).status_code == 200
    assert "*|" not in made["html_code"]
    assert bring_in(dave, html, name="sale.html").json["items"][0]["template_id"]
    assert bring_in(dave, b"just words", name="words.pdf").status == 422


def test_what_the_database_cannot_keep_is_left_out(dave: ApiClient) -> None:
    mail = b"Subject: =?utf-8?q?Hi=00_there=07?=\r\nContent-Type: text/html\r\n\r\n<p>a\0b</p>"
    answer = bring_in(dave, mail, name="mail.eml")
    assert (answer.status, answer.json["items"][0]["subject"]) == (200, "Hi there")
    assert "\0" not in templates(dave)[0]["html_code"]


def test_pictures_beyond_the_time_for_them_keep_their_templates_out(
    dave: ApiClient, alice: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_mail(alice)
    make_template(alice, name="Without pictures")
    content = export(alice)
    monkeypatch.setattr("frontdesk.mail.templates.bundles.pictures.STORE_SECONDS", 0.0)
    items = {each["name"]: each for each in bring_in(dave, content).json["items"]}
    assert items["Without pictures"]["template_id"]
    assert items["Our welcome"]["template_id"] is None
    assert "fewer" in items["Our welcome"]["problems"][-1]["message"]
    assert count(Upload) == 2


def test_designs_are_unpacked_up_to_a_bound(dave: ApiClient, alice: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        make_template(alice, name=f"Mail {number}", design={"text": str(number) * 400})
    content = export(alice)
    monkeypatch.setattr("frontdesk.mail.templates.bundles.reading.MAX_DESIGNS_BYTES", 1000)
    answer = bring_in(dave, content)
    assert (answer.status, answer.json["type"]) == (422, "urn:frontdesk:problem:bundle-refused")
    assert "designs" in answer.json["detail"]


def test_an_export_looks_for_so_many_pictures_and_no_more(alice: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("frontdesk.mail.templates.bundles.exporting.MAX_ALL_PICTURES", 2)
    pictures = "".join(f'<img alt="" src="/media/public/{number}.png">' for number in range(3))
    make_template(alice, html_code=pictures)
    answer = alice.get(f"{TEMPLATES}/export")
    assert (answer.status, "pictures" in answer.json["detail"]) == (422, True)


@pytest.mark.parametrize("key", ["public/-x.png", "public/../private/x.png", "private/x.png", "public/no.svg"])
def test_an_export_looks_for_no_other_files(alice: ApiClient, key: str) -> None:
    make_template(alice, html_code=f'<img alt="" src="/media/{key}">')
    assert not [name for name in unpacked(export(alice)) if name.startswith("images/")]

"""Files that people bring: templates of any encoding, saved mails, zips with pictures."""

import io
import zipfile
from email.message import EmailMessage

import pytest

from frontdesk.mail.importing import convert, read_upload
from frontdesk.mail.rendering import TemplateSource, render
from frontdesk.platform.errors import BadInput

PIXEL = b"\x89PNG\r\n\x1a\n" + bytes(40)


def packed(**files: bytes | str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_every_encoding_is_read(encoding: str) -> None:
    content = "<html><head><meta charset='iso-8859-1'></head><p>Señor José</p></html>".encode(encoding)
    (found,) = read_upload("a.html", content)
    assert "<p>Señor José</p>" in found.html_code
    assert found.name == "a"


def test_a_zip_brings_its_pictures_and_style_sheets() -> None:
    page = (
        '<html><head><link rel="stylesheet" href="css/a.css"></head><body><img src="images/a.png" alt=""></body></html>'
    )
    content = packed(index_dot_html=page, images__a_dot_png=PIXEL, css__a_dot_css="p { color: red }")
    (found,) = read_upload("export.zip", content)
    assert [image.content for image in found.images] == [PIXEL]
    assert "p { color: red }" in found.html_code
    marker = found.images[0].marker
    stored = found.with_images({marker: "https://ours.test/a.png"})
    assert 'src="https://ours.test/a.png"' in stored.html_code
    assert (stored.images, stored.problems) == ((), ())


def test_mjml_parts_are_put_into_their_places_and_are_no_templates() -> None:
    main = '<mjml><mj-body><mj-include path="./parts/foot.mjml"/><mj-include path="gone.mjml"/></mj-body></mjml>'
    foot = "<mj-section><mj-column><mj-text>Foot</mj-text></mj-column></mj-section>"
    (found,) = read_upload("a.zip", packed(main_dot_mjml=main, parts__foot_dot_mjml=foot))
    assert "<mj-text>Foot</mj-text>" in found.html_code
    assert [each.code for each in found.problems] == ["include"]


def test_a_saved_mail_gives_subject_text_and_inner_pictures() -> None:
    mail = EmailMessage()
    mail["Subject"] = "Grüße"
    mail.set_content("Plain {{name}}")
    mail.add_alternative('<p>Rich <img src="cid:logo@x" alt=""></p>', subtype="html")
    html_part = mail.get_body(("html",))
    assert isinstance(html_part, EmailMessage)
    html_part.add_related(PIXEL, "image", "png", cid="<logo@x>")
    (found,) = read_upload("a.eml", mail.as_bytes())
    assert (found.subject, found.text_code) == ("Grüße", "Plain {{name}}\n")
    assert len(found.images) == 1


def test_plain_text_keeps_its_lines_and_names_its_subject() -> None:
    (found,) = read_upload("note.txt", b"Subject: Your file\n\nDear {{name}},\n\n1 < 2\nBye")
    assert found.subject == "Your file"
    assert found.html_code == "<p>Dear {{name}},</p>\n<p>1 &lt; 2<br>\nBye</p>\n"
    assert found.text_code == "Dear {{name}},\n\n1 < 2\nBye\n"


@pytest.mark.parametrize(
    ("name", "content"), [("a.png", PIXEL), ("a.zip", packed(readme_dot_md="x")), ("a.eml", b"\n\n")]
)
def test_what_is_no_template_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(BadInput):
        read_upload(name, content)


def test_a_zip_is_read_for_so_long_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("frontdesk.mail.importing.uploads.READ_SECONDS", -1.0)
    with pytest.raises(BadInput, match="in parts"):
        read_upload("a.zip", packed(a_dot_html="<p>x</p>"))


LOOKS = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "xhtml1-transitional.dtd">
<html dir="rtl"><head><style media="all"><!--
@import url("https://fonts.googleapis.com/css2?family=Inter:wght@400;700&display=swap");
.news td { background: url(http://x.test/a.png) }
--></style></head>
<body class="news" bgcolor=#eeeeee text=#333333 onload="x()">
<table bordercolor="#ff0000"><tr>
<td style="*zoom:1;color:red;width=100" background="http://x.test/b.png">Hi</td></tr></table>
<form action="/x">Name <input name=a> <button>Send</button></form>
<img src="https://x.test/m.png" usemap="#m" alt="">
<map name="m"><area shape="rect" coords="0,0,1,1" href="https://x.test/"></map>
<![if !mso]><b>all</b><![endif]><!--[if mso]><i>outlook</i><![endif]--><video poster="https://x.test/v.png"></video>
</body></html>"""


def test_the_look_is_kept_and_what_is_changed_is_told() -> None:
    found = convert(LOOKS, name="look")
    mail = render(TemplateSource("s", found.html_code), {}, strict=True).html
    assert mail.startswith("<!DOCTYPE html PUBLIC")
    kept_parts = [
        'dir="rtl"', '<body class="news"', "border-color:#ff0000", "https://x.test/a.png", "https://x.test/b.png",
        "<area",        "color:red", "color:#333333", 'usemap="#m"', "<b>all</b>", "<i>outlook</i>", "x.test/v.png",
    ]  # fmt: skip
    for kept in kept_parts:
        assert kept in mail.replace(": ", ":"), kept
    for gone in ("@import", "family=Inter", "zoom", "<form", "<input", "<button", "onload", "<video"):
        assert gone not in mail, gone
    codes = {each.code for each in found.changes}
    assert {
        "web_font",
        "style_marks",
        "style_syntax",
        "event_handler",
        "tag_removed",
        "https",
        "border_colour",
    } <= codes
    assert found.problems == ()


def test_mjml_of_the_third_version_is_read() -> None:
    source = (
        '<mjml><mj-head><mj-attributes><!-- x --><mj-text font-size="14" odd="1"/>'
        '<mj-body background-color="#eee"/></mj-attributes>'
        "<mj-preview>Soon</mj-preview></mj-head><mj-body><mj-container width=640><mj-section><mj-column>"
        '<mj-text><p>One<p>Two<br>3 < 4<img src=https://x.test/a.png></mj-text><mj-social display="facebook" '
        'facebook-href="https://f.test"/><mj-accordion><mj-accordion-element>'
        "<mj-accordion-title>Why</mj-accordion-title>"
        "<mj-accordion-text>So</mj-accordion-text></mj-accordion-element></mj-accordion></mj-column></mj-section>"
        "</mj-container></mj-body></mjml>"
    )
    found = convert(source, name="old")
    assert (found.preheader, found.problems) == ("Soon", ())
    mail = render(TemplateSource("s", found.html_code, source_format="mjml"), {}, strict=True).html
    for kept in (">One</p>", "3 &lt; 4", "https://f.test", "Why", "So", "640px", "background-color:#eee"):
        assert kept in mail.replace(": ", ":"), kept
    codes = {each.code for each in found.changes}
    assert {"tag_unwrapped", "attribute_removed", "pixels", "unclosed", "tag_renamed", "preheader"} <= codes

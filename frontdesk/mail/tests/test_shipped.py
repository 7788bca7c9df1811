"""Every shipped template renders strictly in both languages, is complete, and can be read by everybody."""

from __future__ import annotations

import re

import pytest

from frontdesk.mail import rendering, shipped, template_types
from frontdesk.mail.rendering import colours
from frontdesk.mail.rendering.model import GMAIL_CLIP_BYTES
from frontdesk.mail.template_types import TYPES, TemplateType

EVERY = [pytest.param(kind, locale, id=f"{kind.value}-{locale}") for kind in TemplateType for locale in shipped.LOCALES]

# Foreground and background of each pair that the layout puts together; the tests below find every colour among them.
LIGHT = {
    "#1f2937": ("#ffffff", "#f3f4f6"),
    "#111827": ("#ffffff", "#eef0f3"),
    "#4b5563": ("#ffffff", "#eef0f3"),
}
DARK = {"#f3f4f6": ("#0f141b", "#1b222c", "#27303c"), "#b6bec9": ("#0f141b", "#1b222c")}
LINES = {"#e5e7eb", "#3a4452"}


def _render(kind: TemplateType, locale: str, data: dict[str, object] | None = None) -> rendering.Rendered:
    source = shipped.load(kind, locale).source()
    data = data if data is not None else template_types.sample_data(kind, locale)
    return rendering.render(source, data, strict=True, known=template_types.known(kind))


@pytest.mark.parametrize(("kind", "locale"), EVERY)
def test_no_problem_of_any_level(kind: TemplateType, locale: str) -> None:
    template = shipped.load(kind, locale)
    assert not rendering.check(template.source(), template_types.known(kind), category=TYPES[kind].category)
    assert template.name
    assert template.description
    assert template.locale == locale


@pytest.mark.parametrize(("kind", "locale"), EVERY)
def test_renders_strictly_with_its_samples(kind: TemplateType, locale: str) -> None:
    mail = _render(kind, locale)
    assert mail.missing == ()
    assert mail.subject
    assert mail.preheader
    assert len(mail.text) > 60
    assert len(mail.html.encode()) < GMAIL_CLIP_BYTES
    assert f'<html lang="{locale}"' in mail.html
    assert 'name="color-scheme" content="light dark"' in mail.html
    assert "{{" not in mail.html + mail.text + mail.subject
    assert "{%" not in mail.html + mail.text
    assert "⟦" not in mail.html + mail.text
    assert not re.search(r"\bnil\b|\bNone\b|<>", mail.text)
    for image in re.findall(r"<img\b[^>]*>", mail.html):
        assert re.search(r'alt="[^"]+"', image)


@pytest.mark.parametrize(("kind", "locale"), EVERY)
def test_required_placeholders_are_enough(kind: TemplateType, locale: str) -> None:
    data = template_types.sample_data(kind, locale)
    for each in TYPES[kind].placeholders:
        if not each.required:
            group, _, name = each.name.rpartition(".")
            target = data[group] if group else data
            assert isinstance(target, dict)
            del target[name]
    assert _render(kind, locale, data).missing == ()


@pytest.mark.parametrize(("kind", "locale"), EVERY)
def test_every_link_of_the_html_is_in_the_text(kind: TemplateType, locale: str) -> None:
    mail = _render(kind, locale)
    for address in re.findall(r'href="(https:[^"]+)"', mail.html):
        if "/move" in address or "/cancel" in address:
            continue
        assert address.replace("&amp;", "&") in mail.text


@pytest.mark.parametrize("kind", list(TemplateType))
def test_both_languages_use_the_same_placeholders(kind: TemplateType) -> None:
    used = [set(re.findall(r"\{\{ *([\w.]+)", shipped.load(kind, locale).html_code)) for locale in shipped.LOCALES]
    assert used[0] == used[1]
    assert (
        shipped.load(kind, "en").subject != shipped.load(kind, "es").subject or "{{" in shipped.load(kind, "en").subject
    )


@pytest.mark.parametrize("kind", list(TemplateType))
def test_every_required_placeholder_of_its_own_is_used(kind: TemplateType) -> None:
    template = shipped.load(kind, "en")
    everything = template.subject + template.html_code + template.text_code
    for each in TYPES[kind].placeholders:
        assert not each.required or each.name in everything


def test_logo_replaces_the_wordmark() -> None:
    data = template_types.sample_data(TemplateType.WELCOME, "en")
    assert "<img" not in _render(TemplateType.WELCOME, "en", data).html
    data["organization"] = {"name": "Northgate", "logo_url": "https://frontdesk.test/logo.png"}
    html = _render(TemplateType.WELCOME, "en", data).html
    assert re.search(r'<img[^>]*alt="Northgate"[^>]*src="https://frontdesk.test/logo.png"', html)


def test_marketing_can_be_left() -> None:
    for locale in shipped.LOCALES:
        mail = _render(TemplateType.NEWSLETTER, locale)
        assert 'href="https://frontdesk.test/u/8f3k"' in mail.html
        assert "https://frontdesk.test/u/8f3k" in mail.text


def test_unknown_locale_falls_back_to_english() -> None:
    assert shipped.load("welcome", "fr") is shipped.load(TemplateType.WELCOME, "en")
    assert shipped.load("welcome", "es-MX").locale == "es"


def test_all_compile_ahead() -> None:
    """So that sending thousands costs only Liquid and the sanitiser per mail."""
    from frontdesk.mail.rendering.compiling import compile_source

    for kind in TemplateType:
        for locale in shipped.LOCALES:
            assert compile_source(shipped.load(kind, locale).source(), rendering.Limits()).parts


def test_colours_keep_aa_contrast() -> None:
    for pairs in (LIGHT, DARK):
        for text, backgrounds in pairs.items():
            for background in backgrounds:
                assert colours.contrast(text, background) >= 4.5, (text, background)


def test_every_colour_used_is_among_the_tested() -> None:
    tested = LINES | {colours.DEFAULT_BRAND, "#ffffff", "#000000"}
    for pairs in (LIGHT, DARK):
        tested |= set(pairs) | {background for backgrounds in pairs.values() for background in backgrounds}
    for kind in TemplateType:
        assert set(re.findall(r"#[0-9a-f]{6}\b", _render(kind, "en").html)) <= tested


@pytest.mark.parametrize("brand", ["#1f4f82", "#ffcc00", "#777777", "#ff0000", "#00aa55", "#ffffff", "#000000", "#0af"])
def test_button_text_keeps_aa_contrast_on_any_brand(brand: str) -> None:
    data = template_types.sample_data(TemplateType.WELCOME, "en")
    data["organization"] = {"name": "Northgate", "brand_color": brand}
    html = _render(TemplateType.WELCOME, "en", data).html
    button = re.search(r"<a [^>]*background:\s*(#\w+);color:\s*(#\w+)", html)
    assert button
    assert colours.contrast(button[2], button[1]) >= 4.5


def test_contrast_of_every_grey_and_primary_is_enough() -> None:
    for level in range(0, 256, 5):
        for colour in (f"#{level:02x}{level:02x}{level:02x}", f"#{level:02x}8000", f"#00{level:02x}ff"):
            assert colours.contrast(colours.text_on(colour), colour) >= 4.5


def test_hostile_brand_colour_falls_back() -> None:
    data = template_types.sample_data(TemplateType.WELCOME, "en")
    data["organization"] = {"name": "Northgate", "brand_color": "red;background:url(https://evil.test/x)"}
    assert "evil" not in _render(TemplateType.WELCOME, "en", data).html

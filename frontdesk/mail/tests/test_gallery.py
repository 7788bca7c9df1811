"""The gallery: designs to start from, in two languages, without a fault."""

import re

import pytest

from frontdesk.mail import gallery
from frontdesk.mail.rendering import TemplateSource, check, render
from frontdesk.mail.template_types import known, sample_data
from frontdesk.orgs.testing import ApiClient

STARTERS = [(starter.slug, locale) for locale in ("en", "es") for starter in gallery.list_starters(locale)]


def source_of(slug: str, locale: str) -> TemplateSource:
    starter = gallery.find_starter(slug, locale)
    assert starter
    return TemplateSource(
        subject=starter.subject,
        preheader=starter.preheader,
        html_code=starter.html_code,
        source_format="visual",
        locale=locale,
    )


def test_there_are_more_than_a_dozen() -> None:
    assert len(gallery.list_starters("en")) >= 12


@pytest.mark.parametrize(("slug", "locale"), STARTERS)
def test_every_design_is_without_fault(slug: str, locale: str) -> None:
    starter = gallery.find_starter(slug, locale)
    assert starter
    problems = check(source_of(slug, locale), known(starter.type), category=starter.category)
    assert [(each.code, each.message) for each in problems] == []


@pytest.mark.parametrize(("slug", "locale"), STARTERS)
def test_every_design_renders_with_its_samples(slug: str, locale: str) -> None:
    starter = gallery.find_starter(slug, locale)
    assert starter
    rendered = render(
        source_of(slug, locale), sample_data(starter.type, locale), strict=True, known=known(starter.type)
    )
    assert not re.search(r"[«»⟦]|\{\{|\{%", rendered.html + rendered.subject + rendered.text)
    assert len(rendered.html.encode()) < 60_000


def test_a_language_we_do_not_have_gets_english() -> None:
    assert gallery.find_starter("letter", "fr") == gallery.find_starter("letter", "en")
    assert gallery.find_starter("../looks/letter", "en") is None


def test_the_list_names_each_design(alice: ApiClient) -> None:
    items = alice.get("/api/email-templates/gallery?locale=es").json["items"]
    assert items[0]["name"] == "Primeros pasos"
    assert {"slug", "type", "category", "tags", "locales"} <= set(items[0])


def test_a_design_comes_with_its_source_and_our_name(alice: ApiClient) -> None:
    starter = alice.get("/api/email-templates/gallery/letter").json
    assert "<mjml>" in starter["html_code"]
    assert "Northgate" in starter["preview_html"]


def test_an_unknown_design_is_not_found(alice: ApiClient) -> None:
    assert alice.get("/api/email-templates/gallery/nothing").status == 404


def test_strangers_see_no_gallery(nobody: ApiClient, carol: ApiClient) -> None:
    assert nobody.get("/api/email-templates/gallery").status == 401
    assert carol.get("/api/email-templates/gallery").status == 403

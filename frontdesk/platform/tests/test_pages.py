"""The app's page and its headers."""

from pathlib import Path

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from frontdesk.platform import pages


@pytest.mark.parametrize(
    ("public_url", "origin"),
    [
        ("https://desk.northgate.test/help", "https://desk.northgate.test"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("https://bücher.test", "https://xn--bcher-kva.test"),
    ],
)
def test_pictures_of_mail_may_be_shown_under_any_name_of_ours(
    public_url: str, origin: str, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text("<!doctype html>")
    settings.WEB_DIST, settings.PUBLIC_URL = tmp_path, public_url
    answer = pages.app_page(RequestFactory().get("/en"))
    policy = answer.headers["Content-Security-Policy"].split("; ")
    assert f"img-src 'self' data: blob: {origin}" in policy
    assert "script-src 'self'" in policy

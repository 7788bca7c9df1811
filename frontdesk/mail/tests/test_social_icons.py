"""Icons of social networks are ours: no third party learns when a mail is read."""

import io

import pytest
from django.conf import settings
from PIL import Image

from frontdesk.mail.rendering import TemplateSource, render
from frontdesk.mail.rendering.social import ICON_PIXELS, NETWORKS
from frontdesk.orgs.testing import ApiClient


def html_of(elements: str) -> str:
    body = f"<mj-section><mj-column><mj-social>{elements}</mj-social></mj-column></mj-section>"
    source = TemplateSource(subject="s", html_code=f"<mjml><mj-body>{body}</mj-body></mjml>", source_format="mjml")
    return render(source, {}, strict=True).html


@pytest.mark.parametrize("network", NETWORKS)
def test_every_network_gets_our_icon(network: str) -> None:
    html = html_of(f'<mj-social-element name="{network}-noshare" href="https://example.com/us" />')
    assert f'src="{settings.PUBLIC_URL}/social/{network}.png"' in html
    assert "mailjet" not in html
    assert 'href="https://example.com/us"' in html


def test_an_icon_of_ones_own_stays() -> None:
    html = html_of('<mj-social-element name="facebook" src="https://example.com/f.png" href="https://example.com" />')
    assert 'src="https://example.com/f.png"' in html
    assert "/social/" not in html


def test_a_colour_of_ones_own_stays() -> None:
    html = html_of('<mj-social-element name="web" background-color="#123456" href="https://example.com" />')
    assert "#123456" in html
    assert NETWORKS["web"] not in html


def test_the_icon_is_served_to_everybody(nobody: ApiClient) -> None:
    answer = nobody.client.get("/social/linkedin.png")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    assert Image.open(io.BytesIO(answer.content)).size == (ICON_PIXELS, ICON_PIXELS)
    assert "immutable" in answer.headers["Cache-Control"]


def test_an_unknown_network_has_none(nobody: ApiClient) -> None:
    assert nobody.client.get("/social/nothing.png").status_code == 404

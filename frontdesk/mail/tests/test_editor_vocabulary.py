"""What the code editor offers is what the renderer takes."""

import json
from pathlib import Path

from frontdesk.mail.rendering import filters, mjml, sanitising, social

VOCABULARY = Path(__file__).parents[3] / "web" / "src" / "features" / "templates" / "code" / "vocabulary.json"
# They make their own markup or know the language, and are registered beside Liquid's own.
OURS = {"newline_to_br", "date", "datetime", "contrast_text"}


def test_the_editor_completes_what_the_renderer_knows() -> None:
    offered = json.loads(VOCABULARY.read_text())
    assert _sets(offered["mjml"]) == {name: set(attributes) for name, attributes in mjml.ATTRIBUTES.items()}
    assert set(offered["htmlInside"].split()) == set(mjml.HTML_INSIDE)
    assert set(offered["takesValues"].split()) == set(mjml.TAKES_VALUES)
    assert set(offered["html"].split()) == set(sanitising.TAGS)
    assert set(offered["everywhere"].split()) == set(sanitising._EVERYWHERE)
    assert _sets(offered["perTag"]) == {name: set(attributes) for name, attributes in sanitising._PER_TAG.items()}
    assert set(offered["filters"].split()) == set(filters.ALLOWED) | OURS


def _sets(listed: dict[str, str]) -> dict[str, set[str]]:
    return {name: set(words.split()) for name, words in listed.items()}


def test_the_canvas_lays_icons_on_the_colours_that_mails_do() -> None:
    networks = json.loads((VOCABULARY.parents[1] / "visual" / "networks.json").read_text())
    assert networks == social.NETWORKS

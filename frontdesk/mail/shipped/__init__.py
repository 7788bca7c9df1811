"""The templates that ship: every type in English and Spanish, one design.

`layout.mjml` is the frame; each type adds its words in `{locale}/{type}.mjml`: a few headings, then the MJML that
fills the frame, then the plain text, parted by lines of three dashes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from frontdesk.mail.rendering.model import SourceFormat, TemplateSource
from frontdesk.mail.template_types import TYPES, TemplateType

LOCALES = ("en", "es")
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class ShippedTemplate:
    type: TemplateType
    locale: str
    name: str
    description: str
    subject: str
    preheader: str
    html_code: str
    text_code: str
    source_format: SourceFormat = "mjml"

    def source(self) -> TemplateSource:
        return TemplateSource(
            subject=self.subject,
            preheader=self.preheader,
            html_code=self.html_code,
            text_code=self.text_code,
            source_format=self.source_format,
            locale=self.locale,
        )


def load(kind: TemplateType | str, locale: str) -> ShippedTemplate:
    """The shipped template of a type; English where the locale is not among ours."""
    language = locale.replace("_", "-").split("-")[0].lower()
    return _load(TemplateType(kind), language if language in LOCALES else "en")


@lru_cache(maxsize=len(TemplateType) * len(LOCALES))
def _load(kind: TemplateType, locale: str) -> ShippedTemplate:
    head, body, text = _read(f"{locale}/{kind.value}.mjml").split("---\n", 2)
    facts = dict(line.split(": ", 1) for line in head.splitlines())
    footer = "footer_marketing" if TYPES[kind].category == "marketing" else "footer"
    frame = _read("layout.mjml").replace("<!-- content -->\n", body)
    return ShippedTemplate(
        type=kind,
        locale=locale,
        name=facts["name"],
        description=facts["description"],
        subject=facts["subject"],
        preheader=facts["preheader"],
        html_code=frame.replace("<!-- footer -->", _read(f"{locale}/{footer}.mjml").strip()),
        text_code=f"{text.strip()}\n\n{_read(f'{locale}/{footer}.txt')}",
    )


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")

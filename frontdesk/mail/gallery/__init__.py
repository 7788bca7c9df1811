"""The gallery: designs to start a template from, each in English and Spanish, each made of blocks.

A starter is ``starters/<slug>.toml``: what it is for, the MJML of its body, and its words in both languages, which
stand in the body as ``«key»``. A look is ``looks/<look>.mjml``: the frame that several starters share.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from frontdesk.mail.template_types import TYPES, TemplateType

LOCALES = ("en", "es")
_HERE = Path(__file__).parent
_WORD = re.compile(r"«(\w+)»")
_BODY = re.compile(r"^[ \t]*<!-- body -->\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Starter:
    """One design in one language. ``html_code`` is MJML that the visual editor opens without a rest."""

    slug: str
    name: str
    description: str
    type: TemplateType
    category: str
    tags: tuple[str, ...]
    locale: str
    locales: tuple[str, ...]
    subject: str
    preheader: str
    html_code: str


@lru_cache(maxsize=1)
def _slugs() -> tuple[str, ...]:
    found = [
        (tomllib.loads(path.read_text("utf-8"))["rank"], path.stem) for path in (_HERE / "starters").glob("*.toml")
    ]
    return tuple(slug for _, slug in sorted(found))


def list_starters(locale: str) -> list[Starter]:
    """All designs, those that most people want first; in English where the locale is not among ours."""
    return [starter for slug in _slugs() if (starter := find_starter(slug, locale))]


def find_starter(slug: str, locale: str) -> Starter | None:
    language = locale.split("-")[0].lower()
    return _load(slug, language if language in LOCALES else "en") if slug in _slugs() else None


@lru_cache(maxsize=16)
def frame(look: str, locale: str, *, is_marketing: bool) -> str:
    """A look with its footer in that language; the body goes in the place of ``<!-- body -->``."""
    words = tomllib.loads((_HERE / "looks" / "words.toml").read_text("utf-8"))
    common = words[locale if locale in LOCALES else "en"]
    source = (_HERE / "looks" / f"{look}.mjml").read_text("utf-8")
    dark = (_HERE / "looks" / "dark.css").read_text("utf-8")
    return source.replace("      /* dark */\n", dark).replace(
        "«footer»", common["marketing" if is_marketing else "plain"]
    )


@lru_cache(maxsize=64)
def _load(slug: str, locale: str) -> Starter:
    facts = tomllib.loads((_HERE / "starters" / f"{slug}.toml").read_text("utf-8"))
    common = tomllib.loads((_HERE / "looks" / "words.toml").read_text("utf-8"))[locale]
    type = TemplateType(facts["type"])
    category = TYPES[type].category
    words = {**common, **facts[locale], "footer": common["marketing" if category == "marketing" else "plain"]}
    look = (_HERE / "looks" / f"{facts['look']}.mjml").read_text("utf-8")
    dark = (_HERE / "looks" / "dark.css").read_text("utf-8")
    source = _BODY.sub(lambda _: facts["body"].lstrip("\n"), look).replace("      /* dark */\n", dark)
    return Starter(
        slug=slug,
        name=words["name"],
        description=words["description"],
        type=type,
        category=category,
        tags=tuple(facts["tags"]),
        locale=locale,
        locales=LOCALES,
        subject=words["subject"],
        preheader=words["preheader"],
        html_code=_WORD.sub(lambda match: words[match[1]], source),
    )

"""A mail laid out from the texts that a model wrote: the design, the button's address and the footer are ours."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from frontdesk.mail import gallery
from frontdesk.mail.rendering.model import TemplateSource
from frontdesk.mail.template_types import Placeholder, TypeInfo
from frontdesk.mail.template_types.declaring import TemplateType
from frontdesk.mail.writing.asking import object_of

PLACEHOLDER = re.compile(r"\{\{-?\s*([A-Za-z_][\w.]{0,80})\s*-?\}\}")
_LOOKS = {"marketing": "band", "transactional": "letter", "system": "letter"}
# Links that are put in by us, or that are no button.
_NO_BUTTON = frozenset(
    {"organization.logo_url", "image_url", "unsubscribe_url", "preferences_url", "view_in_browser_url"}
)
# What a generated mail says itself.
_WRITTEN = frozenset({"title", "content", "subject"})
# Texts of somebody else's that a mail of the type is there to carry.
_CARRIED = frozenset({"message", "notice_text"})


@dataclass(frozen=True, slots=True)
class Frame:
    """What of a type of mail a model may use, and what we put in."""

    info: TypeInfo
    locale: str
    category: str
    placeholders: Mapping[str, Placeholder]
    button: str  # the placeholder of its address; empty for a mail without
    is_button_sure: bool


def frame_of(info: TypeInfo, locale: str, category: str) -> Frame:
    names = {each.name for each in info.placeholders}
    always = {"organization.name", "name" if "name" in names else "recipient.name"}
    usable = {
        each.name: each
        for each in info.placeholders
        if each.kind in ("text", "number", "datetime")
        and each.name not in _WRITTEN
        and (each.name in always or (each.required and not each.name.startswith("organization.")))
    }
    links = [each for each in info.placeholders if each.kind == "url" and each.name not in _NO_BUTTON]
    sure = next((each.name for each in links if each.required), "")
    button = sure or next((each.name for each in links), "action_url" if info.type is TemplateType.CUSTOM else "")
    return Frame(info, locale, category, usable, button, bool(sure))


@dataclass(frozen=True, slots=True)
class Size:
    """How much a mail may say; characters of each text."""

    sections: int
    paragraphs: int
    paragraph: int
    points: int
    point: int


# By the tokens of the answer: what is written in this form must come to its end within them.
_SIZES = ((3_500, Size(4, 3, 600, 5, 160)), (1_300, Size(2, 2, 500, 4, 120)), (0, Size(1, 2, 280, 3, 80)))


def schema_of(frame: Frame, max_tokens: int) -> dict[str, Any]:
    """The form of an answer of so many tokens."""
    size = next(size for least, size in _SIZES if max_tokens >= least)

    def text(most: int, least: int = 1) -> dict[str, Any]:
        return {"type": "string", "minLength": least, "maxLength": most}

    section = {
        "heading": text(80, 0),
        "paragraphs": {"type": "array", "items": text(size.paragraph), "minItems": 1, "maxItems": size.paragraphs},
        "points": {"type": "array", "items": text(size.point), "maxItems": size.points},
    }
    properties: dict[str, Any] = {
        "subject": text(120),
        "preheader": text(140),
        "headline": text(90),
        "sections": {"type": "array", "items": object_of(section), "minItems": 1, "maxItems": size.sections},
    }
    if frame.button:
        properties["button_label"] = text(40, 1 if frame.is_button_sure else 0)
    return object_of({**properties, "closing": text(120, 0)})


def texts_of(written: Mapping[str, Any]) -> Iterator[tuple[str, str, int]]:
    """Every text of an answer: its field, itself, and how long it may be."""
    yield "subject", written["subject"], 150
    yield "preheader", written["preheader"], 200
    for name, most in (("headline", 120), ("button_label", 60), ("closing", 200)):
        if written.get(name):
            yield name, written[name], most
    for section in written["sections"]:
        if section["heading"]:
            yield "heading", section["heading"], 120
        yield from (("text", each, 1200) for each in section["paragraphs"])
        yield from (("text", each, 400) for each in section["points"])


def lay_out(frame: Frame, written: Mapping[str, Any]) -> TemplateSource:
    """The whole template, as the visual editor reads it."""
    body = _body(frame, written)
    is_marketing = frame.category == "marketing"
    look = _LOOKS.get(frame.category, "letter")
    source = gallery.frame(look, frame.locale, is_marketing=is_marketing)
    headline = _inline(frame, written["headline"])
    if "«headline»" in source:
        source = source.replace("«headline»", headline).replace("«lead»", _inline(frame, written["preheader"]))
    else:
        body = [f'<mj-text mj-class="title">\n  <h1>{headline}</h1>\n</mj-text>', *body]
    lines = "\n".join(body).split("\n")
    inside = "\n".join(f"        {line}" for line in lines)
    section = f"<mj-section>\n      <mj-column>\n{inside}\n      </mj-column>\n    </mj-section>"
    return TemplateSource(
        subject=_plain(frame, written["subject"])[:500],
        preheader=_plain(frame, written["preheader"])[:300],
        html_code=source.replace("<!-- body -->", section),
        source_format="visual",
        locale=frame.locale,
    )


def _body(frame: Frame, written: Mapping[str, Any]) -> list[str]:
    parts: list[str] = []
    for section in written["sections"]:
        if section["heading"]:
            parts.append(f"<mj-text>\n  <h2>{_inline(frame, section['heading'])}</h2>\n</mj-text>")
        parts += [f"<mj-text>{_inline(frame, each)}</mj-text>" for each in section["paragraphs"]]
        if section["points"]:
            points = "\n".join(f"    <li>{_inline(frame, each)}</li>" for each in section["points"])
            parts.append(f"<mj-text>\n  <ul>\n{points}\n  </ul>\n</mj-text>")
    parts += _carried(frame, written)
    if label := written.get("button_label", "").strip():
        parts += _button(frame, _inline(frame, label))
    if written["closing"].strip():
        parts.append(f"<mj-text>{_inline(frame, written['closing'])}</mj-text>")
    return parts


def _carried(frame: Frame, written: Mapping[str, Any]) -> list[str]:
    """What the mail is there to carry, where the model has left it out."""
    used = used_in(written)
    wanted = [each for name, each in frame.placeholders.items() if name in _CARRIED and name not in used]
    return [f"<mj-text>{{{{ {each.name} | newline_to_br }}}}</mj-text>" for each in wanted]


def used_in(written: Mapping[str, Any]) -> set[str]:
    """Names of the placeholders in an answer."""
    return {name for _, text, _ in texts_of(written) for name in PLACEHOLDER.findall(text)}


def _button(frame: Frame, label: str) -> list[str]:
    button = f'<mj-button href="{{{{ {frame.button} }}}}">{label}</mj-button>'
    is_always_there = frame.is_button_sure or frame.info.type is TemplateType.CUSTOM
    return [button] if is_always_there else [f"{{% if {frame.button} != blank %}}", button, "{% endif %}"]


def _inline(frame: Frame, text: str) -> str:
    return _filled(frame, text, html.escape)


def _plain(frame: Frame, text: str) -> str:
    return _filled(frame, text, lambda words, quote=True: words)


def _filled(frame: Frame, text: str, escape: Any) -> str:
    text, parts, last = " ".join(text.split()), [], 0
    for match in PLACEHOLDER.finditer(text):
        parts += [escape(text[last : match.start()], quote=False), _written_out(frame, match[1])]
        last = match.end()
    return "".join([*parts, escape(text[last:], quote=False)])


def _written_out(frame: Frame, name: str) -> str:
    if name not in frame.placeholders or frame.placeholders[name].kind != "datetime":
        return f"{{{{ {name} }}}}"
    zones = (f"{name.rpartition('.')[0]}.timezone".lstrip("."), "timezone")
    declared = {each.name for each in frame.info.placeholders}
    zone = next((each for each in zones if each in declared), "")
    return f"{{{{ {name} | datetime: {zone} }}}}" if zone else f'{{{{ {name} | date: "%-d %B %Y" }}}}'

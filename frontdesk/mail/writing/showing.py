"""A template as a mail with its placeholders still in it: sanitised like any mail, filled in for nobody."""

from __future__ import annotations

import html
import re

from frontdesk.mail.rendering import plain_text
from frontdesk.mail.rendering.compiling import to_document
from frontdesk.mail.rendering.model import Limits, TemplateSource
from frontdesk.mail.rendering.pieces import LiquidPiece, Standing, StandIns, find_liquid, masked, standings
from frontdesk.mail.rendering.sanitising import Document, clean_body, put_together

LIMITS = Limits()
_URLS = frozenset({"href", "src", "background"})
_NAME = re.compile(r"[\w-]+")


def show(source: TemplateSource) -> tuple[str, str]:
    """HTML and plain text. Raises RenderError."""
    code = source.html_code
    liquid = find_liquid(code)
    mask = masked(code, liquid)
    stand_ins = StandIns(code)
    parts, position = [], 0
    for number, (piece, standing) in enumerate(zip(liquid, standings(mask, liquid), strict=True)):
        parts += [code[position : piece.start], _stand_in(stand_ins, number, mask, piece, standing)]
        position = piece.end
    document = to_document("".join([*parts, code[position:]]), source, LIMITS)
    body = clean_body(document.body, stand_ins.pattern)
    mark = stand_ins.name(len(liquid))
    whole = put_together(
        Document(document.styles, document.body_style, mark),
        locale=source.locale,
        title=source.subject,
        preheader=source.preheader,
    )
    return _restored(whole.replace(mark, body), stand_ins, liquid), _text(source, body, stand_ins, liquid)


def _stand_in(stand_ins: StandIns, number: int, mask: str, piece: LiquidPiece, standing: Standing) -> str:
    if piece.tag and standing.kind == "text":
        return stand_ins.comment(number)
    name = stand_ins.name(number)
    if standing.kind == "attribute":
        attribute = _NAME.match(mask, standing.scope[1])
        if attribute and attribute[0].lower() in _URLS and mask[piece.start - 1] in "\"'":
            return f"https://{name}/"
    return name


def _text(source: TemplateSource, body: str, stand_ins: StandIns, liquid: list[LiquidPiece]) -> str:
    if source.text_code and source.text_code.strip():
        return source.text_code
    visible = stand_ins.pattern.sub(lambda match: stand_ins.name(int(match[1] or match[2])), body)
    return _restored(html.unescape(plain_text.from_html(visible)), stand_ins, liquid)


def _restored(text: str, stand_ins: StandIns, liquid: list[LiquidPiece]) -> str:
    """Each stand-in as it was written; where it stood for an address, the address."""
    pattern = re.compile(rf"(?:https://)?(?:{stand_ins.pattern.pattern})(?:(?<=z)/)?")
    return pattern.sub(lambda match: liquid[int(match[1] or match[2])].source, text)

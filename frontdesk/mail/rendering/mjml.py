"""MJML to HTML, and the checks that the compiler leaves out: it lets unknown tags and attributes pass in silence."""

from __future__ import annotations

import re
from collections.abc import Callable
from unicodedata import category

import mrml

from frontdesk.mail.rendering import social
from frontdesk.mail.rendering.markup import VOID, Attribute, Piece, attributes_of, scan, words
from frontdesk.mail.rendering.model import MOST_PROBLEMS, Problem, RenderError, place

_BOX = "padding padding-top padding-right padding-bottom padding-left "
_OUTER = _BOX + "container-background-color css-class "
_BORDERS = "border border-top border-right border-bottom border-left border-radius "
_FONT = "color font-family font-size font-style font-weight line-height letter-spacing text-decoration text-transform "
_BACKGROUND = (
    "background-color background-url background-repeat background-size background-position "
    "background-position-x background-position-y "
)
_SECTION = _BOX + _BORDERS + _BACKGROUND + "css-class direction full-width text-align text-padding gap "
_COLUMN = _BOX + _BORDERS + "background-color inner-background-color css-class direction vertical-align width "

ATTRIBUTES: dict[str, frozenset[str]] = {
    name: frozenset(listed.split())
    for name, listed in {
        "mjml": "lang dir owa version",
        "mj-head": "",
        "mj-body": "background-color css-class width lang dir",
        "mj-title": "",
        "mj-preview": "",
        "mj-style": "inline",
        "mj-attributes": "",
        "mj-breakpoint": "width",
        "mj-font": "name href",
        "mj-raw": "position",
        "mj-wrapper": _SECTION,
        "mj-section": _SECTION,
        "mj-group": "background-color css-class direction vertical-align width",
        "mj-column": _COLUMN + " ".join(f"inner-{name}" for name in _BORDERS.split()),
        "mj-text": _OUTER + _FONT + "align height vertical-align",
        "mj-button": _OUTER
        + _FONT
        + _BORDERS
        + "align background-color height href inner-padding name rel target text-align title vertical-align width",
        "mj-image": _OUTER
        + _BORDERS
        + "align alt fluid-on-mobile font-size height href max-height name rel sizes src srcset target title usemap "
        "width",
        "mj-divider": _OUTER + "align border-color border-style border-width width",
        "mj-spacer": _OUTER + "height",
        "mj-table": _OUTER + _FONT + "align border cellpadding cellspacing role table-layout width",
        "mj-hero": _BOX
        + _BACKGROUND
        + "background-height background-width border-radius css-class height inner-background-color inner-padding "
        "mode vertical-align width",
        "mj-navbar": _OUTER + "align base-url hamburger",
        "mj-navbar-link": _BOX + _FONT + "css-class href name rel target",
        "mj-social": _OUTER
        + _FONT
        + "align border-radius icon-height icon-size icon-padding inner-padding mode table-layout text-padding",
        "mj-social-element": _BOX
        + _FONT
        + "align alt background-color border-radius css-class href icon-height icon-padding icon-size name rel src "
        "target text-padding title vertical-align",
    }.items()
}
ALWAYS = frozenset({"mj-class", "css-class"})
EVERY = frozenset().union(*ATTRIBUTES.values())
# Inside these stands HTML, which the sanitiser judges.
HTML_INSIDE = words(
    "mj-text mj-button mj-table mj-raw mj-navbar-link mj-social-element",
)
# The compiler computes the layout from all others, before any value is known.
TAKES_VALUES = words(
    "href src alt title name rel target color background-color container-background-color inner-background-color",
    "border-color background-url css-class",
)
_POSITION = re.compile(r"at position (\d+):(\d+)")
_OPEN_VOID = re.compile(
    rf"""(<(?:{"|".join(sorted(VOID))})(?:\s(?:[^>"'/]|/(?!>)|"[^"]*"|'[^']*')*+)?)>""", re.IGNORECASE
)
# What HTML allows between attributes and XML does not: blanks around the equals sign, none after a value.
_UNEVEN = re.compile(r"""<[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*+>""")
_APART = re.compile(r"""\s*=\s*("[^"]*"|'[^']*')(?=([^\s/>])?)""")
# In attributes the compiler writes these the way Rust writes text for debugging.
_ESCAPED = re.compile(r"[^ -\[\]-~]")
# MJML gives its images an empty alternative text where the author gave none; without it, a broken sign is shown.
_SILENT_IMAGE = re.compile(
    r"<img(?=\s[^<>]*(?:outline:none;text-decoration:none;height:|style=\"border-radius:[^\"]*display:block;))(?![^<>]*\salt=)"
)
_EMPTY_LINK = re.compile(r"""(<mj-social-element\b(?:[^<>"']|"[^"]*"|'[^']*')*+>)\s+(?=</mj-social-element)""")
# Between tags it takes a line break for nothing, but blanks for text.
_BLANKS = re.compile(r">[ \t\r\f]++(?=\s*+</?mj(?:-|ml\b))", re.IGNORECASE)
# Inside these the compiler expects no comment.
_NO_COMMENT = words("mj-attributes mj-font mj-image mj-divider mj-spacer mj-carousel-image")
_NO_TAG = words("mj-style mj-title mj-preview")
_STUMBLING = re.compile(r"<!--|<mj-style\b[^<>]*>[^<]*<(?!/)|<mj-style\b[^<>]*>[^<]*</(?!mj-style)", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_OPTIONS = mrml.RenderOptions(disable_comments=False, fonts={})
_PARSER = mrml.ParserOptions(include_loader=mrml.noop_loader())


def check(markup: str, holds_value: Callable[[Attribute], bool]) -> list[Problem]:
    """What is wrong with a source whose Liquid was masked by as many harmless characters.

    `holds_value` says whether an attribute's value had a Liquid output in it.
    """
    problems: list[Problem] = []
    stack: list[Piece] = []
    for piece in scan(markup):
        if len(problems) >= MOST_PROBLEMS:
            return problems
        if piece.kind == "broken":
            problems.append(
                _problem(markup, piece.start, f"The tag “{markup[piece.start : piece.start + 20]}” never ends.")
            )
        elif piece.kind == "open":
            problems += _check_tag(markup, piece, stack, holds_value)
            if not piece.self_closing:
                stack.append(piece)
        elif piece.kind == "close":
            problems += _check_close(markup, piece, stack)
        elif piece.kind == "text" and not _in_html(stack):
            stray = markup[piece.start : piece.end].strip(" \n\r\t\x1a")
            if stray:
                problems.append(
                    _problem(markup, piece.start, f"Text cannot stand here: “{stray[:30]}”. Put it in <mj-text>.")
                )
    problems += [_problem(markup, piece.start, f"<{piece.name}> is never closed.") for piece in stack[:MOST_PROBLEMS]]
    if not any(piece.kind == "open" for piece in scan(markup)):
        problems.append(_problem(markup, 0, "An MJML template starts with <mjml>."))
    return problems


def _in_html(stack: list[Piece]) -> bool:
    return any(piece.name in HTML_INSIDE for piece in stack)


def _check_tag(
    markup: str, piece: Piece, stack: list[Piece], holds_value: Callable[[Attribute], bool]
) -> list[Problem]:
    if not stack and piece.name != "mjml":
        return [_problem(markup, piece.start, "An MJML template starts with <mjml>.")]
    if _in_html(stack):
        return []
    in_attributes = bool(stack) and stack[-1].name == "mj-attributes"
    if piece.name not in ATTRIBUTES and not (in_attributes and piece.name in ("mj-all", "mj-class")):
        return [
            _problem(markup, piece.start, f"<{piece.name}> is not a tag of MJML that can be used here.", "mjml_tag")
        ]
    allowed = EVERY | {"name"} if in_attributes else ATTRIBUTES[piece.name] | ALWAYS
    problems = []
    for each in attributes_of(markup, piece):
        if each.value is None or not each.quoted:
            problems.append(_problem(markup, each.start, f"The attribute “{each.name}” needs a value in quotes."))
        elif each.name not in allowed:
            text = f"<{piece.name}> has no attribute “{each.name}”."
            problems.append(_problem(markup, each.start, text, "mjml_attribute"))
        elif each.name not in TAKES_VALUES and holds_value(each):
            text = f"A placeholder cannot set “{each.name}”: the layout is fixed before any value is known."
            problems.append(_problem(markup, each.start, text, "mjml_layout_value"))
    return problems


def _check_close(markup: str, piece: Piece, stack: list[Piece]) -> list[Problem]:
    if stack and stack[-1].name == piece.name:
        stack.pop()
        return []
    if not any(opened.name == piece.name for opened in stack):
        return [_problem(markup, piece.start, f"</{piece.name}> closes nothing.")]
    problems = []
    while stack[-1].name != piece.name:
        left = stack.pop()
        problems.append(_problem(markup, left.start, f"<{left.name}> is not closed before </{piece.name}>."))
    stack.pop()
    return problems


def _problem(markup: str, index: int, message: str, code: str = "mjml_syntax") -> Problem:
    return Problem("error", code, message, *place(markup, index), "html_code")


def with_closed_voids(markup: str) -> str:
    """`<br>` as `<br/>`: the compiler reads XML, authors write HTML."""
    return _OPEN_VOID.sub(r"\1/>", markup)


def _evened(markup: str) -> str:
    """Attributes as XML writes them; and blanks that would count as the text beside a social icon are none."""
    markup = _UNEVEN.sub(lambda tag: _APART.sub(_attribute, tag[0]) if "=" in tag[0] else tag[0], markup)
    return _BLANKS.sub(">", _EMPTY_LINK.sub(r"\1", markup))


def _attribute(match: re.Match[str]) -> str:
    value, lines = match[1], ""
    if value[0] == "'" and '"' in value:
        value = value.replace('"', "&quot;")
    if _ESCAPED.search(value):
        # Line breaks go behind the value, so that all lines keep their numbers.
        lines = _lines(value)
        value = _ESCAPED.sub(_plain, value)
    return f"={value}{lines}{' ' if match[2] else ''}"


def _plain(match: re.Match[str]) -> str:
    character = match[0]
    if character in "\t\r\n":
        return " "
    shown = character.isprintable() and character != "\\" and category(character)[0] != "M"
    return character if shown else f"&#{ord(character)};"


def _readable(markup: str) -> str:
    """Without what the compiler stumbles over and MJML does not: comments in some tags, tags in style sheets."""
    if not _STUMBLING.search(markup):
        return markup
    parts: list[str] = []
    done = 0
    around: set[str] = set()
    for piece in scan(markup):
        if piece.name in _NO_COMMENT:
            (around.add if piece.kind == "open" and not piece.self_closing else around.discard)(piece.name)
        written = markup[piece.start : piece.end]
        if piece.kind == "comment":
            text = _lines(written) if around else _one_comment(written)
        elif piece.kind == "raw" and piece.name in _NO_TAG:
            text = _COMMENT.sub(lambda comment: _lines(comment[0]), written)
            text = text.replace("<", " ") if piece.name == "mj-style" else text
        else:
            continue
        parts += [markup[done : piece.start], text]
        done = piece.end
    return "".join([*parts, markup[done:]])


def _one_comment(written: str) -> str:
    """XML has no dashes side by side in a comment."""
    inside = written[4:-3]
    if inside.startswith("[if") or not ("--" in inside or inside.endswith("-")):
        return written
    return f"<!--{inside.replace('--', '- ').rstrip('-')}-->"


def _lines(text: str) -> str:
    return "\n" * text.count("\n")


def to_html(markup: str) -> str:
    try:
        made = mrml.to_html(with_closed_voids(social.with_icons(_evened(_readable(markup)))), _PARSER, _OPTIONS).content
        return _SILENT_IMAGE.sub('<img alt=""', made)
    except OSError as error:
        position = _POSITION.search(str(error))
        line, column = place(markup, int(position[1])) if position else (0, 0)
        message = f"The MJML cannot be read: {str(error).replace(' in root template', '').split(' at position')[0]}."
        raise RenderError([Problem("error", "mjml_syntax", message, line, column, "html_code")]) from error

"""Words that filters and readers take for spam, subjects that are cut off, and mail without words.

The phrases are our own list: what advertising and fraud have in common in both languages, and honest mail hardly says.
A single word such as “free” is none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from frontdesk.mail.rendering.checks.reading import Reading, within
from frontdesk.mail.rendering.markup import words
from frontdesk.mail.rendering.model import Field, Problem, Rendered, place
from frontdesk.mail.rendering.pieces import find_liquid, masked

_ENGLISH = (
    "100% free", "act now", "act immediately", "additional income", "as seen on tv", "be your own boss",
    "best price", "cash bonus", "cheap meds", "click below", "congratulations you", "double your income",
    "double your money", "earn extra cash", "earn money", "easy money", "eliminate debt", "extra income",
    "fast cash", "financial freedom", "for free!", "free gift", "free money", "free trial now", "full refund",
    "get out of debt", "get paid", "get rich", "guaranteed income", "guaranteed winner", "incredible deal",
    "instant cash", "last chance", "limited time offer", "limited time only", "lose weight", "lowest price",
    "make money", "miracle cure", "money back guarantee", "no catch", "no cost", "no credit check", "no fees",
    "no obligation", "no strings attached", "not spam", "this is not spam", "now only", "once in a lifetime",
    "one hundred percent free", "order now", "pure profit", "risk free", "risk-free", "satisfaction guaranteed",
    "special promotion", "supplies are limited", "this won't last", "urgent response", "verify your account now",
    "while supplies last", "winner!", "work from home", "you are a winner", "you have been selected",
    "you've been selected", "you have won", "you won", "your account will be closed",
)  # fmt: skip
_SPANISH = (
    "100% gratis", "totalmente gratis", "actúa ya", "actúe ya", "actúa ahora", "actúe ahora", "aproveche ya",
    "aprovecha ya", "bajar de peso", "cancele sus deudas", "cancela tus deudas", "compra ya", "compre ya",
    "compra ahora", "compre ahora", "dinero extra", "dinero fácil", "dinero gratis", "dinero rápido",
    "duplique su dinero", "duplica tu dinero", "enhorabuena, ha ganado", "esto no es spam", "felicidades, ganaste",
    "gana dinero", "gane dinero", "ganar dinero", "garantía de devolución", "has ganado", "ha ganado",
    "has sido seleccionado", "ha sido seleccionado", "hazte rico", "hágase rico", "haz clic ya", "haga clic ya",
    "ingresos extra",
    "la mejor oferta", "libertad financiera", "mejor precio", "oferta especial", "oferta exclusiva",
    "oferta increíble", "oferta limitada", "oferta por tiempo limitado", "pierde peso", "pierda peso",
    "precio más bajo", "préstamo inmediato", "préstamos rápidos", "regalo gratis", "satisfacción garantizada",
    "sin compromiso alguno", "sin coste alguno", "sin costo alguno", "sin riesgo", "solo por hoy", "sólo por hoy",
    "su cuenta será cerrada", "tiempo limitado", "trabaja desde casa", "trabaje desde casa", "última oportunidad",
    "últimas plazas", "último aviso", "único en la vida", "urgente: responda",
)  # fmt: skip
_WORD = re.compile(r"\w+")
_SPAM = {phrase: frozenset(_WORD.findall(phrase)) for phrase in (*_ENGLISH, *_SPANISH)}
_MONEY = re.compile(r"[$€£¥]{2,}|(?:[$€£]\s?\d[\d.,]*[^$€£]{0,40}){4,}")
_SHOUTS = re.compile(r"!\s*!|¡\s*¡")
_CAPITALS = re.compile(r"(?<!\w)(?=[A-ZÁÉÍÓÚÜÑ]{2})(?:[A-ZÁÉÍÓÚÜÑ]{2,}[\s,!¡]+){3,}[A-ZÁÉÍÓÚÜÑ]{2,}(?!\w)")
_MOST_PHRASES = 10
_SILENT = words("mj-title title mj-attributes")
_IMAGES = words("img mj-image")
SUBJECT_SHOWN, SUBJECT_SHORT, PREHEADER_SHOWN = 70, 4, 130
_LETTERS_PER_IMAGE = 60
_FEW_LETTERS = 12
# What a placeholder is taken for where its value is not known.
_USUAL_LENGTH = 12


def find(reading: Reading, rendered: Rendered | None) -> Iterator[Problem]:
    yield from _of_line(reading, "subject", reading.source.subject, rendered.subject if rendered else None)
    yield from _of_lengths(reading, rendered)
    yield from _of_body(reading)
    yield from _of_amount(reading)


def _spam_in(text: str) -> re.Pattern[str] | None:
    """A pattern of those phrases whose words all occur: to look for all of them at every word takes long."""
    said = set(_WORD.findall(text.lower()))
    phrases = [phrase for phrase, required in _SPAM.items() if required <= said]
    if not phrases:
        return None
    either = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


def _problem(code: str, message: str, text: str, index: int, field: Field) -> Problem:
    return Problem("warning", code, message, *place(text, index), field)


def _of_line(reading: Reading, field: Field, written: str, shown: str | None) -> Iterator[Problem]:
    text = masked(written, find_liquid(written))
    spam = _spam_in(text)
    for match in list(spam.finditer(text))[:_MOST_PHRASES] if spam else ():
        yield _problem("spam_words", _spam_message(match[0], 1), text, match.start(), field)
    if _SHOUTS.search(text) or text.count("!") > 1:
        message = "More than one exclamation mark in the subject reads like advertising."
        yield _problem("exclamation_marks", message, text, text.index("!"), field)
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) >= 8 and sum(map(str.isupper, letters)) > 0.6 * len(letters):
        message = "A subject in capitals reads like shouting, and filters take it for spam."
        yield _problem("capitals", message, text, 0, field)
    if money := _MONEY.search(text):
        yield _problem("currency_signs", "So many currency signs read like advertising.", text, money.start(), field)


def _spam_message(phrase: str, count: int) -> str:
    often = f" ({count} times)" if count > 1 else ""
    return f"“{' '.join(phrase.split())}” is what spam says{often}: filters may sort the mail out. Say it otherwise."


def _lengths(written: str, shown: str | None) -> tuple[int, int]:
    """The least and the most characters of a line: the same once it is rendered, or where Liquid has no part in it."""
    if shown is not None:
        return len(shown), len(shown)
    text = masked(written, find_liquid(written))
    length = len(text.replace("\x1a", "").strip())
    return length, (length if "\x1a" not in text else 1000)


def _of_lengths(reading: Reading, rendered: Rendered | None) -> Iterator[Problem]:
    source = reading.source
    least, most = _lengths(source.subject, rendered.subject if rendered else None)
    if not source.subject.strip():
        yield Problem("warning", "empty_subject", "The subject is empty.", 1, 1, "subject")
    elif least > SUBJECT_SHOWN:
        message = f"The subject has {least} characters; inboxes show {SUBJECT_SHOWN} at most, phones 40."
        yield Problem("warning", "subject_too_long", message, 1, 1, "subject")
    elif most < SUBJECT_SHORT:
        message = "The subject is too short to say what the mail is about."
        yield Problem("warning", "subject_too_short", message, 1, 1, "subject")
    least, _ = _lengths(source.preheader, rendered.preheader if rendered else None)
    if not source.preheader.strip():
        if not any(element.name == "mj-preview" for element in reading.elements):
            message = "There is no preheader: inboxes show the first words of the mail after the subject."
            yield Problem("warning", "missing_preheader", message, 1, 1, "preheader")
    elif least > PREHEADER_SHOWN:
        message = f"The preheader has {least} characters; inboxes show {PREHEADER_SHOWN} at most."
        yield Problem("warning", "preheader_too_long", message, 1, 1, "preheader")


def _of_body(reading: Reading) -> Iterator[Problem]:
    spam = _spam_in(reading.mask)
    phrases: dict[str, list[int]] = {}
    capitals: list[int] = []
    shouts: list[int] = []
    money: list[int] = []
    for start, end, element in reading.texts:
        if end - start < 3 or within(element, _SILENT):
            continue
        for match in spam.finditer(reading.mask, start, end) if spam else ():
            phrases.setdefault(" ".join(match[0].lower().split()), []).append(match.start())
        for pattern, found in ((_CAPITALS, capitals), (_SHOUTS, shouts), (_MONEY, money)):
            if hit := pattern.search(reading.mask, start, end):
                found.append(hit.start())
    for phrase, places in [*phrases.items()][:_MOST_PHRASES]:
        yield reading.problem("warning", "spam_words", _spam_message(phrase, len(places)), places[0])
    if capitals:
        message = "A sentence in capitals reads like shouting, and filters take it for spam."
        yield reading.problem("warning", "capitals", message, capitals[0])
    if shouts:
        message = "Several exclamation marks in a row read like advertising."
        yield reading.problem("warning", "exclamation_marks", message, shouts[0])
    if money:
        yield reading.problem("warning", "currency_signs", "So many currency signs read like advertising.", money[0])


def _of_amount(reading: Reading) -> Iterator[Problem]:
    """Images against text: filters cannot read images, nor can people who do not load them."""
    images = [element for element in reading.elements if element.name in _IMAGES]
    letters = sum(
        len(said.replace("{}", "")) + _USUAL_LENGTH * said.count("{}")
        for start, end, element in reading.texts
        if not within(element, _SILENT) and (said := " ".join(reading.words_in(start, end).split()))
    )
    if images and letters < _FEW_LETTERS and not (reading.source.text_code or "").strip():
        message = (
            "The mail is made of images: who does not load them, and every text-only program, sees nothing. "
            "Write what it says as text, or fill in the plain text."
        )
        yield reading.problem("warning", "only_images", message, images[0].start)
    elif len(images) > 1 and letters < _LETTERS_PER_IMAGE * len(images):
        message = f"{len(images)} images and little text: filters take such mail for advertising."
        yield reading.problem("warning", "more_images_than_text", message, images[0].start)
    elif not letters and not images and not (reading.source.text_code or "").strip():
        yield Problem("warning", "missing_text", "The mail says nothing.", 1, 1, "html_code")

"""Five other subjects of a mail by patterns, each with its reason. Pure.

Words, dates and numbers are those of the mail itself: whole sentences and headings of it, or the subject reframed.
Where nothing is known of the organization's readers, they come in the order of ``_REASONS``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from frontdesk.mail.rendering.pieces import find_liquid
from frontdesk.mail.subjects import features, phrases
from frontdesk.mail.subjects.model import Current, Mail, Suggestion
from frontdesk.mail.subjects.phrases import Frames
from frontdesk.mail.wording import languages, tones
from frontdesk.mail.wording.phrases import words_of

SHORT, LONG = 40, 60
MOST_SENTENCE = 78
_MOST_PREHEADER = 110
_HALVES = re.compile(r"^(?P<one>.{3,60}?)(?:\s[–—|-]\s|:\s+)(?P<other>.{8,})$")
_NUMBER = re.compile(r"(?<![\w.,])(?:[€$£]\s?)?\d{1,3}(?:[.,]\d+)?\s?(?:%|€|\b)(?![\d:/.-])")
_REASONS = {
    "calm": "It says the same without shouting: capitals, exclamation marks and catchwords look like advertising.",
    "shorter": f"It is shorter: telephones show about {SHORT} characters of a subject.",
    "first_name": "It speaks to the reader by first name; who has none on file reads a greeting.",
    "date": "It names the date that the mail speaks of: a concrete day helps to decide now.",
    "heading": "It is the mail's own heading: what readers find is what was promised.",
    "benefit": "It says what the reader gets out of it, in the mail's own words.",
    "question": "It asks the reader something, which invites an answer in the mail.",
    "number": "It names a number that the mail speaks of: figures are concrete and catch the eye.",
    "front_loaded": "It begins with what the mail is about; who skims a list reads the first words.",
    "action": "It begins with what there is to do, in the words of the mail's button.",
    "frame": "It frames the same words otherwise, to see whether the manner matters.",
    "preheader": "The subject stays; the line after it in the inbox goes on where it ends.",
}
_ORDER = {code: number for number, code in enumerate(_REASONS)}


def suggest(mail: Mail) -> list[Suggestion]:
    """All that patterns find, the most promising first; none says what the current subject says."""
    frames = _frames(mail)
    preheaders = _preheaders(mail)
    found: list[Suggestion] = []
    seen = {_folded(mail.subject)}
    for code, subject in _candidates(mail, frames):
        text = _tidy(subject)
        if _folded(text) in seen or not 3 <= features.length_of(text) <= 110 or not _keeps_liquid(mail.subject, text):
            continue
        seen.add(_folded(text))
        preheader = next((each for each in preheaders if _folded(each) not in _folded(text)), None)
        found.append(Suggestion(text, preheader, code, _REASONS[code]))
    for each in _preheaders(mail, also_given=True):
        found.append(Suggestion(mail.subject, each, "preheader", _REASONS["preheader"]))
    return sorted(found, key=lambda each: _ORDER[each.code])


def describe(mail: Mail) -> Current:
    """The current subject and what of it could be better."""
    length = features.length_of(mail.subject)
    notes = {
        "too_long": length > LONG,
        "too_short": length < 10,
        "shouting": features.shouts(mail.subject),
        "exclamation": "!" in features.shown(mail.subject),
        "no_preheader": not mail.preheader,
    }
    return Current(mail.subject, mail.preheader, length, tuple(code for code, holds in notes.items() if holds))


def _frames(mail: Mail) -> Frames:
    if not mail.is_spanish:
        return phrases.ENGLISH
    language = languages.of("es")
    said = words_of(f"{mail.subject}\n{mail.body}")
    says_tu = sum(1 for _ in tones.informal(language, said)) > sum(1 for word in said if word.text == "usted")
    return phrases.TO_A_FRIEND if says_tu else phrases.SPANISH


def _candidates(mail: Mail, frames: Frames) -> Iterator[tuple[str, str]]:
    subject = mail.subject
    calm = _calmed(subject, frames)
    if calm != subject:
        yield "calm", calm
    short = _shortened(calm, frames)
    if short != calm:
        yield "shorter", short
    # What goes behind a colon of ours has none of its own.
    framed = short.replace(": ", " – ")
    if halves := _HALVES.match(calm):
        yield "front_loaded", f"{_capital(halves['other'])} – {halves['one']}"
    sentences = [each.rstrip(".") for each in mail.sentences if 12 <= len(each) <= MOST_SENTENCE]
    for heading in mail.headings[:2]:
        if 12 <= len(heading) <= MOST_SENTENCE:
            yield "heading", heading
    for code, pattern in (("benefit", frames.benefit), ("date", frames.date), ("number", _NUMBER)):
        for each in [each for each in sentences if pattern.search(each)][:2]:
            yield code, each
    yield from _dated(mail, frames, short)
    if mail.greets and not _names(subject):
        yield "first_name", f"{_name(mail, frames.hello)}, {_lowered(short, mail, frames)}"
    for each in [each for each in sentences if each.endswith("?")][:1]:
        yield "question", each
    if mail.labels and 4 <= len(mail.labels[0]) <= 40:
        yield "action", f"{mail.labels[0]}: {_lowered(framed, mail, frames)}"
    yield "question", frames.question.format(short)
    yield "frame", frames.news.format(_lowered(framed, mail, frames))
    yield "frame", frames.brief.format(_lowered(framed, mail, frames))
    if mail.greets and not _names(subject):
        yield "first_name", f"{_capital(short)} – {frames.for_name.format(_name(mail, frames.you))}"


def _dated(mail: Mail, frames: Frames, short: str) -> Iterator[tuple[str, str]]:
    """The subject with a date of a sentence that is about the same."""
    about = {word.text for word in words_of(short) if len(word.text) > 4}
    for sentence in mail.sentences:
        match = frames.date.search(sentence)
        if match and about & {word.text for word in words_of(sentence)} and not features.DATE.search(short):
            when = match[0].strip()
            yield "date", f"{short} – {when[0].lower() + when[1:] if ' ' in when else when}"
            return


def _calmed(subject: str, frames: Frames) -> str:
    text = frames.shouted.sub("", subject) if not find_liquid(subject) else subject
    text = re.sub(r"\s*!+", "", text).replace("¡", "")
    if not find_liquid(text) and features.shouts(text):
        text = text.capitalize()
    return _capital(text.strip()) if len(text.strip()) >= 4 else subject


def _shortened(subject: str, frames: Frames) -> str:
    text = _capital(frames.lead_ins.sub("", subject).strip().rstrip(" :;,–—-"))
    if features.length_of(text) > SHORT:
        for cut in (" – ", " — ", " | ", "; ", " - ", ", "):
            head = text.partition(cut)[0]
            if 15 <= features.length_of(head) < features.length_of(text):
                text = head
                break
    return text if _keeps_liquid(subject, text) and len(text) >= 4 else subject


def _preheaders(mail: Mail, *, also_given: bool = False) -> list[str]:
    if mail.preheader and not also_given:
        return []
    usable = [each for each in mail.sentences if 20 <= len(each) <= _MOST_PREHEADER]
    return [each for each in usable if _folded(each) not in {_folded(mail.preheader), _folded(mail.subject)}][:3]


def _name(mail: Mail, without: str) -> str:
    return f"{{{{ {mail.greets} | default: '{without}' }}}}"


def _names(subject: str) -> bool:
    return bool(features.describe(subject)[features.NAMES.index("name")])


def _lowered(text: str, mail: Mail, frames: Frames) -> str:
    """With a small first letter, where the mail itself writes the word so."""
    first = re.match(r"[^\W\d_]+", text)
    if first is None or (first[0].isupper() and len(first[0]) > 1):
        return text
    small = first[0].lower()
    if small in frames.starters or re.search(rf"(?<!\w){re.escape(small)}(?!\w)", mail.body):
        return small + text[first.end() :]
    return text


def _keeps_liquid(before: str, after: str) -> bool:
    kept = [piece.source for piece in find_liquid(after)]
    return all(piece.source in kept for piece in find_liquid(before))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" ,;:–—-|")


def _folded(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())

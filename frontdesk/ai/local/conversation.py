"""What is said in a mail, a ticket thread or a transcript, and by whom: without quotes, greetings and signatures."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from frontdesk.ai.local import sentences
from frontdesk.ai.local.sentences import Sentence
from frontdesk.ai.local.words import word_set


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that somebody wrote or said. ``speaker`` and ``addressee`` are names as they stand in the text."""

    sentence: Sentence
    speaker: str | None = None
    addressee: str | None = None
    is_spoken: bool = False


@dataclass(slots=True)
class _Block:
    """Lines of one voice; ``spans`` are the lines' offsets that are left when the frame of a mail is gone."""

    speaker: str | None
    is_spoken: bool
    spans: list[tuple[int, int]]
    addressee: str | None = None


_NAME = r"[A-ZÁÉÍÓÚÑÜ][\w.'’-]*(?:[ \t]+(?:de|del|la|van|von|da|[A-ZÁÉÍÓÚÑÜ][\w.'’-]*)){0,3}"
_CLOCK = r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?"
_LABEL = re.compile(
    rf"[ \t]*(?:{_CLOCK}[ \t]*[-–]?[ \t]*)?(?P<name>{_NAME}|SPEAKER[_ ]\d+|[Ss]peaker \d+)"
    rf"(?:[ \t]*\([^()\n]{{1,40}}\))?(?:[ \t]*{_CLOCK})?[ \t]*:[ \t]+(?=\S)"
)
_IN_PERSON = re.compile(r"(?:I|We|Yo|Me|My|Let me)(?:['’ ]|$)")
_CUE = re.compile(rf"[ \t]*(?:\d+|{_CLOCK}[ \t]*-->.*|WEBVTT.*|{_CLOCK})[ \t]*$")
# "Action: …" is a label of what follows, not of who says it.
NO_SPEAKERS = word_set(
    "action actions task tasks todo next decision decisions agreed note notes summary agenda subject re fw fwd date "
    "to from sent cc bcc update ps nb tel phone email mail address deadline due time where when who what why how "
    "reference ref attachments question questions answer issue problem steps background important urgent warning "
    "order owner "
    "status topic item items outcome result results minutes present apologies attendees location venue "
    "acción acciones tarea tareas pendiente pendientes próximos próximo decisión decisiones acuerdo acuerdos acordado "
    "nota notas resumen asunto fecha para de enviado pd tfno teléfono correo plazo hora lugar pregunta respuesta "
    "problema importante urgente aviso compromiso compromisos siguiente siguientes asistentes responsable "
    "follow follow-up followup ai conclusion conclusions key approved resolved http https"
)
_QUOTE = re.compile(r"[ \t]*>")
_ATTRIBUTION = re.compile(
    r"[ \t]*(?:on\b.{4,200}\bwrote:|el\b.{4,200}\bescribió:|le\b.{4,200}\ba écrit\s?:"
    r"|-{2,}\s*(?:original message|forwarded message|mensaje original|mensaje reenviado)\s*-{2,}|_{10,})[ \t]*$",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"[ \t]*\*?(?:from|sent|to|cc|bcc|subject|date|reply-to|de|enviado|para|asunto|fecha)\*?:[ \t]", re.IGNORECASE
)
_GREETING = re.compile(
    r"[ \t]*(?:(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|greetings"
    r"|hola|buenos días|buenas tardes|buenas noches|buenas|buen día|estimad[oa]s?|querid[oa]s?|muy señor(?:es)? mío?s?)"
    r"\b(?P<rest>[^,.!?:;\n—–]{0,60}))(?:[,.!:;—–]+|[ \t]-[ \t]|$)[ \t]*",
    re.IGNORECASE,
)
_VALEDICTION = re.compile(
    r"[ \t]*(?:(?:(?:with )?(?:kind|best|warm|many)(?:est)? )?(?:regards|wishes)|(?:best|all the best|cheers|sincerely|"
    r"yours(?: (?:sincerely|faithfully|truly))?|many thanks|thanks(?: again| a lot| in advance)?|thank you"
    r"(?: very much| again| in advance)?|respectfully|warmly|un (?:cordial )?saludo|(?:un )?saludos(?: cordiales)?|"
    r"atentamente|cordialmente|un abrazo|(?:muchas )?gracias(?: de antemano| por todo)?|quedo a la espera))"
    r"(?:[ \t]+(?:and|y) (?:best|kind) (?:regards|wishes))?[ \t]*[,.!]*[ \t]*$",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"(?:--|—|__+)[ \t]*$|[ \t]*(?:sent from my |get outlook for|enviado desde mi )", re.IGNORECASE)
_TITLES = re.compile(r"\b(?:mr|mrs|ms|miss|dr|prof|sir|madam|sr|sra|srta|don|doña|señor|señora)\b\.?", re.IGNORECASE)
_NOBODY = word_set("all team everyone everybody there both folks guys sir madam todos todas equipo")


def read(text: str, speakers: Sequence[str] = ()) -> list[Said]:
    """The sentences of ``text`` with who says them and to whom, as far as labels, greetings and signatures tell.

    ``speakers`` are names that count as labels wherever ``Name:`` begins a line. Quoted mail is left out.
    """
    return [
        Said(sentence, block.speaker, block.addressee, block.is_spoken)
        for block in _blocks(text, {name.casefold() for name in speakers})
        for start, end in _joined(text, block.spans)
        for sentence in sentences.split(text, start, end)
    ]


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1


def _blocks(text: str, known: set[str]) -> Iterator[_Block]:
    lines = [*_lines(text)]
    spoken = _has_speakers(text, lines, known)
    block = _Block(None, False, [])
    for start, end in lines:
        label = _label(text, start, end, known) if spoken or known else None
        if label:
            yield from _finished(text, block)
            block = _Block(label["name"].strip(), True, [(label.end(), end)])
        elif not (spoken and _CUE.match(text, start, end)):
            block.spans.append((start, end))
    yield from _finished(text, block)


def _label(text: str, start: int, end: int, known: set[str]) -> re.Match[str] | None:
    found = _LABEL.match(text, start, end)
    if found is None:
        return None
    name = found["name"].strip()
    if name.casefold() in known:
        return found
    return None if name.split()[0].casefold().rstrip(".") in NO_SPEAKERS else found


def _has_speakers(text: str, lines: list[tuple[int, int]], known: set[str]) -> bool:
    """Whether ``Name:`` at the beginning of lines tells who speaks: several do, or most of all lines."""
    filled = [(start, end) for start, end in lines if text[start:end].strip()]
    labelled = [found["name"].strip() for start, end in filled if (found := _label(text, start, end, known))]
    if any(name.casefold() in known for name in labelled):
        return True
    if len(labelled) == len(filled) == 1:
        return bool(_IN_PERSON.match(text, _label(text, *filled[0], known).end()))  # type: ignore[union-attr]  # it was found
    return len(labelled) >= 2 and (len(labelled) > len(set(labelled)) or len(labelled) * 3 >= len(filled))


def _finished(text: str, block: _Block) -> Iterator[_Block]:
    """The block without the frame of a mail."""
    if not block.is_spoken:
        _strip_frame(text, block)
    if block.spans:
        yield block


def _strip_frame(text: str, block: _Block) -> None:
    """Takes out quotes, headers, greeting and signature; the names in them say who writes to whom."""
    kept: list[tuple[int, int]] = []
    lines = block.spans
    for place, (start, end) in enumerate(lines):
        line = text[start:end]
        if _ATTRIBUTION.match(line) or (_HEADER.match(line) and _many_headers(text, lines, place)):
            if kept and not _bottom_posted(text, lines, place):
                break
            continue
        if _QUOTE.match(line) or _HEADER.match(line) or _wraps_attribution(text, lines, place):
            continue
        if _SIGNATURE.match(line) or (_VALEDICTION.match(line) and _closes(text, lines, place)):
            block.speaker = block.speaker or _signed_by(text, lines[place + 1 :])
            break
        if block.addressee is None and not any(text[a:b].strip() for a, b in kept):
            kept.append((_after_greeting(text, start, end, block), end))
            continue
        kept.append((start, end))
    block.spans = kept


def _many_headers(text: str, lines: list[tuple[int, int]], place: int) -> bool:
    return sum(bool(_HEADER.match(text[a:b])) for a, b in lines[place : place + 5]) >= 2


def _bottom_posted(text: str, lines: list[tuple[int, int]], place: int) -> bool:
    """Whether the quote after an attribution is marked with ``>``, so that an answer may stand below it."""
    following = [text[a:b] for a, b in lines[place + 1 : place + 4] if text[a:b].strip()]
    return bool(following) and bool(_QUOTE.match(following[0]))


def _wraps_attribution(text: str, lines: list[tuple[int, int]], place: int) -> bool:
    """``On Monday … <x@y>`` on one line and ``wrote:`` on the next."""
    here, after = (text[a:b] for a, b in (lines[place], lines[min(place + 1, len(lines) - 1)]))
    before = text[slice(*lines[place - 1])] if place else ""
    return bool(
        (here is not after and _ATTRIBUTION.match(f"{here} {after}") and after.rstrip().endswith(":") and "@" in here)
        or ("@" in before and re.match(r"[ \t]*(?:wrote|escribió):[ \t]*$", here))
    )


def _closes(text: str, lines: list[tuple[int, int]], place: int) -> bool:
    """Whether only a signature follows: few short lines before the end, a quote or an attribution."""
    rest = [text[a:b].strip() for a, b in lines[place + 1 :]]
    for count, line in enumerate([line for line in rest if line][:8]):
        if _QUOTE.match(line) or _ATTRIBUTION.match(line) or _HEADER.match(line) or _SIGNATURE.match(line):
            return True
        if count < 2 and (len(line) > 60 or line.endswith((".", "?", ":"))):
            return False
    return True


def _signed_by(text: str, lines: list[tuple[int, int]]) -> str | None:
    """The first line under the closing words, where it is a name."""
    for start, end in lines:
        line = text[start:end].strip(" \t,.-–*")
        if line:
            return line if re.fullmatch(_NAME, line) and len(line) <= 60 else None
    return None


def _after_greeting(text: str, start: int, end: int, block: _Block) -> int:
    found = _GREETING.match(text, start, end)
    if found is None:
        return start
    rest = _TITLES.sub("", found["rest"]).strip(" \t.")
    if rest and len(rest.split()) > 5:
        return start
    block.addressee = rest if re.fullmatch(_NAME, rest) and rest.casefold() not in _NOBODY else ""
    return found.end()


def _joined(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Neighbouring lines as one stretch, so that a wrapped sentence stays whole."""
    begin, until = -1, -1
    for start, end in spans:
        if begin >= 0 and start == until + 1:
            until = end
            continue
        if begin >= 0:
            yield begin, until
        begin, until = start, end
    if begin >= 0:
        yield begin, until

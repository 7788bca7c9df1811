"""One text in, everything found in it out."""

from collections.abc import Sequence
from datetime import datetime

from frontdesk.ai.local import conversation
from frontdesk.ai.local.conversation import Said
from frontdesk.ai.local.extract import actions, dates, decisions
from frontdesk.ai.local.extract.cues import Language
from frontdesk.ai.local.extract.cues_en import EN
from frontdesk.ai.local.extract.cues_es import ES
from frontdesk.ai.local.extract.model import Extraction
from frontdesk.ai.local.extract.owners import Cast
from frontdesk.ai.local.words import fold

_LANGUAGES: dict[str, Language] = {"en": EN, "es": ES}


def extract(text: str, *, now: datetime, timezone: str, locale: str = "en", speakers: Sequence[str] = ()) -> Extraction:
    """Dates, action items and decisions of a mail, a thread or a transcript, in reading order.

    ``now`` is aware; ``timezone`` is the reader's, in which days are meant. ``speakers`` are names that label lines
    (``Name: …``) even where a rule would not take them for one. Quotes, greetings and signatures are passed over.
    """
    said = conversation.read(text, speakers)
    finder = dates.finder(text, now=now, timezone=timezone, locale=locale)
    found = [date for each in said for date in finder.find(each.sentence.start, each.sentence.end)]
    language = _LANGUAGES[finder.language]
    cast = _cast(said, speakers, finder.now)
    return Extraction(found, actions.find(text, said, found, cast, language), decisions.find(said, language))


def _cast(said: Sequence[Said], speakers: Sequence[str], now: datetime) -> Cast:
    speaking = tuple(dict.fromkeys(each.speaker for each in said if each.speaker))
    names = {*speakers, *speaking, *(each.addressee for each in said if each.addressee)}
    known = {fold(name) for name in names} | {fold(name).split()[0] for name in names if name.strip()}
    return Cast(frozenset(known), speaking, now.date())

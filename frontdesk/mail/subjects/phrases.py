"""What subjects are framed with, and what they can do without, in English and Spanish. Our own lists."""

from __future__ import annotations

import re
from typing import NamedTuple

from frontdesk.mail.rendering.markup import words


class Frames(NamedTuple):
    """``{}`` is the subject. They add a manner of speaking, never a fact."""

    question: str
    brief: str
    news: str
    hello: str
    for_name: str  # {} is the placeholder with ``you`` as its default
    you: str
    lead_ins: re.Pattern[str]
    shouted: re.Pattern[str]
    starters: frozenset[str]
    benefit: re.Pattern[str]
    date: re.Pattern[str]


_MONTHS_EN = "january|february|march|april|may|june|july|august|september|october|november|december"
_DAYS_EN = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_MONTHS_ES = "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
_DAYS_ES = "lunes|martes|miércoles|jueves|viernes|sábado|domingo"

ENGLISH = Frames(
    question="Have you seen this? {}",
    brief="In brief: {}",
    news="For you: {}",
    hello="Hello",
    for_name="for {}",
    you="you",
    lead_ins=re.compile(
        r"^(?:(?:re|fwd?|newsletter|news|info|information|update|important|notice|reminder)\s*[:–—-]\s+|"
        r"(?:we are|we're) (?:happy|pleased|delighted|excited) to (?:announce|inform you|share|present)(?: that)?\s+|"
        r"(?:important )?(?:information|news|update) (?:about|on|regarding)\s+|this is (?:about|to inform you that)\s+|"
        r"please (?:note|be informed|be advised)(?: that)?:?\s+|all you need to know about\s+)",
        re.IGNORECASE,
    ),
    shouted=re.compile(
        r"\b(?:act now|last chance|don't miss out|limited time only|order now|hurry|urgent|amazing|incredible)"
        r"\b[!,:]*\s*",
        re.IGNORECASE,
    ),
    starters=words(
        "the a an our your new this these what how when why where from in on for with all more my",
    ),
    benefit=re.compile(
        r"\b(?:you can|you get|you no longer|free|save|easier|quicker|faster|simpler|without|cheaper|less|"
        r"so that you)\b",
        re.IGNORECASE,
    ),
    date=re.compile(
        rf"\b(?:from|until|by|on|before|after|since|starting) (?:(?:{_DAYS_EN})(?:,? \d{{1,2}} (?:{_MONTHS_EN}))?|"
        rf"(?:the )?\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{_MONTHS_EN})|(?:{_MONTHS_EN}) \d{{1,2}})\b(?: \d{{4}})?",
        re.IGNORECASE,
    ),
)
SPANISH = Frames(
    question="¿Conoce ya esta noticia? {}",
    brief="En breve: {}",
    news="Para usted: {}",
    hello="Hola",
    for_name="para {}",
    you="usted",
    lead_ins=re.compile(
        r"^(?:(?:re|rv|fwd?|boletín|noticias|info|información|aviso|importante|novedades|recordatorio)\s*[:–—-]\s+|"
        r"(?:nos complace|nos alegra|tenemos el placer de) (?:anunciar|comunicar|informar)(?:le|te)?(?: que)?\s+|"
        r"información (?:importante )?(?:sobre|acerca de)\s+|todo lo que (?:debe|debes|necesita|necesitas) "
        r"saber (?:sobre|de)\s+|le informamos (?:de )?(?:que )?\s*|te informamos (?:de )?(?:que )?\s*)",
        re.IGNORECASE,
    ),
    shouted=re.compile(
        r"¡?\b(?:última oportunidad|no te lo pierdas|no se lo pierda|solo por hoy|compra ya|compre ya|corre|urgente|"
        r"increíble|date prisa)\b[!,:]*\s*",
        re.IGNORECASE,
    ),
    starters=words(
        "el la los las un una nuestro nuestra su sus tu tus nuevo nueva nuevas nuevos este esta qué cómo "
        "cuándo por en con para desde más todo",
    ),
    benefit=re.compile(
        r"\b(?:puede|puedes|ya no (?:hace|tiene|tienes)|gratis|ahorr\w+|más (?:fácil|rápido|rápida|sencillo|sencilla|"
        r"barato|barata)|sin)\b",
        re.IGNORECASE,
    ),
    date=re.compile(
        rf"\b(?:desde|hasta|antes de|después de|a partir de)?l? ?(?:el |del )?(?:(?:{_DAYS_ES})(?:,? \d{{1,2}} de "
        rf"(?:{_MONTHS_ES}))?|\d{{1,2}} de (?:{_MONTHS_ES}))\b(?: de \d{{4}})?",
        re.IGNORECASE,
    ),
)
TO_A_FRIEND = SPANISH._replace(question="¿Conoces ya esta noticia? {}", news="Para ti: {}", you="ti")

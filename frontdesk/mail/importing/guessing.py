"""Guesses at what a template is for, from its name and its words. Only suggestions."""

from __future__ import annotations

import html
import re

from frontdesk.mail.importing.model import Locale

# The first that fits: the narrower ones come before the wider.
_TYPES: tuple[tuple[str, str], ...] = (
    (
        "reset_email",
        r"(?:reset|forgot(?:ten)?|recover)[\W_]*(?:your[\W_]*)?password|password[\W_]*reset|restablece\w*|contraseña",
    ),
    (
        "meeting_cancelled",
        r"(?:meeting|appointment|booking|cita|reunión)\W+(?:\w+\W+){0,3}cancel"
        r"|cancel\w*\W+(?:\w+\W+){0,3}(?:meeting|appointment|cita|reunión)",
    ),
    (
        "meeting_reminder",
        r"(?:meeting|appointment|event|cita|reunión)[\W_]*(?:reminder|recordatorio)"
        r"|recordatorio de (?:la )?(?:cita|reunión)"
        r"|reminder\W+(?:\w+\W+){0,4}(?:meeting|appointment)",
    ),
    ("meeting_invitation", r"(?:meeting|appointment)[\W_]*(?:invit|confirm|request)|(?:cita|reunión) confirmada"),
    (
        "ticket_confirmation",
        r"(?:ticket|support[\W_]*request)[\W_]*(?:confirm|creat|receiv|open)"
        r"|we(?:'ve| have)? received your (?:request|ticket)",
    ),
    ("ticket_response", r"(?:ticket|support)[\W_]*(?:reply|response|answer|update)"),
    ("invitation", r"user[\W_]*invit\w*|invite[\W_]*user|invited you|te ha invitado|invitation to join"),
    (
        "email_confirmation",
        r"(?:confirm|verify|activate)\w*[\W_]*(?:your[\W_]*)?(?:e-?mail|account|address|subscription)"
        r"|confirmation[\W_]*e-?mail|e-?mail[\W_]*(?:confirm|verif)\w*|confirma tu (?:correo|cuenta)",
    ),
    (
        "order_confirmation",
        r"\b(?:receipt|invoice|order)\b|order[\W_]*(?:confirm|detail|number|summary)\w*|factura|pedido|recibo",
    ),
    ("welcome", r"\bwelcome\b|onboarding|bienvenid[oa]"),
    (
        "newsletter",
        r"newsletter|boletín|digest|unsubscribe|darse de baja|\bpromo\b|% off|black[\W_]*friday|christmas",
    ),
)
_MARKETING = frozenset({"newsletter"})
_SYSTEM = frozenset({"reset_email", "email_confirmation", "invitation", "security_notice"})
_SPANISH = frozenset(
    [
        "de",
        "la",
        "el",
        "los",
        "las",
        "en",
        "para",
        "con",
        "por",
        "una",
        "tu",
        "su",
        "gracias",
        "hola",
        "usted",
        "nuestro",
        "correo",
        "está",
        "más",
    ]
)
_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "for",
        "your",
        "you",
        "with",
        "our",
        "is",
        "this",
        "thanks",
        "hello",
        "from",
        "are",
        "we",
        "please",
    ]
)
_TAGS = re.compile(
    r"<(style|script|title)\b[^<>]{0,400}>[^<]*+</\1\s*>|<!--[^<>]{0,400}>|<[^<>]{0,4000}>|\{[{%][^{}]{0,400}\}+",
    re.IGNORECASE,
)


def guess_type(name: str, subject: str, source: str) -> str | None:
    """Name and subject speak louder than the body, of which only the beginning is asked."""
    for text in (name, subject):
        for kind, words in _TYPES:
            if re.search(words, text.replace("_", " ").replace("-", " "), re.IGNORECASE):
                return kind
    text = shown_text(source)[:6000]
    for kind, words in _TYPES:
        if kind not in ("order_confirmation", "welcome") and re.search(words, text, re.IGNORECASE):
            return kind
    return "newsletter" if "unsubscribe_url" in source else None


def guess_category(kind: str | None) -> str | None:
    if kind is None:
        return None
    return "marketing" if kind in _MARKETING else "system" if kind in _SYSTEM else "transactional"


def guess_locale(language: str, source: str) -> Locale | None:
    declared = language[:2].lower()
    words = re.findall(r"[^\W\d_]+", shown_text(source)[:20_000].lower())
    spanish, english = sum(word in _SPANISH for word in words), sum(word in _ENGLISH for word in words)
    if spanish + english >= 5 and spanish != english:
        return "es" if spanish > english else "en"
    if declared == "es":
        return "es"
    return "en" if declared == "en" else None


def shown_text(source: str) -> str:
    return html.unescape(_TAGS.sub(" ", source[:200_000]))

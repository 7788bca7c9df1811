"""What mail programs put before a subject, in the main languages. Pure."""

import re
import unicodedata

_ANSWERS = (
    "re|aw|antw|antwort|sv|vs|rv|res|resp|respuesta|ref|odp|vá|ynt|ats|rif|r|"
    "atb|σχετ|απ|отв|ответ|回复|回覆|答复|답장|返信"
)
_FORWARDS = "fw|fwd|wg|tr|rv|enc|reenv|i|vl|vb|doorst|pd|továbbítás|ilt|πρθ|пересл|转发|轉寄|전달|転送"
_COUNT = r"(?:\s*[\[(]\d{1,3}[\])])?"
_ANSWER = re.compile(rf"\s*(?:{_ANSWERS}){_COUNT}\s*[:：]", re.IGNORECASE)
_FORWARD = re.compile(rf"\s*(?:{_FORWARDS}){_COUNT}\s*[:：]", re.IGNORECASE)
# What a mail server or list puts in front: [EXT], [External], *EXTERN*.
_TAG = re.compile(r"\s*(?:\[ext(?:ern(?:al|o)?)?\]|\*+ext(?:ern(?:al|o)?)?\*+)\s*:?", re.IGNORECASE)
_MAX_PREFIXES = 20


def is_answer(subject: str) -> bool:
    """Whether a program wrote that this answers something."""
    return bool(_ANSWER.match(_TAG.sub("", subject, count=1)))


def normalise(subject: str) -> str:
    """The subject by which mails of one conversation are alike; empty for one that says nothing."""
    text = unicodedata.normalize("NFKC", subject)
    for _ in range(_MAX_PREFIXES):
        match = _ANSWER.match(text) or _FORWARD.match(text) or _TAG.match(text)
        if match is None:
            break
        text = text[match.end() :]
    return " ".join(text.split()).casefold()

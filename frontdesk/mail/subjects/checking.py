"""What is wrong with subjects that a model wrote: nothing may stand in them that the mail does not say. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from frontdesk.mail.rendering.pieces import find_liquid, find_unended
from frontdesk.mail.subjects import features
from frontdesk.mail.subjects.model import MOST_CHARACTERS, Mail
from frontdesk.mail.writing import promises
from frontdesk.mail.writing.promises import Broken

_NUMBER = re.compile(r"\d+")
# They promise something, so the mail must say them itself.
_CLAIM = re.compile(
    r"\b(?:free|guarantee\w*|discount\w*|sale|offer\w*|gift\w*|win|winner|won|prize\w*|bonus|deadline|expir\w+|"
    r"urgent\w*|last chance|limited|exclusive\w*|only today|refund\w*|gratis|garant\w+|descuento\w*|oferta\w*|"
    r"rebaja\w*|regalo\w*|gana\w*|premio\w*|"
    r"plazo|caduca\w*|urgente\w*|última oportunidad|limitad\w+|exclusiv\w+|solo hoy|reembolso\w*)\b",
    re.IGNORECASE,
)


def find_broken(mail: Mail, variants: Sequence[Any]) -> list[Broken]:
    """``variants``: objects with a subject, as the schema has them."""
    found = [broken for each in variants for broken in _of_subject(mail, str(each["subject"]))]
    folded = [" ".join(str(each["subject"]).casefold().split()) for each in variants]
    if len(set(folded)) < len(folded):
        found.append(Broken("copied", "Some subjects are the same. All must be different.", "subject"))
    if " ".join(mail.subject.casefold().split()) in folded:
        found.append(Broken("copied", "One is the current subject itself. Write others.", "subject"))
    return found


def _of_subject(mail: Mail, subject: str) -> Iterator[Broken]:
    name = f"In “{subject[:60]}”"
    known = f"{mail.subject}\n{mail.preheader}\n{mail.body}"
    if (broken := _of_liquid(mail, subject)) is not None:
        yield broken
        return
    broken = promises.check_text(mail.subject, subject, max_length=MOST_CHARACTERS, context=known)
    if broken is not None:
        yield Broken(broken.code, f"{name}: {broken.detail}", "subject")
        return
    said = known.casefold()
    numbers = [each for each in _NUMBER.findall(features.shown(subject)) if each not in _NUMBER.findall(known)]
    dates = [each for each in features.DATE.findall(subject) if each.casefold() not in said]
    claims = [match[0] for match in _CLAIM.finditer(subject) if match[0].casefold() not in said]
    if foreign := [*numbers, *dates, *claims]:
        yield Broken("amount", f"{name}: the mail does not say {', '.join(foreign[:3])}.", "subject")
    if subject.count("!") > 1 or features.shouts(subject):
        yield Broken("markup", f"{name}: it shouts. Write it calmly.", "subject")


def _of_liquid(mail: Mail, subject: str) -> Broken | None:
    """Placeholders of the current subject and no others; all of them, since they tell whom or what it is about."""
    given, used = _outputs(mail.subject), _outputs(subject)
    if find_unended(subject) is not None or any(each not in given for each in used):
        return Broken(
            "placeholder", f"In “{subject[:60]}”: it has a placeholder that the current one has not.", "subject"
        )
    return None


def _outputs(text: str) -> list[str]:
    return ["".join(piece.source.split()) for piece in find_liquid(text)]

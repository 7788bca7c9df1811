"""SPF records (RFC 7208): what a way out needs in them, and what is wrong with what is there. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence

# Above this many questions receivers give up (RFC 7208, 4.6.4).
MOST_LOOKUPS = 10
_ASKING = re.compile(r"[+?~-]?(include:|a(?=[:/]|$)|mx(?=[:/]|$)|ptr(?=[:]|$)|exists:)|redirect=", re.IGNORECASE)
_FOLLOWED = re.compile(r"(?:[+?~-]?include:|redirect=)(\S+)", re.IGNORECASE)
_ALL = re.compile(r"([+?~-]?)all$", re.IGNORECASE)
# What providers ask customers to add, by the kind of provider and by the server's name.
_OF_KIND = {
    "mailgun": "include:mailgun.org",
    "mailjet": "include:spf.mailjet.com",
    "mandrill": "include:spf.mandrillapp.com",
    "brevo": "include:spf.brevo.com",
    "mailersend": "include:_spf.mailersend.net",
}
_OF_SERVER = (
    ("gmail.com", "include:_spf.google.com"),
    ("office365.com", "include:spf.protection.outlook.com"),
    ("amazonaws.com", "include:amazonses.com"),
    ("mailgun.org", "include:mailgun.org"),
    ("mailjet.com", "include:spf.mailjet.com"),
    ("sendgrid.net", "include:sendgrid.net"),
    ("fastmail.com", "include:spf.messagingengine.com"),
)


def term_for(kind: str, settings: Mapping[str, object]) -> str:
    """The term that lets this way out send; empty where the provider has a return path of its own, or none is known."""
    if kind != "smtp":
        return _OF_KIND.get(kind, "")
    host = str(settings.get("host", "")).lower()
    for domain, term in _OF_SERVER:
        if host == domain or host.endswith(f".{domain}"):
            return term
    return f"a:{host}" if re.search(r"[a-z]", host) and "." in host else f"ip4:{host}" if host else ""


def records_in(texts: Sequence[str]) -> list[str]:
    return [text for text in texts if re.match(r"v=spf1(\s|$)", text.strip(), re.IGNORECASE)]


def has_term(record: str, term: str) -> bool:
    wanted = term.lower()
    return any(each.lower().lstrip("+") == wanted for each in record.split())


def with_term(record: str, term: str) -> str:
    """The record with one more term, where it counts: before "all" and "redirect"."""
    terms = record.split()
    place = next(
        (at for at, each in enumerate(terms) if _ALL.match(each) or each.lower().startswith("redirect=")), len(terms)
    )
    return " ".join([*terms[:place], term, *terms[place:]])


def lets_everybody(record: str) -> bool:
    return any((found := _ALL.match(each)) and found[1] in {"", "+"} for each in record.split())


def count_lookups(record: str, ask: Callable[[str], Sequence[str]], *, most: int = MOST_LOOKUPS + 1) -> int:
    """How many questions a receiver asks because of the record; stops counting at ``most``. ``ask`` gives the TXT
    records of a name, and none where there is no answer."""
    waiting, asked, count = [record], set[str](), 0
    while waiting and count < most:
        terms = waiting.pop().split()
        count += sum(bool(_ASKING.match(term)) for term in terms)
        for term in terms:
            followed = _FOLLOWED.match(term)
            if followed and "%" not in followed[1] and followed[1].lower() not in asked and len(asked) < most:
                asked.add(followed[1].lower())
                waiting += records_in(ask(followed[1]))[:1]
    return min(count, most)

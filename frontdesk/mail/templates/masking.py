"""Personal data out of a mail's data, its shape kept: for samples made of real mails.

Pure. Every word becomes a filler of the same length, every digit another digit, addresses and links lead to nobody;
keys, types, lengths of lists and the form of dates stay. The same word gives the same filler under the same ``key``,
so that a name that stands twice is still one name; without the key nobody can try which word gave a filler.
"""

import hmac
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlsplit

FILLERS = (
    "a e o",
    "et in ut ad ex id ac eu",
    "sed non nec vel est sit qui pro",
    "amet elit nunc orci quis sem diam arcu nisi quam",
    "lorem ipsum dolor magna justo lacus neque porta risus felis",
    "mauris tellus turpis lectus libero cursus augue mattis ornare varius",
    "aliquet egestas feugiat gravida integer lacinia posuere viverra dapibus euismod",
    "bibendum accumsan faucibus interdum molestie placerat praesent vehicula volutpat laoreet",
    "curabitur dignissim elementum fermentum hendrerit malesuada phasellus ultricies venenatis vulputate",
    "vestibulum adipiscing condimento consequat suspendisa",
    "consectetur pellentesque ullamcorper scelerisque sollicitud",
    "pellentesque suspendisse condimentumi",
)
_BY_LENGTH: dict[int, list[str]] = {}
for _words in FILLERS:
    for _word in _words.split():
        _BY_LENGTH.setdefault(len(_word), []).append(_word)
_CONSONANTS, _VOWELS = "lrmndtsvcpbfgq", "aeiou"
_TRIES = 400
_LARGEST = 10**15

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,59}")
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)(?:\s[^<>]*)?/?>")
_HREF = re.compile(r"\b(href|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
TAGS = frozenset(
    [
        *("a", "b", "blockquote", "br", "code", "div", "em", "h1", "h2", "h3", "h4", "hr", "i", "img", "li", "ol", "p"),
        *("pre", "s", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul"),
    ]
)
_URL = re.compile(r"(?:https?|ftp)://[^\s<>\"']+|www\.[^\s<>\"']+", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s@<>\"'(),;:]+@[^\s@<>\"'(),;:]+")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?=$|[T ]\d\d:\d\d)")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?")
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}")
SAFE_DOMAIN = "example.com"


def mask(data: Mapping[str, object], *, key: bytes, host: str) -> dict[str, object]:
    """``data`` without what is personal; ``host`` is where links lead then (``https://desk.example``)."""
    masker = _Masker(key, host.rstrip("/"), frozenset(_words_in(data)))
    return {masker.name(name): masker.value(value) for name, value in data.items()}


def mask_address(address: str) -> str:
    """Enough of a recipient to tell two mails apart: ``c…@c….test``."""
    local, _, domain = address.rpartition("@")
    first, _, top = domain.rpartition(".")
    return f"{local[:1]}…@{first[:1]}….{top}" if local and first else "…"


def words_of(text: str) -> Iterable[str]:
    """Runs of letters, marks and digits, case folded."""
    return (word.casefold() for word in _split(text) if _is_word(word[0]))


def _words_in(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield from words_of(value)
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _words_in(inner)
            if not _NAME.fullmatch(str(name)):
                yield from words_of(str(name))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _words_in(inner)


def _is_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"


def _split(text: str) -> list[str]:
    """Words and what stands between them, in turn."""
    parts: list[str] = []
    for character in text:
        if parts and _is_word(parts[-1][0]) == _is_word(character):
            parts[-1] += character
        else:
            parts.append(character)
    return parts


@dataclass
class _Masker:
    key: bytes
    host: str
    taken: frozenset[str]
    known: dict[str, str] = field(default_factory=dict)

    def _digest(self, text: str) -> int:
        return int.from_bytes(hmac.digest(self.key, text.encode("utf-8", "replace"), "sha256"), "big")

    def value(self, value: object) -> object:
        if isinstance(value, bool) or value is None:
            return value
        if isinstance(value, int | float):
            return self._number(value)
        if isinstance(value, str):
            return self._string(value)
        if isinstance(value, Mapping):
            return {self.name(name): self.value(inner) for name, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(inner) for inner in value]
        return self.text(str(value))

    def name(self, name: object) -> str:
        """Placeholders are named like variables; what is not may be somebody's address."""
        return str(name) if _NAME.fullmatch(str(name)) else self.text(str(name))

    def _number(self, value: int | float) -> int | float:
        """As many digits, and the same sign; 0 and 1 stay, which templates ask for."""
        if value in (0, 1):
            return value
        written = repr(value)
        if abs(value) > _LARGEST or "e" in written or "n" in written:  # its digits are not its size; nan, inf
            written = "-100000" if value < 0 else "100000"
        return type(value)(self._digits(written))

    def _string(self, value: str) -> str:
        if _COLOUR.fullmatch(value):
            # Digits alone may be the number of a file; what they become is a colour too.
            return self._digits(value) if value[1:].isdigit() else value
        if _MOMENT.fullmatch(value):
            return _DAY.sub(self._day, value)
        if not any(tag in TAGS for tag in map(str.lower, _TAG.findall(value))):
            return self.text(value)
        return self._pieces(value, _TAG, self._tag, self.text)

    def _day(self, found: re.Match[str]) -> str:
        """Some weeks off, all days of one mail alike: their order and weekdays stay."""
        try:
            day = date(int(found[1]), int(found[2]), int(found[3]))
            return (day - timedelta(weeks=2 + self._digest("weeks") % 50)).isoformat()
        except (ValueError, OverflowError):
            return self._digits(found[0])

    def _tag(self, found: re.Match[str]) -> str:
        name = found[1].lower()
        if name not in TAGS:
            return self.text(found[0])
        if found[0].startswith("</"):
            return f"</{name}>"
        links = (f' {each[1].lower()}="{self._url(each[2] or each[3] or "")}"' for each in _HREF.finditer(found[0]))
        return f"<{name}{''.join(links)}>"

    def text(self, text: str) -> str:
        return self._pieces(text, _URL, lambda found: self._url(found[0]), self._without_urls)

    def _without_urls(self, text: str) -> str:
        return self._pieces(text, _ADDRESS, lambda found: self._address(found[0]), self._words)

    @staticmethod
    def _pieces(
        text: str, pattern: re.Pattern[str], inside: Callable[[re.Match[str]], str], between: Callable[[str], str]
    ) -> str:
        made, at = [], 0
        for found in pattern.finditer(text):
            made += [between(text[at : found.start()]), inside(found)]
            at = found.end()
        return "".join([*made, between(text[at:])])

    def _url(self, url: str) -> str:
        if url.lower().startswith("mailto:"):
            return f"mailto:{self._address(url[7:])}"
        try:
            parts = urlsplit(url if "://" in url else f"https://{url}")
        except ValueError:
            return self.host
        rest = self._words(parts.path) + (f"?{self._words(parts.query)}" if parts.query else "")
        return self.host + (rest if rest.startswith("/") else f"/{rest}" if rest else "")

    def _address(self, address: str) -> str:
        return f"{self._words(address.rpartition('@')[0])}@{SAFE_DOMAIN}"

    def _words(self, text: str) -> str:
        return "".join(self._word(part) if _is_word(part[0]) else part for part in _split(text))

    def _word(self, word: str) -> str:
        if word.isascii() and word.isdigit():
            return self._digits(word)
        folded = word.casefold()
        if folded not in self.known or len(self.known[folded]) != len(word):
            self.known[folded] = self._filler(folded, len(word))
        return _cased(self.known[folded], like=word)

    def _filler(self, word: str, length: int) -> str:
        """None of the mail's own words: the first that is free."""
        listed = _BY_LENGTH.get(length, [])
        start = self._digest(word)
        for turn in range(_TRIES):
            if turn < len(listed):
                made = listed[(start + turn) % len(listed)]
            else:
                made = self._syllables(f"{word}\0{turn}", length)
            if made not in self.taken:
                return made
        return "x" * length

    def _syllables(self, seed: str, length: int) -> str:
        digest = self._digest(seed)
        made = []
        for at in range(length):
            letters = _VOWELS if at % 2 else _CONSONANTS
            made.append(letters[digest % len(letters)])
            digest = digest // len(letters) or self._digest(f"{seed}\0{at}")
        return "".join(made)

    def _digits(self, text: str) -> str:
        """Other digits in place of digits; none begins with 0 that did not."""
        for turn in range(_TRIES):
            made = self._other_digits(text, turn)
            if not set(words_of(made)) & self.taken:
                break
        return made

    def _other_digits(self, text: str, turn: int) -> str:
        digest = self._digest(f"{text}\0{turn}")
        made = []
        for at, character in enumerate(text):
            if character.isascii() and character.isdigit():
                first = at == 0 or not text[at - 1].isdigit()
                made.append(str(1 + digest % 9) if first and character != "0" else str(digest % 10))
                digest = digest // 10 or self._digest(f"{text}\0{turn}\0{at}")
            else:
                made.append(character)
        return "".join(made)


def _cased(filler: str, *, like: str) -> str:
    if like.isupper():
        return filler.upper()
    return filler.capitalize() if like[:1].isupper() else filler

"""What must not come into a mail out of a model's own words: addresses, markup, numbers that nobody gave, disguises.

A text is looked at as a reader and their mail program would see it: compatibility forms are unfolded first.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

# Longer runs without a blank are no words: encoded data, tracking keys, addresses without a scheme.
MAX_WORD = 45
_SPLIT_DOT = r"(?:\s?[\[({]\s?(?:\.|dot|punto)\s?[\])}]\s?)"
_ADDRESS = re.compile(
    rf"""
    [a-z][a-z0-9+.-]{{1,20}}\s?:\s?//\S*              # any scheme, also with blanks inside
    | \b(?:javascript|vbscript|data|mailto|tel|sms|file|blob|cid|intent|about|callto|skype|whatsapp)\s?:\S*
    | (?<![\w:/])//[\w.-]+\S*
    | \bhxxps?\b\S*
    | \bwww\d?\s?\.\s?\S+
    | (?<![\w.+-])[\w.+-]++\s?@\s?[\w-]+(?:\.[\w-]+)*
    | (?<!\w)@\w{{2,}}
    | (?<![\w.+-])[\w.+-]++\s?[\[({{]\s?(?:at|arroba|@)\s?[\])}}]\s?[\w.-]+
    | (?<![\w-])[\w-]++(?:{_SPLIT_DOT}[\w-]++)+
    | (?<![\w-])[\w-]++\s(?:dot|punto)\s(?:com|net|org|info|io|co|es|eu|biz|ru|cn|xyz|top|link|click|site|online)\b
    | (?<![\w-])[\w-]++\s?\.\s?(?:com|net|org|io|biz|ru|cn|xyz|top|click|tk|test|example)\b(?:/\S*)?
    | (?<![\w.])(?:[^\W_](?:[\w-]{{0,62}})\.)+(?:[^\W\d_]{{2,24}}|xn--[a-z0-9-]+)(?::\d+)?(?:[/?\#]\S*)?(?!\w)
    | (?<![\w.])\d{{1,3}}(?:\.\d{{1,3}}){{3}}(?![\w.])
    | \b0x[0-9a-f]{{6,}}\b
    | \[[0-9a-f]*:[0-9a-f:]+\]
    """,
    re.IGNORECASE | re.VERBOSE,
)
_MARKUP = re.compile(
    r"<[/!?a-z]|&(?:[a-z]{2,10}|#x?[0-9a-f]{1,7});|!?\[[^\]\n]{0,200}\]\s?\(|\[[^\]\n]{1,60}\]\s?\[|^\s*\[[^\]\n]{1,60}\]:|"
    r"\[/?(?:img|url|b|i|link)\b|```|-->|\\[ux][0-9a-f]{2,4}|%[0-9a-f]{2}%[0-9a-f]{2}",
    re.IGNORECASE | re.MULTILINE,
)
_LIQUID = re.compile(r"\{\s*[{%#]|[}%#]\s*\}|\$\{|<%|%>|\*\|\w|\|\*|[⟦⟧]")
_MARKS_OF_CHATS = re.compile(
    r"<\|\w+|\|>|\[/?INST\]|<<SYS|^\s*(?:system|assistant|developer|user)\s*:|^#{2,}\s", re.IGNORECASE | re.MULTILINE
)
# What speaks to a model; and what hardly a mail asks its readers for.
_STEERING = re.compile(
    r"\b(?:ignor[ae]\w*|disregard|forget|override|olvid[ae]\w*|descart[ae]\w*)\b.{0,40}\b(?:instruc\w+|rules?|reglas?|"
    r"prompts?|above|previous\w*|prior|anterior\w*|everything)\b"
    r"|\bsystem\s?(?:prompt|message|override)\b|\byou are (?:now|no longer)\b|\b(?:as an?|act as an?|eres una?) (?:ai|"
    r"ia|assistant|asistente|language model)\b|\b(?:new|nuevas?) (?:instructions?|instrucci\w+)\b"
    r"|\b(?:jail\s?break|developer mode|do anything now|prompt injection)\b",
    re.IGNORECASE | re.DOTALL,
)
_SECRETS = re.compile(
    r"\b(?:passwords?|passcode|contraseñas?|credit card|tarjeta de crédito|bank (?:account|details)|cuenta bancaria|"
    r"wire transfer|bitcoins?|gift cards?|verify your (?:account|identity)|verifi(?:ca|que) (?:su|tu) cuenta)\b",
    re.IGNORECASE,
)
# In a fact about somebody a demand is out of place; in a mail it is not.
_DEMAND = re.compile(
    r"\b(?:di|dig[ae]|dile|write|add|insert|include|append|print|output|reply|respond|repeat|translate|replace|begin|end|say|tell|use|"
    r"click|visit|call|send|pay|escrib[ae]|añad[ae]|incluy[ae]|respond[ea]|imprim[ae]|repit[ae]|haz|haga|visit[ae]|"
    r"llam[ae]|envi[ae]|pag[ae])\b.{0,60}\b(?:e-?mail|mail|message|subject|link|here|image|text|html|prompt|correo|"
    r"mensaje|asunto|enlace|aquí|imagen|reader|recipient|everyone|all|following|instead|exactly|verbatim|this|now|"
    r"siguiente|ahora|number|número)\b",
    re.IGNORECASE | re.DOTALL,
)
_AMOUNT = re.compile(
    r"(?:[$€£¥₿]|\b(?:eur|usd|gbp|us\$))\s?(\d[\d.,' ]*)|(\d[\d.,']*)\s?(?:[$€£¥₿%]|(?:eur|usd|gbp|euros?|dollars?|"
    r"dólar(?:es)?|pounds?|libras?|pesos?|percent|per cent|por ciento|bitcoins?|btc)\b)",
    re.IGNORECASE,
)
_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d\d)\b|\b\d{1,2}:\d\d\b")
_PHONE = re.compile(r"\+?\(?\d(?:[\s().\-/·]{0,2}\d){6,}|\b\d(?:[-.]\w{2,}){2,}")
_WORD = re.compile(r"\w{2,}")


def unfold(text: str) -> str:
    """As it reads: compatibility forms (full-width letters, circled letters, ideographic full stops) made plain."""
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"(?<=[!-~])[。․‧∙・](?=[!-~])", ".", plain).translate({0x2215: "/", 0x2044: "/", 0xA789: ":"})


def addresses_in(text: str) -> Counter[str]:
    """Web and mail addresses, host names, handles; also those that are split to pass a filter."""
    found = _ADDRESS.findall(unfold(text).lower())
    return Counter(each.strip().rstrip(".,;:!?)]}'\"»”’") for each in found)


def markup_in(text: str) -> Counter[str]:
    plain = unfold(text)
    return Counter(each.lower() for each in _MARKUP.findall(plain))


def liquid_in(text: str) -> Counter[str]:
    return Counter(_LIQUID.findall(unfold(text)))


def amounts_in(text: str) -> Counter[str]:
    """Sums of money and percentages, as their digits."""
    return Counter(_digits(left or right) for left, right in _AMOUNT.findall(unfold(text)))


def phones_in(text: str) -> Counter[str]:
    """Numbers of seven digits and more that are no date, as their digits."""
    return Counter(_digits(each) or each.lower() for each in _PHONE.findall(_DATE.sub(" ", unfold(text))))


def _digits(text: str) -> str:
    return "".join(each for each in text if each.isdigit())


def long_words_in(text: str) -> Counter[str]:
    return Counter(word for word in text.split() if len(word) > MAX_WORD)


def secrets_in(text: str) -> Counter[str]:
    """Words for what fraudsters ask for."""
    return Counter(match[0].lower() for match in _SECRETS.finditer(unfold(text)))


def steering_in(text: str) -> Counter[str]:
    """Words that speak to a model."""
    plain = unfold(text)
    return Counter(match[0].lower() for match in _STEERING.finditer(plain)) + Counter(_MARKS_OF_CHATS.findall(plain))


def is_demand(text: str) -> bool:
    """Whether it wants something, instead of being a fact about somebody."""
    return bool(steering_in(text) or secrets_in(text) or _DEMAND.search(unfold(text)))


def hidden_in(text: str) -> Counter[str]:
    """Characters that are not seen, or that turn what is seen around; accents in heaps; words of mixed alphabets."""
    found = Counter(each for each in text if _is_hidden(each))
    for each in ("\u200d", "\ufe0f"):  # they join emoji
        if each in found and not re.search(rf"[\w]{each}|{each}[\w]", text):
            del found[each]
    if re.search(r"(?:[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]){3,}", unicodedata.normalize("NFC", text)):
        found["accents"] += 1
    if not text.isascii():
        found.update(word for word in _WORD.findall(text) if not word.isascii() and _mixes_alphabets(word))
    return found


@lru_cache(maxsize=4096)
def _is_hidden(character: str) -> bool:
    if " " <= character <= "~" or character in "\n\xad":
        return False
    return unicodedata.category(character) in {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}


@lru_cache(maxsize=4096)
def _mixes_alphabets(word: str) -> bool:
    scripts = {unicodedata.name(each, "?").partition(" ")[0] for each in word if each.isalpha()}
    return "LATIN" in scripts and bool(scripts & {"CYRILLIC", "GREEK", "CHEROKEE", "ARMENIAN", "MATHEMATICAL"})


def copies(written: str, values: Iterable[str], *, run: int) -> str:
    """The first ``run`` characters of one of the values that stand in ``written``; empty for none."""
    shown = _squeezed(written)
    stretches = {shown[start : start + run] for start in range(len(shown) - run + 1)}
    for value in values if stretches else ():
        text = _squeezed(value)
        for start in range(len(text) - run + 1):
            if text[start : start + run] in stretches:
                return text[start : start + run]
    return ""


@lru_cache(maxsize=1024)
def _squeezed(text: str) -> str:
    visible = "".join(each for each in unfold(text) if not _is_hidden(each))
    return " ".join(visible.casefold().split())

"""How English names days. Patterns are for folded text (small letters, no accents)."""

import re

from frontdesk.ai.local.extract.grammar import (
    FIGURES,
    Lexicon,
    Readers,
    Rule,
    ends_month,
    ends_today,
    ends_week,
    figures_after,
    rule,
    today,
)
from frontdesk.ai.local.words import word_set

_CARDINALS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth"),
    *("nineteenth", "twentieth"),
)


def _spoken_ordinals() -> dict[str, int]:
    named = {word: number for number, word in enumerate(_ORDINALS, 1)} | {"thirtieth": 30}
    for tens, base, most in (("twenty", 20, 9), ("thirty", 30, 1)):
        for number, word in enumerate(_ORDINALS[:most], 1):
            named |= {f"{tens}-{word}": base + number, f"{tens} {word}": base + number}
    return named


LEXICON = Lexicon(
    weekdays=("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    months=(
        *("january", "february", "march", "april", "may", "june", "july"),
        *("august", "september", "october", "november", "december"),
    ),
    doubtful_months=word_set("may march mar"),
    numbers={word: number for number, word in enumerate(_CARDINALS)}
    | {"couple": 2, "fourteen": 14, "fifteen": 15, "twenty": 20, "thirty": 30, "sixty": 60, "ninety": 90}
    | {"a": 1, "an": 1},
    ordinals=_spoken_ordinals(),
    units={
        **dict.fromkeys(("working", "business", "weekday"), ("working_day", 1)),
        "fortnight": ("week", 2),
        **{unit: (unit, 1) for unit in ("day", "week", "month", "year")},
        "calendar": ("day", 1),
    },
    near={
        "now": 0,
        "today": 0,
        "tonight": 0,
        "tomorrow": 1,
        "tmrw": 1,
        "yesterday": -1,
        "the day after tomorrow": 2,
        "day after tomorrow": 2,
        "the day before yesterday": -2,
        "day before yesterday": -2,
    },
    which={"next": 1, "coming": 1, "following": 1, "this": 0, "the": 0, "current": 0, "last": -1, "past": -1},
    parts={
        **dict.fromkeys(("end", "late", "close"), "end"),
        **dict.fromkeys(("start", "beginning", "early"), "start"),
        **dict.fromkeys(("middle", "mid"), "middle"),
    },
    periods={name: name for name in ("day", "week", "weekend", "month", "quarter", "year")},
    next_is_next_week=True,
)
read = Readers(LEXICON)

_WD = rf"(?:{'|'.join(LEXICON.weekdays)})"
# "Sun" and "wed" are words of their own: short names count beside a number or after a word that asks for a day.
_SHORT = r"(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\.?"
_M = rf"(?P<m>{'|'.join(LEXICON.months)}|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?)"
_N = r"(?:3[01]|[12]\d|0?[1-9])"
_NTH = rf"{_N}(?:st|nd|rd|th)"
_D = rf"(?P<d>{_N}(?:st|nd|rd|th)?|{'|'.join(sorted(LEXICON.ordinals, key=len, reverse=True))})"
_D2 = rf"(?: ?- ?| to | and | until | through )(?:the )?(?P<d2>{_N}(?:st|nd|rd|th)?)"
_Y = r"(?:,? (?:of )?(?P<y>(?:19|20|21)\d\d))?"
_COUNT = (
    r"(?P<count>\d{1,3}|(?:a )?couple(?: of)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|fourteen|fifteen|twenty|thirty|sixty|ninety)(?:[ -]\(\d+\))?"
)
_UNIT = r"(?P<unit>(?:working |business |calendar )?days?|weekdays?|weeks?|fortnights?|months?|years?)"
_PERIOD = r"(?P<period>weekend|week|month|quarter|year)"
_DAYTIME = r"(?: (?:early |late )?(?:morning|afternoon|evening|night|lunchtime))?"
_PART = r"(?P<part>end|start|beginning|middle|close)"
# "The 15th" is a day where no noun follows that it could count.
_NO_NOUN = (
    r"(?=\s*(?:[,.;:!?)]|$|\b(?:at|and|or|to|by|before|for|if|so|because|in|with|please|when|as|then|from|until|but|is"
    r"|works|would|will|should|instead|\d{1,2}(?::\d\d)? ?[ap]m)\b))"
)
_LEADING = "on|by|from|before|until|till|due|since|after|to|dated"

RULES: tuple[Rule, ...] = (
    *FIGURES,
    figures_after(_LEADING),
    rule(rf"(?P<d>{_NTH}|{_N}){_D2} (?:of )?{_M}{_Y}", read.day_and_month),
    rule(rf"{_M} (?P<d>{_NTH}|{_N}){_D2}(?![:.]\d){_Y}", read.day_and_month),
    rule(rf"(?:(?P<wd>{_WD}|{_SHORT}),? )?(?:the )?{_D} (?:day )?(?:of )?{_M}{_Y}", read.day_and_month),
    rule(rf"(?:(?P<wd>{_WD}|{_SHORT}),? )?{_M} (?:the )?{_D}(?![:.]?\d| ?[ap]\.?m\b){_Y}", read.day_and_month),
    rule(rf"(?:the )?(?P<part>end|start|beginning|middle|close|early|mid|late)(?: of | in |[ -]){_M}{_Y}", read.month),
    rule(rf"{_M},? (?:of )?(?P<y>(?:19|20|21)\d\d)", read.month),
    rule(rf"(?:in|by|during|until|before|since) (?P<span>{_M})(?! \d)", read.month),
    rule(
        rf"(?:(?P<which>next|this|last)(?: coming)? |(?:the )?(?:coming|following|upcoming) )?(?P<wd>{_WD})"
        rf"(?:(?P<later> week\b| after next)| (?:of )?(?P<of_week>next|last|this) week)?{_DAYTIME}",
        read.weekday,
    ),
    rule(rf"(?P<which>next|this|last) (?P<wd>{_SHORT})", read.short_weekday),
    rule(rf"(?:on|by|before|until|or|from|to|for) (?P<span>(?P<wd>{_SHORT}))", read.short_weekday),
    rule(rf"(?P<wd>{_WD}|{_SHORT}),? (?:the )?(?P<d>{_NTH})", read.weekday_and_number),
    rule(rf"(?P<later>a|one) week (?:on|this) (?P<wd>{_WD})", read.weekday),
    rule(
        r"(?P<near>(?:the )?day after tomorrow|(?:the )?day before yesterday|today|tonight|tomorrow|tmrw|yesterday)"
        + _DAYTIME,
        read.near,
    ),
    rule(r"(?:later |early )?this (?:morning|afternoon|evening)|later today", today),
    rule(rf"in (?:about |around |roughly |another )?{_COUNT} {_UNIT}'?(?: time)?", read.counted),
    rule(rf"(?P<limit>within) (?:the next )?{_COUNT} {_UNIT}", read.counted),
    rule(rf"{_COUNT} {_UNIT} (?:from|after) (?P<base>now|today|tomorrow|{_WD})", read.counted),
    rule(rf"{_COUNT} {_UNIT} (?P<ago>ago)", read.counted),
    rule(rf"(?:(?:in|over|during|for) )?(?:the )?(?:next|coming) {_COUNT} {_UNIT}", read.coming),
    rule(rf"(?:the )?{_PART}(?: of)? (?:the )?(?:(?P<which>this|next|current|last) )?{_PERIOD}", read.period),
    rule(rf"(?P<part>late|early|mid) (?P<which>this|next) {_PERIOD}", read.period),
    rule(rf"(?:later )?(?P<which>next|this|last|coming) {_PERIOD}", read.period),
    rule(r"(?:the )?(?:end|close) of (?:the |this )?(?:business |working )?(?:day|business|play)(?: today)?|eod"
         r"|cob", ends_today),
    rule(r"eow", ends_week),
    rule(r"eom|month[- ]end", ends_month),
    rule(rf"(?:the )?(?P<d>{_NTH}) of (?P<which>this|next) month", read.number_alone),
    rule(rf"(?P<span>the (?P<d>{_NTH})){_NO_NOUN}", read.number_alone),
    rule(r"(?:(?:the )?(?P<part>end|start|beginning|middle) of )?q(?P<q>[1-4])(?:,? (?P<y>20\d\d))?", read.quarter),
)  # fmt: skip

# What before a date makes it a deadline; it becomes part of the found text.
LEAD = re.compile(
    r"\b(?:no later than|not later than|at the latest by|due(?: date)?(?: is| by| on)?|deadline(?: is| of)?:?"
    r"|by|before|until|till|up to|expir(?:es|ing)(?: on)?)(?: (?:on|the|at|end of))?:? $"
)
TRAIL = re.compile(r"(?:,? (?:at the (?:very )?latest|or (?:earlier|sooner|before)))(?!\w)")
BETWEEN = re.compile(r" ?(?:-|to|until|till|through|thru) ?(?:the )?$")
FROM = re.compile(r"\b(?:from|between) (?:the )?$")
AND = re.compile(r" and $")
JOINT = re.compile(r",? ?(?:(?:at|by|around|about|@|-|from|the|on|of|,|\()? ?)*$")
# With one of these before a bare weekday, and none that looks ahead, it is the one that has been.
PAST = re.compile(
    r"\b(?:was|were|did|had|spoke|met|came|went|sent|got|paid|told|said|saw|wrote|left|thanks for|thank you for|since"
    r"|(?:call|receiv|discuss|arriv|happen|ask|mention|agree|start|attend|submitt|upload|visit|talk|email|chas"
    r"|book)ed)\b"
)
AHEAD = re.compile(
    r"\b(?:will|'ll|shall|going to|by|until|before|next|please|can|could|would|should|need)\b|\b(?:for|to)(?: the)? $"
)
EVERY = re.compile(r"\b(?:every|each|any|all|most)(?: other)? $")

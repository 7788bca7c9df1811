"""How a language shows that something is to be done, and who is to do it."""

import re
from dataclasses import dataclass, field
from enum import StrEnum


class Owner(StrEnum):
    """Whom the words name: the one who speaks, the one spoken to, all of them, somebody by name, nobody."""

    SPEAKER = "speaker"
    ADDRESSEE = "addressee"
    ALL = "all"
    NAMED = "named"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Cue:
    """``pattern`` works on a folded sentence. Its groups: ``verb`` what is to be done, ``name`` who is to do it.

    ``asks``: it may be a question ("Can you send…?"). ``at_start``: only where a clause begins.
    ``dated``: so weak that a coming day has to stand beside it ("I can call them tomorrow").
    """

    pattern: re.Pattern[str]
    owner: Owner
    asks: bool = False
    at_start: bool = False
    dated: bool = False
    # Any verb but the idle ones may stand in the group ``verb``.
    any_verb: bool = False
    # How the verb's last letter is written: an accent makes another tense of it (Spanish: envie / envié).
    accent: bool | None = None


@dataclass(frozen=True, slots=True)
class Language:
    """Everything that the search for actions and decisions needs of a language."""

    cues: tuple[Cue, ...]
    pronouns: dict[Owner, str]
    backward: frozenset[str]  # pronouns for somebody named before
    formal: frozenset[str]  # words that speak to a stranger
    verbs: frozenset[str]  # of the work that people do for each other
    idle: frozenset[str]  # that never are an action there: "I'll see", "we need to be"
    small_talk: frozenset[str]
    label: re.Pattern[str]  # "Action: …"
    heading: re.Pattern[str]  # "Action items:"
    task_owner: re.Pattern[str]  # "Bob to …", "Bob: …" inside a labelled item
    not_names: frozenset[str]
    # Before the cue in its clause: what makes it no action at all.
    doubt: re.Pattern[str]
    # Anywhere in the sentence: phrases of politeness and of machines.
    boilerplate: re.Pattern[str]
    opening: re.Pattern[str]  # words that may stand before an imperative
    vocative: re.Pattern[str]
    question_word: re.Pattern[str]
    tag: re.Pattern[str]  # "…, ok?": no question
    decision: tuple[re.Pattern[str], ...] = field(default=())
    decision_label: re.Pattern[str] = field(default=re.compile("(?!)"))
    undecided: re.Pattern[str] = field(default=re.compile("(?!)"))
    decided_not: re.Pattern[str] = field(default=re.compile("(?!)"))

    def pronoun_of(self, request: str) -> str:
        """You; in Spanish usted where the request is formal."""
        is_formal = not self.formal.isdisjoint(re.findall(r"\w+", request))
        return "usted" if is_formal else self.pronouns[Owner.ADDRESSEE]

"""Extractive summaries: the sentences that say most of what a text says, as they stand in it.

A sentence counts by how near it is to what the text is about (the mean of its sentences' embeddings), where it
stands, and what it holds (figures, names, decisions). The chosen ones are as unlike each other as relevance allows
(maximal marginal relevance: Carbonell and Goldstein, 1998). Nothing is rewritten.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from frontdesk.ai.local import conversation
from frontdesk.ai.local.conversation import Said
from frontdesk.ai.local.sentences import Sentence
from frontdesk.ai.local.words import fold, word_set

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vectors: TypeAlias = NDArray[np.float32]

DEFAULT_SENTENCES = 3
# Embeddings take most of the time (milliseconds each): of a long text the most telling sentences of every part.
MOST_CANDIDATES = 240
PARTS = 12
RELEVANCE = 0.7  # against novelty
SAME = 0.93  # cosine from which two sentences say the same
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_TELLING = re.compile(
    r"\b(?:decided|agreed|conclu|in summary|to summari|overall|result|therefore|because|problem|issue|refund|deadline"
    r"|must|"
    r"need|request|cancel|approv|refus|reject|urgent|important|confirm|fail|error|complain|appoint|decid|acord"
    r"|resumen|resultado|"
    r"problema|plazo|urgente|importante|solicit|necesit|cancel|aprob|rechaz|confirm|cita|porque)"
)
_FILLER = re.compile(
    r"(?:(?:yeah|yes|no|ok|okay|right|sure|great|thanks|thank you|hi|hello|hey|good morning|good afternoon|morning"
    r"|bye|um|uh|well|"
    r"perfect|exactly|absolutely|got it|sounds good|will do|no problem|sorry|cool|fine|vale|si|gracias|hola|buenos "
    r"dias|adios|claro|"
    r"perfecto|de acuerdo|bien|everyone|everybody|all|a todos|very much|so much|for joining|for your (?:call|mail"
    r"|e-?mail|message|"
    r"time|help|reply|patience|understanding)|muchas|por su (?:ayuda|tiempo)|looking forward to .*|let me know if .*|"
    r"i hope (?:this|you|all) .*|espero que .*|have a .*|quedo a la espera.*|if you have any .*|(?:please )?(?:do not"
    r"|don't) hesitate .*)"
    r"[\s,.!?]*)+"
)
_COMMON = word_set(
    "the a an and or but of to in on at for with from by as is are was were be been being it its this that these "
    "those i you he she "
    "we they me him her us them my your his our their have has had do does did will would can could should may might "
    "must not no so "
    "if then than there here what which who when where how why all any some just also very more most up out about "
    "into over only "
    "el la los las un una unos unas y o pero de del al en con por para que se lo le les su sus mi tu es son era fue "
    "ser estar ha han "
    "no si como mas muy ya este esta estos estas eso esto me te nos"
)


@dataclass(frozen=True, slots=True)
class SummarySentence:
    text: str
    start: int
    end: int
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """``text`` is the sentences in their order, each as it stands in the source."""

    text: str
    sentences: list[SummarySentence] = field(default_factory=list)


def summarize(text: str, *, sentences: int | None = None, words: int | None = None, locale: str = "en") -> Summary:
    """At most so many sentences, at most so many words (at least one sentence), in the text's own words and order.

    Mail is read without quotes, greeting and signature; a transcript without its labels. ``locale`` is for the
    interface's sake: the rules know English and Spanish at once. Raises NotInstalled without the embeddings.
    """
    said = [each for each in _distinct(conversation.read(text)) if not _FILLER.fullmatch(fold(each.sentence.text))]
    if not said:
        return Summary("")
    wanted = sentences if sentences is not None else len(said) if words is not None else DEFAULT_SENTENCES
    if len(said) > wanted or words is not None:
        said = _chosen(said, wanted, words)
    return _made(said)


def _made(said: Sequence[Said]) -> Summary:
    kept = [
        SummarySentence(each.sentence.text, each.sentence.start, each.sentence.end, each.speaker)
        for each in sorted(said, key=lambda each: each.sentence.start)
    ]
    return Summary(" ".join(re.sub(r"\s*\n\s*", " ", each.text) for each in kept), kept)


def _distinct(said: Sequence[Said]) -> list[Said]:
    """Each sentence once: threads repeat themselves, templates and disclaimers more so."""
    seen: dict[str, Said] = {}
    for each in said:
        seen.setdefault(" ".join(_words(each.sentence)), each)
    return list(seen.values())


def _words(sentence: Sentence) -> list[str]:
    return _WORD.findall(fold(sentence.text))


def _chosen(said: list[Said], sentences: int, words: int | None) -> list[Said]:
    from frontdesk.ai.local import embeddings  # loads a runtime: only where a summary is made

    weights = _term_weights(said)
    places = _candidates(weights, len(said))
    vectors = embeddings.embed([said[place].sentence.text for place in places])
    scores = _scores(said, places, vectors, weights)
    room = words if words is not None else math.inf
    picked: list[int] = []
    for place in _by_relevance_and_novelty(vectors, scores):
        length = len(_words(said[places[place]].sentence))
        if picked and length > room:
            continue
        picked.append(places[place])
        room -= length
        if len(picked) >= sentences or room <= 0:
            break
    return [said[place] for place in picked]


def _term_weights(said: Sequence[Said]) -> "NDArray[np.float64]":
    """How much of the text's vocabulary each sentence carries: cheap, for choosing what is worth an embedding."""
    split = [[word for word in _words(each.sentence) if word not in _COMMON and len(word) > 1] for each in said]
    counts = Counter(word for words in split for word in set(words))
    weights = [
        sum(math.log1p(counts[word]) for word in set(words)) / math.sqrt(len(words) + 4) if len(words) > 1 else 0.0
        for words in split
    ]
    return np.asarray(weights)


def _candidates(weights: "NDArray[np.float64]", count: int) -> list[int]:
    """The best of each part of the text, so that its end is heard as its beginning is."""
    if count <= MOST_CANDIDATES:
        return list(range(count))
    bounds = np.linspace(0, count, PARTS + 1).astype(int)
    best: list[int] = []
    for first, last in pairwise(bounds):
        order = np.argsort(-weights[first:last], kind="stable")[: MOST_CANDIDATES // PARTS]
        best += (order + first).tolist()
    return sorted(best)


def _scores(
    said: Sequence[Said], places: Sequence[int], vectors: "Vectors", weights: "NDArray[np.float64]"
) -> "NDArray[np.float64]":
    """Nearness to the centre of the text, with what position and content add."""
    centre = vectors.mean(axis=0)
    central = vectors @ (centre / max(float(np.linalg.norm(centre)), 1e-9))
    vocabulary = weights[list(places)] / max(float(weights.max()), 1e-9)
    spoken = sum(each.is_spoken for each in said) * 2 > len(said)
    extra = [_extra(said[place].sentence, place, len(said), spoken=spoken) for place in places]
    scores: NDArray[np.float64] = central + 0.25 * vocabulary + np.asarray(extra)
    return scores


def _extra(sentence: Sentence, place: int, count: int, *, spoken: bool) -> float:
    """Writers say first what matters most, speakers do not; short remarks and questions carry less, figures more."""
    words = len(_WORD.findall(sentence.text))
    score = 0.0 if spoken else 0.25 * math.exp(-place / max(2.0, count / 6))
    score += 0.08 * bool(_TELLING.search(fold(sentence.text)))
    score += 0.04 * any(character.isdigit() for character in sentence.text)
    score -= 0.35 * (words < 5) + 0.12 * (5 <= words < 8) + 0.1 * (words > 60)
    return score - 0.12 * sentence.text.rstrip().endswith("?")


def _by_relevance_and_novelty(vectors: "Vectors", scores: "NDArray[np.float64]") -> list[int]:
    """Places in the order of choice; what repeats a chosen sentence is left out."""
    nearest = np.zeros(len(scores))
    left = np.ones(len(scores), dtype=bool)
    order: list[int] = []
    while left.any():
        value = np.where(left, RELEVANCE * scores - (1 - RELEVANCE) * nearest, -np.inf)
        best = int(np.argmax(value))
        order.append(best)
        nearest = np.maximum(nearest, vectors @ vectors[best])
        left &= nearest < SAME
        left[best] = False
    return order

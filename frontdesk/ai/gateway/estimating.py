"""How many tokens a text may be, where nobody can tell exactly; pure.

Tokenizers of the larger families take 3.5–4.5 bytes of English to a token, 2–3 of other scripts. ``count`` is the best
guess and is charged when a provider reports nothing; ``reserve`` is what a quota sets aside, a third above it;
``ceiling`` is what no tokenizer exceeds (a byte is at least one token): a report above that is not believed.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson

MESSAGE_TOKENS = 4  # the marks around a message, by OpenAI's account of its chat format
IMAGE_TOKENS = 1_500
HIDDEN_TOKENS = 65_536  # what models may think before they answer, beyond what was asked
_MARGIN = 1.34


def count(text: str) -> int:
    """The likely number of tokens."""
    if not text:
        return 0
    size = len(text.encode())
    foreign = min(size, 2 * (size - len(text)))
    return math.ceil((size - foreign) / 4.0 + foreign / 2.5)


def count_chat(messages: Sequence[Mapping[str, Any]], tools: object = None) -> int:
    """The likely prompt tokens of a chat."""
    tokens = sum(MESSAGE_TOKENS + _count_message(message) for message in messages)
    return tokens + (len(orjson.dumps(tools)) // 4 if tools else 0)


def reserve_for(counted: int) -> int:
    """What to set aside for the prompt of a chat that was counted so."""
    return math.ceil(counted * _MARGIN) + MESSAGE_TOKENS


def reserve_texts(texts: Iterable[str]) -> int:
    return sum(math.ceil(count(text) * _MARGIN) + 2 for text in texts)


def ceiling_chat(messages: Sequence[Mapping[str, Any]], tools: object, answer_tokens: int) -> int:
    """More than any provider can truly count for this chat and an answer of up to ``answer_tokens``."""
    size = len(orjson.dumps([list(messages), tools], default=str))
    return size + 64 * len(messages) + 20 * IMAGE_TOKENS * _count_images(messages) + answer_tokens + HIDDEN_TOKENS


def _count_message(message: Mapping[str, Any]) -> int:
    content = message.get("content")
    tokens = count(content) if isinstance(content, str) else 0
    if isinstance(content, list):
        tokens = sum(_count_part(part) for part in content if isinstance(part, dict))
    if calls := message.get("tool_calls"):
        tokens += len(orjson.dumps(calls)) // 4
    return tokens


def _count_part(part: Mapping[str, Any]) -> int:
    if part.get("type") == "text":
        return count(str(part.get("text", "")))
    return IMAGE_TOKENS


def _count_images(messages: Sequence[Mapping[str, Any]]) -> int:
    contents = [message.get("content") for message in messages]
    return sum(
        1
        for content in contents
        if isinstance(content, list)
        for part in content
        if isinstance(part, dict) and part.get("type") != "text"
    )

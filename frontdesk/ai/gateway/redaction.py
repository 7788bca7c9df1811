"""What the ledger keeps of texts when an organization has turned logging on: shortened, without personal numbers."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from frontdesk.platform.logs import mask_text

LONGEST = 4_000
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_NUMBER = re.compile(r"\+?\d(?:[\s().-]?\d){6,}")
_KEY = re.compile(r"\b(?:sk|pk|rk|ghp|xox[abp]|AKIA)[-_A-Za-z0-9]{12,}")


def redact(text: str) -> str:
    """``text`` without addresses, telephone, account and passport numbers, and keys; at most 4,000 characters."""
    text = mask_text(text[: LONGEST * 2])
    for pattern, mark in ((_EMAIL, "[email]"), (_KEY, "[key]"), (_NUMBER, "[number]")):
        text = pattern.sub(mark, text)
    return text[:LONGEST]


def redact_chat(messages: Sequence[Mapping[str, Any]], answer: str) -> dict[str, Any]:
    kept = [
        {"role": str(message.get("role", "")), "content": redact(_text_of(message.get("content")))}
        for message in messages[-20:]
    ]
    return {"messages": kept, "answer": redact(answer)}


def _text_of(content: object) -> str:
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return " ".join(str(part.get("text", "[file]")) for part in content if isinstance(part, dict))
    return ""

"""Results kept by what they were made of, as many as fit: templates differ in size by a factor of a thousand."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import TypeVar

from frontdesk.mail.rendering.model import Limits, TemplateSource

T = TypeVar("T")

Made = Callable[[TemplateSource, Limits], T]


def remember(characters: int) -> Callable[[Made[T]], Made[T]]:
    """Keeps the results of the sources used last, `characters` of source altogether. What raises is not kept.

    A result takes some fifty times the room of its source.
    """

    def decorate(make: Made[T]) -> Made[T]:
        kept: OrderedDict[tuple[TemplateSource, Limits], T] = OrderedDict()
        lock = Lock()
        held = 0

        @wraps(make)
        def made(source: TemplateSource, limits: Limits) -> T:
            nonlocal held
            key = (source, limits)
            with lock:
                if key in kept:
                    kept.move_to_end(key)
                    return kept[key]
            result = make(source, limits)
            with lock:
                if key not in kept:
                    held += _weight(source)
                kept[key] = result
                while held > characters and len(kept) > 1:
                    (oldest, _), _ = kept.popitem(last=False)
                    held -= _weight(oldest)
            return result

        return made

    return decorate


def _weight(source: TemplateSource) -> int:
    return 1000 + len(source.html_code) + len(source.text_code or "") + len(source.subject) + len(source.preheader)

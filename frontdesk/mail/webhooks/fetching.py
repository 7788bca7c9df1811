"""Fetching what some providers hand on only when they are asked: a mail, its files.

django-anymail asks with plain ``requests``: without a time-out, of any size, wherever an answer points. Its modules get
``_Fetch`` in that library's place, which asks checked addresses alone and ends.
"""

from importlib import import_module
from typing import Any

import requests
from django.conf import settings

from frontdesk.platform.outbound.requests_library import Session

KINDS = ("resend", "mailtrap", "brevo")
CONNECT_SECONDS, SECONDS = 5.0, 20.0


def longest() -> int:
    """As many bytes as a provider may hand on without being asked."""
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


class _Fetch:
    """In the place of the library ``requests``."""

    def get(self, url: str, *, headers: dict[str, str] | None = None, stream: bool = False) -> requests.Response:
        with Session(guarded=True, connect_seconds=CONNECT_SECONDS, seconds=SECONDS, longest=longest()) as session:
            answer = session.get(url, headers=headers or {})
        if answer.is_redirect:
            raise requests.TooManyRedirects("It points elsewhere.", response=answer)
        return answer


def view_of(kind: str, name: str) -> Any:
    """A view of anymail's, that asks as we do."""
    module = import_module(f"anymail.webhooks.{kind}")
    if kind in KINDS:
        module.requests = _Fetch()  # type: ignore[attr-defined]  # what it imports by this name
    return getattr(module, name)

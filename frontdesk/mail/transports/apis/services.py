"""What each provider's API is called, takes and does not take. ``django-anymail`` speaks to it."""

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

from anymail.backends.base_requests import AnymailRequestsBackend
from django.core.exceptions import ImproperlyConfigured

from frontdesk.mail.transports.ways import ProviderDown, Way

_STANDARD = frozenset({"message-id", "in-reply-to", "references"})
_EU = {"mailgun": "https://api.eu.mailgun.net/v3", "sparkpost": "https://api.eu.sparkpost.com/api/v1/"}


class Options(Protocol):
    """What a mail of a category adds to the request, in the provider's own words."""

    def __call__(self, way: Way, category: str) -> Mapping[str, object]: ...


@dataclass(frozen=True, slots=True)
class Service:
    """``metadata``, ``tags``, ``tracking``: whether the provider takes them. ``inline``: pictures in the HTML.

    ``takes``: whether it lets us set a header; what it does not would be refused with the mail.
    """

    metadata: bool = True
    tags: bool = True
    tracking: bool = True
    inline: bool = True
    takes: Callable[[Way, str], bool] = lambda way, header: True
    adds: Mapping[str, str] | None = None
    options: Options | None = None


def _no_message_id(way: Way, header: str) -> bool:
    return header != "message-id"


def _unisender(way: Way, header: str) -> bool:
    return header.startswith(("x-", "list-")) or header in {"in-reply-to", "references"}


def _mailersend(way: Way, header: str) -> bool:
    """Plans without headers of one's own have parameters for these two."""
    return header in {"in-reply-to", "precedence"} or way.flag("custom_headers", default=True)


def _postmark_stream(way: Way, category: str) -> Mapping[str, object]:
    stream = way.text("marketing_stream" if category == "marketing" else "message_stream")
    return {"MessageStream": stream} if stream else {}


SERVICES: dict[str, Service] = {
    "mailgun": Service(),
    "postmark": Service(adds={"X-PM-KeepID": "true"}, options=_postmark_stream),
    "sendgrid": Service(),
    "sparkpost": Service(),
    "mailjet": Service(takes=_no_message_id),
    "mandrill": Service(),
    "brevo": Service(tracking=False, inline=False),
    "mailersend": Service(metadata=False, takes=_mailersend),
    "mailtrap": Service(tracking=False),
    "postal": Service(metadata=False, tracking=False, inline=False),
    "resend": Service(tracking=False),
    "scaleway": Service(tracking=False, inline=False),
    "unisender_go": Service(takes=_unisender),
}


def new_backend(way: Way) -> AnymailRequestsBackend:
    """Anymail's client for the way, with its credentials alone; nothing of it is in Django's settings."""
    backend: type[AnymailRequestsBackend] = import_module(f"anymail.backends.{way.kind}").EmailBackend
    given = {name: value for name in _given(way) if (value := way.text(name) or way.secrets.get(name))}
    if way.text("region") == "eu":
        given.setdefault("api_url", _EU.get(way.kind, ""))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that anymail's authors do not test SendGrid any more is no news for a log
        try:
            return backend(**given)
        except (ImproperlyConfigured, ValueError, LookupError, AttributeError) as error:
            raise ProviderDown(f"{way.kind} cannot be used as it is set up: check its settings.") from error


def _given(way: Way) -> list[str]:
    ours = {"custom_headers", "message_stream", "marketing_stream"}
    return [name for name in [*way.settings, *way.secrets] if name not in ours and not _is_our_region(way, name)]


def _is_our_region(way: Way, name: str) -> bool:
    return name == "region" and way.kind in _EU

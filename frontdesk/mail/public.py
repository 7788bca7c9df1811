"""What recipients' mail programs ask for: the pixel, the links and the icons of a mail. Nobody signs in here.

The tenant comes from the signed token. The picture is always the same one, and a link that we signed leads on even
when it cannot be written down; one that we did not sign, or whose mail was deleted, leads nowhere.
"""

import base64
from collections.abc import Callable
from typing import NamedTuple

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.encoding import iri_to_uri
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_safe

from frontdesk.mail import social_icons
from frontdesk.mail.rendering.social import NETWORKS
from frontdesk.mail.tracking import addresses, machines, recording, tokens
from frontdesk.mail.tracking.recording import Visitor
from frontdesk.mail.tracking.tokens import Token, TokenRefused
from frontdesk.platform import limits, observe
from frontdesk.platform.errors import TooMany

log = observe.logger(__name__)

# One transparent point: a GIF of 1 × 1.
PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
# Whole companies read behind one address, and image proxies for millions. Beyond it nothing more is written down.
LIMIT = "1200/m"
_HEADERS = {"Cache-Control": "no-store, max-age=0", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


class Page(NamedTuple):
    title: str
    text: str


_UNKNOWN = {
    "en": Page("This link is not valid", "Part of the address may be missing. Open it from the e-mail once more."),
    "es": Page("Este enlace no es válido", "Quizá falte parte de la dirección. Ábralo otra vez desde el correo."),
}
_GONE = {
    "en": Page("This link no longer works", "The e-mail that it came with was deleted. Ask its sender for a new one."),
    "es": Page("Este enlace ya no funciona", "Se eliminó el correo del que procede. Pida otro a quien se lo envió."),
}


@require_safe
def serve_pixel(request: HttpRequest, token: str) -> HttpResponse:
    try:
        opened = tokens.read_open(token)
        _check_host(request, opened)
        _record(request, recording.record_open, opened)
    except TokenRefused:
        log.debug("tracking.refused")
    response = HttpResponse(PIXEL, content_type="image/gif", headers=_HEADERS)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
def follow_link(request: HttpRequest, token: str) -> HttpResponse:
    try:
        link = tokens.read_click(token)
        _check_host(request, link)
    except TokenRefused:
        return _page(request, 404, _UNKNOWN)
    if _record(request, recording.record_click, link) is False:
        return _page(request, 410, _GONE)
    return HttpResponse(status=302, headers={**_HEADERS, "Location": iri_to_uri(link.url)})


@require_safe
def serve_icon(request: HttpRequest, network: str) -> HttpResponse:
    """The icon of a social network, for mails of every organization."""
    if network not in NETWORKS:
        return HttpResponse("There is no such icon.\n", status=404, content_type="text/plain; charset=utf-8")
    response = HttpResponse(social_icons.draw_icon(network), content_type="image/png")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _check_host(request: HttpRequest, token: Token) -> None:
    """An organization's own host answers for that organization alone. Raises TokenRefused."""
    try:
        if addresses.is_served_at(request.META.get("HTTP_HOST", "localhost"), token.org_id):
            return
    except DatabaseError as error:
        log.warning("tracking.host_unknown", error=type(error).__name__)
        return  # the link is signed: it leads on
    raise TokenRefused


def _visitor(request: HttpRequest) -> Visitor:
    return Visitor(
        is_machine=machines.is_machine(request.method or "", request.headers),
        ip_address=observe.client_address(request),
        user_agent="".join(each for each in request.headers.get("User-Agent", "") if each.isprintable())[:300],
    )


def _record(request: HttpRequest, write: Callable[..., bool], token: Token) -> bool | None:
    """Whether the mail is still there; None when nothing could be found out or written down."""
    try:
        limits.check_address(request, what="tracking", limit=LIMIT)
        return write(token, _visitor(request))
    except TooMany:
        return None
    except DatabaseError as error:
        log.warning("tracking.not_recorded", error=type(error).__name__)
        return None


def _page(request: HttpRequest, status: int, texts: dict[str, Page]) -> HttpResponse:
    language = get_language_from_request(request)
    page = texts.get(language, texts["en"])
    body = (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{page.title}</title>'
        '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"></head>'
        '<body style="font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem">'
        f"<h1>{page.title}</h1><p>{page.text}</p></body></html>"
    )
    response = HttpResponse(body, status=status, headers=_HEADERS)
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response

"""What the browser gets besides the API: the app's page, its security headers, and problems outside the API."""

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urlsplit

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.defaults import server_error

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# Mantine writes style elements while it runs, hence 'unsafe-inline' for styles; scripts come from our own files alone.
# Mail shows its pictures from the public address, under whatever other name of ours the app was opened.
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob: {public_origin}",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "frame-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self' https:",
        "frame-ancestors 'none'",
    ]
)
API_CONTENT_SECURITY_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


class SecurityHeadersMiddleware:
    """Strict headers on every answer; a view that needs others sets them itself."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Content-Security-Policy", API_CONTENT_SECURITY_POLICY)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Permissions-Policy", "camera=(self), microphone=(self), geolocation=()")
        if settings.SECURE_HSTS_SECONDS:
            headers.setdefault(
                "Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains"
            )
        return response


def problem(status: int, title: str, detail: str, *, code: str = "about:blank") -> HttpResponse:
    """A problem document for what fails before or outside the API."""
    body = orjson.dumps({"type": code, "title": title, "status": status, "detail": detail})
    return HttpResponse(body, status=status, content_type="application/problem+json")


def no_such_route(request: HttpRequest, rest: str = "") -> HttpResponse:
    """The API's own 404, so that a mistyped route does not answer with the app's page."""
    return problem(404, "There is no such thing here", "The API has no route at this address; see /api/openapi.json.")


def failed(request: HttpRequest) -> HttpResponse:
    """What broke is in the log, under the request's id, and nowhere else."""
    if not request.path_info.startswith(("/api/", "/_allauth/")):
        return server_error(request)
    return problem(500, "Something went wrong", "This is our fault; it has been logged. Try again, or tell us.")


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A body that is too large to read, an address that is not ours, and the like."""
    return problem(400, "The request cannot be read", "Check its address, headers and size.")


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    return problem(
        403,
        "The page is out of date",
        f"The request carried no valid CSRF token ({reason}). Reload the page and try again.",
        code="csrf",
    )


@lru_cache(maxsize=1)
def _index_page(modified_ns: int) -> bytes:
    return (settings.WEB_DIST / "index.html").read_bytes()


def _public_origin() -> str:
    address = urlsplit(settings.PUBLIC_URL)
    return f"{address.scheme}://{address.netloc.encode('idna').decode()}"  # headers are ASCII


def app_page(request: HttpRequest, path: str = "") -> HttpResponse:
    """The single-page app, for every address that is not the API's; the app itself knows its pages."""
    index = settings.WEB_DIST / "index.html"
    try:
        body = _index_page(index.stat().st_mtime_ns)
    except FileNotFoundError:
        return HttpResponse(
            "The web app is not built. Run: cd web && npm ci && npm run build\n", status=503, content_type="text/plain"
        )
    response = HttpResponse(body, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.format(public_origin=_public_origin())
    response.headers["Cache-Control"] = "no-cache"
    return response

"""Pictures that a mail carries, for frames without a session. The tenant comes from the signed address."""

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from frontdesk.mail.inbound import arrived
from frontdesk.platform import limits
from frontdesk.platform.errors import NotFound, TooMany

LIMIT = "1200/m"


@require_safe
def serve_picture(request: HttpRequest, token: str) -> HttpResponse:
    """Good for some hours after the mail was shown."""
    try:
        limits.check_address(request, what="mail-pictures", limit=LIMIT)
        content_type, content = arrived.get_picture(token)
    except (BadSignature, ValueError, NotFound):
        return HttpResponse("There is no such picture.\n", status=404, content_type="text/plain; charset=utf-8")
    except TooMany as error:
        return HttpResponse(status=429, headers=error.headers())
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, max-age=3600"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # sandboxed frames have no origin
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response

"""Where mail providers call. Refusals say nothing to the caller; the log and a counter say why."""

from collections.abc import Callable

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from prometheus_client import Counter

from frontdesk.mail.models import MailProvider
from frontdesk.mail.webhooks import keeping, reading, received, signatures, sns, topics
from frontdesk.mail.webhooks.signatures import Call, Keys, Refused
from frontdesk.platform import limits, observe, outbound, tenancy
from frontdesk.platform.errors import TooMany

log = observe.logger(__name__)

CALLS = Counter("frontdesk_mail_webhooks", "Calls of mail providers", ["kind", "outcome"])
LIMIT = "12000/m"  # of one provider
UNKNOWN_LIMIT = "120/m"  # of one address that knows none of our secrets
MOST_BYTES = 4 * 1024 * 1024
Work = Callable[[MailProvider, HttpRequest], HttpResponse]


@csrf_exempt
def receive_events(request: HttpRequest, token: str) -> HttpResponse:
    return _serve(request, token, _keep_events, most=MOST_BYTES)


@csrf_exempt
def receive_mail(request: HttpRequest, token: str) -> HttpResponse:
    return _serve(request, token, _keep_mail, most=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def _serve(request: HttpRequest, token: str, work: Work, *, most: int) -> HttpResponse:
    try:
        provider = _find_provider(request, token)
        if provider is None:
            return _answer(404)
        if request.method in {"GET", "HEAD"}:  # some look whether anybody is there before they save the address
            return _answer(200)
        if request.method != "POST":
            return _answer(405)
        limits.check(f"mail-webhook:{provider.id}", limit=LIMIT)
    except TooMany as error:
        return _answer(429, **error.headers())
    if int(request.META.get("CONTENT_LENGTH") or 0) > most or len(request.body) > most:
        return _answer(413)
    return _prove_and(work, provider, request)


def _prove_and(work: Work, provider: MailProvider, request: HttpRequest) -> HttpResponse:
    try:
        message = _prove(provider, request)
        outcome, answer = "taken", _answer(200)
        if message is not None and message["Type"] != "Notification":
            _confirm(provider, message)
        else:
            if message is not None:
                topics.pin(provider, message)
            answer = work(provider, request)
    except Refused as error:
        outcome, answer = "refused", _refuse(provider, error)
    except reading.Unreadable as error:
        log.warning("webhook.unreadable", provider_id=str(provider.id), kind=provider.kind, reason=str(error))
        outcome, answer = "unreadable", _answer(400)
    except (outbound.OutboundFailed, outbound.OutboundRefused) as error:
        log.warning("webhook.not_confirmed", provider_id=str(provider.id), reason=error.detail)
        outcome, answer = "failed", _answer(502)
    CALLS.labels(provider.kind, outcome).inc()
    return answer


def _find_provider(request: HttpRequest, token: str) -> MailProvider | None:
    with tenancy.platform("mail provider events"):
        provider = MailProvider.objects.filter(webhook_token=token).first()
    if provider is None:
        limits.check_address(request, what="mail-webhooks", limit=UNKNOWN_LIMIT)
    return provider


def _prove(provider: MailProvider, request: HttpRequest) -> sns.Message | None:
    """Raises Refused. Of Amazon's kind returns what carries the report."""
    webhook = provider.webhook_secret.reveal() if provider.webhook_secret else ""
    if provider.kind in sns.HOSTS:
        message = sns.read(provider.kind, request.body, timezone.now())
        topics.check(provider, message, pinned=webhook)
        return message
    secrets = provider.secrets.reveal() if provider.secrets else ""
    call = Call(
        headers=request.headers,
        body=request.body,
        form=_form(request),
        url=f"{settings.PUBLIC_URL}{request.path}",
    )
    signatures.verify(provider.kind, Keys(webhook, orjson.loads(secrets) if secrets else {}), call, timezone.now())
    return None


def _form(request: HttpRequest) -> dict[str, str]:
    is_form = request.content_type in {"application/x-www-form-urlencoded", "multipart/form-data"}
    return {name: str(request.POST[name]) for name in request.POST} if is_form else {}


def _refuse(provider: MailProvider, error: Refused) -> HttpResponse:
    log.warning("webhook.refused", provider_id=str(provider.id), kind=provider.kind, reason=str(error))
    if error.asks_for_password:
        return _answer(401, **{"WWW-Authenticate": 'Basic realm="mail"'})
    return _answer(403)


def _confirm(provider: MailProvider, message: sns.Message) -> None:
    if message["Type"] == "SubscriptionConfirmation":
        sns.confirm(provider.kind, message)
        topics.pin(provider, message)
        log.info("webhook.confirmed", provider_id=str(provider.id), topic=message.get("TopicArn", ""))


def _keep_events(provider: MailProvider, request: HttpRequest) -> HttpResponse:
    for report in reading.read(provider.kind, request, timezone.now()):
        keeping.keep(provider, report)
    return _answer(200)


def _keep_mail(provider: MailProvider, request: HttpRequest) -> HttpResponse:
    received.accept(provider, request)
    return _answer(200)


def _answer(status: int, **headers: str) -> HttpResponse:
    return HttpResponse(status=status, headers=headers)

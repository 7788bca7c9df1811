"""Whether a provider works: a connection without a mail, and a test mail that goes exactly this way."""

import time
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from frontdesk.mail import delivery, sending, shipped, transports
from frontdesk.mail.delivery import ways
from frontdesk.mail.delivery.turns import BULK, URGENT
from frontdesk.mail.models import EmailMessage, FromAddressType, MailProvider, MessageStatus
from frontdesk.mail.models.providers import ProviderState, Serves
from frontdesk.mail.sending_settings import credentials, owning, providers
from frontdesk.mail.serving import Serving
from frontdesk.mail.template_types import TemplateType
from frontdesk.mail.transports import ProviderDown, TransportError, Way
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import Organization
from frontdesk.platform import events, jobs, limits, tenancy
from frontdesk.platform.errors import AppError, Conflict
from frontdesk.platform.secrets import SecretUnreadable

PER_PERSON = "60/h"
FIRST_LOOK = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=10)
# Deliveries are given up after 72 hours.
LONGEST_WAIT = timedelta(hours=73)
_OVER = {MessageStatus.FAILED, MessageStatus.CANCELLED}
_TEXTS = {
    "en": (
        "Test of {name}",
        "This mail went out by {name}. If you read it in your inbox, sending works.\n\n"
        "Look also at its headers: SPF, DKIM and DMARC should say “pass”.",
    ),
    "es": (
        "Prueba de {name}",
        "Este correo ha salido por {name}. Si lo lees en tu bandeja de entrada, el envío funciona.\n\n"
        "Mira también sus cabeceras: SPF, DKIM y DMARC deberían decir «pass».",
    ),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """``detail`` says what went wrong and how to mend it; it repeats no secret."""

    ok: bool
    latency_ms: int
    detail: str = ""


def count_try(actor: Actor) -> None:
    """Checks reach servers that people name: not too often. Raises TooMany."""
    limits.check(f"mail-check:{actor.profile_id}", limit=PER_PERSON)


def open_way(actor: Actor, provider_id: UUID) -> Way:
    """What ``check`` needs of the database. Raises Conflict when the secrets cannot be read."""
    row = providers.get_provider(actor, provider_id)
    count_try(actor)
    try:
        return ways.way_of(row)
    except SecretUnreadable:
        raise Conflict(
            "The stored secrets do not open: the key they were sealed with is gone. Enter them again.",
            code="secrets-unreadable",
        ) from None


def check(way: Way) -> Checked:
    """Connects and signs in, and sends nothing. For a thread of its own, outside of transactions."""
    started = time.perf_counter()
    detail = ""
    try:
        transports.check(way)
    except (ProviderDown, TransportError) as error:
        detail = str(error)
    except AppError as error:  # an address that may not be asked, a name that is nobody's
        detail = error.detail
    elapsed = round((time.perf_counter() - started) * 1000)
    return Checked(not detail, elapsed, credentials.hide(detail, way.secrets))


def send_test(actor: Actor, provider_id: UUID, *, to: str) -> dict[str, object]:
    """Queues a test mail that goes by this provider alone, to the actor or a person or contact of the organization."""
    row = providers.get_provider(actor, provider_id)
    access.require(actor, Permission.MAIL_SEND)
    sending.check_test_recipient(actor, to)
    if row.state == ProviderState.PAUSED:
        raise Conflict("This provider is paused, so that the test would wait. Resume it first.", code="provider-paused")
    priority = _priority_that_leads_to(row)
    count_try(actor)
    organization = Organization.objects.filter(id=actor.org_id).first() if actor.org_id else None
    subject, content = (text.format(name=row.name) for text in _TEXTS[actor.locale if actor.locale in _TEXTS else "en"])
    order = delivery.Order(
        serving=_serving(row, actor.locale),
        to=[to],
        data={"subject": subject, "content": content},
        recipient_name=actor.full_name,
        subject_prefix=sending.TEST_PREFIX,
    )
    accepted = delivery.queue(order, organization=organization, created_by=actor.profile_id)
    ids = [each.message_id for each in accepted]
    EmailMessage.objects.filter(id__in=ids).update(priority=priority)
    jobs.enqueue(
        confirm_test, org_id=actor.org_id, in_=FIRST_LOOK, provider_id=row.id, message_id=ids[0], version=row.version
    )
    return sending.answer(accepted)


def _priority_that_leads_to(row: MailProvider) -> int:
    """Urgent mail goes by who serves transactional mail, the rest by who serves newsletters (``delivery.turns``)."""
    others = MailProvider.objects.filter(owning.owned(row.organization_id)).exclude(id=row.id)
    taken = set(others.values_list("serves", flat=True)) if row.serves == Serves.ALL else set()
    if row.serves != Serves.MARKETING and Serves.TRANSACTIONAL not in taken:
        return URGENT
    if row.serves != Serves.TRANSACTIONAL and Serves.MARKETING not in taken:
        return BULK
    raise Conflict(
        "No mail goes by this provider: others serve transactional mail and newsletters each. Delete it, or one of "
        "those.",
        code="provider-idle",
    )


def _serving(row: MailProvider, locale: str) -> Serving:
    type = TemplateType.CUSTOM
    is_marketing = row.serves == Serves.MARKETING
    return Serving(
        type=type,
        source=shipped.load(type, locale if locale in _TEXTS else "en").source(),
        from_type=FromAddressType.MARKETING if is_marketing else FromAddressType.TRANSACTIONAL,
        category="transactional",
    )


@jobs.task("mail.confirm_provider_test")
def confirm_test(*, org_id: UUID | None, provider_id: UUID, message_id: UUID, version: int) -> None:
    """Notes that the test mail went out by the provider as it was then; looks again while it is under way."""
    with tenancy.tenant(org_id) if org_id else tenancy.platform("confirm a provider's test"):
        row = MailProvider.objects.filter(owning.owned(org_id), id=provider_id, version=version).first()
        mail = EmailMessage.objects.filter(id=message_id).first()
        if row is None or mail is None or mail.status in _OVER or mail.created_at < timezone.now() - LONGEST_WAIT:
            return
        if mail.sent_at is not None and mail.account_id != row.id:
            return
        if mail.sent_at is None:
            waited = timezone.now() - mail.created_at
            again = min(max(waited, FIRST_LOOK), LONGEST_PAUSE)
            jobs.enqueue(
                confirm_test, org_id=org_id, in_=again, provider_id=provider_id, message_id=message_id, version=version
            )
            return
        MailProvider.objects.filter(id=row.id).update(verified_at=mail.sent_at)
        events.record("mail_provider.updated", record_type="mail_provider", record_id=row.id, org_id=org_id)

"""Keeps what a provider told, once, and applies it to the mail that it is about.

A provider of an organization reaches that organization's mail alone; the deployment's reaches what went out by it.
"""

from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from frontdesk.mail import outcomes
from frontdesk.mail.models import EmailMessage, MailProvider, ProviderEvent
from frontdesk.mail.outcomes import Happening, HappeningKind
from frontdesk.mail.webhooks.reading import Report
from frontdesk.platform import jobs, observe, tenancy
from frontdesk.platform.tenancy import Bound

log = observe.logger(__name__)

# A provider may be quicker than we write down that the mail went out.
LOOK_AGAIN = timedelta(seconds=10)
LOOK_FOR = timedelta(minutes=10)


def keep(provider: MailProvider, report: Report) -> bool:
    """In a transaction of its own; False when it was told before."""
    with _inside(provider.organization_id):
        message = _find(provider.id, provider.organization_id, report.provider_id, report.message_id)
        row, is_new = ProviderEvent.objects.get_or_create(
            provider_id=provider.id,
            key=report.happening.key,
            defaults=_columns(provider, report, message),
        )
        if is_new and message is not None:
            outcomes.apply(message.organization_id, message.id, report.happening)
        elif is_new:
            at = timezone.now() + LOOK_AGAIN
            jobs.enqueue(match_event, org_id=provider.organization_id, event_id=row.id, at=at)
    return is_new


@jobs.task("mail.match_provider_event")
def match_event(*, org_id: UUID | None, event_id: int) -> None:
    """Looks once more for the mail of a report that came before we knew the provider's id of it."""
    with _inside(org_id):
        row = ProviderEvent.objects.select_related("provider").filter(id=event_id, message__isnull=True).first()
        if row is None:
            return
        message = _find(row.provider_id, org_id, row.data.get("provider_id", ""), _id(row.data.get("message_id")))
        if message is not None:
            row.message, row.organization_id = message, message.organization_id
            row.save(update_fields=["message", "organization"])
            outcomes.apply(message.organization_id, message.id, _happening(row))
        elif timezone.now() - row.received_at < LOOK_FOR:
            waited = max(timezone.now() - row.received_at, LOOK_AGAIN)
            jobs.enqueue(match_event, org_id=org_id, event_id=event_id, at=timezone.now() + waited)
        else:
            log.info("webhook.unknown_mail", provider_id=str(row.provider_id), kind=row.kind)


def _inside(org_id: UUID | None) -> AbstractContextManager[Bound]:
    return tenancy.tenant(org_id) if org_id else tenancy.platform("mail provider events")


def _find(provider_id: UUID, org_id: UUID | None, their_id: str, our_id: UUID | None) -> EmailMessage | None:
    """Only among what went out by this provider, whatever ids the report names."""
    sent = EmailMessage.objects.filter(account_id=provider_id).only("id", "organization_id")
    if org_id is not None:
        sent = sent.filter(organization_id=org_id)
    if our_id is not None:
        return sent.filter(id=our_id).first()
    return sent.filter(provider_id=their_id).first() if their_id else None


def _columns(provider: MailProvider, report: Report, message: EmailMessage | None) -> dict[str, object]:
    happening = report.happening
    return {
        "organization_id": message.organization_id if message else provider.organization_id,
        "message_id": message.id if message else None,
        "kind": happening.kind.value,
        "recipient": happening.recipient,
        "detail": happening.detail,
        "occurred_at": happening.at,
        "data": {
            "provider_id": report.provider_id,
            "message_id": str(report.message_id or ""),
            "bounce_kind": happening.bounce_kind,
            "reason": happening.reason,
            "url": happening.url,
            "is_machine": happening.is_machine,
        },
    }


def _happening(row: ProviderEvent) -> Happening:
    return Happening(
        kind=HappeningKind(row.kind),
        at=row.occurred_at,
        recipient=row.recipient,
        detail=row.detail,
        bounce_kind=row.data.get("bounce_kind", ""),
        reason=row.data.get("reason", ""),
        key=row.key,
        url=row.data.get("url", ""),
        is_machine=bool(row.data.get("is_machine")),
    )


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None

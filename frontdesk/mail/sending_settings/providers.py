"""Providers that mail goes out by: an organization's own, and the deployment's for who has none."""

import secrets as random_secrets
from collections.abc import Callable, Mapping
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from frontdesk.mail import delivery
from frontdesk.mail.delivery import ways
from frontdesk.mail.models import EmailMessage, MailProvider, MessageStatus
from frontdesk.mail.sending_settings import credentials, owning, senders
from frontdesk.mail.transports import kinds
from frontdesk.orgs import audit
from frontdesk.orgs.access import Actor
from frontdesk.platform import duplicates, events, stale_versions
from frontdesk.platform.errors import Conflict

Values = Mapping[str, object]
Given = Mapping[str, str | None]
_PLAIN = ("name", "serves", "rate_per_second", "max_connections")


def list_providers(actor: Actor) -> QuerySet[MailProvider]:
    owning.require(actor)
    return MailProvider.objects.filter(owning.owned_by(actor))


def get_provider(actor: Actor, provider_id: UUID) -> MailProvider:
    return owning.get(actor, MailProvider.objects.all(), provider_id, what="provider")


def _get_to_edit(actor: Actor, provider_id: UUID) -> MailProvider:
    return owning.get_to_edit(actor, MailProvider.objects.all(), provider_id, what="provider")


def create_provider(
    actor: Actor, *, kind: str, settings: Values, secrets: Given, webhook_secret: str, values: Values
) -> MailProvider:
    """``values``: name, serves, rate_per_second, max_connections. It takes mail from now on."""
    owning.require(actor)
    row = MailProvider(organization_id=actor.org_id, kind=kind, webhook_token=random_secrets.token_urlsafe(32))
    _set(row, values)
    row.settings, opened = _validate(actor, kind, settings, credentials.merge({}, secrets))
    credentials.write(row, opened)
    row.webhook_secret = webhook_secret or None
    with duplicates.refused_as(_taken(actor, row)):
        row.save(force_insert=True)
    _tell(actor, "created", row, {"kind": kind, **_told(row.settings), **_names(opened), **dict(values)})
    delivery.wake()
    return row


def update_provider(
    actor: Actor,
    provider_id: UUID,
    *,
    version: int,
    kind: str | None,
    settings: Values | None,
    secrets: Given,
    webhook_secret: str | None,
    values: Values,
) -> MailProvider:
    """Saves changes made on top of ``version``; Conflict when somebody has saved since. What is left out stays.

    ``settings`` replace the old ones altogether. Secrets: empty keeps, None takes away; for another server they are
    wanted again (BadInput).
    """
    row = _get_to_edit(actor, provider_id)
    stale_versions.refuse(row.version, opened=version)
    told = _reconnect(actor, row, kind, settings, secrets)
    told |= _set(row, values)
    if webhook_secret is not None:
        row.webhook_secret = webhook_secret or None
        told["webhook_secret"] = "set" if webhook_secret else "cleared"
    senders.check_still_served(actor, row)
    if told:
        row.version += 1
        with duplicates.refused_as(_taken(actor, row)):
            row.save()
        _tell(actor, "updated", row, told)
        delivery.wake()
    return row


def _reconnect(
    actor: Actor, row: MailProvider, kind: str | None, settings: Values | None, given: Given
) -> dict[str, object]:
    """Takes over what is new of the connection; returns what may be told of it."""
    if kind is None and settings is None and not given:
        return {}
    same_kind = kind is None or kind == row.kind
    kept = credentials.read(row) if same_kind else {}
    wanted, opened = _validate(
        actor,
        kind or row.kind,
        row.settings if settings is None and same_kind else settings or {},
        credentials.merge(kept, given),
    )
    credentials.check_stay(kept, given, row.settings, wanted)
    told: dict[str, object] = {} if same_kind else {"kind": kind}
    told |= _told({name: value for name, value in wanted.items() if row.settings.get(name) != value})
    told |= {f"settings.{name}": None for name in row.settings if name not in wanted}
    told |= {
        name: what
        for name, what in {**dict.fromkeys((f"secrets.{each}" for each in kept), "cleared"), **_names(opened)}.items()
        if opened.get(name.partition(".")[2]) != kept.get(name.partition(".")[2])
    }
    row.kind, row.settings = kind or row.kind, wanted
    credentials.write(row, opened)
    if told:
        # Nobody has seen this one work, and what went wrong before says nothing of it.
        row.verified_at, row.failures, row.open_until, row.last_error, row.last_error_at = None, 0, None, "", None
    return told


def delete_provider(actor: Actor, provider_id: UUID) -> None:
    """Mail that waits goes the way that serves then. Conflict while some is in this one's hands, and while an address
    that mail is sent from stands on it."""
    row = _get_to_edit(actor, provider_id)
    if EmailMessage.objects.filter(account_id=row.id, status=MessageStatus.SENDING).exists():
        raise Conflict(
            "Mail is on its way by this provider at this moment. Pause it, wait some seconds, then delete it.",
            code="provider-in-use",
        )
    senders.check_still_served(actor, row, gone=True)
    _tell(actor, "deleted", row, {})
    row.delete()
    delivery.wake()


def pause_provider(actor: Actor, provider_id: UUID, reason: str) -> MailProvider:
    """Its mail waits; the reason is shown."""
    row = _get_to_edit(actor, provider_id)
    ways.pause_provider(row.id, reason)
    _tell(actor, "paused", row, {"reason": reason})
    return get_provider(actor, provider_id)


def resume_provider(actor: Actor, provider_id: UUID) -> MailProvider:
    """Also ends the pause that failures brought about."""
    row = _get_to_edit(actor, provider_id)
    ways.resume_provider(row.id)
    _tell(actor, "resumed", row, {})
    return get_provider(actor, provider_id)


def webhook_url(row: MailProvider) -> str:
    """Where the provider reports what became of mail; ``/inbound`` behind it takes mail that it receives."""
    return f"{settings.PUBLIC_URL}/hooks/mail/{row.webhook_token}"


def _validate(
    actor: Actor, kind: str, given: Values, secrets: Mapping[str, str]
) -> tuple[dict[str, object], dict[str, str]]:
    cleaned, opened = kinds.validate(kind, given, secrets, guarded=actor.org_id is not None)
    return dict(cleaned), opened


def _set(row: MailProvider, values: Values) -> dict[str, object]:
    """Sets what differs, and returns it."""
    edited = {name: value for name, value in values.items() if name in _PLAIN and getattr(row, name) != value}
    for name, value in edited.items():
        setattr(row, name, value)
    return edited


def _taken(actor: Actor, row: MailProvider) -> Callable[[], Conflict]:
    def conflict() -> Conflict:
        others = MailProvider.objects.filter(owning.owned_by(actor)).exclude(id=row.id)
        field, message = "name", "Another provider has this name. Choose another one."
        if other := others.filter(serves=row.serves).first():
            field = "serves"
            message = (
                f"{other.name} serves this kind of mail already. Change or delete it, or let this one serve another "
                "kind."
            )
        return Conflict(message, code="provider-exists", errors=[{"field": field, "message": message}])

    return conflict


def _told(values: Values) -> dict[str, object]:
    return {f"settings.{name}": "changed" if name == "ca_pem" else value for name, value in values.items()}


def _names(secrets: Mapping[str, str]) -> dict[str, object]:
    return {f"secrets.{name}": "set" for name in secrets}


def _tell(actor: Actor, verb: str, row: MailProvider, changes: Mapping[str, object]) -> None:
    audit.record(
        actor,
        f"mail_provider.{verb}",
        object_type="mail_provider",
        object_id=row.id,
        label=row.name,
        changes=dict(changes),
    )
    if verb not in {"paused", "resumed"}:  # the outbox tells of those
        events.record(f"mail_provider.{verb}", record_type="mail_provider", record_id=row.id)

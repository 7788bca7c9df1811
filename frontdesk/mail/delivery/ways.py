"""Which provider takes a mail, opening its row for the transports, and holding it back by hand."""

from uuid import UUID

import orjson
from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Now

from frontdesk.mail.delivery.waking import wake
from frontdesk.mail.models import MailDomain, MailProvider
from frontdesk.mail.models.providers import ProviderState
from frontdesk.mail.transports import Dkim, Way
from frontdesk.mail.transports.kinds import KINDS
from frontdesk.platform import events
from frontdesk.platform.errors import NotFound


def way_of(row: MailProvider, *, org_id: UUID | None = None) -> Way:
    """The provider opened: its secrets, and the keys to sign with where the provider does not sign.

    ``org_id``: whose mail goes by it, when the provider is the deployment's: the keys of that organization's own
    verified domains come along. Raises SecretUnreadable.
    """
    secrets = row.secrets.reveal() if row.secrets else ""
    return Way(
        kind=row.kind,
        settings=row.settings,
        secrets=orjson.loads(secrets) if secrets else {},
        org_id=row.organization_id,
        dkim=_keys({row.organization_id, org_id or row.organization_id}) if KINDS[row.kind].signs else (),
        max_connections=row.max_connections,
        provider_id=row.id,
    )


def way_of_setting(org_id: UUID | None) -> Way | None:
    """The setting in the environment, with the keys of the deployment's and the organization's verified domains; None
    when it names no server."""
    if settings.MAIL_TRANSPORT == "outbox":
        return None
    return Way(kind="smtp", secrets={"url": settings.MAIL_TRANSPORT}, dkim=_keys({None, org_id}))


def _keys(owners: set[UUID | None]) -> tuple[Dkim, ...]:
    owned = Q(organization_id__in=[owner for owner in owners if owner])
    if None in owners:
        owned |= Q(organization_id__isnull=True)
    rows = MailDomain.objects.filter(owned, verified_at__isnull=False, dkim_private_key__isnull=False)
    return tuple(
        Dkim(domain=row.domain, selector=row.dkim_selector, private_key_pem=row.dkim_private_key.reveal())
        for row in rows.order_by("domain")
    )


def pause_provider(provider_id: UUID, reason: str) -> None:
    """Nothing goes out by it until it is resumed: its mail waits, and takes no other way. In the caller's transaction;
    NotFound when the caller may not see it."""
    changed = MailProvider.objects.filter(id=provider_id).update(
        state=ProviderState.PAUSED, paused_reason=reason[:500], paused_at=Now()
    )
    _tell(changed, "mail_provider.paused", provider_id)


def resume_provider(provider_id: UUID) -> None:
    """Mail goes again, at once: also after failures, whose pause ends here."""
    changed = MailProvider.objects.filter(id=provider_id).update(
        state=ProviderState.ACTIVE, paused_reason="", paused_at=None, failures=0, open_until=None
    )
    _tell(changed, "mail_provider.resumed", provider_id)
    wake()


def _tell(changed: int, name: str, provider_id: UUID) -> None:
    if not changed:
        raise NotFound
    events.record(name, record_type="mail_provider", record_id=provider_id)

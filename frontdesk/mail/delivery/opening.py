"""Providers' rows as their senders use them: read afresh for each batch, opened anew only when they changed."""

import time
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from frontdesk.mail.delivery.turns import Route
from frontdesk.mail.delivery.ways import way_of, way_of_setting
from frontdesk.mail.models import MailProvider
from frontdesk.mail.transports import ProviderDown, Way
from frontdesk.platform import tenancy
from frontdesk.platform.secrets import SecretUnreadable

# After so long the domains' keys are looked up again.
KEEP_SECONDS = 30.0
MOST_KEPT = 200


@dataclass(frozen=True, slots=True)
class Opened:
    """``way`` None without ``problem``: mail stays in the outbox, where the app's own viewer shows it."""

    way: Way | None
    problem: str = ""

    def open(self) -> Way | None:
        """Raises ProviderDown when the row itself cannot be used."""
        if self.problem:
            raise ProviderDown(self.problem)
        return self.way


_kept: dict[tuple[object, ...], tuple[float, Opened]] = {}


def find_provider(provider_id: UUID | None) -> MailProvider | None:
    """As the owner, outside of any tenant."""
    return MailProvider._base_manager.filter(id=provider_id).first() if provider_id else None


def way_for(row: MailProvider | None, route: Route) -> Opened:
    key = (row.id, row.updated_at, route.signing_org) if row else (settings.MAIL_TRANSPORT, route.signing_org)
    until, opened = _kept.get(key, (0.0, None))
    if opened is None or until < time.monotonic():
        opened = _open(row, route.signing_org)
        while len(_kept) >= MOST_KEPT:
            _kept.pop(next(iter(_kept)), None)
        _kept[key] = time.monotonic() + KEEP_SECONDS, opened
    return opened


def _open(row: MailProvider | None, signing_org: UUID | None) -> Opened:
    try:
        with tenancy.platform("mail delivery"):
            return Opened(way_of(row, org_id=signing_org) if row else way_of_setting(signing_org))
    except SecretUnreadable as error:
        return Opened(None, f"Its credentials cannot be opened. {error}")

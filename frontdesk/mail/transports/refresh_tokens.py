"""Refresh tokens of rows: some issuers give a new one with each access token, and the old one ends.

What the row holds counts, not what somebody opened it with: another process may have been given a new one since.
"""

import json
from dataclasses import dataclass
from uuid import UUID

from frontdesk.mail.models import Mailbox, MailProvider
from frontdesk.platform import observe, tenancy
from frontdesk.platform.secrets import SecretUnreadable

log = observe.logger(__name__)

NAME = "refresh_token"


@dataclass(frozen=True, slots=True)
class Owner:
    """The row that the token stands in, sealed."""

    model: type[MailProvider] | type[Mailbox]
    id: UUID


def find(owner: Owner) -> str:
    """The newest; empty when the row is gone, or has none."""
    with tenancy.platform("oauth refresh token"):
        row = owner.model._base_manager.filter(id=owner.id).first()
        return _read(row).get(NAME, "") if row else ""


def replace(owner: Owner, old: str, new: str) -> None:
    """Keeps the new one, unless the row has another than the ``old`` one by now: then somebody set it meanwhile, or
    another process was given one later."""
    with tenancy.platform("oauth refresh token"):
        row = owner.model._base_manager.select_for_update().filter(id=owner.id).first()
        secrets = _read(row) if row else {}
        if row is None or secrets.get(NAME) != old:
            return
        row.secrets = json.dumps({**secrets, NAME: new})
        row.save(update_fields=["secrets"])
    log.info("oauth.refresh_token_replaced", table=owner.model._meta.db_table, id=str(owner.id))


def _read(row: MailProvider | Mailbox) -> dict[str, str]:
    try:
        secrets: dict[str, str] = json.loads(row.secrets.reveal()) if row.secrets else {}
    except SecretUnreadable:
        return {}
    return secrets

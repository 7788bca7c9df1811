"""The ways to leave that every marketing mail carries: links for its template, and headers.

A template is rendered once for all recipients of an order, with marks where these links go; each mail then gets its
own.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from frontdesk.mail.addresses import known_address
from frontdesk.mail.models import EmailMessage
from frontdesk.mail.rendering import Rendered
from frontdesk.mail.subscriptions import headers, tokens
from frontdesk.mail.tracking import addresses
from frontdesk.orgs.models import Contact


@dataclass(frozen=True, slots=True)
class Leaving:
    """Of one order."""

    org_id: UUID
    base: str
    unsubscribe_mark: str
    preferences_mark: str
    contacts: dict[str, UUID]

    @property
    def data(self) -> dict[str, object]:
        return {"unsubscribe_url": self.unsubscribe_mark, "preferences_url": self.preferences_mark}

    def put_in(self, rendered: Rendered, row: EmailMessage) -> Rendered:
        unsubscribe = tokens.unsubscribe_url(self.org_id, row.id, base=self.base)
        contact_id = self.contacts.get(known_address(row.to_address))
        preferences = tokens.preferences_url(self.org_id, contact_id, base=self.base) if contact_id else unsubscribe

        def own(text: str) -> str:
            return text.replace(self.unsubscribe_mark, unsubscribe).replace(self.preferences_mark, preferences)

        return replace(rendered, html=own(rendered.html), text=own(rendered.text))

    def headers(self, row: EmailMessage) -> dict[str, str]:
        return headers.list_headers(self.org_id, row.id, base=self.base)


def prepare(org_id: UUID, recipients: Iterable[str]) -> Leaving:
    """In the organization's tenant."""
    base = addresses.base_url(org_id)
    mark = f"{base}/m/{secrets.token_hex(16)}"
    bare = [known_address(address) for address in recipients]
    contacts = dict(Contact.objects.filter(organization_id=org_id, email__in=bare).values_list("email", "id"))
    return Leaving(org_id, base, f"{mark}u", f"{mark}p", contacts)

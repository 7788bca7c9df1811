"""Account mails (confirmation, reset, invitation, notices), sent for the domain below by ACCOUNT_MAIL_SENDER."""

from collections.abc import Mapping
from uuid import UUID

from frontdesk.mail import delivery, serving
from frontdesk.mail.template_types import TemplateType
from frontdesk.orgs.models import Organization
from frontdesk.platform import tenancy


def send(*, org_id: UUID | None, type: str, to: str, name: str, locale: str, data: Mapping[str, object]) -> None:
    """Queues the mail in the running transaction, inside the organization whose template serves."""
    scope = tenancy.tenant(org_id) if org_id else tenancy.bind(tenancy.Bound(None, None, tenancy.SUPERADMIN))
    with scope:
        organization = Organization.objects.get(id=org_id) if org_id else None
        kind = TemplateType(type)
        chosen = serving.find_serving(org_id, kind, locale, org_locale=organization.locale if organization else "en")
        order = delivery.Order(serving=chosen, to=[to], data={"name": name, **data}, recipient_name=name)
        delivery.queue(order, organization=organization)

"""Keeps a single mail back for the seconds in which a model may write for its recipient."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Greatest, Now

from frontdesk.mail.delivery.accepting import Accepted
from frontdesk.mail.delivery.orders import Order
from frontdesk.mail.delivery.turns import URGENT
from frontdesk.mail.delivery.waking import wake
from frontdesk.mail.models import EmailMessage, EmailMessageEvent, EmailTemplate, MessageStatus, Personalization
from frontdesk.mail.personalizing import plans, waking
from frontdesk.orgs.models import Organization
from frontdesk.platform import jobs

PATIENCE = timedelta(seconds=30)


def hold(order: Order, accepted: Sequence[Accepted], organization: Organization) -> None:
    """In the transaction that accepted it. What is not for one contact alone goes as it stands, at once."""
    if len(accepted) != 1 or accepted[0].status != MessageStatus.QUEUED or order.attachments:
        return
    template = EmailTemplate.objects.filter(id=order.serving.template_id or 0).first()
    if template is None or plans.find_plan(template) is None:
        return
    message = EmailMessage.objects.filter(id=accepted[0].message_id, data__isnull=False, contact__isnull=False)
    if not message.update(next_attempt_at=Greatest(F("next_attempt_at"), Now() + PATIENCE)):
        return
    found = message.values("id", "contact_id", "priority", "next_attempt_at").get()
    Personalization.objects.create(organization=organization, message_id=found["id"], contact_id=found["contact_id"])
    note(organization, found["id"], "A model writes for its recipient first.")
    jobs.enqueue(waking.personalize_message, org_id=organization.id, message_id=found["id"])
    wake(at=found["next_attempt_at"], urgent=found["priority"] == URGENT)  # whatever becomes of that


def note(organization: Organization, message_id: UUID, detail: str) -> None:
    """For the mail's timeline."""
    EmailMessageEvent.objects.create(
        organization=organization, message_id=message_id, status=MessageStatus.QUEUED, detail=detail
    )

"""Mail that people opened at hours of the tests' choice."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from frontdesk.mail.models import EmailEngagement, EmailMessage
from frontdesk.mail.outcomes.deeds import make_deed
from frontdesk.orgs.models import Contact
from frontdesk.platform import tenancy


def add_opened(
    org_id: UUID,
    contact: Contact | None,
    sent: Sequence[datetime],
    opened: Sequence[datetime | None],
    *,
    is_machine: bool = False,
) -> list[UUID]:
    """One mail for each; None was not opened."""
    mails = [
        EmailMessage(
            id=uuid.uuid4(),
            organization_id=org_id,
            status="delivered",
            type="newsletter",
            from_address="news@northgate.test",
            to_address=contact.email if contact else "somebody@people.test",
            subject="News",
            mime=b"",
            message_id_header=f"<{uuid.uuid4()}@northgate.test>",
            contact=contact,
            tracks_opens=True,
            sent_at=moment,
            created_at=moment,
        )
        for moment in sent
    ]
    with tenancy.platform("tests"):
        EmailMessage.objects.bulk_create(mails)
        EmailEngagement.objects.bulk_create(
            make_deed(mail, "open", is_machine=is_machine, created_at=moment)
            for mail, moment in zip(mails, opened, strict=True)
            if moment is not None
        )
    return [mail.id for mail in mails]

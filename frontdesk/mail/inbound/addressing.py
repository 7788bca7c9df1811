"""What of ours goes into a conversation: where its answers arrive, and how other programs see that it belongs there."""

import re

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import Now

from frontdesk.mail.addresses import bare_address
from frontdesk.mail.inbound import plus_addresses
from frontdesk.mail.models import EmailMessage, MailThread, ReceivedMail
from frontdesk.orgs.models import Organization

# RFC 5322 wants them all; servers refuse lines that are too long, and programs look at the last.
_MAX_REFERENCES = 10
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{3,250}>")


def reply_address(thread: MailThread) -> str:
    """The organization's own address with the conversation's token, else the deployment's."""
    own = Organization.objects.filter(id=thread.organization_id).values_list("support_address", flat=True).first()
    address = own or bare_address(settings.MAIL_FROM["transactional_email"])
    return plus_addresses.for_thread(address, thread.token) if address else ""


def answer_headers(thread: MailThread) -> dict[str, str]:
    """``In-Reply-To`` and ``References``: the last mail of the person, else the last of ours."""
    received = _last_ids(ReceivedMail.objects.filter(thread=thread).exclude(message_id_header=""))
    sent = _last_ids(EmailMessage.objects.filter(thread=thread, campaign__isnull=True))
    answered = next(iter(received or sent), "")
    if not answered:
        return {}
    before = [each for each in reversed(received[1:] + sent[:1]) if each != answered]
    return {"In-Reply-To": answered, "References": " ".join([*before, answered][-_MAX_REFERENCES:])}


def touch(thread: MailThread) -> None:
    """Something happened in it."""
    MailThread.objects.filter(id=thread.id).update(last_message_at=Now())


def _last_ids(rows: "QuerySet[ReceivedMail] | QuerySet[EmailMessage]") -> list[str]:
    """The newest first; what others wrote is a header of ours only if it is one Message-ID and no more."""
    found = rows.order_by("-created_at").values_list("message_id_header", flat=True)[:_MAX_REFERENCES]
    return [each for each in found if _MESSAGE_ID.fullmatch(each)]

"""What a contact's timeline says of mail."""

from django.db.models import Q

from frontdesk.mail.models import EmailMessage
from frontdesk.orgs.models import Contact


def list_entries(contact: Contact) -> list[dict[str, object]]:
    """The latest 200 mails to this contact."""
    to_contact = Q(to_address__iexact=contact.email) | Q(to_address__icontains=f"<{contact.email}>")
    sent = EmailMessage.objects.filter(to_contact).order_by("-created_at")[:200]
    return [
        {
            "at": message.created_at,
            "kind": f"mail.{message.status}",
            "title": message.subject,
            "detail": message.last_error,
            "record_type": "email_message",
            "record_id": str(message.id),
        }
        for message in sent
    ]

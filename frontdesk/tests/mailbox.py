"""What the API's mails say to those who get them."""

import re

from frontdesk.mail.models import EmailMessage
from frontdesk.platform import tenancy


def list_mails(to: str, type: str = "") -> list[EmailMessage]:
    """The outbox's mails to an address, the newest last."""
    with tenancy.platform("tests"):
        found = EmailMessage.objects.filter(to_address__icontains=to).order_by("created_at", "id")
        return list(found.filter(type=type) if type else found)


def link_value(mail: EmailMessage, name: str = "key") -> str:
    """The value of one parameter of the link in a mail, as a click would send it."""
    found = re.search(rf"[?&]{name}=([^\s&\"<>)\]]+)", mail.text)
    assert found, mail.text
    return found[1]

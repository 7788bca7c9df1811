"""The address at which answers to a conversation arrive."""

from email.utils import parseaddr

from django.conf import settings

from frontdesk.mail.inbound import plus_addresses
from frontdesk.mail.models import MailThread
from frontdesk.orgs.models import Organization


def reply_address(thread: MailThread) -> str:
    """The organization's own address with the conversation's token, else the deployment's."""
    own = Organization.objects.filter(id=thread.organization_id).values_list("support_address", flat=True).first()
    address = own or parseaddr(settings.MAIL_FROM["transactional_email"])[1]
    return plus_addresses.for_thread(address, thread.token) if address else ""

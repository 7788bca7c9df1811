"""Whether a mail says that it is from our own people, and is not proven to be."""

import re

from frontdesk.mail.inbound import guards
from frontdesk.mail.models import MailDomain, ReceivedMail

_ADDRESS_IN_NAME = re.compile(r"[^\s<>\"'@]+@([A-Za-z0-9.-]+\.[A-Za-z]{2,})")


def is_spoofed(row: ReceivedMail) -> bool:
    """Call it bound to the organization, once the sender and the check of the sender stand in the row."""
    if _claims_to_be_ours(row.from_address):
        return row.authentication.get("is_aligned") is not True
    # "alice@ours.example" <x@elsewhere.example>: lists show the name.
    named = _ADDRESS_IN_NAME.findall(row.from_name)
    return any(_is_own_domain(domain.lower()) for domain in named)


def _claims_to_be_ours(address: str) -> bool:
    return bool(address) and (_is_own_domain(address.rpartition("@")[2]) or guards.is_colleague(address))


def _is_own_domain(domain: str) -> bool:
    parts = domain.split(".")
    names = [".".join(parts[start:]) for start in range(len(parts) - 1)]
    return MailDomain.objects.filter(domain__in=names, verified_at__isnull=False).exists()

"""The bytes of a claimed mail, and where it comes back to."""

import time
from uuid import UUID

from frontdesk.mail.delivery.claiming import Claimed, bare
from frontdesk.mail.models import MailDomain
from frontdesk.mail.tracking import tokens
from frontdesk.mail.transports import Outgoing

RETURN_PATH_RECORD, FOUND = "return_path", frozenset({"ok", "verified"})
KEEP_SECONDS = 30.0
MOST_KEPT = 2000
_hosts: dict[tuple[UUID, str], tuple[float, str]] = {}


class Unwritable(Exception):
    """No mail can be made for this recipient, however often it is tried; it says why."""


def write(message: Claimed) -> Outgoing:
    """Raises Unwritable."""
    return message.outgoing(bytes(message.mime), return_path(message))


def return_path(message: Claimed) -> str:
    """Empty: bounces go to the sender."""
    domain = bare(message.from_address).rpartition("@")[2].lower()
    if message.organization_id is None or not domain:
        return ""
    key = (message.organization_id, domain)
    until, host = _hosts.get(key, (0.0, ""))
    if until < time.monotonic():
        host = _find_host(*key)
        if len(_hosts) >= MOST_KEPT:
            _hosts.clear()
        _hosts[key] = time.monotonic() + KEEP_SECONDS, host
    return f"bounces+{tokens.sign_bounce(message.id)}@{host}" if host else ""


def _find_host(org_id: UUID, domain: str) -> str:
    """As the owner, outside of any tenant."""
    rows = MailDomain._base_manager.filter(organization_id=org_id, domain=domain, verified_at__isnull=False)
    for host, records in rows.exclude(return_path_host="").values_list("return_path_host", "records"):
        if any(each.get("purpose") == RETURN_PATH_RECORD and each.get("state") in FOUND for each in records):
            return str(host)
    return ""

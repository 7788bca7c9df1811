"""The bytes of a claimed mail, and where it comes back to."""

import time
from uuid import UUID

import orjson
from django.conf import settings

from frontdesk.mail.addresses import known_address
from frontdesk.mail.delivery import campaign_mail
from frontdesk.mail.delivery.campaign_mail import Prepared, Recipient, Unwritable, Written
from frontdesk.mail.delivery.claiming import Claimed
from frontdesk.mail.models import MailDomain, MailProvider
from frontdesk.mail.rendering import RenderError
from frontdesk.mail.sending_settings import naming, senders
from frontdesk.mail.sending_settings.dns_records import Purpose, State
from frontdesk.mail.tracking import tokens
from frontdesk.mail.transports import Outgoing
from frontdesk.platform import tenancy
from frontdesk.platform.errors import NotFound

__all__ = ["Unwritable", "check_sender", "write"]

# After so long a domain is looked up again, and a campaign's organization.
KEEP_SECONDS = 30.0
MOST_HOSTS = 2000
MOST_PREPARED = 40
_hosts: dict[tuple[UUID, str], tuple[float, str]] = {}
_theirs: dict[tuple[UUID, str], tuple[float, bool]] = {}
_prepared: dict[tuple[UUID, int, str], tuple[float, Prepared]] = {}


def write(message: Claimed) -> tuple[Outgoing, str]:
    """With the subject, where it was made only now. Raises Unwritable."""
    if message.campaign_id is None:
        return message.outgoing(bytes(message.mime), return_path(message)), ""
    prepared = _find_prepared(message.campaign_id, message.variant or 0, message.locale)
    written = _write_campaign_mail(message, prepared)
    return message.outgoing(written.mime, return_path(message)), written.subject


def check_sender(message: Claimed, provider: MailProvider | None) -> None:
    """Through the deployment's ways nobody writes in another's name, also not with mail that was accepted while a
    domain or a provider of one's own stood behind the address. Raises Unwritable."""
    if message.organization_id is None or (provider is not None and provider.organization_id is not None):
        return
    key = (message.organization_id, message.from_address)
    until, is_theirs = _theirs.get(key, (0.0, False))
    if until < time.monotonic():
        is_theirs = _may_write_as(*key)
        if len(_theirs) >= MOST_HOSTS:
            _theirs.clear()
        _theirs[key] = time.monotonic() + KEEP_SECONDS, is_theirs
    if not is_theirs:
        domain = known_address(message.from_address).rpartition("@")[2]
        raise Unwritable(
            f"Nothing shows any more that {domain} is the organization's: its records or its own provider are gone. "
            "Verify the domain, or choose another address, and send it again."
        )


def _may_write_as(org_id: UUID, from_address: str) -> bool:
    """As the owner, outside of any tenant."""
    address = known_address(from_address)
    domain = address.rpartition("@")[2]
    if naming.is_ours(domain) or address in {known_address(each) for each in settings.MAIL_FROM.values()}:
        return True
    rows = MailDomain._base_manager.filter(organization_id=org_id, verified_at__isnull=False)
    return bool(rows.filter(domain__in=list(senders.parents_of(domain))).exists())


def _write_campaign_mail(message: Claimed, prepared: Prepared) -> Written:
    recipient = Recipient(
        message_id=message.id,
        to=message.to_address,
        data=orjson.loads(message.data) if message.data else {},
        from_address=message.from_address,
        message_id_header=message.message_id_header,
        contact_id=message.contact_id,
        reply_to=message.reply_to,
        tracks_opens=message.tracks_opens,
        tracks_clicks=message.tracks_clicks,
    )
    return prepared.compose(recipient)


def _find_prepared(campaign_id: UUID, variant: int, locale: str) -> Prepared:
    key = (campaign_id, variant, locale)
    until, prepared = _prepared.get(key, (0.0, None))
    if prepared is None or until < time.monotonic():
        prepared = _load(*key)
        while len(_prepared) >= MOST_PREPARED:
            _prepared.pop(next(iter(_prepared)), None)
        _prepared[key] = time.monotonic() + KEEP_SECONDS, prepared
    return prepared


def _load(campaign_id: UUID, variant: int, locale: str) -> Prepared:
    try:
        with tenancy.platform("mail delivery"):
            return campaign_mail.load(campaign_id, variant, locale)
    except NotFound as error:
        raise Unwritable("The campaign has no such variant any more.") from error
    except RenderError as error:
        raise Unwritable(f"The template cannot be read: {error}") from error


def return_path(message: Claimed) -> str:
    """Empty: bounces go to the sender."""
    domain = known_address(message.from_address).rpartition("@")[2]
    if message.organization_id is None or not domain:
        return ""
    key = (message.organization_id, domain)
    until, host = _hosts.get(key, (0.0, ""))
    if until < time.monotonic():
        host = _find_host(*key)
        if len(_hosts) >= MOST_HOSTS:
            _hosts.clear()
        _hosts[key] = time.monotonic() + KEEP_SECONDS, host
    return f"bounces+{tokens.sign_bounce(message.id)}@{host}" if host else ""


def _find_host(org_id: UUID, domain: str) -> str:
    """As the owner, outside of any tenant."""
    rows = MailDomain._base_manager.filter(organization_id=org_id, domain=domain, verified_at__isnull=False)
    for host, records in rows.exclude(return_path_host="").values_list("return_path_host", "records"):
        if any(each.get("purpose") == Purpose.RETURN_PATH and each.get("state") == State.OK for each in records):
            return str(host)
    return ""

"""The way out that a campaign would take, and whether it stands open."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from frontdesk.mail.addresses import bare_address, write_address
from frontdesk.mail.campaigns.findings import Finding
from frontdesk.mail.models import Campaign, DomainStatus, MailDomain, MailProvider, MailSender, ProviderState, Serves
from frontdesk.mail.sending_settings.senders import find_sender
from frontdesk.orgs.models import Organization
from frontdesk.platform import tenancy


def find_provider(org_id: UUID) -> MailProvider | None:
    """The organization's own, else the deployment's; None: its plain setting. For newsletters, ``all`` gives way."""
    with tenancy.platform("way out of a campaign"):
        rows = MailProvider.objects.filter(serves__in=(Serves.ALL, Serves.MARKETING))
        own = rows.filter(organization_id=org_id)
        chosen = sorted(own, key=lambda row: row.serves != Serves.MARKETING)
        if not chosen:
            shared = rows.filter(organization_id__isnull=True)
            chosen = sorted(shared, key=lambda row: row.serves != Serves.MARKETING)
        return chosen[0] if chosen else None


@dataclass(frozen=True, slots=True)
class Address:
    """In whose name it goes, and where answers go."""

    sender: str
    reply_to: str


def address_of(campaign: Campaign, organization: Organization) -> Address:
    """The organization's own where it counts, else the deployment's under its name."""
    own = find_sender(organization.id, campaign.from_address_type, category="marketing")
    if own is not None:
        written = write_address(own.name or organization.name, own.email)
        return Address(written, own.reply_to or organization.support_address)
    email = bare_address(settings.MAIL_FROM[campaign.from_address_type])
    return Address(write_address(organization.name, email), organization.support_address)


def find_problems(campaign: Campaign, organization: Organization) -> Iterator[Finding]:
    provider = find_provider(organization.id)
    if provider is not None and provider.state == ProviderState.PAUSED:
        reason = provider.paused_reason or "no reason given"
        message = f"The provider “{provider.name}” is paused ({reason}). Resume it."
        yield Finding("error", "provider_paused", message, "sending")
    elif provider is not None and provider.open_until and provider.open_until > timezone.now():
        message = f"The provider “{provider.name}” fails at the moment: {provider.last_error}"
        yield Finding("warning", "provider_failing", message, "sending")
    own = MailSender.objects.filter(organization_id=organization.id, address_type=campaign.from_address_type).first()
    if own is None:
        address = bare_address(address_of(campaign, organization).sender)
        message = f"No address of your own is set for this: it goes out from {address}."
        yield Finding("warning", "no_sender", message, "sending", values={"address": address})
    elif find_sender(organization.id, campaign.from_address_type, category="marketing") is None:
        domain = own.email.rpartition("@")[2]
        message = f"The domain {domain} of {own.email} is not verified: add it under sending, and its records to DNS."
        yield Finding("error", "sender_unverified", message, "sending", values={"address": own.email, "domain": domain})
    else:
        yield from _of_domain(organization, own.email.rpartition("@")[2].lower())


def _of_domain(organization: Organization, domain: str) -> Iterator[Finding]:
    rows = MailDomain.objects.filter(organization_id=organization.id, domain=domain, status=DomainStatus.FAILING)
    if rows.exists():
        message = f"The DNS records of {domain} were not found at the last check: mail may be taken for spam."
        yield Finding("warning", "domain_failing", message, "sending", values={"domain": domain})

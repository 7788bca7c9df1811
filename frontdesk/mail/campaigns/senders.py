"""The way out that a campaign would take, and whether it stands open."""

from collections.abc import Iterator
from email.utils import parseaddr

from django.utils import timezone

from frontdesk.mail.campaigns import feeding
from frontdesk.mail.campaigns.findings import Finding
from frontdesk.mail.models import Campaign, DomainStatus, MailDomain, MailProvider, MailSender, ProviderState, Serves
from frontdesk.orgs.models import Organization
from frontdesk.platform import tenancy


def find_provider(org_id: object) -> MailProvider | None:
    """The organization's own, else the deployment's; None: its plain setting. For newsletters, ``all`` gives way."""
    with tenancy.platform("way out of a campaign"):
        rows = MailProvider.objects.filter(serves__in=(Serves.ALL, Serves.MARKETING))
        own = rows.filter(organization_id=org_id)
        chosen = sorted(own, key=lambda row: row.serves != Serves.MARKETING)
        if not chosen:
            shared = rows.filter(organization_id__isnull=True)
            chosen = sorted(shared, key=lambda row: row.serves != Serves.MARKETING)
        return chosen[0] if chosen else None


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
        sender = parseaddr(feeding.sender_of(campaign, organization))[1]
        message = f"No address of your own is set for this: it goes out from {sender}."
        yield Finding("warning", "no_sender", message, "sending")
        return
    domain = own.email.rpartition("@")[2].lower()
    verified = MailDomain.objects.filter(organization_id=organization.id, domain=domain, verified_at__isnull=False)
    row = verified.first()
    if row is None:
        message = f"The domain {domain} of {own.email} is not verified: add it under sending, and its records to DNS."
        yield Finding("error", "sender_unverified", message, "sending")
    elif row.status == DomainStatus.FAILING:
        message = f"The DNS records of {domain} were not found at the last check: mail may be taken for spam."
        yield Finding("warning", "domain_failing", message, "sending")

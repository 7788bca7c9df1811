"""Domains, from-addresses and the postal address of the demo's organizations, as after a set-up that went well."""

import secrets

from django.utils import timezone

from frontdesk.mail.models import DomainStatus, FromAddressType, MailDomain, MailSender, MailSettings
from frontdesk.mail.sending_settings import dns_records, domains
from frontdesk.mail.transports import dkim
from frontdesk.orgs.models import Organization

_DOMAINS = {"northgate": "northgate.test", "harbour": "harbour.test"}
_SENDERS = {
    "northgate": {
        FromAddressType.TRANSACTIONAL: ("Northgate Immigration", "help"),
        FromAddressType.MARKETING: ("Northgate News", "news"),
    },
    "harbour": {FromAddressType.TRANSACTIONAL: ("Harbour College", "office")},
}

_POSTAL = {"northgate": "Northgate Immigration Ltd\n14 Canal Street\nLeeds LS1 4AB"}


def load() -> None:
    """Adds what is missing, in the caller's transaction; keys are made once."""
    for slug, domain in _DOMAINS.items():
        organization = Organization.objects.get(slug=slug)
        if not MailDomain.objects.filter(domain=domain).exists():
            _add_domain(organization, domain)
            for address_type, (name, local) in _SENDERS[slug].items():
                MailSender.objects.get_or_create(
                    organization=organization,
                    address_type=address_type,
                    defaults={"name": name, "email": f"{local}@{domain}"},
                )
        if slug in _POSTAL:
            MailSettings.objects.get_or_create(organization=organization, defaults={"postal_address": _POSTAL[slug]})


def _add_domain(organization: Organization, domain: str) -> None:
    now = timezone.now()
    row = MailDomain(organization=organization, domain=domain, verification_token=secrets.token_hex(16))
    row.status, row.verified_at, row.checked_at = DomainStatus.VERIFIED, now, now
    row.dkim_selector, row.next_dkim_selector, row.next_dkim_public_key = "fd1", "", ""
    row.dkim_private_key, row.dkim_public_key = dkim.generate_key()
    facts = domains.facts_of(row)
    answers = {(each.name, each.type): [each.expected] for each in dns_records.wanted(facts) if each.expected}
    found = {question: answers.get(question, []) for question in dns_records.questions(facts)}
    row.records = [each.told() for each in dns_records.compare(facts, found)]
    row.save(force_insert=True)

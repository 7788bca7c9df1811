"""Whose an address is. Only that organization gets what is sent there.

A verified domain is its organization's alone, whatever others have written into their settings. Where nobody has
verified a domain, an address belongs to who claims it: before all others to the organization of the person who
confirmed that very address, then to one that has people at that domain, then to the older organization.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models.functions import Lower

from frontdesk.mail.addresses import known_address
from frontdesk.mail.inbound import plus_addresses
from frontdesk.mail.models import EmailMessage, Mailbox, MailDomain, MailSender, MailThread
from frontdesk.mail.tracking import tokens
from frontdesk.orgs.models import Organization, Profile, Role

# RFC 5321 and RFC 2142 want them to be taken wherever mail is.
ALWAYS = frozenset({"postmaster", "abuse"})


class Standing(StrEnum):
    OURS = "ours"
    # The domain is ours, and nobody there has this name.
    UNKNOWN = "unknown"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Place:
    """``organization_id`` None with OURS: the deployment's own."""

    standing: Standing
    organization_id: UUID | None = None


_FOREIGN, _UNKNOWN = Place(Standing.FOREIGN), Place(Standing.UNKNOWN)


@dataclass(frozen=True, slots=True)
class _Claim:
    organization_id: UUID | None
    since: datetime
    # 0: a person confirmed this address; 1: has people at the domain; 2: says so.
    rank: int = 2


def owners_of(addresses: Iterable[str]) -> list[UUID | None]:
    """The organizations among the recipients, else None for nobody. Runs as the platform."""
    places = find(addresses).values()
    found = {place.organization_id for place in places if place.standing is Standing.OURS}
    organizations = sorted((each for each in found if each), key=str)
    return [*organizations] or [None]


def find(addresses: Iterable[str]) -> dict[str, Place]:
    """Where each address belongs, by its bare form in lower case. Runs as the platform."""
    wanted = {address for each in addresses if (address := known_address(each))}
    domains = _verified_domains({address.rpartition("@")[2] for address in wanted})
    claims = _claims(wanted | {plus_addresses.base(address) for address in wanted})
    return {address: _place(address, domains, claims) for address in wanted}


def _place(address: str, domains: dict[str, UUID | None], claims: dict[str, list[_Claim]]) -> Place:
    name, _, domain = address.rpartition("@")
    base = plus_addresses.base(address)
    candidates = [*claims.get(address, ()), *claims.get(base, ())]
    if domain in domains:
        owner = domains[domain]
        if token := plus_addresses.bounce_token(address):
            return _of_bounce(token, owner)
        if plus_addresses.base(name) in ALWAYS or any(claim.organization_id == owner for claim in candidates):
            return _conversation(address, owner)
        return _UNKNOWN
    if not candidates:
        return _FOREIGN
    first = min(candidates, key=lambda claim: (claim.rank, claim.since, str(claim.organization_id)))
    return _conversation(address, first.organization_id)


def _conversation(address: str, owner: UUID | None) -> Place:
    """At the deployment's own addresses the plus address tells whose conversation it is."""
    token = plus_addresses.thread_token(address) if owner is None else ""
    if token:
        owner = MailThread.objects.filter(token=token).values_list("organization_id", flat=True).first()
    return Place(Standing.OURS, owner)


def _of_bounce(token: str, owner: UUID | None) -> Place:
    try:
        message_id = tokens.read_bounce(token)
    except tokens.TokenRefused:
        return _UNKNOWN
    found = EmailMessage.objects.filter(id=message_id).values_list("organization_id", flat=True).first()
    return Place(Standing.OURS, found) if owner in (None, found) else _UNKNOWN


def _verified_domains(names: set[str]) -> dict[str, UUID | None]:
    """Owner by domain or return path host; the deployment's own has none."""
    verified = MailDomain.objects.filter(verified_at__isnull=False)
    found: dict[str, UUID | None] = {}
    found.update(verified.filter(return_path_host__in=names).values_list("return_path_host", "organization_id"))
    found.update(verified.filter(domain__in=names).values_list("domain", "organization_id"))
    if settings.MAIL_FROM_DOMAIN.lower() in names:
        found.setdefault(settings.MAIL_FROM_DOMAIN.lower(), None)
    return found


def _claims(addresses: set[str]) -> dict[str, list[_Claim]]:
    rows = [*_of_organizations(addresses), *_of_senders(addresses), *_of_mailboxes(addresses)]
    found: dict[str, list[_Claim]] = {}
    for address, claim in [*_with_ranks(rows), *_of_people(addresses), *_of_deployment(addresses)]:
        found.setdefault(address, []).append(claim)
    return found


_Row = tuple[str, UUID, datetime]


def _of_organizations(addresses: set[str]) -> Sequence[_Row]:
    rows = Organization.objects.annotate(address=Lower("support_address")).filter(address__in=addresses)
    return list(rows.values_list("address", "id", "created_at"))


def _of_senders(addresses: set[str]) -> Sequence[_Row]:
    found: list[_Row] = []
    for column in ("email", "reply_to"):
        rows = MailSender.objects.annotate(address=Lower(column)).filter(address__in=addresses)
        found += rows.values_list("address", "organization_id", "organization__created_at")
    return found


def _of_mailboxes(addresses: set[str]) -> Sequence[_Row]:
    rows = Mailbox.objects.annotate(box=Lower("address")).filter(box__in=addresses)
    return list(rows.values_list("box", "organization_id", "organization__created_at"))


def _with_ranks(rows: Sequence[_Row]) -> list[tuple[str, _Claim]]:
    """Who writes an address into a setting cannot date it back: the organization's own age counts."""
    contested = {address for address, *_ in rows if len({org for other, org, _ in rows if other == address}) > 1}
    claims = []
    for address, org_id, since in rows:
        has_people = address in contested and _has_people(org_id, address.rpartition("@")[2])
        claims.append((address, _Claim(org_id, since, 1 if has_people else 2)))
    return claims


def _has_people(org_id: UUID, domain: str) -> bool:
    confirmed = EmailAddress.objects.filter(verified=True, user__organization_id=org_id, email__iendswith=f"@{domain}")
    return bool(confirmed.exclude(user__role=Role.USER).exists())


def _of_people(addresses: set[str]) -> list[tuple[str, _Claim]]:
    """Staff who have confirmed their address; clients' addresses are not the organization's."""
    staff = Profile.objects.filter(email__in=addresses, is_active=True).exclude(role=Role.USER)
    confirmed = staff.filter(emailaddress__verified=True, emailaddress__primary=True).distinct()
    return [
        (email, _Claim(org_id, since, 0))
        for email, org_id, since in confirmed.values_list("email", "organization_id", "created_at")
    ]


def _of_deployment(addresses: set[str]) -> list[tuple[str, _Claim]]:
    own = {known_address(value) for value in settings.MAIL_FROM.values()} & addresses
    return [(address, _Claim(None, datetime.min.replace(tzinfo=UTC), 0)) for address in own]

"""In whose name mail goes out: the organization's own address for each of the four kinds."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from frontdesk.mail.addresses import split_address, write_address
from frontdesk.mail.models import FromAddressType, MailDomain, MailProvider, MailSender
from frontdesk.mail.models.providers import Serves
from frontdesk.mail.sending_settings import naming
from frontdesk.orgs import access, audit
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import Organization
from frontdesk.platform import events
from frontdesk.platform.errors import BadInput, Conflict


@dataclass(frozen=True, slots=True)
class Sender:
    """What stands for a kind. ``is_own``: the organization chose it. ``effective``: what recipients see.

    ``stands_on``: "domain" (verified), "provider" (the organization's own, whose account decides), "deployment", or
    "nothing": then the deployment's address is used, and ``reason`` says how to mend it.
    """

    address_type: str
    is_own: bool
    name: str
    email: str
    reply_to: str
    effective: str
    stands_on: str
    reason: str = ""


def category_of(address_type: str) -> Serves:
    is_marketing = address_type in {FromAddressType.MARKETING, FromAddressType.MARKETING_2}
    return Serves.MARKETING if is_marketing else Serves.TRANSACTIONAL


def parents_of(domain: str) -> Iterator[str]:
    """The domain itself and those above it, without the last label alone."""
    while "." in domain:
        yield domain
        domain = domain.partition(".")[2]


def find_sender(org_id: UUID, address_type: str, *, category: str) -> MailSender | None:
    """The organization's own address of that kind, as long as it counts for mail of that category: which decides the
    provider that it goes by."""
    row: MailSender | None = MailSender.objects.filter(organization_id=org_id, address_type=address_type).first()
    serves = Serves.MARKETING if category == Serves.MARKETING else Serves.TRANSACTIONAL
    return row if row and stands_on(org_id, serves, row.email) != "nothing" else None


def stands_on(org_id: UUID, serves: Serves, email: str) -> str:
    """What shows that the address is the organization's: domain, provider or nothing. Through the deployment's provider
    nobody writes in another's name."""
    domain = email.rpartition("@")[2].lower()
    if MailDomain.objects.filter(
        organization_id=org_id, verified_at__isnull=False, domain__in=list(parents_of(domain))
    ).exists():
        return "domain"
    if naming.is_ours(domain):
        return "nothing"
    if MailProvider.objects.filter(organization_id=org_id, serves__in=[Serves.ALL, serves]).exists():
        return "provider"
    return "nothing"


def list_senders(actor: Actor) -> list[Sender]:
    """All four kinds."""
    access.require(actor, Permission.ORGANIZATION_MANAGE)
    organization = Organization.objects.get(id=access.require_org(actor))
    own = {row.address_type: row for row in MailSender.objects.filter(organization_id=organization.id)}
    return [_present(organization, each, own.get(each)) for each in FromAddressType]


def set_sender(actor: Actor, address_type: str, *, name: str, email: str, reply_to: str) -> Sender:
    """Raises BadInput for an address that nothing shows to be the organization's."""
    access.require(actor, Permission.ORGANIZATION_MANAGE)
    organization = Organization.objects.get(id=access.require_org(actor))
    if stands_on(organization.id, category_of(address_type), email) == "nothing":
        raise BadInput.field("email", _reason(email))
    row, _ = MailSender.objects.update_or_create(
        organization_id=organization.id,
        address_type=address_type,
        defaults={"name": name, "email": email, "reply_to": reply_to},
    )
    _tell(actor, "updated", address_type, {"name": name, "email": email, "reply_to": reply_to})
    return _present(organization, FromAddressType(address_type), row)


def delete_sender(actor: Actor, address_type: str) -> None:
    """From then on the deployment's address serves again; without one there is nothing to do."""
    access.require(actor, Permission.ORGANIZATION_MANAGE)
    rows = MailSender.objects.filter(organization_id=access.require_org(actor), address_type=address_type)
    if rows.delete()[0]:
        _tell(actor, "deleted", address_type, {})


def check_still_served(actor: Actor, provider: MailProvider, *, gone: bool = False) -> None:
    """Raises Conflict when an address stands on nothing once the provider is as given, or gone."""
    if actor.org_id is None:
        return
    left = MailProvider.objects.filter(organization_id=actor.org_id).exclude(id=provider.id)
    serving = set(left.values_list("serves", flat=True)) | (set() if gone else {str(provider.serves)})
    for row in MailSender.objects.filter(organization_id=actor.org_id):
        if serving & {Serves.ALL.value, category_of(row.address_type).value}:
            continue
        if stands_on(actor.org_id, category_of(row.address_type), row.email) != "domain":
            raise Conflict(
                f"Mail is sent from {row.email}, which stands on this provider alone. Verify its domain, or take the "
                "address away first.",
                code="provider-in-use",
            )


def _present(organization: Organization, address_type: FromAddressType, row: MailSender | None) -> Sender:
    name, email = split_address(settings.MAIL_FROM[address_type.value])
    default = write_address(organization.name or name, email)
    if row is None:
        return Sender(address_type.value, False, organization.name, email, "", default, "deployment")
    standing = stands_on(organization.id, category_of(address_type), row.email)
    counts = standing != "nothing"
    return Sender(
        address_type.value,
        True,
        row.name,
        row.email,
        row.reply_to,
        write_address(row.name or organization.name, row.email) if counts else default,
        standing,
        "" if counts else _reason(row.email),
    )


def _reason(email: str) -> str:
    domain = email.rpartition("@")[2]
    return (
        f"Nothing shows yet that {domain} is yours: add the domain and set its records, or set up a provider of your "
        "own, whose account says which addresses you may use."
    )


def _tell(actor: Actor, verb: str, address_type: str, changes: dict[str, object]) -> None:
    audit.record(
        actor,
        f"mail_sender.{verb}",
        object_type="mail_sender",
        object_id=address_type,
        label=str(changes.get("email", "")),
        changes=changes,
    )
    events.record(f"mail_sender.{verb}", record_type="mail_sender", record_id=address_type)

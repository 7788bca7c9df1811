"""Domains that mail is sent from and arrives at: keys, records, and whether name servers have them."""

import secrets
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from frontdesk.mail.models import DomainStatus, MailDomain, MailProvider
from frontdesk.mail.models.providers import Serves
from frontdesk.mail.sending_settings import dns_records, failing, naming, owning, spf
from frontdesk.mail.sending_settings.dns_records import Facts, Purpose, Record, State
from frontdesk.mail.sending_settings.looking import Looked
from frontdesk.mail.transports import dkim
from frontdesk.orgs import audit
from frontdesk.orgs.access import Actor
from frontdesk.platform import duplicates, events, limits, tenancy
from frontdesk.platform.errors import Conflict, NotFound

MOST = 50
PER_PERSON = "240/h"
# A verified domain whose records are gone counts on for so long.
GRACE = timedelta(hours=72)
_HOSTS = ("return_path_host", "tracking_host")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check came to. ``has_failed``: it was verified until now. ``is_taken``: it is another organization's."""

    row: MailDomain
    has_failed: bool = False
    is_taken: bool = False


def list_domains(actor: Actor) -> QuerySet[MailDomain]:
    owning.require(actor)
    return MailDomain.objects.filter(owning.owned_by(actor)).defer("dkim_private_key", "next_dkim_private_key")


def get_domain(actor: Actor, domain_id: UUID) -> MailDomain:
    return owning.get(actor, MailDomain.objects.all(), domain_id, what="domain")


def _get_to_edit(actor: Actor, domain_id: UUID) -> MailDomain:
    return owning.get_to_edit(actor, MailDomain.objects.all(), domain_id, what="domain")


def create_domain(actor: Actor, domain: str) -> MailDomain:
    """Makes its keys. It counts once its records are found. Raises BadInput, Conflict."""
    owning.require(actor)
    name = naming.check_domain(domain, is_deployment=actor.org_id is None)
    if MailDomain.objects.filter(owning.owned_by(actor)).count() >= MOST:
        raise Conflict(f"At most {MOST} domains. Delete one that you do not use any more.")
    row = MailDomain(organization_id=actor.org_id, domain=name, verification_token=secrets.token_hex(16))
    row.dkim_selector, row.next_dkim_selector, row.next_dkim_public_key = "fd1", "", ""
    row.dkim_private_key, row.dkim_public_key = dkim.generate_key()
    row.records = _told(dns_records.wanted(facts_of(row)))
    with duplicates.refused_as(lambda: Conflict(f"{name} is in your list already.", code="domain-exists")):
        row.save(force_insert=True)
    _tell(actor, "created", row, {})
    return row


def update_domain(actor: Actor, domain_id: UUID, changes: Mapping[str, str]) -> MailDomain:
    """``changes``: return_path_host, tracking_host. New names count once they are found."""
    row = _get_to_edit(actor, domain_id)
    cleaned = {name: naming.check_host(name, text, row.domain) for name, text in changes.items() if name in _HOSTS}
    edited = {name: host for name, host in cleaned.items() if getattr(row, name) != host}
    if edited:
        for name, host in edited.items():
            setattr(row, name, host)
        _refresh(row)
        row.save(update_fields=[*edited, "records"])
        _tell(actor, "updated", row, edited)
    return row


def rotate_dkim(actor: Actor, domain_id: UUID) -> MailDomain:
    """Makes a second key. The first signs until the record of the second is found; Conflict while one waits already."""
    row = _get_to_edit(actor, domain_id)
    if row.next_dkim_selector:
        raise Conflict(
            f"A new key waits already: set its record ({row.next_dkim_selector}._domainkey.{row.domain}) and check.",
            code="rotation-waits",
        )
    number = int(row.dkim_selector.removeprefix("fd") or 0) + 1
    row.next_dkim_selector = f"fd{number}"
    row.next_dkim_private_key, row.next_dkim_public_key = dkim.generate_key()
    _refresh(row)
    row.save(update_fields=["next_dkim_selector", "next_dkim_private_key", "next_dkim_public_key", "records"])
    _tell(actor, "rotated", row, {"selector": row.next_dkim_selector})
    return row


def delete_domain(actor: Actor, domain_id: UUID) -> None:
    """Addresses at it are not sent from any more, unless a provider of one's own serves them."""
    row = _get_to_edit(actor, domain_id)
    _tell(actor, "deleted", row, {})
    row.delete()


def start_check(actor: Actor, domain_id: UUID) -> Facts:
    """What to look for. Raises TooMany."""
    row = get_domain(actor, domain_id)
    limits.check(f"mail-domain-check:{actor.profile_id}", limit=PER_PERSON)
    return facts_of(row)


def finish_check(org_id: UUID | None, domain_id: UUID, looked: Looked) -> Outcome:
    """Notes what was found, in a transaction of its own. Raises NotFound when the domain is gone."""
    with scope_of(org_id):
        row = MailDomain.objects.select_for_update().filter(owning.owned(org_id), id=domain_id).first()
        if row is None:
            raise NotFound("There is no such domain here.")
        return _note(row, looked)


def scope_of(org_id: UUID | None) -> AbstractContextManager[object]:
    return tenancy.tenant(org_id) if org_id else tenancy.platform("domains of the deployment")


def _note(row: MailDomain, looked: Looked) -> Outcome:
    facts = facts_of(row)
    records = dns_records.compare(facts, looked.answers, spf_lookups=looked.spf_lookups)
    if any(each.purpose == Purpose.DKIM_NEXT and each.state in {State.OK, State.WARNING} for each in records):
        _change_key(row)
        records = dns_records.compare(facts_of(row), looked.answers, spf_lookups=looked.spf_lookups)
    row.checked_at = timezone.now()
    is_right, was, has_failed, is_taken = dns_records.is_right(records), row.status, False, False
    if is_right and not _verify(row):
        is_taken, records = True, dns_records.mark_taken(records)
    elif is_right is False:
        has_failed = _fail(row)
    row.records = _told(records)
    row.save()
    if has_failed:
        failing.tell(row)
    if row.status != was and row.status == DomainStatus.VERIFIED:
        audit.record(None, "mail_domain.verified", object_type="mail_domain", object_id=row.id, label=row.domain)
    name = "mail_domain.failing" if has_failed else "mail_domain.updated"
    events.record(name, record_type="mail_domain", record_id=row.id, org_id=row.organization_id)
    return Outcome(row, has_failed, is_taken)


def _verify(row: MailDomain) -> bool:
    """False when the domain counts as another organization's."""
    if row.verified_at is None:
        try:
            with transaction.atomic():
                MailDomain.objects.filter(id=row.id).update(verified_at=row.checked_at)
        except IntegrityError:
            return False
        row.verified_at = row.checked_at
    row.status, row.failing_since = DomainStatus.VERIFIED, None
    return True


def _fail(row: MailDomain) -> bool:
    """True when it is the first time since it was right."""
    if row.verified_at is None:
        return False
    is_first = row.failing_since is None
    row.status, row.failing_since = DomainStatus.FAILING, row.failing_since or row.checked_at
    if row.checked_at and row.failing_since and row.checked_at - row.failing_since > GRACE:
        row.verified_at = None
    return is_first


def _change_key(row: MailDomain) -> None:
    row.dkim_selector, row.dkim_public_key = row.next_dkim_selector, row.next_dkim_public_key
    row.dkim_private_key = row.next_dkim_private_key
    row.next_dkim_selector, row.next_dkim_public_key, row.next_dkim_private_key = "", "", None


def facts_of(row: MailDomain) -> Facts:
    host = owning.public_host()
    return Facts(
        domain=row.domain,
        token=row.verification_token,
        selector=row.dkim_selector,
        public_key=row.dkim_public_key,
        our_host=host if naming.is_on_internet(host) else "",
        next_selector=row.next_dkim_selector,
        next_public_key=row.next_dkim_public_key,
        return_path_host=row.return_path_host,
        tracking_host=row.tracking_host,
        spf_term=_spf_term(row.organization_id),
    )


def _spf_term(org_id: UUID | None) -> str:
    """Of the organization's own way out, else of the deployment's."""
    found = list(MailProvider.objects.filter(owning.owned(org_id)).only("kind", "settings", "serves"))
    if not found and org_id:
        with tenancy.platform("SPF of the deployment's way out"):
            found = list(MailProvider.objects.filter(organization_id__isnull=True).only("kind", "settings", "serves"))
    if found:
        first = min(found, key=lambda each: each.serves != Serves.ALL)
        return spf.term_for(first.kind, first.settings)
    host = urlsplit(settings.MAIL_TRANSPORT).hostname or ""
    return spf.term_for("smtp", {"host": host}) if host else ""


def _refresh(row: MailDomain) -> None:
    """Keeps what was found of records that stay as they were."""
    known = {(each["purpose"], each["name"]): each for each in row.records}
    row.records = [known.get((each.purpose, each.name), each.told()) for each in dns_records.wanted(facts_of(row))]


def _told(records: Sequence[Record]) -> list[dict[str, object]]:
    return [record.told() for record in records]


def _tell(actor: Actor, verb: str, row: MailDomain, changes: Mapping[str, object]) -> None:
    audit.record(
        actor,
        f"mail_domain.{verb}",
        object_type="mail_domain",
        object_id=row.id,
        label=row.domain,
        changes=dict(changes),
    )
    events.record("mail_domain.updated", record_type="mail_domain", record_id=row.id)

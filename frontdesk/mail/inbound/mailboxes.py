"""Mailboxes that an organization has fetched: kept by its admins, credentials sealed."""

import json
from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from frontdesk.mail.inbound.imap import accounts
from frontdesk.mail.inbound.imap.accounts import Looked
from frontdesk.mail.inbound.imap.connecting import NO_TLS, Account
from frontdesk.mail.models import Mailbox, MailboxState
from frontdesk.orgs import access, audit
from frontdesk.orgs.access import Actor, Permission
from frontdesk.platform import duplicates, events, stale_versions
from frontdesk.platform.errors import BadInput, Conflict, NotFound
from frontdesk.platform.outbound import check_url

MAX_MAILBOXES = 20
SECRETS = ("password", "client_secret", "refresh_token")
# A changed one of these is another mailbox, for which another's secrets must not be used.
_BOUND_TO_SECRETS = frozenset({"host", "port", "username", "tls", "auth"})


def list_mailboxes(actor: Actor) -> "QuerySet[Mailbox]":
    access.require(actor, Permission.ORGANIZATION_MANAGE)
    found: QuerySet[Mailbox] = Mailbox.objects.all()
    return found


def get_mailbox(actor: Actor, mailbox_id: UUID) -> Mailbox:
    row = list_mailboxes(actor).filter(id=mailbox_id).first()
    if row is None:
        raise NotFound
    return row


def create_mailbox(actor: Actor, values: Mapping[str, object], secrets: Mapping[str, str]) -> Mailbox:
    """Conflict when the organization has it already. It is opened at once."""
    access.require(actor, Permission.ORGANIZATION_MANAGE)
    org_id = access.require_org(actor)
    if Mailbox.objects.count() >= MAX_MAILBOXES:
        raise Conflict(f"At most {MAX_MAILBOXES} mailboxes. Delete one first.", code="too-many-mailboxes")
    row = Mailbox(organization_id=org_id, **values)
    row.secrets = json.dumps({name: value for name, value in secrets.items() if value})
    _check(row)
    with duplicates.refused_as(_taken):
        row.save(force_insert=True)
    _record(actor, "created", row)
    return row


def update_mailbox(
    actor: Actor, mailbox_id: UUID, version: int, changes: Mapping[str, object], secrets: Mapping[str, str]
) -> Mailbox:
    """Secrets that are left out stay, unless it is to sign in elsewhere: then they are asked for again."""
    row = _lock(actor, mailbox_id)
    stale_versions.refuse(row.version, opened=version)
    moved = any(name in changes and changes[name] != getattr(row, name) for name in _BOUND_TO_SECRETS)
    moved = moved or ("oauth" in changes and changes["oauth"] != row.oauth)
    kept = {} if moved else _open(row)
    for name, value in changes.items():
        setattr(row, name, value)
    row.secrets = json.dumps({**kept, **{name: value for name, value in secrets.items() if value}})
    if {"host", "username", "folder"} & set(changes):
        row.uid_validity, row.last_uid = None, 0
    row.last_error, row.version = "", row.version + 1
    _check(row)
    with duplicates.refused_as(_taken):
        row.save()
    _record(actor, "updated", row)
    return row


def delete_mailbox(actor: Actor, mailbox_id: UUID) -> None:
    """What was fetched stays."""
    row = get_mailbox(actor, mailbox_id)
    _record(actor, "deleted", row)
    row.delete()


def set_state(actor: Actor, mailbox_id: UUID, state: MailboxState) -> Mailbox:
    row = _lock(actor, mailbox_id)
    row.state = state
    row.version += 1
    row.save(update_fields=["state", "version", "updated_at"])
    _record(actor, "paused" if state == MailboxState.PAUSED else "resumed", row)
    return row


def account_for_check(actor: Actor, mailbox_id: UUID) -> tuple[Account, str]:
    """What a check needs, and the folder."""
    row = get_mailbox(actor, mailbox_id)
    return accounts.account_of(row), row.folder


def look(account: Account, folder: str) -> Looked:
    return accounts.look(account, folder)


def state_of(row: Mailbox) -> str:
    """For people: paused, failing, connected or waiting."""
    if row.state == MailboxState.PAUSED:
        return "paused"
    if row.last_error:
        return "failing"
    return "connected" if row.connected_at else "waiting"


def _lock(actor: Actor, mailbox_id: UUID) -> Mailbox:
    row = list_mailboxes(actor).select_for_update().filter(id=mailbox_id).first()
    if row is None:
        raise NotFound
    return row


def _open(row: Mailbox) -> dict[str, str]:
    loaded: dict[str, str] = json.loads(row.secrets.reveal()) if row.secrets else {}
    return loaded


def names_of_secrets(row: Mailbox) -> frozenset[str]:
    return frozenset(_open(row))


def _check(row: Mailbox) -> None:
    """Raises BadInput, and OutboundRefused for an address inside of a private network."""
    check_url(f"https://{row.host}:{row.port}/")
    secrets = _open(row)
    if row.tls == NO_TLS and row.host not in settings.OUTBOUND_ALLOW:
        raise BadInput.field(
            "tls",
            "Without TLS passwords travel in clear. Only hosts that the operator names in FRONTDESK_OUTBOUND_ALLOW "
            "may be asked so.",
        )
    if row.auth == "password" and not secrets.get("password"):
        raise BadInput.field("password", "Give the password; after a change of server or name, once more.")
    if row.auth == "oauth2":
        _check_oauth(row, secrets)
    if row.afterwards == "move" and (not row.move_to or row.move_to == row.folder):
        raise BadInput.field("move_to", "Name another folder to move mails to.")


def _check_oauth(row: Mailbox, secrets: Mapping[str, str]) -> None:
    for name in ("token_url", "client_id"):
        if not row.oauth.get(name):
            raise BadInput.field(f"oauth.{name}", "OAuth needs it; the provider's documentation names it.")
    check_url(row.oauth["token_url"])
    wanted = "client_secret" if row.oauth.get("grant") == "client_credentials" else "refresh_token"
    if not secrets.get(wanted):
        raise BadInput.field(wanted, "OAuth needs it; after a change of server or name, once more.")


def _taken() -> Conflict:
    return Conflict("This folder of this mailbox is fetched already. Edit that one.", code="mailbox-exists")


def _record(actor: Actor, verb: str, row: Mailbox) -> None:
    audit.record(actor, f"mailbox.{verb}", object_type="mailbox", object_id=row.id, label=row.name)
    events.record(f"mailbox.{verb}", record_type="mailbox", record_id=row.id)

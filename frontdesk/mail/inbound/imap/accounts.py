"""A mailbox's row, opened; and a look whether it can be used."""

import imaplib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from imapclient.exceptions import IMAPClientError

from frontdesk.mail.inbound.imap.connecting import Account, Client, MailboxDown, close, connect
from frontdesk.mail.models import Mailbox, MailboxState
from frontdesk.platform import tenancy

_AUTHSERV = re.compile(rb"^Authentication-Results:\s*([A-Za-z0-9._-]+)\s*(?:\d+\s*)?;", re.IGNORECASE | re.MULTILINE)
MAX_FOLDERS = 200


@dataclass(frozen=True, slots=True)
class Looked:
    """``authserv_id``: how the server signs its check of senders, as the last mail there has it."""

    is_ok: bool
    detail: str
    folders: tuple[str, ...] = ()
    authserv_id: str = ""


def account_of(row: Mailbox) -> Account:
    """Raises SecretUnreadable."""
    secrets: Mapping[str, str] = json.loads(row.secrets.reveal()) if row.secrets else {}
    return Account(row.host, row.port, row.tls, row.auth, row.username, dict(row.oauth), secrets, row.id)


def load(mailbox_id: UUID, org_id: UUID) -> Account | None:
    with tenancy.tenant(org_id):
        row = Mailbox.objects.filter(id=mailbox_id, state=MailboxState.ACTIVE).first()
        return account_of(row) if row else None


def look(account: Account, folder: str) -> Looked:
    """Signs in, selects the folder for reading, and changes nothing. Outside of transactions."""
    try:
        client = connect(account)
    except MailboxDown as error:
        return Looked(is_ok=False, detail=str(error))
    try:
        folders = tuple(sorted(str(name) for _, _, name in client.list_folders())[:MAX_FOLDERS])
        if folder not in folders and folder.upper() != "INBOX":
            return Looked(is_ok=False, detail=f"There is no folder {folder}. Choose one of the list.", folders=folders)
        status = client.select_folder(folder, readonly=True)
        count = int(status.get(b"EXISTS", 0))
        detail = f"Signed in; {count} mails in {folder}."
        return Looked(is_ok=True, detail=detail, folders=folders, authserv_id=_authserv_id(client, count))
    except (OSError, imaplib.IMAP4.error, IMAPClientError) as error:
        return Looked(is_ok=False, detail=f"{account.host} failed: {' '.join(str(error).split())[:300]}")
    finally:
        close(client)


def _authserv_id(client: Client, count: int) -> str:
    if not count:
        return ""
    client.use_uid = False
    told = client.fetch([count], ["BODY.PEEK[HEADER.FIELDS (AUTHENTICATION-RESULTS)]"])
    head = next((value for value in told.get(count, {}).values() if isinstance(value, bytes)), b"")
    match = _AUTHSERV.search(head)
    return match[1].decode() if match else ""

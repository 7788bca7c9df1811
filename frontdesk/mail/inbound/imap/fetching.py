"""Taking the new mails out of a folder: kept here first, then noted how far we came, then done with there.

A crash at any point loses nothing: what was kept and not noted is fetched again and found to be there already.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from frontdesk.mail import inbound
from frontdesk.mail.inbound.accepting import IMAP
from frontdesk.mail.inbound.imap.connecting import Client
from frontdesk.mail.models import Mailbox, ReceivedMail, ReceivedState
from frontdesk.platform import events, observe, tenancy

log = observe.logger(__name__)

MAX_BYTES = 25 * 1024 * 1024
_BATCH = 100
KEEP, SEEN, MOVE, DELETE = "keep", "seen", "move", "delete"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the folder we are."""

    validity: int
    last_uid: int


def fetch_new(client: Client, mailbox_id: UUID, org_id: UUID, is_stopped: Callable[[], bool]) -> int:
    """Returns how many were taken. The folder is selected afterwards."""
    box = _load(mailbox_id, org_id)
    if box is None:
        return 0
    status = client.select_folder(box.folder)
    validity, next_uid = int(status[b"UIDVALIDITY"]), int(status.get(b"UIDNEXT", 0))
    # Until the first look is through, a crash begins it again: numbers say nothing yet of what was taken.
    is_known = box.uid_validity == validity
    taken = 0
    uids = _new_uids(client, box, validity)
    for uid, size in _sizes(client, uids):
        if is_stopped():
            return taken
        _take(client, box, uid, size)
        if is_known:
            _note(box, Place(validity, uid))
        _finish(client, box, uid, size)
        taken += 1
    # What is there and old is never looked at again.
    _note(box, Place(validity, max([next_uid - 1, *uids, box.last_uid if is_known else 0])))
    return taken


def _load(mailbox_id: UUID, org_id: UUID) -> Mailbox | None:
    with tenancy.tenant(org_id):
        found: Mailbox | None = Mailbox.objects.filter(id=mailbox_id, state="active").first()
        return found


def _new_uids(client: Client, box: Mailbox, validity: int) -> list[int]:
    """Ascending. At first those that nobody has read; of a folder that was made anew those since we last came."""
    if box.uid_validity is None:
        return sorted(client.search(["UNSEEN"]))
    if box.uid_validity != validity:
        since = (box.last_received_at or box.created_at) - timedelta(days=1)
        log.info("imap.folder_made_anew", mailbox_id=str(box.id))
        return sorted(client.search(["SINCE", since.date()]))
    # The range always holds the last mail, be its number smaller.
    return sorted(uid for uid in client.search(["UID", f"{box.last_uid + 1}:*"]) if uid > box.last_uid)


def _sizes(client: Client, uids: list[int]) -> Iterator[tuple[int, int]]:
    """Those that are still there."""
    for start in range(0, len(uids), _BATCH):
        batch = uids[start : start + _BATCH]
        told = client.fetch(batch, ["RFC822.SIZE"])
        for uid in batch:
            if uid in told:
                yield uid, int(told[uid].get(b"RFC822.SIZE", 0))


def _take(client: Client, box: Mailbox, uid: int, size: int) -> None:
    if size > MAX_BYTES:
        _keep_head(client, box, uid, size)
        return
    told = client.fetch([uid], ["BODY.PEEK[]"]).get(uid, {})
    raw = told.get(b"BODY[]")
    if not isinstance(raw, bytes):  # expunged by somebody meanwhile
        return
    inbound.accept(raw, sender="", recipients=[box.address], peer=box.host, source=IMAP, mailbox=box)
    with tenancy.tenant(box.organization_id):
        Mailbox.objects.filter(id=box.id).update(last_received_at=timezone.now())


def _keep_head(client: Client, box: Mailbox, uid: int, size: int) -> None:
    """Of what is too large the headers, so that people learn of it; it stays where it is."""
    told = client.fetch([uid], ["BODY.PEEK[HEADER]<0.65536>"]).get(uid, {})
    head = next((value for value in told.values() if isinstance(value, bytes)), b"")
    ids = inbound.accept(
        head + b"\r\n", sender="", recipients=[box.address], peer=box.host, source=IMAP, mailbox=box, is_whole=False
    )
    reason = f"It is {size // 1024**2} MB, and {MAX_BYTES // 1024**2} MB is what is fetched: it is in the mailbox."
    with tenancy.tenant(box.organization_id):
        for received_id in ids:
            ReceivedMail.objects.filter(id=received_id).update(
                state=ReceivedState.UNPARSABLE, parse_error=reason, size=size
            )
            events.record("mail.unparsable", record_type="received_mail", record_id=received_id)


def _note(box: Mailbox, place: Place) -> None:
    if (box.uid_validity, box.last_uid) == (place.validity, place.last_uid):
        return
    box.uid_validity, box.last_uid = place.validity, place.last_uid
    with tenancy.tenant(box.organization_id):
        Mailbox.objects.filter(id=box.id).update(uid_validity=place.validity, last_uid=place.last_uid)


def _finish(client: Client, box: Mailbox, uid: int, size: int) -> None:
    """What becomes of it there; what we could not take stays."""
    if size > MAX_BYTES or box.afterwards == KEEP:
        return
    if box.afterwards == SEEN:
        client.add_flags([uid], [rb"\Seen"], silent=True)
    elif box.afterwards == MOVE and box.move_to:
        _move(client, box, uid)
    elif box.afterwards == DELETE:
        _delete(client, uid)


def _move(client: Client, box: Mailbox, uid: int) -> None:
    if not client.folder_exists(box.move_to):
        client.create_folder(box.move_to)
    if client.has_capability("MOVE"):
        client.move([uid], box.move_to)
    else:
        client.copy([uid], box.move_to)
        _delete(client, uid)


def _delete(client: Client, uid: int) -> None:
    client.delete_messages([uid], silent=True)
    if client.has_capability("UIDPLUS"):
        client.uid_expunge([uid])
    elif client.search(["DELETED"]) == [uid]:  # else it would remove what others have marked
        client.expunge()

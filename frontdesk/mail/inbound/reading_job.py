"""The job that reads what was kept: parse (in a process of its own), check the sender, put it where it belongs.

Three steps, and no transaction open while a parser or a name server takes its time. A mail that cannot be read is kept
and shown as such; ``reprocess`` reads it again after a fix.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F

from frontdesk.mail import authentication
from frontdesk.mail.authentication import headers as told_headers
from frontdesk.mail.authentication.model import Envelope, Verdict
from frontdesk.mail.inbound import conversations, filing, pictures, returned
from frontdesk.mail.inbound.scope import scope
from frontdesk.mail.isolated import reader
from frontdesk.mail.isolated.contents import Contents
from frontdesk.mail.isolated.reader import ReaderFailed
from frontdesk.mail.models import ReceivedMail, ReceivedState
from frontdesk.mail.parsing import Unparsable
from frontdesk.platform import events, jobs, observe

log = observe.logger(__name__)

# A mail that took its reader down so often is not tried again by itself.
MAX_TRIES = 3


@dataclass(frozen=True, slots=True)
class _Begun:
    raw: bytes
    tries: int
    source: str
    peer: str
    helo: str
    sender: str
    authserv_id: str
    told: dict[str, object]


@jobs.task("mail.read_received", retry=jobs.Retry(max_attempts=6, base=2.0, cap=300.0))
def read_received(*, org_id: UUID | None, received_id: UUID) -> None:
    begun = _begin(org_id, received_id)
    if begun is None:
        return
    contents = _read(org_id, received_id, begun)
    if contents is None or (org_id is None and _hand_over(received_id, contents)):
        return
    verdict = _verdict(begun, contents)
    html, holds_back = pictures.clean(contents.html)
    filing.file(org_id, received_id, contents, verdict=verdict, html=html, holds_back=holds_back)


def _read(org_id: UUID | None, received_id: UUID, begun: _Begun) -> Contents | None:
    try:
        return reader.read(begun.raw, None if begun.source == "imap" else begun.sender)
    except Unparsable as error:
        _give_up(org_id, received_id, str(error))
    except ReaderFailed as error:
        if not error.permanent and begun.tries < MAX_TRIES:
            raise
        _give_up(org_id, received_id, str(error))
    return None


def _hand_over(received_id: UUID, contents: Contents) -> bool:
    """Mail to the deployment's own address that answers an organization's mail is that organization's."""
    with scope(None):
        row = ReceivedMail.objects.select_for_update().filter(id=received_id).defer("raw").first()
        if row is None:
            return True
        owner = returned.owner_of(returned.find(row, contents)) or conversations.owner_of_answered(contents)
        if owner is None:
            return False
        if ReceivedMail.objects.filter(organization_id=owner, digest=row.digest).exists():
            row.delete()
            return True
        ReceivedMail.objects.filter(id=row.id).update(organization_id=owner, read_tries=0)
        events.record("mail.arrived", record_type="received_mail", record_id=row.id, org_id=owner)
        jobs.enqueue(read_received, org_id=owner, received_id=row.id)
    return True


def _begin(org_id: UUID | None, received_id: UUID) -> _Begun | None:
    """Counts the try before it begins: what kills this process leaves its mark."""
    with scope(org_id):
        waiting = ReceivedMail.objects.filter(id=received_id, state=ReceivedState.RECEIVED)
        row = waiting.select_related("mailbox").select_for_update(of=("self",)).first()
        if row is None:
            return None
        if row.read_tries < MAX_TRIES:
            waiting.update(read_tries=F("read_tries") + 1)
            return _Begun(
                bytes(row.raw),
                row.read_tries + 1,
                row.source,
                row.peer,
                row.helo,
                row.envelope_from,
                row.mailbox.authserv_id if row.mailbox else "",
                row.authentication,
            )
    _give_up(org_id, received_id, f"The process that read it ended {MAX_TRIES} times. Run it again after a fix.")
    return None


def _give_up(org_id: UUID | None, received_id: UUID, reason: str) -> None:
    with scope(org_id):
        changed = ReceivedMail.objects.filter(id=received_id).update(
            state=ReceivedState.UNPARSABLE, parse_error=reason[:2000]
        )
        if changed and org_id:
            events.record("mail.unparsable", record_type="received_mail", record_id=received_id)
    log.warning("mail.unparsable", received_id=str(received_id), reason=reason[:200])


def _verdict(begun: _Begun, contents: Contents) -> Verdict | None:
    """None: what a provider has told stays."""
    if begun.told:
        return None
    from_domain = contents.from_address.rpartition("@")[2]
    if begun.source == "imap":
        told = told_headers.read(contents.headers, authserv_id=begun.authserv_id, from_domain=from_domain)
        return told if told.by else _signature_alone(begun.raw, from_domain, told)
    if begun.source != "smtp":
        nothing = authentication.model.unchecked("The provider said nothing of its check.")
        return _signature_alone(begun.raw, from_domain, nothing)
    envelope = Envelope(begun.peer, begun.helo, begun.sender, from_domain)
    return authentication.check(begun.raw, envelope)


def _signature_alone(raw: bytes, from_domain: str, otherwise: Verdict) -> Verdict:
    """A signature that holds proves as much as ever; one that does not may have been broken by the mailbox's server."""
    found = authentication.check(raw, Envelope("", "", "", from_domain))
    return found if found.is_aligned else otherwise

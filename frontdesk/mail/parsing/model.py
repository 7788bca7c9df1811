"""What a mail says, once it was read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from frontdesk.mail.parsing.mime import Tree
from frontdesk.mail.parsing.replies import Reply


class Unparsable(Exception):
    """Nothing at all can be read of it: no bytes."""


class MailKind(StrEnum):
    MESSAGE = "message"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    DELAY = "delay"
    LIST = "list"
    RECEIPT = "receipt"


class Protection(StrEnum):
    NONE = ""
    SMIME_SIGNED = "smime_signed"
    SMIME_ENCRYPTED = "smime_encrypted"
    PGP_SIGNED = "pgp_signed"
    PGP_ENCRYPTED = "pgp_encrypted"


class Reason(StrEnum):
    """Why a mail did not arrive; the groups are described in docs/mail-bounces.md."""

    AUTH_FAILURE = "authfailure"
    BAD_REPUTATION = "badreputation"
    BLOCKED = "blocked"
    CONTENT_ERROR = "contenterror"
    DELIVERED = "delivered"
    EXCEED_LIMIT = "exceedlimit"
    EXPIRED = "expired"
    FAILED_STARTTLS = "failedstarttls"
    FEEDBACK = "feedback"
    FILTERED = "filtered"
    HAS_MOVED = "hasmoved"
    HOST_UNKNOWN = "hostunknown"
    MAILBOX_FULL = "mailboxfull"
    MAILER_ERROR = "mailererror"
    MESSAGE_TOO_BIG = "mesgtoobig"
    NETWORK_ERROR = "networkerror"
    NOT_ACCEPT = "notaccept"
    NO_RELAYING = "norelaying"
    NOT_COMPLIANT_RFC = "notcompliantrfc"
    ON_HOLD = "onhold"
    POLICY_VIOLATION = "policyviolation"
    TOO_MANY_CONNECTIONS = "toomanyconn"
    REJECTED = "rejected"
    REQUIRE_PTR = "requireptr"
    SECURITY_ERROR = "securityerror"
    SPAM_DETECTED = "spamdetected"
    SUPPRESSED = "suppressed"
    SUSPENDED = "suspended"
    SYNTAX_ERROR = "syntaxerror"
    SYSTEM_ERROR = "systemerror"
    SYSTEM_FULL = "systemfull"
    UNDEFINED = "undefined"
    USER_UNKNOWN = "userunknown"
    VACATION = "vacation"
    VIRUS_DETECTED = "virusdetected"


@dataclass
class Attachment:
    """``index`` is the place in ``Parsed.attachments``; ``filename`` is safe to offer and to write."""

    index: int
    filename: str
    content_type: str
    size: int
    content_id: str
    is_inline: bool
    read: Callable[[], bytes] = field(repr=False)

    def content(self) -> bytes:
        return self.read()


@dataclass(frozen=True)
class Invitation:
    """A calendar part. ``start`` is as it was written: 20261203T090000Z, or with its zone ``Europe/Madrid:2026…``."""

    method: str
    summary: str
    start: str
    uid: str


@dataclass
class Parsed:
    """``headers`` are decoded, in order, names as written. Addresses are bare and in lower case."""

    tree: Tree = field(repr=False)
    headers: list[tuple[str, str]] = field(repr=False)
    message_id: str = ""
    in_reply_to: str = ""
    references: list[str] = field(default_factory=list)
    from_address: str = ""
    from_name: str = ""
    sender: str = ""
    reply_to: list[str] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    cc: list[str] = field(default_factory=list)
    delivered_to: list[str] = field(default_factory=list)
    date: datetime | None = None
    subject: str = ""
    content_type: str = "text/plain"
    text: str = ""
    html: str = ""
    attachments: list[Attachment] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    protection: Protection = Protection.NONE
    truncated: bool = False
    defects: list[str] = field(default_factory=list)

    def header(self, name: str) -> str:
        """The first of this name, or an empty string."""
        return self._by_name.get(name.lower(), "")

    def has_header(self, name: str) -> bool:
        return name.lower() in self._by_name

    def inline_image(self, content_id: str) -> Attachment | None:
        """What ``cid:…`` in the HTML stands for."""
        wanted = content_id.removeprefix("cid:").strip("<> ")
        return next((each for each in self.attachments if each.content_id == wanted), None) if wanted else None

    @property
    def raw(self) -> bytes:
        return self.tree.root.raw

    @property
    def new_text(self) -> str:
        """What this person wrote now; the whole text where that cannot be told."""
        return self.reply.new_text

    @property
    def quoted_text(self) -> str:
        return self.reply.quoted_text

    @property
    def signature(self) -> str:
        return self.reply.signature

    @cached_property
    def reply(self) -> Reply:
        from frontdesk.mail.parsing import replies  # what is never asked for costs nothing

        return replies.split(self.text, self.html)

    @cached_property
    def _by_name(self) -> dict[str, str]:
        return {name.lower(): value for name, value in reversed(self.headers)}


@dataclass(frozen=True)
class Verdict:
    """``is_automatic``: it opens no ticket and gets no answer. ``why`` is for people."""

    kind: MailKind
    is_automatic: bool
    why: str = ""


@dataclass
class FailedRecipient:
    """``address`` is the one to know this person by: that which we wrote to, where the report tells it. It is
    empty where the report names nobody.

    ``action`` is RFC 3464's (failed, delayed, delivered, relayed, expanded); ``status`` is x.y.z or empty.
    """

    address: str
    final_recipient: str = ""
    original_recipient: str = ""
    action: str = "failed"
    status: str = ""
    diagnostic: str = ""
    is_hard: bool = False
    reason: Reason = Reason.UNDEFINED


@dataclass
class Bounce:
    """``returned_headers`` are those of our mail as far as they came back: names in lower case, the first of each."""

    kind: MailKind
    recipients: list[FailedRecipient]
    original_message_id: str = ""
    returned_headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Complaint:
    """``feedback_type`` is RFC 5965's: abuse, fraud, virus, not-spam, opt-out, auth-failure, other."""

    feedback_type: str
    recipients: list[str]
    original_message_id: str = ""
    returned_headers: dict[str, str] = field(default_factory=dict)

    @property
    def recipient(self) -> str:
        return self.recipients[0] if self.recipients else ""

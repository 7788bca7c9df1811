"""What arrives: raw first, then what was read in it; conversations, mailboxes that are fetched, and filters."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from frontdesk.mail.models.providers import MailProvider
from frontdesk.orgs.models import Contact, Organization
from frontdesk.platform.secrets import SealedField
from frontdesk.platform.tenancy import TenantManager, TenantModel


class MailboxState(models.TextChoices):
    ACTIVE = "active"
    PAUSED = "paused"


class Mailbox(TenantModel):
    """An IMAP folder that mail is fetched from."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    address = models.EmailField(max_length=254)
    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField(default=993)
    # implicit, starttls, none
    tls = models.CharField(max_length=10, default="implicit")
    # password, oauth2
    auth = models.CharField(max_length=10, default="password")
    username = models.CharField(max_length=254)
    # Of OAuth2: token_url, client_id, scope. Secrets are JSON: password, or client_secret and refresh_token.
    oauth = models.JSONField(default=dict)
    secrets = SealedField()
    folder = models.CharField(max_length=255, default="INBOX")
    # What becomes of a message there once it is kept here: keep, seen, move, delete.
    afterwards = models.CharField(max_length=10, default="seen")
    move_to = models.CharField(max_length=255, blank=True)
    # How its server names itself in Authentication-Results; without it such headers are not believed.
    authserv_id = models.CharField(max_length=253, blank=True, db_default="")
    state = models.CharField(max_length=10, choices=MailboxState.choices, default=MailboxState.ACTIVE)
    uid_validity = models.BigIntegerField(null=True)
    last_uid = models.BigIntegerField(default=0, db_default=0)
    last_error = models.TextField(blank=True, db_default="")
    last_error_at = models.DateTimeField(null=True)
    connected_at = models.DateTimeField(null=True)
    last_received_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "mailbox"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MailboxState.values), name="mailbox_state"),
            models.UniqueConstraint(fields=["organization", "host", "username", "folder"], name="mailbox_once"),
        ]


class MailThread(TenantModel):
    """A conversation with one person outside."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.CharField(max_length=998, blank=True)
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="+")
    # With whom, also when the contact is gone.
    address = models.CharField(max_length=320)
    # Stands in the plus address of what we send into it.
    token = models.CharField(max_length=40, unique=True)
    # Began as the answer to a newsletter.
    campaign = models.ForeignKey("mail.Campaign", null=True, on_delete=models.SET_NULL, related_name="+")
    tags = models.JSONField(default=list)
    route = models.CharField(max_length=80, blank=True, db_default="")
    message_count = models.PositiveIntegerField(default=0, db_default=0)
    unread_count = models.PositiveIntegerField(default=0, db_default=0)
    last_message_at = models.DateTimeField(db_default=Now())
    archived_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "mail_thread"
        indexes = [
            models.Index(fields=["organization", "-last_message_at", "-id"], name="mail_thread_org_last"),
            models.Index(fields=["organization", "address", "-last_message_at"], name="mail_thread_org_address"),
        ]


class MailFilter(TenantModel):
    """What is done with mail before anything opens: one that drops ends it, the others tag and route."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    position = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    # Whether all or any of its conditions must hold, and these: field, operator, value.
    conditions = models.JSONField(default=dict)
    action = models.CharField(max_length=10)
    # The tag, or where it is routed to.
    value = models.CharField(max_length=80, blank=True)
    hits = models.PositiveIntegerField(default=0, db_default=0)
    last_hit_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "mail_filter"
        constraints = [
            models.CheckConstraint(condition=Q(action__in=["drop", "tag", "route"]), name="mail_filter_action"),
            models.UniqueConstraint(fields=["organization", "name"], name="mail_filter_name"),
        ]


class ReceivedState(models.TextChoices):
    RECEIVED = "received"
    PARSED = "parsed"
    UNPARSABLE = "unparsable"
    DROPPED = "dropped"


class ReceivedMail(models.Model):
    """One mail as it came, byte for byte, kept before anything looks inside; then what was read in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # NULL while no organization's address is among the recipients; only superadmins see such mail.
    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="+")
    envelope_from = models.CharField(max_length=320, blank=True)
    envelope_to = models.JSONField(default=list)
    subject = models.CharField(max_length=998, blank=True)
    message_id_header = models.CharField(max_length=255, blank=True)
    peer = models.CharField(max_length=60, blank=True)
    # How the peer named itself: SPF asks for it where the envelope names no sender.
    helo = models.CharField(max_length=255, blank=True, db_default="")
    raw = models.BinaryField()
    digest = models.BinaryField(max_length=32)
    # smtp, imap, webhook
    source = models.CharField(max_length=10, db_default="smtp", default="smtp")
    mailbox = models.ForeignKey(Mailbox, null=True, on_delete=models.SET_NULL, related_name="+")
    provider = models.ForeignKey(MailProvider, null=True, on_delete=models.SET_NULL, related_name="+")
    size = models.PositiveIntegerField(default=0, db_default=0)
    state = models.CharField(
        max_length=12, choices=ReceivedState.choices, default=ReceivedState.RECEIVED, db_default="received"
    )
    parse_error = models.TextField(blank=True, db_default="")
    parsed_at = models.DateTimeField(null=True)
    # Begun so often: what takes its reader down each time is given up.
    read_tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    # What was wrong with it, and read all the same.
    defects = models.JSONField(default=list, db_default=[])
    # parsing.MailKind: message, auto_reply, bounce, complaint, delay, list, receipt
    kind = models.CharField(max_length=12, blank=True, db_default="")
    kind_reason = models.CharField(max_length=300, blank=True, db_default="")
    is_automatic = models.BooleanField(default=False, db_default=False)
    from_address = models.CharField(max_length=320, blank=True, db_default="")
    from_name = models.CharField(max_length=255, blank=True, db_default="")
    to_addresses = models.JSONField(default=list, db_default=[])
    cc_addresses = models.JSONField(default=list, db_default=[])
    in_reply_to = models.CharField(max_length=255, blank=True, db_default="")
    references = models.JSONField(default=list, db_default=[])
    text = models.TextField(blank=True, db_default="")
    new_text = models.TextField(blank=True, db_default="")
    quoted_text = models.TextField(blank=True, db_default="")
    signature = models.TextField(blank=True, db_default="")
    # Sanitised, with pictures from elsewhere held back.
    html = models.TextField(blank=True, db_default="")
    holds_images_back = models.BooleanField(default=False, db_default=False)
    # Of calendar parts: {method, summary, start, uid}.
    invitations = models.JSONField(default=list, db_default=[])
    # [{index, filename, content_type, size, content_id, is_inline}]; the content stays in ``raw``.
    attachments = models.JSONField(default=list, db_default=[])
    # smime_signed, pgp_encrypted, …
    protection = models.CharField(max_length=20, blank=True, db_default="")
    # {spf, dkim, dmarc: {result, detail}, by}
    authentication = models.JSONField(default=dict, db_default={})
    # Says that it is from our own people or domain, and is not proven to be.
    is_spoofed = models.BooleanField(default=False, db_default=False)
    # Message-ID, sender, date and text: the same mail by two ways is one.
    content_digest = models.BinaryField(max_length=32, null=True)
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="+")
    thread = models.ForeignKey(MailThread, null=True, on_delete=models.SET_NULL, related_name="messages")
    # Of a bounce, complaint or automatic answer: which mail of ours it is about.
    about = models.ForeignKey("mail.EmailMessage", null=True, on_delete=models.SET_NULL, related_name="+")
    # Of a bounce or complaint: {address, is_hard, reason, status, diagnostic}.
    report = models.JSONField(default=dict, db_default={})
    # Why nothing was opened for it: a filter's name, a loop, too many from one sender.
    dropped_reason = models.CharField(max_length=200, blank=True, db_default="")
    tags = models.JSONField(default=list, db_default=[])
    is_read = models.BooleanField(default=False, db_default=False)
    # The date it gives itself; not to be trusted.
    dated_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = TenantManager["ReceivedMail"]()

    class Meta:
        db_table = "received_mail"
        constraints = [
            # Servers repeat what they think was not taken, also while the first is being stored.
            models.UniqueConstraint(fields=["organization", "digest"], nulls_distinct=False, name="received_mail_once"),
            models.UniqueConstraint(
                fields=["organization", "content_digest"],
                condition=Q(content_digest__isnull=False),
                name="received_mail_content_once",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "-created_at", "-id"], name="received_mail_org_created"),
            models.Index(fields=["thread", "created_at"], name="received_mail_thread"),
            models.Index(fields=["organization", "from_address", "-created_at"], name="received_mail_org_from"),
            models.Index(fields=["organization", "message_id_header"], name="received_mail_message_id"),
        ]

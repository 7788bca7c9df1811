"""Forgetting somebody for good: their contact, what they wrote, and their address wherever it stands.

What stays of them is a hash on the suppression list, which keeps an import or a program from bringing the address back.
Mails to them stay as rows without a face, so that counts stay true.
"""

from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q
from psycopg.sql import SQL, Identifier

from frontdesk.mail.audience import letters_of_others
from frontdesk.mail.audience.importing import cleaning
from frontdesk.mail.audience.redacting import ERASED, Redactor
from frontdesk.mail.models import EmailMessage, MailThread, MessageStatus, ReceivedMail
from frontdesk.orgs import access, audit, contacts, suppressions
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import Profile, SuppressionReason
from frontdesk.platform import events, jobs, tenancy
from frontdesk.platform.errors import Conflict, NotFound

# What the organization says of itself and its own people, and what its staff wrote for everybody.
_OWN_TABLES = {"organizations", "profiles", "invitations", "mail_sender", "mailbox", "mail_domain", "mail_provider"}
_OWN_TABLES |= {"email_template", "email_template_version", "email_block", "email_template_draft"}
# What servers said stands in these all the same.
_TOLD_COLUMNS = {"last_error", "paused_reason"}


def erase_contact(actor: Actor, contact_id: UUID) -> None:
    """Conflict for somebody with a sign-in of this organization: that is closed first."""
    contact = contacts.get_contact(actor, contact_id)
    access.require(actor, Permission.CONTACTS_MANAGE)
    org_id, email = contact.organization_id, contact.email
    if contact.profile_id or Profile.objects.filter(organization_id=org_id, email__iexact=email).exists():
        raise Conflict(
            "This person has a sign-in here. Deactivate it and change its address first, then erase the contact.",
            code="has-sign-in",
        )
    _refuse_under_way(org_id, email, contact_id)
    _forget_letters(org_id, email, contact_id)
    # As the owner: records of what happened are otherwise never changed.
    with tenancy.platform("erase contact"):
        letters_of_others.take_from_heads(org_id, email)
        _blank_mails(org_id, email, contact_id)
    contact.delete()
    suppressions.suppress(org_id, email, SuppressionReason.ERASED, created_by=actor.profile_id)
    with tenancy.platform("erase contact"):
        _sweep(org_id, email)
    audit.record(actor, "contact.erased", object_type="contact", object_id=contact_id)
    events.record("contact.deleted", record_type="contact", record_id=contact_id)
    jobs.enqueue(cleaning.forget_bad_lines, org_id=org_id)
    letters_of_others.forget_later(org_id, email)


def _forget_letters(org_id: UUID, email: str, contact_id: UUID) -> None:
    """What they wrote, what was told of them (bounces and complaints), and the conversations with them."""
    of_them = Q(contact_id=contact_id) | Q(from_address__iexact=email) | Q(envelope_from__iexact=email)
    of_them |= Q(report__address__iexact=email) | Q(about__contact_id=contact_id)
    ReceivedMail.objects.filter(of_them, organization_id=org_id).delete()
    MailThread.objects.filter(organization_id=org_id, address__iexact=email).delete()


_BLANK = """
with theirs as (
  update email_message set to_address = 'erased', subject = '', html = '', text = '', mime = '', data = null, cc = '[]',
    reply_to = '', attachments = '[]', last_error = '',
    status = case when status = 'queued' then 'cancelled' else status end
  where organization_id = %(org)s
    and (contact_id = %(contact)s or lower(to_address) = %(email)s or right(lower(to_address), %(length)s) = %(angled)s)
  returning id),
told as (
  update mail_provider_event set recipient = '', detail = '', data = '{}' where message_id in (select id from theirs)),
deeds as (
  update email_engagement set ip_address = null, user_agent = '' where message_id in (select id from theirs))
update email_message_event set detail = '' where message_id in (select id from theirs)
"""


def _refuse_under_way(org_id: UUID, email: str, contact_id: UUID) -> None:
    theirs = Q(contact_id=contact_id) | Q(to_address__icontains=email) | Q(cc__icontains=email)
    if EmailMessage.objects.filter(theirs, organization_id=org_id, status=MessageStatus.SENDING).exists():
        raise Conflict("A mail to this person is just going out. Try again in a minute.", code="mail-under-way")


def _blank_mails(org_id: UUID, email: str, contact_id: UUID) -> None:
    angled = f"<{email}>"
    with connection.cursor() as cursor:
        values: dict[str, Any] = {
            "org": org_id,
            "contact": contact_id,
            "email": email,
            "angled": angled,
            "length": len(angled),
        }
        cursor.execute(_BLANK, values)


_COLUMNS = """
select c.table_name, c.column_name, c.data_type
from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER'
  and c.data_type in ('text', 'character varying', 'json', 'jsonb')
  and exists (select from information_schema.columns o where o.table_schema = 'public'
    and o.table_name = c.table_name and o.column_name = 'organization_id')
order by 1, 2
"""


# Of mails that no organization is known for yet; the provider is somebody's.
_SWEEP_UNKNOWN = """
delete from mail_provider_event e using mail_provider p
where e.provider_id = p.id and p.organization_id = %s and e.organization_id is null
  and (e.recipient ~* %s or e.detail ~* %s or e.data::text ~* %s)
"""


def _sweep(org_id: UUID, email: str) -> None:
    """Takes the address out of every text of the organization, wherever somebody may have put it. Letters, which have
    encodings of their own, are for ``letters_of_others``."""
    redactor = Redactor(email)
    pattern = redactor.sql_pattern
    with connection.cursor() as cursor:
        cursor.execute(_SWEEP_UNKNOWN, [org_id, pattern, pattern, pattern])
        cursor.execute(_COLUMNS)
        for table, column, kind in cursor.fetchall():
            if table in _OWN_TABLES and column not in _TOLD_COLUMNS:
                continue
            query = SQL(
                "update {table} set {column} = regexp_replace({column}::text, %s, %s, 'gi'){cast}"
                " where organization_id = %s and {column}::text ilike %s and {column}::text ~* %s"
            ).format(
                table=Identifier(table),
                column=Identifier(column),
                cast=SQL("::jsonb") if kind.startswith("json") else SQL(""),
            )
            cursor.execute(query, [pattern, ERASED, org_id, f"%{redactor.word}%", pattern])


def release(actor: Actor, email: str, *, reason: str) -> None:
    """Lets an erased address be a contact again, because its owner asked for it. NotFound when it was not erased."""
    access.require(actor, Permission.ORGANIZATION_MANAGE)
    org_id = access.require_org(actor)
    if not suppressions.release(org_id, email, [SuppressionReason.ERASED]):
        raise NotFound
    audit.record(actor, "contact.released", object_type="contact", label=email, changes={"reason": reason})

"""How an organization's mail behaves: what is counted, what is kept of who opened it, what stands under newsletters,
and in which hours none goes out by itself."""

from dataclasses import asdict, dataclass
from uuid import UUID

from django.db.models.functions import Now

from frontdesk.mail.models import MailSettings
from frontdesk.orgs import access, audit
from frontdesk.orgs.access import Actor, Permission
from frontdesk.platform import events


@dataclass(frozen=True, slots=True)
class Wanted:
    """``is_private``: neither the address nor the program of who opened a mail is kept.

    ``quiet_from`` and ``quiet_until`` are hours on the recipient's clock: see ``send_time.quiet``.
    """

    track_opens: bool = True
    track_clicks: bool = True
    is_private: bool = True
    postal_address: str = ""
    quiet_from: int = 21
    quiet_until: int = 8


COLUMNS = tuple(asdict(Wanted()))


def of_organization(org_id: UUID) -> Wanted:
    row = MailSettings.objects.filter(organization_id=org_id).values(*COLUMNS).first()
    return Wanted(**row) if row else Wanted()


def get_settings(actor: Actor) -> Wanted:
    access.require(actor, Permission.ORGANIZATION_MANAGE)
    return of_organization(access.require_org(actor))


def update_settings(actor: Actor, changes: dict[str, object]) -> Wanted:
    """Holds for mail that is accepted, and openings that are seen, from now on."""
    access.require(actor, Permission.ORGANIZATION_MANAGE)
    org_id = access.require_org(actor)
    before = asdict(of_organization(org_id))
    edited = {name: value for name, value in changes.items() if before[name] != value}
    if edited:
        MailSettings.objects.update_or_create(organization_id=org_id, defaults={**edited, "updated_at": Now()})
        audit.record(
            actor, "mail_settings.updated", object_type="mail_settings", object_id=org_id, changes=dict(edited)
        )
        events.record("mail_settings.updated", record_type="mail_settings", record_id=org_id)
    return Wanted(**{**before, **edited})

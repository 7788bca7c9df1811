"""How an organization's mail behaves: for now, whether opens and clicks are counted."""

from dataclasses import asdict, dataclass
from uuid import UUID

from django.db.models.functions import Now

from frontdesk.mail.models import MailSettings
from frontdesk.orgs import access, audit
from frontdesk.orgs.access import Actor, Permission
from frontdesk.platform import events


@dataclass(frozen=True, slots=True)
class Tracking:
    track_opens: bool = True
    track_clicks: bool = True


def of_organization(org_id: UUID) -> Tracking:
    row = MailSettings.objects.filter(organization_id=org_id).values("track_opens", "track_clicks").first()
    return Tracking(**row) if row else Tracking()


def get_settings(actor: Actor) -> Tracking:
    access.require(actor, Permission.ORGANIZATION_MANAGE)
    return of_organization(access.require_org(actor))


def update_settings(actor: Actor, changes: dict[str, bool]) -> Tracking:
    """Holds for mail that is accepted from now on; what went out before is still counted."""
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
    return Tracking(**{**before, **edited})

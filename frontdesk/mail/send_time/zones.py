"""The time zones of an organization and of its contacts."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from frontdesk.orgs.models import Organization
from frontdesk.platform.timezones import is_timezone

_OF_CONTACTS = "select distinct timezone from contacts where timezone <> '' and organization_id = %s"


def of_organization(org_id: UUID) -> ZoneInfo:
    name = Organization.objects.values_list("timezone", flat=True).get(id=org_id)
    return ZoneInfo(name if is_timezone(name) else "UTC")


def of_contacts(org_id: UUID) -> list[str]:
    """Reads all contacts: nothing to do again and again. They may have names that are no zones."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_CONTACTS, [org_id])
        return [name for (name,) in cursor.fetchall()]

"""As whom received mail is read."""

from contextlib import AbstractContextManager
from uuid import UUID

from frontdesk.platform import tenancy


def scope(org_id: UUID | None) -> AbstractContextManager[object]:
    """One transaction in the organization, or as the platform for mail that is nobody's."""
    return tenancy.tenant(org_id) if org_id else tenancy.platform("read mail for nobody")

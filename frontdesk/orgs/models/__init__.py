"""Organizations, the people in them, and everybody outside with whom they talk."""

from frontdesk.orgs.models.contacts import (
    ConsentPurpose,
    ConsentRecord,
    ConsentState,
    Contact,
    Suppression,
    SuppressionReason,
)
from frontdesk.orgs.models.people import (
    ApiKey,
    AuditEntry,
    Impersonation,
    Invitation,
    Locale,
    Organization,
    OrganizationType,
    Plan,
    Profile,
    Role,
    RolePermission,
)

__all__ = [
    "ApiKey",
    "AuditEntry",
    "ConsentPurpose",
    "ConsentRecord",
    "ConsentState",
    "Contact",
    "Impersonation",
    "Invitation",
    "Locale",
    "Organization",
    "OrganizationType",
    "Plan",
    "Profile",
    "Role",
    "RolePermission",
    "Suppression",
    "SuppressionReason",
]

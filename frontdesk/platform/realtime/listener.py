"""Who listens, and to what."""

from dataclasses import dataclass
from uuid import UUID

# The role of people outside the team, who hear only of what concerns them. Roles are the domains' business otherwise.
CLIENT_ROLE = "user"


@dataclass(frozen=True, slots=True)
class Listener:
    """The person behind a stream. ``org_id`` is None for a superadmin outside any organization."""

    profile_id: UUID
    org_id: UUID | None
    role: str

    @property
    def hears_all(self) -> bool:
        return self.org_id is not None and self.role != CLIENT_ROLE

    def hears(self, profile_id: UUID | None) -> bool:
        """Whether an event of the listener's own organization that concerns ``profile_id`` is for them."""
        if self.hears_all or profile_id == self.profile_id:
            return True
        return self.org_id is None and profile_id is None

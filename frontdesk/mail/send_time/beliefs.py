"""What is believed of an organization's readers: its own hours on top of the platform's, and these on top of ours."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from frontdesk.mail.models import HourProfile
from frontdesk.mail.send_time import model
from frontdesk.mail.send_time.model import HOURS, Belief, Counts

# With fewer openings it is rather the level above that speaks.
TELLING_OPENS = 20


class Basis(StrEnum):
    """The nearest level whose data speaks."""

    RECIPIENT = "recipient"
    ORGANIZATION = "organization"
    PLATFORM = "platform"
    PRIOR = "prior"


@dataclass(frozen=True, slots=True)
class Beliefs:
    organization: Belief
    platform: Belief
    of_organization: Counts
    of_platform: Counts

    @property
    def basis(self) -> Basis:
        if self.of_organization.opens >= TELLING_OPENS:
            return Basis.ORGANIZATION
        return Basis.PLATFORM if self.of_platform.opens else Basis.PRIOR

    @property
    def opens(self) -> int:
        """Of the basis."""
        counts = self.of_organization if self.basis is Basis.ORGANIZATION else self.of_platform
        return round(counts.opens)


def of_organization(org_id: UUID) -> Beliefs:
    rows = list(HourProfile.objects.all())
    own = _counts([row for row in rows if row.organization_id == org_id])
    all_others = _counts([row for row in rows if row.organization_id is None])
    platform = model.learn(model.PRIOR, all_others, model.PLATFORM, learns_freshness=True)
    # Where there is no platform to learn it from, how fast mail is buried is the organization's to tell.
    organization = model.learn(platform, own, model.ORGANIZATION, learns_freshness=not all_others.opens)
    return Beliefs(organization, platform, own, all_others)


def _counts(rows: Sequence[HourProfile]) -> Counts:
    by_hour = {row.hour: row for row in rows}
    columns = ("opens", "opened", "after", "sends")
    return Counts(*(tuple(getattr(by_hour.get(hour), name, 0.0) for hour in range(HOURS)) for name in columns))

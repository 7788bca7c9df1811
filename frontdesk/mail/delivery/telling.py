"""Tells open pages that mail moved on: about once a second for each organization and campaign, and at the end."""

import time
from collections import Counter
from uuid import UUID

from frontdesk.mail.delivery.claiming import Claimed
from frontdesk.platform import events, tenancy

EVERY_SECONDS = 1.0


class Teller:
    """Of one sender."""

    def __init__(self) -> None:
        self._counts: Counter[UUID] = Counter()
        self._last: dict[UUID, UUID] = {}
        self._campaigns: dict[UUID, set[UUID]] = {}
        self._told_at = time.monotonic()

    def note(self, batch: list[Claimed]) -> None:
        for message in batch:
            if message.organization_id:
                self._counts[message.organization_id] += 1
                self._last[message.organization_id] = message.id
                if message.campaign_id:
                    self._campaigns.setdefault(message.organization_id, set()).add(message.campaign_id)
        if time.monotonic() - self._told_at > EVERY_SECONDS:
            self.tell()

    def tell(self) -> None:
        counts, campaigns, self._counts, self._campaigns = self._counts, self._campaigns, Counter(), {}
        self._told_at = time.monotonic()
        for org_id, count in counts.items():
            with tenancy.tenant(org_id):
                events.record(
                    "mail.progressed",
                    record_type="email_message",
                    record_id=self._last[org_id],
                    payload={"count": count},
                )
                for campaign_id in campaigns.get(org_id, ()):
                    events.record("campaign.progressed", record_type="campaign", record_id=campaign_id)

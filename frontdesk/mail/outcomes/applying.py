"""Writes down what happened to a mail, and what follows from it."""

from datetime import datetime
from uuid import UUID

from frontdesk.mail.outcomes.states import Happening


def apply(org_id: UUID | None, message_id: UUID, happening: Happening) -> bool:
    """Inside the caller's transaction, bound to ``org_id`` or as the platform; False when it was told before.

    NotFound when the organization has no such mail.
    """
    raise NotImplementedError


def record_bounce(
    org_id: UUID | None,
    message_id: UUID | None,
    address: str,
    *,
    is_hard: bool,
    reason: str,
    detail: str,
    at: datetime | None = None,
    key: str = "",
) -> bool:
    """``address`` did not take a mail of ours. The caller has proven that it was ours: by the token of a return path,
    by our own Message-ID together with the address it went to, or because it was told so on its own connection.

    Without a mail the address alone is suppressed, when the bounce is hard. False when it was told before.
    """
    raise NotImplementedError

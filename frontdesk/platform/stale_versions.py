"""Saving on top of what one has seen: records count their versions, and who changes one names the version opened."""

from frontdesk.platform.errors import Conflict


def refuse(current: int, *, opened: int) -> None:
    """Conflict when somebody has saved since: ``stale-version``, with ``current_version``."""
    if current != opened:
        raise Conflict(
            f"Somebody saved version {current} after you opened version {opened}. "
            "Look at the newest, then save on top of it.",
            code="stale-version",
            extra={"current_version": current},
        )

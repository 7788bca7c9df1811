"""LISTEN on a channel for as long as somebody wants to hear, whatever becomes of the connection."""

import asyncio
from collections.abc import Callable
from typing import Any

import psycopg
from procrastinate.contrib.django.utils import connector_params

from frontdesk.platform import observe

log = observe.logger(__name__)

MAX_RECONNECT_SECONDS = 15.0


async def listen(
    channel: str, heard: Callable[[str], None], *, began: Callable[[], None], lost: Callable[[], None] = lambda: None
) -> None:
    """Never returns: cancel it. ``heard`` gets each payload.

    ``began`` is called whenever the channel is listened to, the first time and after every gap; ``lost`` when it no
    longer is, and for every try that fails meanwhile: what was said then, nobody heard.
    """
    delay = 0.2
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(**_parameters()) as connection:
                await connection.execute(f"listen {channel}".encode())
                delay = 0.2
                began()
                async for notification in connection.notifies():
                    heard(notification.payload)
        except (psycopg.Error, OSError) as error:
            log.warning("listening.reconnecting", channel=channel, error=str(error).strip(), seconds=delay)
        lost()
        await asyncio.sleep(delay)
        delay = min(delay * 2, MAX_RECONNECT_SECONDS)


def _parameters() -> dict[str, Any]:
    """Django's own for the database; a connection that went away silently is noticed within a minute."""
    silence = {"keepalives_idle": 20, "keepalives_interval": 10, "keepalives_count": 3}
    return {**connector_params("default"), **silence, "autocommit": True}

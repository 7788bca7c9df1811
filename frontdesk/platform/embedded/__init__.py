"""The PostgreSQL server that comes with Frontdesk, for machines that have none of their own.

One process owns the server of a data folder: it holds `postgres.lock`, and the server dies with it, even by kill -9.
Others on the same folder attach to it and hold `postgres.users` shared meanwhile, so that an owner that is only a
short command waits for them before it stops the server.
"""

from frontdesk.platform.embedded.cluster import EmbeddedError, binary
from frontdesk.platform.embedded.postmaster import START_SECONDS
from frontdesk.platform.embedded.server import (
    APP_ROLE,
    DATABASE,
    EXTENSIONS,
    OWNER,
    Address,
    InUse,
    Server,
    available,
    running,
    start,
)

__all__ = [
    "APP_ROLE",
    "DATABASE",
    "EXTENSIONS",
    "OWNER",
    "START_SECONDS",
    "Address",
    "EmbeddedError",
    "InUse",
    "Server",
    "available",
    "binary",
    "running",
    "start",
]

"""Requests to addresses that people can set: model endpoints, webhooks, calendars, images.

The name is resolved once, every address it has is checked, and the connection goes to the checked address: a name
server that answers differently the second time gains nothing. ``request`` is for blocking code; ``sessions`` (aiohttp)
and ``http_clients`` (httpx2) put the same guard before libraries that need a client of their own.
"""

from frontdesk.platform.outbound.guard import MAX_URL, OutboundFailed, OutboundRefused, check_url
from frontdesk.platform.outbound.per_loop import close_all as close
from frontdesk.platform.outbound.requests import MAX_REDIRECTS, Response, request

__all__ = ["MAX_REDIRECTS", "MAX_URL", "OutboundFailed", "OutboundRefused", "Response", "check_url", "close", "request"]

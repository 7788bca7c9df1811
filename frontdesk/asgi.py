"""One front for the browser: streams run in the event loop, files come from memory, Django answers the rest.

See docs/decisions/0002-one-front.md for what was measured.
"""

import asyncio
import contextlib
import gc
import importlib
import signal

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application

django.setup()  # before what imports models

from frontdesk.platform import loops  # noqa: E402
from frontdesk.platform.assets import Assets  # noqa: E402
from frontdesk.platform.front import DjangoFront, Receive, Scope, Send, Threads, respond  # noqa: E402

STREAM = "/api/stream"
DOOR = "/v1/"


class Front:
    """The ASGI application of one web process."""

    def __init__(self) -> None:
        self._threads = Threads(settings.WEB_THREADS)
        self._django = DjangoFront(get_wsgi_application(), self._threads)
        from frontdesk.ai import openai_door
        from frontdesk.platform import tenancy

        tenancy.lock_down()
        self._door = openai_door
        importlib.import_module(settings.ROOT_URLCONF)  # half a second that the first request need not wait
        self._assets = Assets(settings.WEB_DIST)
        # What is loaded stays: the collector need not look through it again and again, nor unshare its pages.
        gc.collect()
        gc.freeze()
        # Requests leave little that points in circles: looking for it after every 700 objects costs a tenth of a call.
        gc.set_threshold(20_000, 20, 20)
        self._stopping = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            path = scope["path"]
            if path.startswith(DOOR):
                await self._door.door(scope, receive, send)
            elif path == STREAM and scope["method"] == "GET":
                await self._stream(scope, receive, send)
            elif path in self._assets and scope["method"] in {"GET", "HEAD"}:
                await self._asset(scope, send)
            else:
                await self._django(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)
        else:  # no web sockets here: refused before they open
            await send({"type": "websocket.close", "code": 1000})

    async def _asset(self, scope: Scope, send: Send) -> None:
        accepted = next((value for name, value in scope["headers"] if name == b"accept-encoding"), b"")
        headers, content = self._assets.get(scope["path"]).answer(accepted)
        await respond(send, 200, headers, b"" if scope["method"] == "HEAD" else content)

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Runs until the client leaves or this process stops; browsers reconnect and resume by themselves."""
        from frontdesk.platform import realtime

        stream = asyncio.ensure_future(realtime.stream(scope, receive, send))
        stopping = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait({stream, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            stream.cancel()
        try:
            await stream
        except asyncio.CancelledError:
            with contextlib.suppress(Exception):  # the client may be gone as well
                await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                # `frontdesk web` sends it before it asks us to stop: open streams would keep us for ever.
                asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, self._stopping.set)
                loops.serve_with(asyncio.get_running_loop())
                self._door.start()
                await send({"type": "lifespan.startup.complete"})
            else:
                self._stopping.set()
                await self._door.stop()
                await asyncio.to_thread(self._threads.close)
                await send({"type": "lifespan.shutdown.complete"})
                return


application = Front()

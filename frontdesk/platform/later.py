"""Answers that are made after the request's transaction: those that wait for somebody else's server.

A view checks what it must, in its transaction, and returns ``Later(work)``. The transaction ends, no thread and no
connection is held, and ``work`` is awaited in the event loop; it opens short ``tenancy`` blocks by
``loops.in_database``. When the client goes away, ``work`` is cancelled.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextvars import copy_context
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from frontdesk.platform import loops, tenancy
from frontdesk.platform.answers import problem_answer
from frontdesk.platform.errors import AppError
from frontdesk.platform.logs import logger

log = logger(__name__)

# Set in a request's environment by a server that awaits the answer itself.
AWAITED = "frontdesk.later"


@dataclass(slots=True)
class Stream:
    """An answer in parts. ``chunks`` is closed when the client goes away; what it raises ends the answer."""

    chunks: AsyncIterator[bytes]
    content_type: str = "text/event-stream"
    headers: Mapping[str, str] = field(default_factory=dict)
    status_code: int = 200


Made = HttpResponse | Stream
Work = Callable[[], Awaitable[Made]]
Watch = Callable[[Made], Awaitable[None]]


class Later(HttpResponse):
    """Stands for an answer that is still to be made. ``watch`` adds what is told of it once it is."""

    def __init__(self, work: Work) -> None:
        super().__init__()
        del self.headers["Content-Type"]
        self._work = work
        self._watchers: list[Watch] = []
        # The request's own context, so that what is logged names it; but the tenant's transaction is over then.
        self.context = copy_context()
        self.context.run(tenancy.unbind)

    def watch(self, watcher: Watch) -> None:
        self._watchers.append(watcher)

    async def answer(self) -> Made:
        """The answer; every failure has become a problem document. Await it in ``context``."""
        try:
            made = await self._work()
        except AppError as error:
            made = problem_answer(error)
        except Exception:
            log.exception("later.failed")
            made = problem_answer(AppError())
        for watcher in self._watchers:
            await watcher(made)
        for name, value in self.headers.items():
            if isinstance(made, HttpResponse):
                made.headers.setdefault(name, value)
            else:
                made.headers = {name: value, **made.headers}
        return made

    def finish(self) -> HttpResponseBase:
        """The answer, made in this thread's time: for servers and tests without an event loop of their own."""
        made = self.context.run(loops.run, self.answer)
        if isinstance(made, HttpResponse):
            made.cookies = self.cookies
            return made
        chunks = loops.iterate(made.chunks)
        headers = dict(made.headers)
        return StreamingHttpResponse(
            chunks, status=made.status_code, headers={**headers, "Content-Type": made.content_type}
        )


class LaterMiddleware:
    """The outermost: makes answers that are still to be made, unless the server does so itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, Later) and not request.META.get(AWAITED):
            return response.finish()
        return response

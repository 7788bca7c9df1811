"""One request to a server and its answer, with every wait bounded and every failure named."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field

import aiohttp
import orjson

from frontdesk.ai.calls import Json
from frontdesk.ai.providers import failures
from frontdesk.ai.providers.base import Connection
from frontdesk.ai.providers.errors import Kind, ProviderError
from frontdesk.ai.providers.openai import dialects
from frontdesk.ai.providers.openai.endpoints import headers_for, url_for
from frontdesk.ai.providers.openai.sse import Event, Parser
from frontdesk.platform.outbound import OutboundFailed, OutboundRefused, sessions

LONGEST_ANSWER = 8 * 1024 * 1024
_LONGEST_REFUSAL = 64 * 1024
_REFUSAL_S = 5
_DRAIN_S = 0.2

Payload = bytes | aiohttp.FormData
Request = tuple[str, dict[str, str], Payload]


def build_request(connection: Connection, path: str, body: Json, stream: bool) -> tuple[str, dict[str, str], bytes]:
    """(url, headers, body) of an operation such as ``/chat/completions``, in the words that this server knows.

    ``body`` is OpenAI's JSON; its ``model`` is replaced by the connection's. Raises ProviderError.
    """
    sent = dialects.apply(connection, body, stream=stream)
    headers = {"Content-Type": "application/json", **headers_for(connection)}
    if stream:
        headers["Accept"] = "text/event-stream"
    return url_for(connection, path), headers, orjson.dumps(sent)


@dataclass(slots=True)
class Exchange:
    """An answer of status 2xx whose body comes as it is read."""

    connection: Connection
    response: aiohttp.ClientResponse
    deadline: float
    # From the first event on, the wait between two pieces is the idle one, not the one for the first token.
    begun: bool = False
    size: int = 0
    parser: Parser = field(default_factory=Parser)

    async def read(self) -> bytes:
        """The whole body, at most 8 MB."""
        pieces = []
        while piece := await self._piece(self.connection.total_timeout, "did not finish its answer"):
            pieces.append(piece)
        return b"".join(pieces)

    async def piece(self) -> bytes:
        """What came next of a stream, as it came; empty at its end."""
        if self.begun:
            return await self._piece(self.connection.idle_timeout, "did not go on with its answer")
        return await self._piece(self.connection.first_token_timeout, "did not begin to answer")

    async def pieces(self) -> AsyncIterator[bytes]:
        while piece := await self.piece():
            yield piece

    async def events(self) -> list[Event]:
        """The events that came next, at least one; none at the stream's end. A web page is an error."""
        while piece := await self.piece():
            if self.size == len(piece) and failures.looks_like_html(piece):
                raise failures.unreadable(self.response.status, piece)
            if found := self.parser.feed(piece):
                self.begun = True
                return found
        return self.parser.end()

    async def json(self) -> Json:
        """Raises ProviderError for what is no JSON object, and for an error inside an answer of status 200."""
        return self.parse(await self.read())

    def parse(self, body: bytes) -> Json:
        """What ``json`` gives, of a body that was read already."""
        try:
            found = orjson.loads(body)
        except orjson.JSONDecodeError:
            raise failures.unreadable(self.response.status, body) from None
        if not isinstance(found, dict):
            raise failures.unreadable(self.response.status, b"[]")
        if found.get("error"):
            raise failures.from_error_object(found["error"], self.connection.api_key)
        return found

    async def drain(self) -> None:
        """After the last event: reads the body's end, so that the line can serve the next request."""
        with suppress(TimeoutError, aiohttp.ClientError):
            async with asyncio.timeout(_DRAIN_S):
                await self.response.content.read(_LONGEST_REFUSAL)

    async def _piece(self, patience: float, failure: str) -> bytes:
        with readable_errors(self.connection, failure, patience):
            async with asyncio.timeout_at(min(asyncio.get_running_loop().time() + patience, self.deadline)):
                piece = await self.response.content.readany()
        self.size += len(piece)
        if self.size > LONGEST_ANSWER:
            raise ProviderError(Kind.BAD_ANSWER, f"The answer is larger than {LONGEST_ANSWER // 2**20} MB.")
        return piece


@asynccontextmanager
async def post(connection: Connection, path: str, body: Json, *, stream: bool = False) -> AsyncIterator[Exchange]:
    """Sends ``body`` (see ``build_request``); once more in other words where the server does not know ours.

    Leaving the block early, also by cancellation, closes the line, which tells the server to stop.
    """

    def again(refusal: str) -> bool:
        return dialects.learn(connection, dialects.apply(connection, body, stream=stream), refusal)

    async with exchange(
        connection, "POST", lambda: build_request(connection, path, body, stream), stream=stream, again=again
    ) as opened:
        yield opened


@asynccontextmanager
async def exchange(
    connection: Connection,
    method: str,
    build: Callable[[], Request],
    *,
    stream: bool = False,
    again: Callable[[str], bool] | None = None,
) -> AsyncIterator[Exchange]:
    """``again`` is shown a refusal and says whether ``build`` now gives a request that may fare better."""
    deadline = asyncio.get_running_loop().time() + connection.total_timeout
    response = await _send(connection, method, build(), deadline, stream=stream)
    try:
        if again and response.status in {400, 422}:
            refusal = await read_refusal(response)
            if not again(refusal.decode("utf-8", "replace")):
                await raise_for_status(response, connection, refusal)
            response.close()
            response = await _send(connection, method, build(), deadline, stream=stream)
        await raise_for_status(response, connection)
        yield Exchange(connection, response, deadline)
    finally:
        response.close()  # a line whose answer has been read to its end goes back to the pool all the same


async def raise_for_status(
    response: aiohttp.ClientResponse, connection: Connection, refusal: bytes | None = None
) -> None:
    """Raises ProviderError for a status that is no success, with the provider's words (``refusal``, where read)."""
    if 200 <= response.status < 300:
        return
    body = await read_refusal(response) if refusal is None else refusal
    raise failures.from_answer(response.status, body, response.headers, connection.api_key)


async def read_refusal(response: aiohttp.ClientResponse) -> bytes:
    """At most 64 KB of it, and without waiting long: the status says enough where the words do not come."""
    pieces = bytearray()
    with suppress(TimeoutError, aiohttp.ClientError):
        async with asyncio.timeout(_REFUSAL_S):
            while len(pieces) < _LONGEST_REFUSAL and (piece := await response.content.readany()):
                pieces += piece
    return bytes(pieces[:_LONGEST_REFUSAL])


async def _send(
    connection: Connection, method: str, request: Request, deadline: float, *, stream: bool
) -> aiohttp.ClientResponse:
    """Up to the answer's headers. A server that does not stream sends none before it is done: only the total counts."""
    url, headers, payload = request
    patience = connection.first_token_timeout if stream else connection.total_timeout
    timeout = aiohttp.ClientTimeout(total=None, connect=connection.connect_timeout)
    with readable_errors(connection, "did not begin to answer", patience):
        session = await sessions.session()
        async with asyncio.timeout_at(min(asyncio.get_running_loop().time() + patience, deadline)):
            return await session.request(
                method, url, headers=headers, data=payload, timeout=timeout, allow_redirects=False
            )


@contextmanager
def readable_errors(connection: Connection, late: str, patience: float) -> Iterator[None]:
    """aiohttp's errors as ProviderErrors. ``late`` says what it was that did not happen within ``patience``."""
    try:
        yield
    except OutboundRefused as error:
        raise ProviderError(Kind.REFUSED_ADDRESS, error.detail) from None
    except OutboundFailed as error:
        raise ProviderError(Kind.BAD_ANSWER, error.detail) from None
    except aiohttp.ConnectionTimeoutError:
        raise ProviderError(
            Kind.TIMEOUT, f"The endpoint took no connection within {connection.connect_timeout:g} s."
        ) from None
    except TimeoutError:
        limit = min(patience, connection.total_timeout)
        raise ProviderError(Kind.TIMEOUT, f"The model {late} within {limit:g} s.") from None
    except aiohttp.ClientConnectorCertificateError as error:
        raise ProviderError(
            Kind.CONNECT, f"The endpoint has no valid certificate ({error.certificate_error})."
        ) from None
    except aiohttp.ClientConnectorDNSError:
        raise ProviderError(Kind.CONNECT, "The endpoint's name cannot be resolved. Check how it is spelled.") from None
    except aiohttp.ClientConnectorError:
        raise ProviderError(Kind.CONNECT, "Nobody answers at the endpoint. Is the model server running?") from None
    except aiohttp.ClientPayloadError:
        raise ProviderError(Kind.BAD_ANSWER, "The connection broke off in the middle of the answer.") from None
    except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError):
        raise ProviderError(Kind.CONNECT, "The endpoint closed the connection without an answer.") from None
    except aiohttp.InvalidURL:
        raise ProviderError(Kind.REFUSED_ADDRESS, "The endpoint is not a valid address.") from None
    except aiohttp.ClientError as error:
        raise ProviderError(
            Kind.BAD_ANSWER, f"The endpoint does not speak HTTP properly ({type(error).__name__})."
        ) from None

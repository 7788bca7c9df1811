"""pydantic-ai's and the vendors' errors as ProviderErrors. Imported at the first use alone: it loads pydantic-ai."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
from botocore.exceptions import (
    BotoCoreError,
    ConnectTimeoutError,
    ReadTimeoutError,
    ResponseStreamingError,
)
from pydantic_ai.exceptions import (
    ContentFilterError,
    ModelAPIError,
    ModelHTTPError,
    ModelQuotaExceededError,
    UnexpectedModelBehavior,
    UserError,
)

from frontdesk.ai.providers import failures
from frontdesk.ai.providers.base import Connection
from frontdesk.ai.providers.errors import Kind, ProviderError
from frontdesk.platform.outbound import OutboundFailed, OutboundRefused


@contextmanager
def readable_errors(connection: Connection) -> Iterator[None]:
    """What stands in the way is often the cause of the cause: the vendors' libraries wrap what they meet."""
    try:
        yield
    except ProviderError:
        raise
    except TimeoutError:
        raise
    except Exception as error:
        told = _told(error, connection)
        if told is None:
            raise
        raise told from error


def _told(error: Exception, connection: Connection) -> ProviderError | None:
    """None for what is no failure of the provider, but a mistake of ours."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, OutboundRefused):
            return ProviderError(Kind.REFUSED_ADDRESS, cause.detail)
        if isinstance(cause, OutboundFailed):
            return ProviderError(Kind.BAD_ANSWER, cause.detail)
    for cause in causes:
        if isinstance(cause, ModelHTTPError):
            return _from_status(cause, connection)
        if isinstance(cause, BotoCoreError):
            return _from_boto(cause, connection)
        if isinstance(cause, httpx2.HTTPError):
            return _from_transport(cause, connection)
    said = failures.redact(str(error), connection.api_key)
    if isinstance(error, ContentFilterError):
        return ProviderError(Kind.CONTENT_FILTERED, f"The provider's content filter stopped this. It says: {said}")
    if isinstance(error, UserError):
        return ProviderError(Kind.BAD_REQUEST, f"This provider cannot do this: {said}")
    if isinstance(error, ModelAPIError):
        return ProviderError(Kind.CONNECT, f"The provider did not answer. {said}")
    if isinstance(error, UnexpectedModelBehavior | ValueError):
        return ProviderError(Kind.BAD_ANSWER, f"The provider's answer cannot be read. {said}")
    return None


def _from_status(error: ModelHTTPError, connection: Connection) -> ProviderError:
    headers = dict(error.headers or {})
    if error.retry_after is not None:
        headers["Retry-After"] = f"{error.retry_after:g}"
    body = error.body if error.body is not None else {"message": error.message}
    body = body.encode() if isinstance(body, str) else body
    found = failures.from_answer(error.status_code, body, headers, connection.api_key)
    if isinstance(error, ModelQuotaExceededError) and found.kind is Kind.RATE_LIMITED:
        detail = f"The account at the provider has no quota left. {found.detail}"
        return ProviderError(Kind.AUTH, detail, retry_after=found.retry_after, upstream_status=error.status_code)
    return found


def _from_transport(error: httpx2.HTTPError, connection: Connection) -> ProviderError:
    if isinstance(error, httpx2.ConnectTimeout):
        return ProviderError(Kind.TIMEOUT, "The endpoint took no connection in time.")
    if isinstance(error, httpx2.TimeoutException):
        return ProviderError(Kind.TIMEOUT, "The model did not go on with its answer in time.")
    if isinstance(error, httpx2.RemoteProtocolError | httpx2.ReadError):
        return ProviderError(Kind.BAD_ANSWER, "The connection broke off in the middle of the answer.")
    if isinstance(error, httpx2.ConnectError):
        said = failures.redact(str(error), connection.api_key)
        return ProviderError(Kind.CONNECT, f"The endpoint cannot be reached. {said}")
    return ProviderError(Kind.CONNECT, f"The endpoint did not answer ({type(error).__name__}).")


def _from_boto(error: BotoCoreError, connection: Connection) -> ProviderError:
    if isinstance(error, ConnectTimeoutError | ReadTimeoutError):
        return ProviderError(Kind.TIMEOUT, "The model did not go on with its answer in time.")
    if isinstance(error, ResponseStreamingError):
        return ProviderError(Kind.BAD_ANSWER, "The connection broke off in the middle of the answer.")
    said = failures.redact(str(error), connection.api_key)
    return ProviderError(Kind.CONNECT, f"The endpoint cannot be reached. {said}")


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__

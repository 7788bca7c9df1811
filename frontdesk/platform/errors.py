"""Errors that the API renders as RFC 9457 problem documents. Each carries its status and a stable code."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus


class AppError(Exception):
    """Base of every error that a caller may see. ``detail`` says what is wrong and how to mend it."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR
    code = "internal-error"
    title = "Something went wrong"

    def __init__(
        self,
        detail: str = "",
        *,
        code: str | None = None,
        errors: Sequence[Mapping[str, object]] = (),
        extra: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.code = code or self.code
        self.errors = [dict(error) for error in errors]
        self.extra = dict(extra or {})

    def headers(self) -> dict[str, str]:
        return {}


class BadInput(AppError):
    """The payload is understood but wrong. ``errors`` are ``{"field", "message"}``, with ``line`` where it is code."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "bad-input"
    title = "Some values need another look"

    @classmethod
    def field(cls, field: str, message: str) -> "BadInput":
        return cls(message, errors=[{"field": field, "message": message}])


class NotSignedIn(AppError):
    status = HTTPStatus.UNAUTHORIZED
    code = "not-signed-in"
    title = "Sign in, or send an API key"

    def headers(self) -> dict[str, str]:
        return {"WWW-Authenticate": 'Bearer realm="frontdesk"'}


class PlanRequired(AppError):
    status = HTTPStatus.PAYMENT_REQUIRED
    code = "plan-required"
    title = "This needs another plan"


class Forbidden(AppError):
    status = HTTPStatus.FORBIDDEN
    code = "forbidden"
    title = "You may not do this"


class NotFound(AppError):
    """Also for what exists but is not the caller's: never a hint that another tenant has it."""

    status = HTTPStatus.NOT_FOUND
    code = "not-found"
    title = "There is no such thing here"


class Conflict(AppError):
    status = HTTPStatus.CONFLICT
    code = "conflict"
    title = "This does not fit what is there now"


class TooLarge(AppError):
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    code = "too-large"
    title = "This is too large"


class TooMany(AppError):
    """A quota or rate limit is reached; ``retry_after`` is in whole seconds."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    code = "too-many-requests"
    title = "Too many requests"

    def __init__(self, detail: str = "", *, retry_after: int, code: str | None = None) -> None:
        super().__init__(detail, code=code, extra={"retry_after": retry_after})
        self.retry_after = retry_after

    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.retry_after)}


class UpstreamFailed(AppError):
    status = HTTPStatus.BAD_GATEWAY
    code = "upstream-failed"
    title = "A server that this needs has failed"


class Unavailable(AppError):
    status = HTTPStatus.SERVICE_UNAVAILABLE
    code = "unavailable"
    title = "Not available at the moment"

"""How a provider failed, in words that say what to mend; never with a key in them."""

from enum import StrEnum
from http import HTTPStatus

from frontdesk.platform.errors import AppError


class Kind(StrEnum):
    AUTH = "auth"
    BAD_REQUEST = "bad_request"
    NOT_FOUND = "not_found"
    RATE_LIMITED = "rate_limited"
    OVERLOADED = "overloaded"
    TIMEOUT = "timeout"
    CONNECT = "connect"
    REFUSED_ADDRESS = "refused_address"
    BAD_ANSWER = "bad_answer"
    CONTENT_FILTERED = "content_filtered"
    UNSUPPORTED = "unsupported"


RETRYABLE = frozenset({Kind.RATE_LIMITED, Kind.OVERLOADED, Kind.TIMEOUT, Kind.CONNECT})
# Where trying the next model of the chain helps; a request that is wrong stays wrong.
FALLS_BACK = RETRYABLE | {Kind.AUTH, Kind.NOT_FOUND, Kind.BAD_ANSWER, Kind.REFUSED_ADDRESS}
_STATUS = {
    Kind.BAD_REQUEST: HTTPStatus.BAD_REQUEST,
    Kind.CONTENT_FILTERED: HTTPStatus.BAD_REQUEST,
    Kind.UNSUPPORTED: HTTPStatus.UNPROCESSABLE_ENTITY,
    Kind.REFUSED_ADDRESS: HTTPStatus.UNPROCESSABLE_ENTITY,
    Kind.OVERLOADED: HTTPStatus.SERVICE_UNAVAILABLE,
    Kind.RATE_LIMITED: HTTPStatus.SERVICE_UNAVAILABLE,
}


class ProviderError(AppError):
    """``retry_after`` in seconds, as the provider asked; ``upstream_status`` is its HTTP status, if it gave one."""

    title = "The model's provider failed"

    def __init__(
        self,
        kind: Kind,
        detail: str,
        *,
        retry_after: float | None = None,
        upstream_status: int | None = None,
    ) -> None:
        super().__init__(detail, code=f"provider-{kind.value.replace('_', '-')}", extra={"kind": kind.value})
        self.kind = kind
        self.status = _STATUS.get(kind, HTTPStatus.BAD_GATEWAY)
        self.retry_after = retry_after
        self.upstream_status = upstream_status

    @property
    def retryable(self) -> bool:
        return self.kind in RETRYABLE

    @property
    def falls_back(self) -> bool:
        return self.kind in FALLS_BACK

    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(max(1, round(self.retry_after)))} if self.retry_after is not None else {}

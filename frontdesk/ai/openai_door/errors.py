"""Errors as OpenAI's clients expect them: ``{"error": {"message", "type", "code", "param"}}``."""

import orjson

from frontdesk.ai.providers.errors import ProviderError
from frontdesk.platform.errors import AppError, BadInput, TooMany

_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "permission_error",
    403: "permission_error",
    404: "invalid_request_error",
    413: "invalid_request_error",
    429: "rate_limit_error",
}
# What OpenAI's own servers say in these cases, and clients look for.
_CODES = {"not-signed-in": "invalid_api_key", "model-not-found": "model_not_found", "bad-input": "invalid_value"}


def status_of(error: AppError) -> int:
    """OpenAI knows no 422: what is wrong with a request is 400."""
    return 400 if error.status == 422 else int(error.status)


def body_of(error: AppError) -> bytes:
    status = status_of(error)
    fields = [entry.get("field") for entry in error.errors]
    return orjson.dumps(
        {
            "error": {
                "message": error.detail,
                "type": _TYPES.get(status, "api_error"),
                "code": _CODES.get(error.code, error.code),
                "param": fields[0] if fields else None,
                **{name: value for name, value in error.extra.items() if name not in {"message", "type", "code"}},
            }
        },
        default=str,
    )


def headers_of(error: AppError) -> list[tuple[bytes, bytes]]:
    """Clients try again by themselves on 429 and 5xx: they are told where that does not help."""
    headers = [(name.lower().encode(), value.encode()) for name, value in error.headers().items()]
    is_spent = isinstance(error, TooMany) and error.code == "quota-exceeded"
    if is_spent or (isinstance(error, ProviderError) and not error.retryable):
        headers.append((b"x-should-retry", b"false"))
    return headers


def bad_request(field: str, message: str) -> BadInput:
    return BadInput.field(field, message)

"""The ways in which the fake provider fails."""

import email.utils
import time
from enum import StrEnum

from aiohttp import web

from frontdesk.ai.testing.fake_answers import Json

_PAGE = "<!doctype html><html><head><title>Welcome</title></head><body>Not a model server</body></html>"


class Fault(StrEnum):
    RATE_LIMITED = "rate-limited"
    RATE_LIMITED_DATE = "rate-limited-date"
    NO_CREDIT = "no-credit"
    FAILING = "failing"
    UNAVAILABLE = "unavailable"
    UNKNOWN_MODEL = "unknown-model"
    BAD_KEY = "bad-key"
    TOO_LONG = "too-long"
    FILTERED = "filtered"
    SILENT = "silent"  # accepts the request and says nothing
    STALLING = "stalling"  # stops in the middle of a stream
    HALF = "half"  # ends a stream without finish_reason and [DONE]
    BROKEN_OFF = "broken-off"  # drops the line in the middle of a stream
    ERROR_IN_STREAM = "error-in-stream"
    MALFORMED = "malformed"
    HTML = "html"
    HTML_ERROR = "html-error"
    REDIRECT = "redirect"
    USAGE_TOO_LARGE = "usage-too-large"
    USAGE_NEGATIVE = "usage-negative"
    USAGE_MISSING = "usage-missing"
    HUGE = "huge"  # 10 MB
    SLOW = "slow"  # a pause before each token
    NO_STREAM_OPTIONS = "no-stream-options"
    OLD_LIMIT = "old-limit"  # knows max_tokens alone
    NEW_LIMIT = "new-limit"  # knows max_completion_tokens alone
    NO_STREAM = "no-stream"  # answers whole, whatever is asked
    NO_DONE = "no-done"  # leaves the [DONE] out
    TEXT_ONLY = "text-only"  # transcribes without times


_STATUS: dict[Fault, tuple[int, str, str]] = {
    Fault.RATE_LIMITED: (429, "rate_limit_exceeded", "Rate limit reached for requests."),
    Fault.RATE_LIMITED_DATE: (429, "rate_limit_exceeded", "Rate limit reached for requests."),
    Fault.NO_CREDIT: (429, "insufficient_quota", "You exceeded your current quota, check your plan and billing."),
    Fault.FAILING: (500, "server_error", "The server had an error while processing your request."),
    Fault.UNAVAILABLE: (503, "server_error", "The engine is currently overloaded."),
    Fault.UNKNOWN_MODEL: (404, "model_not_found", "The model does not exist or you do not have access to it."),
    Fault.TOO_LONG: (400, "context_length_exceeded", "This model's maximum context length is 128 tokens."),
    Fault.FILTERED: (400, "content_filter", "The response was filtered by the content management policy."),
}
_PAGE = "<!doctype html><html><head><title>Welcome</title></head><body>Not a model server</body></html>"


IN_THE_MIDDLE: dict[Fault, bytes] = {
    Fault.STALLING: b"",
    Fault.HALF: b"",
    Fault.BROKEN_OFF: b"",
    Fault.MALFORMED: b'{"id": "chatcmpl-fake", "choi',
    Fault.ERROR_IN_STREAM: b'{"error": {"type": "error", "code": "rate_limit_exceeded", "message": "Slow down."}}',
}


def refuse_words(body: Json, fault: Fault | None) -> web.Response | None:
    """As servers do that do not know a parameter."""
    unknown = {
        Fault.NO_STREAM_OPTIONS: "stream_options",
        Fault.OLD_LIMIT: "max_completion_tokens",
        Fault.NEW_LIMIT: "max_tokens",
    }
    name = unknown.get(fault) if fault else None
    if name and name in body:
        return error(400, "unsupported_parameter", f"Unrecognized request argument supplied: {name}")
    if fault is Fault.TEXT_ONLY and body.get("response_format") == "verbose_json":
        return error(400, "unsupported_value", "response_format 'verbose_json' is not compatible with this model.")
    return None


def refusal(fault: Fault | None, retry_after: float) -> web.Response | None:
    if fault in {Fault.HTML, Fault.HTML_ERROR}:
        return web.Response(text=_PAGE, content_type="text/html", status=200 if fault is Fault.HTML else 502)
    if fault not in _STATUS:
        return None
    answer = error(*_STATUS[fault])
    if fault is Fault.RATE_LIMITED_DATE:
        answer.headers["Retry-After"] = email.utils.formatdate(time.time() + retry_after, usegmt=True)
    elif answer.status in {429, 503}:
        answer.headers["Retry-After"] = f"{retry_after:g}"
    return answer


def error(status: int, code: str, message: str) -> web.Response:
    told = {"message": message, "type": "error", "param": None, "code": code}
    return web.json_response({"error": told}, status=status)

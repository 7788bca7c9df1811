"""Turns what a provider answered, or why it did not answer, into a ProviderError.

The details reach whoever uses the model: they never name the key, and of the provider's own words they give at most 300
characters, without what looks like a secret.
"""

import datetime as dt
import email.utils
import re
from collections.abc import Mapping
from typing import Any

import orjson

from frontdesk.ai.providers.errors import Kind, ProviderError

_LONGEST_WORDS = 300
_SECRETS = re.compile(
    r"""(?ix)
    \b(?:x-)?(?:api[-_ ]?key|authorization|access[-_ ]?token|secret|password)\b["']?\s*[:=]\s*["']?
      (?:(?:bearer|basic)\s+)?[^\s"',;}]+
    | \b(?:bearer|basic)\s+[^\s"',;]+
    | \b(?:sk|pk|rk|fd|gsk|xai|hf|key)[-_][-_.A-Za-z0-9*]{8,}
    | \b(?:AIza|AKIA|ASIA|ya29)[-_.A-Za-z0-9*]{8,}
    | \b[A-Za-z0-9_+/=-]{40,}
    """
)
_TOO_LONG = re.compile(
    r"(?i)context.{0,3}(?:length|window|size)|maximum context|too many tokens|prompt is too long|input is too long"
    r"|exceeds? the (?:available|maximum) (?:context|number of tokens)|token count.{0,40}exceeds"
)
_FILTERED = re.compile(r"(?i)content[_ -]?(?:filter|policy|management)|responsible ?ai|safety (?:system|settings)")
_NO_CREDIT = re.compile(r"(?i)insufficient[_ ](?:quota|credits?|balance|funds)|credit balance|out of credit")
_BY_STATUS = {
    400: Kind.BAD_REQUEST,
    401: Kind.AUTH,
    402: Kind.AUTH,
    403: Kind.AUTH,
    404: Kind.NOT_FOUND,
    405: Kind.NOT_FOUND,
    408: Kind.TIMEOUT,
    409: Kind.OVERLOADED,
    413: Kind.BAD_REQUEST,
    421: Kind.OVERLOADED,
    422: Kind.BAD_REQUEST,
    425: Kind.OVERLOADED,
    429: Kind.RATE_LIMITED,
    501: Kind.UNSUPPORTED,
    504: Kind.TIMEOUT,
}
# The names that OpenAI, Anthropic and those who imitate them give in error objects, where there is no HTTP status.
_BY_NAME = {
    "authentication_error": 401,
    "invalid_api_key": 401,
    "billing_error": 402,
    "permission_error": 403,
    "permission_denied": 403,
    "not_found_error": 404,
    "model_not_found": 404,
    "rate_limit_error": 429,
    "rate_limit_exceeded": 429,
    "resource_exhausted": 429,
    "invalid_request_error": 400,
    "invalid_argument": 400,
    "context_length_exceeded": 400,
    "content_filter": 400,
    "timeout_error": 504,
    "deadline_exceeded": 504,
}


def from_answer(status: int, body: bytes | object, headers: Mapping[str, str], api_key: str | None) -> ProviderError:
    """``body``: the answer's bytes, or the JSON that was read from them. Any status from 300 on."""
    if isinstance(body, bytes) and looks_like_html(body):
        return _with_page(status, headers)
    names, words = _said(body)
    said = redact(words, api_key)
    kind = _kind(status, f"{names} {words}")
    detail = _explain(kind, status, f"{names} {words}", has_key=bool(api_key))
    if said:
        detail = f"{detail} The provider says: {said}"
    return ProviderError(kind, detail, retry_after=retry_after(headers), upstream_status=status)


def from_error_object(error: object, api_key: str | None) -> ProviderError:
    """An error that came inside an answer of status 200, such as in the middle of a stream."""
    found = error if isinstance(error, dict) else {"message": str(error)}
    code = found.get("code")
    status = code if isinstance(code, int) and 400 <= code <= 599 else None
    for name in (found.get("code"), found.get("type"), found.get("status")):
        if status is None and isinstance(name, str):
            status = int(name) if name.isdigit() and 400 <= int(name) <= 599 else _BY_NAME.get(name.lower())
    return from_answer(status or 500, {"error": found}, {}, api_key)


def unreadable(status: int, body: bytes) -> ProviderError:
    """A success that is no JSON."""
    if looks_like_html(body):
        return _with_page(status, {})
    what = "nothing" if not body.strip() else "something that is not JSON"
    return ProviderError(
        Kind.BAD_ANSWER, f"The endpoint answered {status} with {what}. Is it a model server?", upstream_status=status
    )


def looks_like_html(body: bytes) -> bool:
    return body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def redact(text: str, api_key: str | None = None) -> str:
    """One line of at most 300 characters, without the key and without what looks like one."""
    if api_key:
        text = text.replace(api_key, "[key]")
    text = "".join(each if each.isprintable() else " " for each in text)  # the database takes no NUL
    text = _SECRETS.sub("[key]", " ".join(text.split()))
    return text if len(text) <= _LONGEST_WORDS else text[: _LONGEST_WORDS - 1] + "…"


def retry_after(headers: Mapping[str, str], now: dt.datetime | None = None) -> float | None:
    """Seconds, from Retry-After (seconds or a date) or the milliseconds that some send beside it."""
    exact, plain = headers.get("retry-after-ms", ""), headers.get("Retry-After", "")
    for text, unit in ((exact, 1000), (plain, 1)):
        try:
            seconds = float(text) / unit
        except ValueError:
            continue
        return seconds if 0 <= seconds < 86_400 * 31 else None
    try:
        until = email.utils.parsedate_to_datetime(plain)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=dt.UTC)
    return max(0.0, (until - (now or dt.datetime.now(dt.UTC))).total_seconds())


def _kind(status: int, words: str) -> Kind:
    if status in {400, 403, 422} and _FILTERED.search(words):
        return Kind.CONTENT_FILTERED
    if status == 429 and _NO_CREDIT.search(words):
        return Kind.AUTH  # waiting does not fill an account
    if 300 <= status < 400:
        return Kind.BAD_ANSWER
    return _BY_STATUS.get(status, Kind.OVERLOADED if status >= 500 else Kind.BAD_REQUEST)


def _explain(kind: Kind, status: int, words: str, *, has_key: bool) -> str:
    if kind is Kind.AUTH and (status == 402 or _NO_CREDIT.search(words)):
        return f"The account at the provider has no credit left ({status}). Look at its billing page."
    if kind is Kind.AUTH and status == 401 and not has_key:
        return "The endpoint asks for an API key (401), and this model has none. Set one."
    if kind is Kind.BAD_REQUEST and _TOO_LONG.search(words):
        return f"This is longer than the model can read ({status}). Shorten it, or choose a model that reads more."
    return {
        Kind.AUTH: f"The provider does not accept this model's API key ({status}). Set a valid one that may use the "
        "model.",
        Kind.NOT_FOUND: f"The endpoint knows no such address or model ({status}). Check the endpoint's path (it "
        "usually ends in /v1) and the model id.",
        Kind.RATE_LIMITED: f"The provider takes no more requests for now ({status}). Try again later.",
        Kind.TIMEOUT: f"The provider gave up on the request ({status}). Try again.",
        Kind.OVERLOADED: f"The provider has trouble of its own ({status}). Try again later.",
        Kind.UNSUPPORTED: f"The endpoint cannot do this ({status}). Choose another model.",
        Kind.CONTENT_FILTERED: f"The provider's content filter stopped this ({status}). Say it in other words.",
        Kind.BAD_ANSWER: f"The endpoint redirects ({status}), which is not followed. Give the address that answers.",
    }.get(kind, f"The provider does not accept the request ({status}).")


def _with_page(status: int, headers: Mapping[str, str]) -> ProviderError:
    """A login page, a proxy's error page, a web site in the place of a model server."""
    kind = Kind.BAD_ANSWER if status < 300 else _kind(status, "")
    detail = (
        f"The endpoint answered {status} with an HTML page, not with JSON. Is the path right? It usually ends in /v1."
    )
    return ProviderError(kind, detail, retry_after=retry_after(headers), upstream_status=status)


def _said(body: bytes | object) -> tuple[str, str]:
    """The error's names (code, type), and its words, from the shapes that servers use."""
    if isinstance(body, bytes):
        try:
            body = orjson.loads(body)
        except orjson.JSONDecodeError:
            return "", body[:2000].decode("utf-8", "replace") if isinstance(body, bytes) else ""
    if isinstance(body, list) and body:
        body = body[0]
    found: Any = body
    for name in ("error", "Error"):  # the latter is AWS's
        if isinstance(found, dict) and isinstance(found.get(name), dict):
            found = found[name]
    if not isinstance(found, dict):
        return "", str(found or "")
    inner = found.get("innererror")
    names = [found.get(name) for name in ("code", "type", "status", "param", "Code")]
    names += [inner.get("code")] if isinstance(inner, dict) else []
    words = next((found[name] for name in ("message", "Message", "error", "detail") if found.get(name)), "")
    return " ".join(str(name) for name in names if name), words if isinstance(words, str) else str(words)

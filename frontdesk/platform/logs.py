"""Structured logs: one JSON object (or console line) per event, with request and tenant ids and without secrets."""

import logging
import re
import sys
from collections.abc import MutableMapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import orjson
import structlog
from django.conf import settings
from structlog.typing import FilteringBoundLogger, Processor

EventDict = MutableMapping[str, Any]
MASK = "[hidden]"

_SECRET_WORDS = frozenset(
    {"password", "passwd", "passphrase", "secret", "token", "authorization", "cookie", "credential", "credentials"}
)
# What people wrote. Its size may be logged, so numbers pass.
_CONTENT_WORDS = frozenset({"html", "text", "body", "preheader", "subject", "content"})
_WORDS = re.compile(r"[^a-z0-9]+")
# Our API keys, bearer tokens and the credentials of an address, wherever they stand in a sentence.
_SECRET_VALUES = re.compile(
    r"fd_[A-Za-z0-9_\-]{8,}|(?<=[Bb]earer )[^\s\"',]+|(?<=://)[^/\s:@]*:[^/\s@]+(?=@)"
    r"|(?<=[?&]token=)[^&\s\"']+|(?<=[?&]key=)[^&\s\"']+"
)
_DEEPEST = 6


@dataclass(slots=True)
class LogContext:
    """What every line of a request or job carries. One mutable object, so that binding costs an assignment."""

    request_id: str = ""
    org_id: str | None = None
    user_id: str | None = None
    job_id: str | None = None


context: ContextVar[LogContext | None] = ContextVar("frontdesk_log_context", default=None)


@lru_cache(maxsize=2048)
def _kind(key: str) -> str:
    """``secret``, ``content`` or an empty string: what a value under this name is taken for."""
    lowered = key.lower()
    if lowered.endswith(("_id", "_ids", "_set", "_at")):
        return ""
    words = _WORDS.split(lowered)
    if not _SECRET_WORDS.isdisjoint(words) or "apikey" in lowered.replace("_", "").replace("-", ""):
        return "secret"
    return "" if _CONTENT_WORDS.isdisjoint(words) else "content"


def mask_text(text: str) -> str:
    """``text`` without what looks like a key, a bearer token or the credentials of an address."""
    if "fd_" in text or "earer " in text or "://" in text or "=" in text:
        return _SECRET_VALUES.sub(MASK, text)
    return text


def _clean(key: str, value: Any, depth: int = 0) -> Any:
    kind = _kind(key) if key else ""
    if kind and value not in (None, "", True, False) and (kind == "secret" or not isinstance(value, (int, float))):
        return MASK
    if isinstance(value, str):
        return mask_text(value)
    if isinstance(value, (dict, list, tuple, set)) and depth >= _DEEPEST:
        return MASK
    if isinstance(value, dict):
        return {name: _clean(str(name), inner, depth + 1) for name, inner in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [_clean("", inner, depth + 1) for inner in value]
    return value


def redact(logger: object, method: str, event: EventDict) -> EventDict:
    """Masks values by the name they stand under, and what looks like a key in any text."""
    for key, value in event.items():
        if (value is None or type(value) in (int, float, bool)) and _kind(key) != "secret":
            continue
        event[key] = _clean(key, value)
    return event


def _add_context(logger: object, method: str, event: EventDict) -> EventDict:
    bound = context.get()
    if bound is not None:
        if bound.request_id:
            event.setdefault("request_id", bound.request_id)
        if bound.org_id:
            event.setdefault("org_id", bound.org_id)
        if bound.user_id:
            event.setdefault("user_id", bound.user_id)
        if bound.job_id:
            event.setdefault("job_id", bound.job_id)
    return event


def _drop_private(logger: object, method: str, event: EventDict) -> EventDict:
    event.pop("_record", None)
    event.pop("_from_structlog", None)
    return event


def _render_json(logger: object, method: str, event: EventDict) -> str:
    return orjson.dumps(event, default=repr, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_UTC_Z).decode()


class _StderrLogger:
    """Writes a line to whatever stderr is now, in one call so that threads and processes do not mix lines."""

    def __init__(self, name: str = "frontdesk") -> None:
        self.name = name

    def _write(self, message: str) -> None:
        sys.stderr.write(message + "\n")

    debug = info = warning = error = critical = msg = _write


class _StderrHandler(logging.Handler):
    """The same for what libraries log."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(self.format(record) + "\n")
        except Exception:  # noqa: BLE001 - logging's own rule: a line that cannot be written must not end the work
            self.handleError(record)


def _shared() -> list[Processor]:
    return [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_context,
        structlog.processors.format_exc_info,
        redact,
    ]


def configure_logging() -> None:
    """Sends our own events and those of libraries to stderr as settings.LOG_FORMAT and LOG_LEVEL say."""
    level = logging.getLevelNamesMapping().get(settings.LOG_LEVEL.upper(), logging.INFO)
    renderer: Processor = _render_json
    if settings.LOG_FORMAT == "console":
        renderer = cast(Processor, structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()))
    structlog.configure(
        processors=[*_shared(), renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=_StderrLogger,
        cache_logger_on_first_use=True,
    )
    handler = _StderrHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[_drop_private, renderer],
            foreign_pre_chain=_shared(),
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # The access line tells of 4xx already; these say each thing twice, or every wire detail.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    for chatty in ("urllib3", "botocore", "boto3", "PIL", "asyncio", "opentelemetry", "mail.log"):
        logging.getLogger(chatty).setLevel(max(level, logging.WARNING))


def logger(name: str) -> FilteringBoundLogger:
    """A logger whose events are words and keys: ``log.info("mail.sent", message_id=…)``. Never a secret or a body."""
    return cast(FilteringBoundLogger, structlog.get_logger(name))

"""What an operator sees of each request and job: a log line, metrics by route, a trace, and one id to find them by."""

import ipaddress
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from time import perf_counter
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from prometheus_client import Counter, Histogram

from frontdesk.platform import logs, tracing
from frontdesk.platform.later import Later, Made, Watch
from frontdesk.platform.logs import LogContext, configure_logging, logger

__all__ = ["RequestMiddleware", "bind", "client_address", "configure_logging", "job", "logger", "request_id"]

GetResponse = Callable[[HttpRequest], HttpResponseBase]
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

REQUESTS = Counter("frontdesk_http_requests", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram(
    "frontdesk_http_request_seconds",
    "Time to answer",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
)
JOBS = Counter("frontdesk_jobs", "Jobs run", ["name", "outcome"])
JOB_SECONDS = Histogram("frontdesk_job_seconds", "Time a job ran", ["name"])

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SANE_ID = re.compile(r"[A-Za-z0-9._\-]{8,64}")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:\.[a-z]{3,4})?", re.IGNORECASE)
_TOKEN = re.compile(r"[A-Za-z0-9_\-:.=]{24,}")
_DIGIT_OR_CAPITAL = re.compile(r"[A-Z0-9]")
_BEFORE_TOKENS = frozenset({"by-token", "invitation", "confirm-email", "reset-password", "unsubscribe", "t"})
# Asked every few seconds by machines: only wanted when somebody looks for them.
_QUIET = frozenset({"/healthz", "/readyz", "/metrics"})
_log = logger("frontdesk.request")


def request_id() -> str:
    """The id of the running request or job; empty outside of one."""
    bound = logs.context.get()
    return bound.request_id if bound else ""


def bind(*, user_id: UUID | None = None, org_id: UUID | None = None) -> None:
    """Names the acting person and tenant in every further log line of this request or job."""
    bound = logs.context.get()
    if bound is not None:
        bound.user_id = str(user_id) if user_id else None
        bound.org_id = str(org_id) if org_id else None


def _is_token(segment: str, before: str) -> bool:
    if before in _BEFORE_TOKENS:
        return bool(segment)
    return bool(
        len(segment) >= 24
        and _TOKEN.fullmatch(segment)
        and _DIGIT_OR_CAPITAL.search(segment)
        and not _UUID.fullmatch(segment)
    )


@lru_cache(maxsize=1024)
def safe_path(path: str) -> str:
    """``path`` with segments that look like tokens masked, fit for logs."""
    segments = path.split("/")
    kept = [
        logs.MASK if _is_token(segment, segments[index - 1] if index else "") else segment
        for index, segment in enumerate(segments)
    ]
    return "/".join(kept)[:300]


def route_of(request: HttpRequest) -> str:
    """The address pattern that served the request; never the address itself, which would make endless series."""
    match = request.resolver_match
    if match is None:
        return "unresolved"
    return "app" if match.route.startswith("^") else match.route


@lru_cache(maxsize=4096)
def _count_of(method: str, route: str, status: int) -> Counter:
    return REQUESTS.labels(method, route, str(status))


@lru_cache(maxsize=1024)
def _seconds_of(method: str, route: str) -> Histogram:
    return SECONDS.labels(method, route)


class RequestMiddleware:
    """Around all that answers: one id, one log line, one observation per request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.traced = tracing.enabled()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        sent = request.META.get("HTTP_X_REQUEST_ID", "")
        context = LogContext(sent if sent and _SANE_ID.fullmatch(sent) else os.urandom(12).hex())
        token = logs.context.set(context)
        started = perf_counter()
        try:
            response = self._answer_traced(request, context) if self.traced else self.get_response(request)
            if isinstance(response, Later):
                response.watch(self._told_later(request, started))
            else:
                self._tell(request, response.status_code, perf_counter() - started)
        finally:
            logs.context.reset(token)
        response.headers["X-Request-ID"] = context.request_id
        return response

    def _answer_traced(self, request: HttpRequest, context: LogContext) -> HttpResponseBase:
        parent = request.META.get("HTTP_TRACEPARENT")
        with tracing.span(
            request.method or "", carrier={"traceparent": parent} if parent else None, server=True
        ) as span:
            response = self.get_response(request)
            if span is not None:
                route = route_of(request)
                span.update_name(f"{request.method} {route}")
                span.set_attribute("http.request.method", request.method or "")
                span.set_attribute("http.route", route)
                span.set_attribute("http.response.status_code", response.status_code)
                span.set_attribute("frontdesk.request_id", context.request_id)
                span.set_attribute("frontdesk.org_id", context.org_id or "")
        return response

    def _told_later(self, request: HttpRequest, started: float) -> Watch:
        async def tell(made: Made) -> None:
            self._tell(request, made.status_code, perf_counter() - started)

        return tell

    def _tell(self, request: HttpRequest, status: int, seconds: float) -> None:
        method = request.method if request.method in _METHODS else "OTHER"
        route = route_of(request)
        _count_of(method, route, status).inc()
        _seconds_of(method, route).observe(seconds)
        tell = _log.debug if request.path in _QUIET else _log.error if status >= 500 else _log.info
        tell("request", method=method, path=safe_path(request.path), status=status, ms=round(seconds * 1000, 1))


@contextmanager
def job(name: str, *, job_id: int | None, org_id: UUID | None = None) -> Iterator[None]:
    """Around one run of a job: its log lines carry job and tenant, time and outcome are counted, it is traced."""
    bound = LogContext(org_id=str(org_id) if org_id else None, job_id=str(job_id) if job_id is not None else None)
    token = logs.context.set(bound)
    started = perf_counter()
    outcome = "failed"
    try:
        with tracing.span(f"job {name}"):
            yield
        outcome = "done"
    finally:
        seconds = perf_counter() - started
        JOBS.labels(name, outcome).inc()
        JOB_SECONDS.labels(name).observe(seconds)
        _log.info("job", name=name, outcome=outcome, ms=round(seconds * 1000, 1))
        logs.context.reset(token)


@lru_cache(maxsize=8)
def _networks(listed: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(one, strict=False) for one in listed)


def _parse_address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """An address as proxies write it: with a port, or IPv6 in brackets; IPv4 mapped into IPv6 becomes IPv4."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def client_address(request: HttpRequest) -> str | None:
    """The caller's address. ``X-Forwarded-For`` counts only as far as settings.TRUSTED_PROXIES wrote it: walked from
    the right, the first address that is no trusted proxy. None when the peer has no address (a unix socket)."""
    peer = request.META.get("REMOTE_ADDR", "")
    trusted = settings.TRUSTED_PROXIES
    if not trusted and ":" not in peer:
        return peer or None
    address = _parse_address(peer)
    networks = _networks(tuple(trusted))
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while hops and address is not None and any(address in network for network in networks):
        before = _parse_address(hops.pop())
        if before is None:
            break
        address = before
    return str(address) if address else None

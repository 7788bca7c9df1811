"""OpenTelemetry traces, when settings.OTEL_ENDPOINT names a collector. Imported lazily: start-up pays nothing."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span


def enabled() -> bool:
    return bool(settings.OTEL_ENDPOINT)


@lru_cache(maxsize=1)
def provider() -> "TracerProvider":
    """The process's source of spans; they leave in batches from a thread of its own (OTLP over HTTP)."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import SERVICE_NAME, Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    made = TracerProvider(resource=Resource.create({SERVICE_NAME: "frontdesk"}))
    address = f"{settings.OTEL_ENDPOINT.rstrip('/')}/v1/traces"
    made.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=address)))
    return made


@contextmanager
def span(name: str, *, carrier: Mapping[str, str] | None = None, server: bool = False) -> "Iterator[Span | None]":
    """A span around the block, or nothing when tracing is off. ``carrier`` holds the caller's ``traceparent``."""
    if not enabled():
        yield None
        return
    from opentelemetry.trace import SpanKind
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    parent = TraceContextTextMapPropagator().extract(carrier) if carrier else None
    kind = SpanKind.SERVER if server else SpanKind.INTERNAL
    with provider().get_tracer("frontdesk").start_as_current_span(name, context=parent, kind=kind) as opened:
        yield opened

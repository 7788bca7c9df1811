"""Answers for load balancers and monitoring."""

import ipaddress
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest, multiprocess

from frontdesk.platform import tenancy

_migrated = False


def alive(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


def _is_migrated() -> bool:
    """True once every migration of this build is applied; asked until then, remembered afterwards."""
    global _migrated  # noqa: PLW0603 - one flag of this process
    if not _migrated:
        with tenancy.platform("readiness"):
            executor = MigrationExecutor(connection)
            _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


def _starting(detail: str) -> JsonResponse:
    response = JsonResponse({"status": "starting", "detail": detail}, status=503)
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django would log each probe as an error
    return response


def ready(request: HttpRequest) -> JsonResponse:
    """200 when this process can serve: the database answers and is migrated. Else 503 with what is missing."""
    if settings.STARTING_FILE and Path(settings.STARTING_FILE).exists():
        return _starting("Tables and demo are being prepared.")
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
        migrated = _is_migrated()
    except DatabaseError:
        return _starting("The database does not answer yet.")
    if not migrated:
        return _starting("Run: frontdesk migrate")
    return JsonResponse({"status": "ready"})


def _may_see_metrics(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return constant_time_compare(sent, settings.METRICS_TOKEN)
    # Without a token: only from this machine, and never through a proxy, which would look like this machine.
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback and not forwarded
    except ValueError:
        return False


def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text format, for a caller with FRONTDESK_METRICS_TOKEN or, without one, from this machine."""
    if not _may_see_metrics(request):
        return HttpResponse(status=404)
    if settings.METRICS_DIR:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library has no types here
        return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)

"""What an operator sees of a request: one line, one id, metrics by route, and no secret."""

import gzip
import logging
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import orjson
import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import ResolverMatch
from prometheus_client import REGISTRY
from pytest_django import Settings

from frontdesk.platform import logs, observe, tracing

KEY = "fd_" + "a1B2" * 10
Lines = Callable[[], list[dict[str, object]]]


@pytest.fixture
def lines(settings: Settings, capsys: pytest.CaptureFixture[str]) -> Iterator[Lines]:
    settings.LOG_FORMAT, settings.LOG_LEVEL = "json", "INFO"
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    observe.configure_logging()
    yield lambda: [orjson.loads(line) for line in capsys.readouterr().err.splitlines() if line.startswith("{")]
    root.handlers[:] = before
    root.setLevel(level)


def answer(
    path: str = "/api/people", *, route: str = "api/people", status: int = 200, headers: dict[str, str] | None = None
) -> tuple[HttpResponse, list[str]]:
    request = RequestFactory().get(path, headers=headers)
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        request.resolver_match = ResolverMatch(view, (), {}, route=route)
        seen.append(observe.request_id())
        return HttpResponse(status=status)

    response = observe.RequestMiddleware(view)(request)
    assert isinstance(response, HttpResponse)
    return response, seen


def test_a_request_gets_one_line_with_its_id(lines: Lines) -> None:
    response, seen = answer(headers={"X-Request-ID": "trace-12345678"})
    (line,) = lines()
    assert line["event"] == "request"
    assert (line["method"], line["path"], line["status"]) == ("GET", "/api/people", 200)
    assert line["request_id"] == response.headers["X-Request-ID"] == seen[0] == "trace-12345678"
    assert observe.request_id() == ""


@pytest.mark.parametrize("sent", ["short", "x" * 65, "new\nline-12345", 'quote"quote"', ""])
def test_an_id_that_is_not_sane_is_replaced(sent: str) -> None:
    response, _ = answer(headers={"X-Request-ID": sent})
    assert response.headers["X-Request-ID"] not in {sent, ""}


def test_no_query_cookie_header_or_token_gets_into_the_log(lines: Lines, capsys: pytest.CaptureFixture[str]) -> None:
    answer(
        f"/api/invitations/by-token/abc?token={KEY}",
        headers={"Authorization": f"Bearer {KEY}", "Cookie": "sessionid=verysecretsession"},
    )
    written = capsys.readouterr().err
    assert "by-token/[hidden]" in written
    assert KEY not in written
    assert "verysecret" not in written


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/api/invitations/by-token/x1", "/api/invitations/by-token/[hidden]"),
        ("/en/auth/Zk3mQ9vB7xT1cR5nW8yL2pD4", "/en/auth/[hidden]"),
        ("/api/contacts/0f8fad5b-d9cb-469f-a165-70867728950e", "/api/contacts/0f8fad5b-d9cb-469f-a165-70867728950e"),
        ("/api/portal/northgate-immigration-advisers", "/api/portal/northgate-immigration-advisers"),
    ],
)
def test_segments_that_look_like_tokens_are_masked(path: str, shown: str) -> None:
    assert observe.safe_path(path) == shown


def test_metrics_name_the_route_and_not_the_address() -> None:
    labels = {"method": "GET", "route": "api/things/<id>", "status": "404"}
    before = REGISTRY.get_sample_value("frontdesk_http_requests_total", labels) or 0
    answer("/api/things/1", route="api/things/<id>", status=404)
    answer("/api/things/2", route="api/things/<id>", status=404)
    assert REGISTRY.get_sample_value("frontdesk_http_requests_total", labels) == before + 2


def test_secrets_and_bodies_are_masked_by_name_and_by_look(lines: Lines) -> None:
    observe.logger("test").info(
        "x",
        password="hunter2",
        api_key="k",
        api_key_id=7,
        input_tokens=12,
        html="<p>Dear Carol</p>",
        html_size=17,
        nested={"Authorization": "Bearer abc", "list": [f"key {KEY}"]},
        address="smtp://user:pass@mail.test/",
    )
    (line,) = lines()
    assert line["password"] == line["api_key"] == line["html"] == logs.MASK
    assert (line["api_key_id"], line["input_tokens"], line["html_size"]) == (7, 12, 17)
    assert line["nested"] == {"Authorization": logs.MASK, "list": [f"key {logs.MASK}"]}
    assert line["address"] == f"smtp://{logs.MASK}@mail.test/"


def test_libraries_log_the_same_way(lines: Lines) -> None:
    logging.getLogger("some.library").warning("sent %s", KEY)
    (line,) = lines()
    assert (line["event"], line["level"], line["logger"]) == (f"sent {logs.MASK}", "warning", "some.library")


def test_a_job_is_told_of_whether_it_fails_or_not(lines: Lines) -> None:
    with observe.job("mail.send", job_id=5):
        pass
    with pytest.raises(KeyError), observe.job("mail.send", job_id=6):
        raise KeyError
    assert [(line["outcome"], line["job_id"]) for line in lines()] == [("done", "5"), ("failed", "6")]


class Collector(BaseHTTPRequestHandler):
    """An OpenTelemetry collector that keeps what it is sent."""

    received: list[tuple[str, bytes]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.received.append((self.path, gzip.decompress(body) if self.headers["Content-Encoding"] == "gzip" else body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        return


def test_requests_and_jobs_are_traced_when_a_collector_is_named(settings: Settings) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Collector) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        settings.OTEL_ENDPOINT = f"http://127.0.0.1:{server.server_port}"
        tracing.provider.cache_clear()
        trace = "4bf92f3577b34da6a3ce929d0e0e4736"
        answer("/api/people?token=x", headers={"traceparent": f"00-{trace}-00f067aa0ba902b7-01"})
        with observe.job("mail.send", job_id=1):
            pass
        tracing.provider().shutdown()
        tracing.provider.cache_clear()
        server.shutdown()
    ((path, spans),) = Collector.received
    assert path == "/v1/traces"
    for part in (b"GET api/people", b"job mail.send", bytes.fromhex(trace)):
        assert part in spans
    assert b"token" not in spans


@pytest.mark.parametrize(
    ("peer", "forwarded", "trusted", "client"),
    [
        ("203.0.113.9", "198.51.100.1", [], "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", ["10.0.0.0/8"], "203.0.113.9"),
        ("10.0.0.2", "6.6.6.6, 198.51.100.1", ["10.0.0.0/8"], "198.51.100.1"),
        ("10.0.0.2", "6.6.6.6, 198.51.100.1, 10.0.0.3", ["10.0.0.0/8"], "198.51.100.1"),
        ("10.0.0.2", "198.51.100.1:4711", ["10.0.0.2"], "198.51.100.1"),
        ("10.0.0.2", "[2001:db8::5]:4711", ["10.0.0.2"], "2001:db8::5"),
        ("::ffff:10.0.0.2", "198.51.100.1", ["10.0.0.2"], "198.51.100.1"),
        ("10.0.0.2", "nonsense", ["10.0.0.2"], "10.0.0.2"),
        ("10.0.0.2", "", ["10.0.0.2"], "10.0.0.2"),
        ("", "198.51.100.1", ["10.0.0.2"], None),
    ],
)
def test_only_a_trusted_proxy_says_who_called(
    settings: Settings, peer: str, forwarded: str, trusted: list[str], client: str | None
) -> None:
    settings.TRUSTED_PROXIES = trusted
    request = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)
    assert observe.client_address(request) == client

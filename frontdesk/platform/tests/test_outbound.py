"""The guard before addresses that people can set: real local servers, named by the allow-list."""

import datetime as dt
import gzip
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction
from pytest_django import Settings

from frontdesk.platform.addresses import is_public
from frontdesk.platform.outbound import OutboundFailed, OutboundRefused, check_url, guard, request


class Site(BaseHTTPRequestHandler):
    """Answers by path and notes what it was asked."""

    seen: list[tuple[str, str, dict[str, str], bytes]] = []
    redirect_to = ""

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.seen.append((self.command, self.path, dict(self.headers), self.rfile.read(length)))
        kind = self.path.split("?")[0].strip("/")
        if kind.isdigit():
            self.reply(int(kind), b"", Location=self.redirect_to)
        elif kind == "big":
            self.reply(200, b"x" * 100_000)
        elif kind == "bomb":
            self.reply(200, gzip.compress(b"\0" * 5_000_000), **{"Content-Encoding": "gzip"})
        elif kind == "drip":
            self.drip()
        elif kind == "loop":
            self.reply(302, b"", Location="/loop")
        else:
            self.reply(200, b"hello", **{"Content-Type": "text/plain"})

    do_POST = do_GET

    def reply(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def drip(self) -> None:
        """A byte now and then, so that no single read takes long."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        try:
            for _ in range(1000):
                self.wfile.write(b"a")
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            return

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture
def site(settings: Settings) -> Iterator[str]:
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    Site.seen, Site.redirect_to = [], ""
    yield from serve(ThreadingHTTPServer(("127.0.0.1", 0), Site))


def serve(server: ThreadingHTTPServer, scheme: str = "http") -> Iterator[str]:
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"{scheme}://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    "url",
    [
        "", "example.com", "//example.com", "ftp://example.com/", "file:///etc/passwd", "javascript:alert(1)",
        "gopher://example.com", "http://", "http:///path", "http://user:pass@example.com/", "http://user@example.com/",
        "http://example.com\\@127.0.0.1/", "http://exa mple.com/", "http://example.com/\r\nHost: x", "http://[::1",
        "http://[fe80::1%25eth0]/", "http://example.com:0/", "http://example.com:99999/", "http://a\x00b/",
        "http://" + "a" * 3000,
    ],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    with pytest.raises(OutboundRefused):
        check_url(url)


PRIVATE = [
    "127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192", "198.18.0.1", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "192.88.99.1", "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "fe80::1",
    "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2002:7f00:1::1",
    "2001::1", "2001:db8::1", "3fff::1", "100::1",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_private_and_special_addresses_are_refused(address: str) -> None:
    host = f"[{address}]" if ":" in address else address
    assert not is_public(ipaddress.ip_address(address))
    for use in (check_url, lambda url: request("GET", url)):
        with pytest.raises(OutboundRefused, match="private or reserved"):
            use(f"http://{host}/latest/meta-data/")


@pytest.mark.parametrize("address", ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450:4001::1"])
def test_public_addresses_pass(address: str) -> None:
    check_url(f"https://{f'[{address}]' if ':' in address else address}/")


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "localhost."])
def test_other_spellings_of_this_machine_are_refused(host: str) -> None:
    with pytest.raises((OutboundRefused, OutboundFailed)):
        request("GET", f"http://{host}:9/", timeout=2)


def test_a_named_host_or_network_may_be_asked(site: str, settings: Settings) -> None:
    port = site.rpartition(":")[2]
    for allow, host in (
        ("127.0.0.0/8", "127.0.0.1"),
        ("localhost", "localhost"),
        ("127.0.0.0/8", "[::ffff:127.0.0.1]"),
    ):
        settings.OUTBOUND_ALLOW = [allow]
        response = request("GET", f"http://{host}:{port}/a?b=c")
        assert (response.status, response.body) == (200, b"hello")
    assert Site.seen[0][:2] == ("GET", "/a?b=c")
    settings.OUTBOUND_ALLOW = ["other.test", "10.0.0.0/8"]
    with pytest.raises(OutboundRefused):
        request("GET", f"{site}/")


def test_any_status_is_an_answer_and_bodies_and_headers_go_out(site: str) -> None:
    assert request("GET", f"{site}/503").status == 503
    request("POST", f"{site}/hook", headers={"X-Signature": "s"}, body=b"{}")
    method, path, headers, body = Site.seen[-1]
    assert (method, path, headers["X-Signature"], body) == ("POST", "/hook", "s", b"{}")


def test_the_checked_address_is_the_one_that_is_asked(
    site: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name server that answers differently the second time (rebinding) is never asked a second time."""
    port, asked, real = site.rpartition(":")[2], [], socket.getaddrinfo

    def resolve(host: str, *args: object, **options: object) -> object:
        if host != "rebind.test":
            return real(host, *args, **options)  # type: ignore[arg-type]  # passed on as it came
        asked.append(host)
        return real("127.0.0.1" if len(asked) == 1 else "10.9.9.9", *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert request("GET", f"http://rebind.test:{port}/").body == b"hello"
    assert asked == ["rebind.test"]
    assert Site.seen[0][2]["Host"] == f"rebind.test:{port}"
    with pytest.raises(OutboundRefused):  # and the next request is checked anew
        request("GET", f"http://rebind.test:{port}/")


def test_a_name_with_one_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: found)
    with pytest.raises(OutboundRefused):
        request("GET", "http://mixed.test/")


def test_redirects_are_followed_and_each_is_checked(site: str) -> None:
    Site.redirect_to = "/there?x=1"
    response = request("GET", f"{site}/302")
    assert (response.status, response.url) == (200, f"{site}/there?x=1")
    for target in ("http://169.254.169.254/latest", "http://10.0.0.1/", "file:///etc/passwd", "http://u:p@127.0.0.1/"):
        Site.redirect_to = target
        with pytest.raises(OutboundRefused):
            request("GET", f"{site}/301")
    with pytest.raises(OutboundFailed, match="more than 5 times") as caught:
        request("GET", f"{site}/loop")
    assert caught.value.permanent


def test_a_redirect_of_a_post_asks_for_the_page_or_repeats_it_as_its_status_says(site: str) -> None:
    Site.redirect_to = "/done"
    for status, expected in ((303, ("GET", b"")), (302, ("GET", b"")), (307, ("POST", b"data"))):
        request("POST", f"{site}/{status}", body=b"data")
        assert (Site.seen[-1][0], Site.seen[-1][3]) == expected


def test_secrets_stay_with_the_first_origin(site: str) -> None:
    other = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    for elsewhere in serve(other):
        Site.redirect_to = f"{elsewhere}/there"
        request(
            "GET", f"{site}/302", headers={"Authorization": "Bearer x", "X-Api-Key": "y", "Accept": "text/calendar"}
        )
    headers = Site.seen[-1][2]
    assert headers["Accept"] == "text/calendar"
    assert "Authorization" not in headers
    assert "X-Api-Key" not in headers


def test_size_is_limited_also_when_it_comes_packed(site: str) -> None:
    for path in ("big", "bomb"):
        with pytest.raises(OutboundFailed, match="larger than 50000") as caught:
            request("GET", f"{site}/{path}", max_bytes=50_000)
        assert caught.value.permanent
    assert len(request("GET", f"{site}/big", max_bytes=100_000).body) == 100_000


def test_time_is_limited_also_for_one_byte_at_a_time(site: str) -> None:
    started = time.monotonic()
    with pytest.raises(OutboundFailed, match="in time") as caught:
        request("GET", f"{site}/drip", timeout=0.4)
    assert time.monotonic() - started < 20  # all of it takes 50
    assert not caught.value.permanent


def test_nobody_there_may_be_somebody_later(settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(OutboundFailed) as caught:
            request("GET", f"http://127.0.0.1:{taken.getsockname()[1]}/", timeout=2)
    assert not caught.value.permanent
    assert caught.value.status == 502


def test_no_thread_stays_behind(site: str) -> None:
    before = set(threading.enumerate())
    request("GET", f"{site}/")
    for timer in [thread for thread in set(threading.enumerate()) - before if isinstance(thread, threading.Timer)]:
        timer.join(2)
        assert not timer.is_alive()


@pytest.mark.django_db
def test_it_refuses_to_run_inside_a_transaction(site: str) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="No network inside"):
        request("GET", f"{site}/")
    assert Site.seen == []


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A self-signed certificate for ``name`` and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    built = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "cert.pem").write_bytes(built.public_bytes(serialization.Encoding.PEM))
    kind = serialization.PrivateFormat.PKCS8
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, kind, serialization.NoEncryption()))
    return folder / "cert.pem", folder / "key.pem"


@pytest.fixture
def tls_site(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A site with a certificate for localhost, which this machine trusts."""
    settings.OUTBOUND_ALLOW = ["127.0.0.0/8", "::1"]
    Site.seen, Site.redirect_to = [], ""
    cert, key = certificate(tmp_path, "localhost")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    guard.tls.cache_clear()
    yield from serve(server, "https")
    guard.tls.cache_clear()


def test_the_certificate_is_checked_against_the_name(tls_site: str) -> None:
    named = tls_site.replace("127.0.0.1", "localhost")
    assert request("GET", f"{named}/").body == b"hello"
    with pytest.raises(OutboundFailed, match="no valid certificate") as caught:
        request("GET", f"{tls_site}/")
    assert caught.value.permanent


def test_https_does_not_lead_to_http(tls_site: str) -> None:
    Site.redirect_to = "http://127.0.0.1/"
    with pytest.raises(OutboundRefused, match="from https to http"):
        request("GET", f"{tls_site.replace('127.0.0.1', 'localhost')}/302")

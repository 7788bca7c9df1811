"""Mail that a provider hands on only when it is asked: from checked addresses, in bounded time and size."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from uuid import UUID

import pytest

from frontdesk.mail.models import ReceivedMail
from frontdesk.mail.tests import provider_calls
from frontdesk.mail.tests.provider_calls import Said
from frontdesk.mail.tests.samples import message, send
from frontdesk.mail.tests.test_webhooks import Provider, raw_post
from frontdesk.mail.tests.test_webhooks_inbound import RAW, TO
from frontdesk.mail.webhooks import fetching
from frontdesk.orgs.models import Profile
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


class Peer(ThreadingHTTPServer):
    """Resend, or what its answer points at."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []
        self.elsewhere = ""
        self.holds = Event()
        self.holds.set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Peer

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.holds.wait(60)
        if self.path.startswith("/emails"):
            raw = {"download_url": self.server.elsewhere or f"{self.server.url}/raw"}
            self._say(json.dumps({"to": [TO], "raw": raw}).encode())
        elif self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", f"{self.server.url}/raw")
            self.end_headers()
        else:
            self._say(RAW)

    def _say(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture
def peer(settings: Any) -> Iterator[Peer]:
    server = Peer()
    Thread(target=server.serve_forever, daemon=True).start()
    settings.ANYMAIL = {"RESEND_API_URL": f"{server.url}/"}
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    yield server
    server.holds.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def provider(alice: ApiClient, cast: dict[str, Profile]) -> Provider:
    org_id = cast["alice"].organization_id
    assert org_id
    return Provider("resend", org_id, message(send(alice, to="ria@client.test")["message_id"]))


def tell(provider: Provider) -> int:
    call = provider_calls.resend(Said("received", "4a1b"))
    return int(raw_post(f"{provider.path}/inbound", call).status_code)


def received() -> list[tuple[UUID | None, str]]:
    with tenancy.platform("tests"):
        return list(ReceivedMail.objects.values_list("organization_id", "subject"))


def test_it_is_asked_for_and_kept(peer: Peer, provider: Provider) -> None:
    assert tell(provider) == 200
    assert received() == [(provider.row.organization_id, "Hello")]
    assert peer.asked == ["/emails/receiving/4a1b", "/raw"]


def test_nobody_inside_our_network_is_asked(peer: Peer, provider: Provider, settings: Any) -> None:
    settings.OUTBOUND_ALLOW = []
    assert tell(provider) == 400
    assert (peer.asked, received()) == ([], [])


def test_nor_where_an_answer_points(peer: Peer, provider: Provider) -> None:
    for elsewhere in ("http://10.0.0.1/x", f"{peer.url}/moved", "file:///etc/passwd"):
        peer.elsewhere = elsewhere
        assert tell(provider) == 400
    assert received() == []
    assert "/raw" not in peer.asked


def test_who_does_not_answer_is_not_waited_for(peer: Peer, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.3)
    peer.holds.clear()
    assert tell(provider) == 400
    assert received() == []


def test_what_is_too_large_is_not_kept(peer: Peer, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "longest", lambda: len(RAW) - 1)
    assert tell(provider) == 400
    assert received() == []

"""The guard before aiohttp: what a session reaches, and what it does not, however the address is dressed up."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from pytest_django import Settings

from frontdesk.platform.outbound import OutboundFailed, OutboundRefused, sessions
from frontdesk.platform.tests.test_outbound import PRIVATE, certificate, tls_site

__all__ = ["certificate", "tls_site"]

METADATA = ["169.254.169.254", "fd00:ec2::254", "168.63.129.16", "100.100.100.200"]


class Target:
    """A local server that notes what it was asked, and redirects where a test says."""

    def __init__(self) -> None:
        self.asked: list[web.Request] = []
        self.connections: set[object] = set()
        self.redirect_to = ""
        self.text = "hello"
        self.headers: dict[str, str] = {}
        self.port = 0

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(request)
        self.connections.add(request.transport)
        headers = {"Set-Cookie": "a=b", **self.headers} | ({"Location": self.redirect_to} if self.redirect_to else {})
        return web.Response(status=307 if self.redirect_to else 200, text=self.text, headers=headers)


@asynccontextmanager
async def serving() -> AsyncIterator[Target]:
    target, application = Target(), web.Application()
    application.router.add_route("*", "/{path:.*}", target.answer)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    target.port = runner.addresses[0][1]
    try:
        yield target
    finally:
        await sessions.close()
        await runner.cleanup()


async def ask(url: str) -> str:
    session = await sessions.session()
    async with session.post(url, data=b"{}", timeout=aiohttp.ClientTimeout(total=5)) as response:
        return await response.text()


def ask_once(url: str) -> str:
    async def run() -> str:
        try:
            return await ask(url)
        finally:
            await sessions.close()

    return asyncio.run(run())


def answers(monkeypatch: pytest.MonkeyPatch, resolve: Callable[[str], list[str]]) -> list[str]:
    """Puts ``resolve`` in the place of the name server; gives the names that it is asked for."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def fake(host: str, port: int, *args: object, **options: object) -> object:
        asked.append(host)
        return [found for address in resolve(host) for found in real(address, port, type=socket.SOCK_STREAM)]

    monkeypatch.setattr(socket, "getaddrinfo", fake)
    return asked


@pytest.mark.parametrize("address", [*PRIVATE, *METADATA])
def test_addresses_of_private_networks_are_refused_when_given_as_such(address: str) -> None:
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(OutboundRefused, match="private or reserved"):
        ask_once(f"http://{host}/v1/chat/completions")


@pytest.mark.parametrize("address", [*PRIVATE, *METADATA])
def test_names_of_private_addresses_are_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, lambda host: [address])
    with pytest.raises(OutboundRefused, match=r"innocent\.test is an address inside a private"):
        ask_once("http://innocent.test/v1")


@pytest.mark.parametrize(
    "host", ["127.1", "2130706433", "0177.0.0.1", "127.0.0.1.", "0x7f000001", "0x7f.1", "localhost", "LOCALHOST."]
)
def test_other_spellings_of_this_machine_are_refused(host: str) -> None:
    with pytest.raises((OutboundRefused, aiohttp.ClientError, ValueError)) as caught:
        ask_once(f"http://{host}:9/")
    assert not isinstance(caught.value, aiohttp.ClientConnectorError) or isinstance(
        caught.value, aiohttp.ClientConnectorDNSError
    ), "it tried to connect"


def test_a_name_with_one_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, lambda host: ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(OutboundRefused):
        ask_once("http://mixed.test/")


def test_the_checked_address_is_the_one_that_is_asked(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that answers differently the second time is not asked before the connection is made."""
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    asked = answers(monkeypatch, lambda host: ["127.0.0.1" if asked.count(host) == 1 else "10.9.9.9"])

    async def run() -> None:
        async with serving() as target:
            session = await sessions.session()
            async with session.get(f"http://rebind.test:{target.port}/") as response:
                assert await response.text() == "hello"
            assert target.asked[0].host == f"rebind.test:{target.port}"
            assert asked.count("rebind.test") == 1
            await sessions.close()
            with pytest.raises(OutboundRefused):  # what is asked anew is checked anew
                await ask(f"http://rebind.test:{target.port}/")

    asyncio.run(run())


def test_a_named_host_may_be_asked_and_no_other(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.OUTBOUND_ALLOW = ["models.internal"]
    answers(monkeypatch, lambda host: ["127.0.0.1"])

    async def run() -> None:
        async with serving() as target:
            session = await sessions.session()
            for host in ("models.internal", "MODELS.internal."):
                async with session.get(f"http://{host}:{target.port}/") as response:
                    assert response.status == 200
            with pytest.raises(OutboundRefused):
                await session.get(f"http://other.internal:{target.port}/")
            with pytest.raises(OutboundRefused):
                await session.get(f"http://127.0.0.1:{target.port}/")

    asyncio.run(run())


@pytest.mark.parametrize(
    "target", ["http://169.254.169.254/latest/meta-data?secret=1", "/elsewhere", "https://x.test/"]
)
def test_redirects_are_errors_that_say_where_to(target: str, settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]

    async def run() -> None:
        async with serving() as server:
            server.redirect_to = target
            with pytest.raises(OutboundFailed, match=r"redirects \(307 Temporary Redirect\) to ") as caught:
                await ask(f"http://127.0.0.1:{server.port}/v1")
            assert caught.value.permanent
            assert "secret" not in caught.value.detail
            assert len(server.asked) == 1

    asyncio.run(run())


def test_one_session_for_a_loop_without_cookies_and_without_the_environments_proxy(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")

    async def run() -> aiohttp.ClientSession:
        async with serving() as target:
            for _ in range(3):
                assert await ask(f"http://127.0.0.1:{target.port}/") == "hello"
            session = await sessions.session()
            assert session is await sessions.session()
            assert len(target.connections) == 1
            assert not any(request.headers.get("Cookie") for request in target.asked)
        return session

    first, second = asyncio.run(run()), asyncio.run(run())
    assert first is not second
    assert first.closed
    assert second.closed


def test_what_is_no_plain_address_gets_no_socket() -> None:
    with pytest.raises(OutboundRefused):
        sessions._open_socket((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.1", 80)))


def test_the_certificate_is_checked_against_the_name(tls_site: str) -> None:
    assert ask_once(tls_site.replace("127.0.0.1", "localhost")) == "hello"
    with pytest.raises(aiohttp.ClientConnectorCertificateError):
        ask_once(tls_site)

"""The guard before httpx2, as vendors' libraries use it."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx2
import pytest
from pytest_django import Settings

from frontdesk.platform import outbound
from frontdesk.platform.outbound import OutboundFailed, OutboundRefused, http_clients
from frontdesk.platform.tests.test_outbound import PRIVATE, tls_site
from frontdesk.platform.tests.test_outbound_sessions import METADATA, answers, serving

__all__ = ["tls_site"]


def run(work: Callable[[], Awaitable[None]]) -> None:
    async def with_client() -> None:
        try:
            await work()
        finally:
            await outbound.close()

    asyncio.run(with_client())


async def ask(url: str) -> httpx2.Response:
    return await (await http_clients.client()).post(url, content=b"{}", timeout=5)


def ask_once(url: str) -> None:
    async def work() -> None:
        await ask(url)

    run(work)


@pytest.mark.parametrize("address", [*PRIVATE, *METADATA])
def test_addresses_of_private_networks_are_refused_when_given_as_such(address: str) -> None:
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(OutboundRefused, match="private or reserved"):
        ask_once(f"http://{host}/v1/messages")


@pytest.mark.parametrize("address", [*PRIVATE, *METADATA])
def test_names_of_private_addresses_are_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, lambda host: [address])
    with pytest.raises(OutboundRefused, match=r"innocent\.test is an address inside a private"):
        ask_once("http://innocent.test/v1")


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0177.0.0.1", "127.0.0.1.", "localhost", "LOCALHOST."])
def test_other_spellings_of_this_machine_are_refused(host: str) -> None:
    with pytest.raises((OutboundRefused, httpx2.ConnectError, httpx2.InvalidURL)) as caught:
        ask_once(f"http://{host}:9/")
    assert not isinstance(caught.value, httpx2.ConnectError) or "cannot be resolved" in str(caught.value)


def test_the_checked_address_is_the_one_that_is_asked(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    asked = answers(monkeypatch, lambda host: ["127.0.0.1" if asked.count(host) == 1 else "10.9.9.9"])

    async def work() -> None:
        async with serving() as target:
            assert (await ask(f"http://rebind.test:{target.port}/")).text == "hello"
            assert target.asked[0].host == f"rebind.test:{target.port}"
            assert asked.count("rebind.test") == 1
            await outbound.close()
            with pytest.raises(OutboundRefused):
                await ask(f"http://rebind.test:{target.port}/")

    run(work)


@pytest.mark.parametrize("target", ["http://169.254.169.254/latest?secret=1", "/elsewhere"])
def test_redirects_are_errors_that_say_where_to(target: str, settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]

    async def work() -> None:
        async with serving() as server:
            server.redirect_to = target
            with pytest.raises(OutboundFailed, match=r"redirects \(307 Temporary Redirect\) to ") as caught:
                await ask(f"http://127.0.0.1:{server.port}/v1")
            assert "secret" not in caught.value.detail
            assert len(server.asked) == 1

    run(work)


def test_an_answer_has_its_bound(settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]

    async def work() -> None:
        async with serving() as server:
            server.text = "x" * http_clients.LONGEST_ANSWER
            assert len((await ask(f"http://127.0.0.1:{server.port}/")).text) == http_clients.LONGEST_ANSWER
            server.text += "x"
            with pytest.raises(OutboundFailed, match="larger than 8 MB"):
                await ask(f"http://127.0.0.1:{server.port}/")
            server.headers = {"Content-Encoding": "gzip"}
            with pytest.raises(OutboundFailed, match="is packed"):
                await ask(f"http://127.0.0.1:{server.port}/")

    run(work)


def test_one_client_for_a_loop_without_cookies_and_without_the_environments_proxy(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    async def work() -> None:
        async with serving() as target:
            for _ in range(3):
                assert (await ask(f"http://127.0.0.1:{target.port}/")).text == "hello"
            assert await http_clients.client() is await http_clients.client()
            assert len(target.connections) == 1
            assert not any(request.headers.get("Cookie") for request in target.asked)

    run(work)


def test_the_certificate_is_checked_against_the_name(tls_site: str) -> None:
    ask_once(tls_site.replace("127.0.0.1", "localhost"))
    with pytest.raises(httpx2.ConnectError, match="certificate"):
        ask_once(tls_site)

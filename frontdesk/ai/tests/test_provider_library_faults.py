"""What is made of Anthropic, Google and Bedrock when they fail, and of addresses that are none of theirs."""

import asyncio
import re
import time
from contextlib import aclosing
from typing import Any

import pytest

from frontdesk.ai.models import Provider
from frontdesk.ai.providers import client_for
from frontdesk.ai.providers.errors import Kind, ProviderError
from frontdesk.ai.testing.fake_faults import Fault
from frontdesk.ai.testing.fake_vendors import FakeVendor
from frontdesk.ai.tests.providers import QUESTION, connect, failure_of, read, read_until_failure, run, text_of
from frontdesk.ai.tests.vendors import MODELS, VENDORS, chat, link, vendor, web_vendor

__all__ = ["vendor", "web_vendor"]


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        (Fault.BAD_KEY, Kind.AUTH, "does not accept this model's API key"),
        (Fault.UNKNOWN_MODEL, Kind.NOT_FOUND, "the model id"),
        (Fault.RATE_LIMITED, Kind.RATE_LIMITED, "no more requests for now"),
        (Fault.FAILING, Kind.OVERLOADED, "trouble of its own"),
        (Fault.UNAVAILABLE, Kind.OVERLOADED, "trouble of its own"),
        (Fault.TOO_LONG, Kind.BAD_REQUEST, "longer than the model can read"),
    ],
)
def test_failures_say_what_to_mend(fault: Fault, kind: Kind, words: str, vendor: tuple[Provider, FakeVendor]) -> None:
    provider, fake = vendor
    failure = failure_of(link(vendor, fault.value))
    assert failure.kind is kind
    assert re.search(words, failure.detail)
    assert fake.calls == 2  # nothing is tried again in here
    if fault is Fault.RATE_LIMITED and provider is not Provider.BEDROCK:
        assert failure.retry_after == 2


def test_redirects_are_not_followed(web_vendor: tuple[Provider, FakeVendor]) -> None:
    failure = failure_of(link(web_vendor, Fault.REDIRECT.value))
    assert failure.kind is Kind.BAD_ANSWER
    assert "redirects" in failure.detail


def test_a_page_is_no_answer(web_vendor: tuple[Provider, FakeVendor]) -> None:
    failure = failure_of(link(web_vendor, Fault.HTML.value))
    assert failure.kind is Kind.BAD_ANSWER
    assert "answered 200 with an HTML page" in failure.detail


@pytest.mark.parametrize("provider", VENDORS)
@pytest.mark.parametrize(
    "endpoint", ["http://127.0.0.1:9", "http://10.0.0.1", "http://[::1]:9", "https://169.254.169.254"]
)
def test_private_addresses_are_refused(provider: Provider, endpoint: str) -> None:
    assert failure_of(connect(endpoint, MODELS[provider], provider)).kind is Kind.REFUSED_ADDRESS


@pytest.mark.parametrize("provider", VENDORS)
def test_names_of_private_addresses_are_refused(provider: Provider) -> None:
    assert failure_of(connect("https://localhost:9", MODELS[provider], provider)).kind is Kind.REFUSED_ADDRESS


@pytest.mark.parametrize("provider", VENDORS)
def test_without_a_key_nobody_elses_is_used(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ANTHROPIC_API_KEY", "GOOGLE_API_KEY", "AWS_BEARER_TOKEN_BEDROCK", "AWS_ACCESS_KEY_ID"):
        monkeypatch.setenv(name, "the-operators-own")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "the-operators-own")
    failure = failure_of(connect("", MODELS[provider], provider, api_key=None))
    assert failure.kind is Kind.AUTH
    assert "has no API key" in failure.detail


def test_half_a_stream_is_given_before_the_error(vendor: tuple[Provider, FakeVendor]) -> None:
    chunks, failure = run(lambda: read_until_failure(link(vendor, Fault.HALF.value)))
    assert text_of(chunks).startswith("You")
    assert not any(chunk.get("usage") for chunk in chunks)
    assert failure.kind is Kind.BAD_ANSWER


def test_each_wait_has_its_bound(vendor: tuple[Provider, FakeVendor]) -> None:
    started = time.monotonic()
    _, failure = run(lambda: read_until_failure(link(vendor, Fault.SILENT.value, first_token_timeout=0.3)))
    assert failure.kind is Kind.TIMEOUT
    chunks, failure = run(lambda: read_until_failure(link(vendor, Fault.STALLING.value, idle_timeout=0.3)))
    assert failure.kind is Kind.TIMEOUT
    assert text_of(chunks).startswith("You")
    with pytest.raises(ProviderError) as caught:
        chat(link(vendor, Fault.SILENT.value, total_timeout=0.3))
    assert caught.value.kind is Kind.TIMEOUT
    assert time.monotonic() - started < 6


def test_who_stops_reading_stops_the_server(vendor: tuple[Provider, FakeVendor]) -> None:
    provider, fake = vendor
    fake.pause = 0.05

    async def leave() -> None:
        chunks: Any = client_for(provider).stream(link(vendor, Fault.SLOW.value), QUESTION)
        async with aclosing(chunks):
            async for chunk in chunks:
                if text_of([chunk]):
                    return

    run(leave)
    assert fake.wait_for(lambda: fake.aborted == 1)
    assert fake.running == 0


@pytest.mark.parametrize("streamed", [True, False])
def test_who_is_cancelled_stops_the_server(streamed: bool, web_vendor: tuple[Provider, FakeVendor]) -> None:
    """Not Bedrock's whole answers: its client waits in a thread, which ends with the answer or its time-out."""
    provider, fake = web_vendor
    connection = link(web_vendor, (Fault.STALLING if streamed else Fault.SILENT).value)

    async def work() -> None:
        task = asyncio.ensure_future(read(connection) if streamed else client_for(provider).chat(connection, QUESTION))
        while not fake.running:
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    run(work)
    assert fake.wait_for(lambda: fake.aborted == 1)

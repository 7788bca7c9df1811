"""What is made of servers that fail, lie, dawdle or are something else altogether."""

import dataclasses
import datetime as dt
import re
import socket
import time

import pytest
from pytest_django import Settings

from frontdesk.ai.calls import EmbeddingRequest
from frontdesk.ai.models import Provider
from frontdesk.ai.providers import client_for, failures
from frontdesk.ai.providers.errors import Kind, ProviderError
from frontdesk.ai.testing.fake_faults import Fault
from frontdesk.ai.testing.fake_provider import FakeProvider
from frontdesk.ai.tests.providers import KEY, QUESTION, connect, failure_of, read, read_until_failure, run, text_of

OPENAI = client_for(Provider.OPENAI)


@pytest.mark.parametrize(
    ("fault", "kind", "status", "words"),
    [
        (Fault.BAD_KEY, Kind.AUTH, 401, "does not accept this model's API key"),
        (Fault.NO_CREDIT, Kind.AUTH, 429, "no credit left"),
        (Fault.UNKNOWN_MODEL, Kind.NOT_FOUND, 404, "usually ends in /v1.*the model id"),
        (Fault.RATE_LIMITED, Kind.RATE_LIMITED, 429, "no more requests for now"),
        (Fault.FAILING, Kind.OVERLOADED, 500, "trouble of its own"),
        (Fault.UNAVAILABLE, Kind.OVERLOADED, 503, "trouble of its own"),
        (Fault.TOO_LONG, Kind.BAD_REQUEST, 400, "longer than the model can read"),
        (Fault.FILTERED, Kind.CONTENT_FILTERED, 400, "content filter"),
        (Fault.HTML, Kind.BAD_ANSWER, 200, "200 with an HTML page.*usually ends in /v1"),
        (Fault.HTML_ERROR, Kind.OVERLOADED, 502, "502 with an HTML page"),
        (Fault.REDIRECT, Kind.BAD_ANSWER, None, "redirects"),
        (Fault.HUGE, Kind.BAD_ANSWER, None, "larger than 8 MB"),
    ],
)
def test_failures_say_what_to_mend(
    fault: Fault, kind: Kind, status: int | None, words: str, fake_provider: FakeProvider
) -> None:
    failure = failure_of(connect(fake_provider.url, fault.value))
    assert (failure.kind, failure.upstream_status) == (kind, status)
    assert re.search(words, failure.detail)
    assert fake_provider.calls == 2  # nothing is tried again in here


@pytest.mark.parametrize("fault", [Fault.RATE_LIMITED, Fault.RATE_LIMITED_DATE, Fault.UNAVAILABLE])
def test_the_provider_says_when_to_come_again(fault: Fault, fake_provider: FakeProvider) -> None:
    fake_provider.retry_after = 7
    failure = failure_of(connect(fake_provider.url, fault.value))
    assert failure.retry_after == pytest.approx(7, abs=1.1)
    assert failure.retryable


def test_retry_after_in_all_its_spellings() -> None:
    now = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
    for headers, seconds in (
        ({"Retry-After": "3"}, 3),
        ({"Retry-After": "0.5"}, 0.5),
        ({"Retry-After": "3", "retry-after-ms": "1500"}, 1.5),
        ({"Retry-After": "Sun, 01 Mar 2026 12:00:20 GMT"}, 20),
        ({"Retry-After": "Sun, 01 Mar 2026 11:00:00 GMT"}, 0),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-1"}, None),
        ({"Retry-After": "nan"}, None),
        ({"Retry-After": "1e99"}, None),
        ({}, None),
    ):
        assert failures.retry_after(headers, now) == seconds, headers


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault.HALF, Kind.BAD_ANSWER),
        (Fault.BROKEN_OFF, Kind.BAD_ANSWER),
        (Fault.MALFORMED, Kind.BAD_ANSWER),
        (Fault.ERROR_IN_STREAM, Kind.RATE_LIMITED),
        (Fault.STALLING, Kind.TIMEOUT),
    ],
)
def test_what_had_come_of_a_broken_stream_is_given_before_the_error(
    fault: Fault, kind: Kind, fake_provider: FakeProvider
) -> None:
    connection = connect(fake_provider.url, fault.value, idle_timeout=0.3)
    chunks, failure = run(lambda: read_until_failure(connection))
    assert text_of(chunks) == "You said: one two"
    assert failure.kind is kind


@pytest.mark.parametrize("fault", [Fault.NO_DONE, Fault.NO_STREAM])
def test_servers_that_end_otherwise_are_understood(fault: Fault, fake_provider: FakeProvider) -> None:
    chunks = run(lambda: read(connect(fake_provider.url, fault.value)))
    assert text_of(chunks) == "You said: one two three four five six"
    assert chunks[-1]["usage"]["completion_tokens"] == 8


def test_malformed_json_is_a_bad_answer(fake_provider: FakeProvider) -> None:
    with pytest.raises(ProviderError, match="not JSON") as caught:
        run(lambda: OPENAI.chat(connect(fake_provider.url, Fault.MALFORMED.value), QUESTION))
    assert caught.value.kind is Kind.BAD_ANSWER


@pytest.mark.parametrize("fault", [Fault.USAGE_NEGATIVE, Fault.USAGE_MISSING])
def test_usage_that_cannot_be_is_none(fault: Fault, fake_provider: FakeProvider) -> None:
    connection = connect(fake_provider.url, fault.value)
    assert run(lambda: OPENAI.chat(connection, QUESTION)).usage is None
    assert not any(chunk.get("usage") for chunk in run(lambda: read(connection)))
    assert run(lambda: OPENAI.embed(connection, EmbeddingRequest(["a"]))).usage is None


@pytest.mark.parametrize(
    ("fault", "wait", "words"),
    [
        (Fault.SILENT, "first_token_timeout", "did not begin to answer within 0.3 s"),
        (Fault.STALLING, "idle_timeout", "did not go on with its answer within 0.3 s"),
        (Fault.STALLING, "total_timeout", "within 0.3 s"),
        (Fault.SLOW, "total_timeout", "within 0.3 s"),  # though no single wait is long
    ],
)
def test_each_wait_has_its_bound(fault: Fault, wait: str, words: str, fake_provider: FakeProvider) -> None:
    fake_provider.pause = 0.1
    started = time.monotonic()
    connection = dataclasses.replace(connect(fake_provider.url, fault.value), **{wait: 0.3})  # type: ignore[arg-type]
    _, failure = run(lambda: read_until_failure(connection))
    assert 0.25 < time.monotonic() - started < 20  # a server that is silent is so for an hour
    assert failure.kind is Kind.TIMEOUT
    assert words in failure.detail
    assert fake_provider.wait_for(lambda: fake_provider.running == 0)


def test_a_whole_answer_may_take_the_whole_time(fake_provider: FakeProvider) -> None:
    silent = connect(fake_provider.url, Fault.SILENT.value, first_token_timeout=0.1, total_timeout=0.4)
    started = time.monotonic()
    with pytest.raises(ProviderError, match=r"within 0\.4 s"):
        run(lambda: OPENAI.chat(silent, QUESTION))
    assert 0.35 < time.monotonic() - started < 20  # a server that is silent is so for an hour
    assert fake_provider.wait_for(lambda: fake_provider.aborted == 1)


def test_nobody_there(settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        failure = failure_of(connect(f"http://127.0.0.1:{taken.getsockname()[1]}/v1"))
        assert failure.kind is Kind.CONNECT
        assert "Is the model server running" in failure.detail
        # Listens, but has no place for another: the handshake does not end.
        taken.listen(0)
        others = [socket.socket() for _ in range(4)]
        for other in others:
            other.setblocking(False)
            other.connect_ex(taken.getsockname())
        time.sleep(0.05)
        slow = connect(f"http://127.0.0.1:{taken.getsockname()[1]}/v1", connect_timeout=0.3)
        failure = failure_of(slow)
        assert failure.kind is Kind.TIMEOUT
        assert "took no connection within 0.3 s" in failure.detail
        for other in others:
            other.close()


def test_names_that_nobody_has() -> None:
    failure = failure_of(connect("http://no-such-host.invalid/v1"))
    assert failure.kind is Kind.CONNECT
    assert "cannot be resolved" in failure.detail


@pytest.mark.parametrize("endpoint", ["http://169.254.169.254/v1", "http://[::1]:1/v1", "http://10.0.0.1"])
def test_addresses_that_may_not_be_asked(endpoint: str) -> None:
    failure = failure_of(connect(endpoint))
    assert failure.kind is Kind.REFUSED_ADDRESS
    assert not failure.retryable


def test_the_key_and_what_looks_like_one_stay_out_of_errors(fake_provider: FakeProvider) -> None:
    failure = failure_of(connect(fake_provider.url, Fault.BAD_KEY.value))
    assert failure.detail.endswith("The provider says: Incorrect API key provided: [key].")
    for said in (
        f"You sent Authorization: Bearer {KEY}",
        "Header 'authorization: Basic dXNlcjpwYXNzd29yZA=='",
        '{"api_key": "abc123", "x": 1}',
        "Incorrect API key provided: sk-proj-abcd*****wxyz. See your account.",
        "x-api-key=topsecret99",
        "token eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9eyJzdWIiOiIxMjM0NTY3ODkwIn0abc is wrong",
        "AIzaSyA1234567890abcdefghijklmnopqrs is not valid",
    ):
        shown = failures.redact(said, KEY)
        assert "[key]" in shown, said
        for secret in (KEY, "dXNlcjpwYXNz", "abc123", "sk-proj", "wxyz", "topsecret", "eyJhbGci", "AIzaSy"):
            assert secret not in shown
    long = failures.redact("word " * 1000)
    assert len(long) == 300
    assert long.endswith("…")


def test_a_key_that_is_no_key_is_not_sent(fake_provider: FakeProvider) -> None:
    failure = failure_of(connect(fake_provider.url, api_key="sk-x\r\nX-Evil: 1"))
    assert failure.kind is Kind.AUTH
    assert fake_provider.calls == 0

"""The peers as pytest fixtures."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from frontdesk.ai.providers.openai import dialects
from frontdesk.ai.testing import fake_provider as fake_server
from frontdesk.ai.testing import llama_server as real_server
from frontdesk.ai.testing.fake_provider import FakeProvider
from frontdesk.ai.testing.fake_vendors import FakeAnthropic, FakeBedrock, FakeGoogle


@pytest.fixture
def fake_provider(settings: Settings) -> Iterator[FakeProvider]:
    """A fake provider at ``fake_provider.url``, which the guard lets pass."""
    settings.OUTBOUND_ALLOW = [*settings.OUTBOUND_ALLOW, "127.0.0.1"]
    dialects.forget()
    with fake_server.running(FakeProvider()) as fake:
        yield fake


@pytest.fixture(scope="session")
def llama_address() -> Iterator[str]:
    """The address of the run's one llama.cpp, whichever process started it."""
    with real_server.shared(Path(os.environ["FRONTDESK_TEST_DATA"]) / "llama") as url:
        yield url


@pytest.fixture
def llama_server(llama_address: str, settings: Settings) -> str:
    """A real llama.cpp's address, which the guard lets pass; its model is ``llama_server.MODEL``."""
    settings.OUTBOUND_ALLOW = [*settings.OUTBOUND_ALLOW, "127.0.0.1"]
    return llama_address


@pytest.fixture
def fake_anthropic(settings: Settings) -> Iterator[FakeAnthropic]:
    settings.OUTBOUND_ALLOW = [*settings.OUTBOUND_ALLOW, "127.0.0.1"]
    with fake_server.running(FakeAnthropic()) as fake:
        yield fake


@pytest.fixture
def fake_google(settings: Settings) -> Iterator[FakeGoogle]:
    settings.OUTBOUND_ALLOW = [*settings.OUTBOUND_ALLOW, "127.0.0.1"]
    with fake_server.running(FakeGoogle()) as fake:
        yield fake


@pytest.fixture
def fake_bedrock(settings: Settings) -> Iterator[FakeBedrock]:
    settings.OUTBOUND_ALLOW = [*settings.OUTBOUND_ALLOW, "127.0.0.1"]
    with fake_server.running(FakeBedrock()) as fake:
        yield fake

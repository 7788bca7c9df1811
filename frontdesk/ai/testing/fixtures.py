"""The peers as pytest fixtures."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from frontdesk.ai.providers.openai import dialects
from frontdesk.ai.testing import fake_provider as fake_server
from frontdesk.ai.testing.fake_provider import FakeProvider


@pytest.fixture
def fake_provider(settings: Settings) -> Iterator[FakeProvider]:
    """A fake provider at ``fake_provider.url``, which the guard lets pass."""
    settings.OUTBOUND_ALLOW = [*settings.OUTBOUND_ALLOW, "127.0.0.1"]
    dialects.forget()
    with fake_server.running() as fake:
        yield fake

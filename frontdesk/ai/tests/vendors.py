"""What the tests of the providers with protocols of their own share."""

from typing import Any

import pytest

from frontdesk.ai.calls import ChatRequest, Json
from frontdesk.ai.models import Provider
from frontdesk.ai.providers import client_for
from frontdesk.ai.providers.base import Connection
from frontdesk.ai.testing.fake_vendors import FakeVendor
from frontdesk.ai.tests.providers import QUESTION, connect, run

VENDORS = [Provider.ANTHROPIC, Provider.GOOGLE, Provider.BEDROCK]
STREAMED_OVER_HTTPX = [Provider.ANTHROPIC, Provider.GOOGLE]  # boto3 reads in threads, which end when they have read
MODELS = {
    Provider.ANTHROPIC: "claude-sonnet-4-6",
    Provider.GOOGLE: "gemini-2.5-flash",
    Provider.BEDROCK: "anthropic.claude-sonnet-4-6",
}


@pytest.fixture(params=VENDORS)
def vendor(request: pytest.FixtureRequest) -> tuple[Provider, FakeVendor]:
    return request.param, request.getfixturevalue(f"fake_{request.param.value}")


@pytest.fixture(params=STREAMED_OVER_HTTPX)
def web_vendor(request: pytest.FixtureRequest) -> tuple[Provider, FakeVendor]:
    return request.param, request.getfixturevalue(f"fake_{request.param.value}")


def link(vendor: tuple[Provider, FakeVendor], model: str = "", **more: Any) -> Connection:
    provider, fake = vendor
    # Bedrock's own keys are sent over TLS alone, and its fake has none: these are AWS's older ones.
    keys = {"api_key": "AKIAIOSFODNN7EXAMPLE:secret"} if provider is Provider.BEDROCK else {}
    return connect(fake.url, model or MODELS[provider], provider, **keys, **more)


def chat(connection: Connection, request: ChatRequest = QUESTION) -> Json:
    return run(lambda: client_for(connection.provider).chat(connection, request)).body

"""pydantic-ai's models for our connections: on the guarded HTTP client, without retries, with no key but the model's.

Imported at the first use alone: pydantic-ai and the vendors' libraries take 2.7 s and 93 MB.
"""

import logging
from typing import Any

from pydantic_ai.models import Model

from frontdesk.ai.models import Provider
from frontdesk.ai.providers.base import Connection
from frontdesk.ai.providers.errors import Kind, ProviderError
from frontdesk.platform.outbound import OutboundRefused, check_url, http_clients

_ANTHROPIC = "https://api.anthropic.com"
_GOOGLE = "https://generativelanguage.googleapis.com"
for _talkative in ("httpx2", "google_genai.models"):  # a line for each call, with its address
    logging.getLogger(_talkative).setLevel(logging.WARNING)


async def model_for(connection: Connection) -> Model[Any]:
    if connection.provider == Provider.BEDROCK:
        from frontdesk.ai.providers.library import bedrock

        return bedrock.model_for(connection)
    if connection.provider == Provider.GOOGLE:
        from pydantic_ai.models.google import GoogleModel

        return GoogleModel(connection.model_id, provider=await google(connection))
    from pydantic_ai.models.anthropic import AnthropicModel

    return AnthropicModel(connection.model_id, provider=await anthropic(connection))


async def anthropic(connection: Connection) -> Any:
    from anthropic import AsyncAnthropic
    from pydantic_ai.providers.anthropic import AnthropicProvider

    client = AsyncAnthropic(
        api_key=key_of(connection),
        base_url=_base(connection, _ANTHROPIC, "/v1"),
        max_retries=0,
        http_client=await http_clients.client(),
    )
    return AnthropicProvider(anthropic_client=client)


async def google(connection: Connection) -> Any:
    from pydantic_ai.providers.google import GoogleProvider

    return GoogleProvider(
        api_key=key_of(connection),
        base_url=_base(connection, _GOOGLE, "/v1beta"),
        http_client=await http_clients.client(),
    )


def key_of(connection: Connection) -> str:
    """Without one the vendors' libraries would take the operator's, from the environment or the machine itself."""
    if not connection.api_key:
        raise ProviderError(Kind.AUTH, "This model has no API key. Set one.")
    if not connection.api_key.isascii() or not connection.api_key.isprintable():
        raise ProviderError(Kind.AUTH, "The API key has characters that no key has. Set it again.")
    return connection.api_key


def _base(connection: Connection, usual: str, version: str) -> str:
    """The libraries add the version themselves; people paste it along."""
    given = connection.endpoint.strip().rstrip("/").removesuffix(version) or usual
    try:
        check_url(given)
    except OutboundRefused as error:
        raise ProviderError(Kind.REFUSED_ADDRESS, error.detail) from None
    return given

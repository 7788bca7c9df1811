"""What a provider says it has."""

from frontdesk.ai.calls import ListedModel
from frontdesk.ai.models import Capability, Provider
from frontdesk.ai.providers import failures
from frontdesk.ai.providers.base import Connection
from frontdesk.ai.providers.errors import Kind, ProviderError
from frontdesk.ai.providers.library import clients

_MOST = 1000
_ACTIONS = {"generateContent": Capability.CHAT, "embedContent": Capability.EMBEDDING}


async def list_models(connection: Connection) -> list[ListedModel]:
    if connection.provider == Provider.ANTHROPIC:
        return await _anthropic(connection)
    if connection.provider == Provider.GOOGLE:
        return await _google(connection)
    raise ProviderError(
        Kind.UNSUPPORTED, "Bedrock does not list its models here. Copy the model id from its console or documentation."
    )


async def _anthropic(connection: Connection) -> list[ListedModel]:
    from anthropic import APIStatusError

    provider = await clients.anthropic(connection)
    found: list[ListedModel] = []
    try:
        async for model in provider.client.models.list(limit=100):
            window = getattr(model, "max_input_tokens", None)
            found.append(ListedModel(model.id, model.display_name or "", window, (Capability.CHAT, Capability.TOOLS)))
            if len(found) >= _MOST:
                break
    except APIStatusError as error:
        raise failures.from_answer(error.status_code, error.body, error.response.headers, connection.api_key) from error
    return found


async def _google(connection: Connection) -> list[ListedModel]:
    from google.genai.errors import APIError

    provider = await clients.google(connection)
    found: list[ListedModel] = []
    try:
        async for model in await provider.client.aio.models.list(config={"page_size": 100}):
            name, actions = (model.name or "").removeprefix("models/"), model.supported_actions or ()
            capabilities = tuple(meant for action, meant in _ACTIONS.items() if action in actions)
            found.append(ListedModel(name, model.display_name or "", model.input_token_limit, capabilities))
            if len(found) >= _MOST:
                break
    except APIError as error:
        raise failures.from_answer(error.code, error.details, {}, connection.api_key) from error
    return found

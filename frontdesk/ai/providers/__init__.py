"""Who speaks which provider's protocol."""

from importlib import import_module
from typing import TYPE_CHECKING

from frontdesk.ai.models import Provider

if TYPE_CHECKING:
    from frontdesk.ai.providers.base import ProviderClient

_CLIENTS = {
    Provider.ANTHROPIC: "library.Library",
    Provider.GOOGLE: "library.Library",
    Provider.BEDROCK: "library.Library",
    Provider.BUILTIN: "builtin.Builtin",
}


def client_for(provider: str) -> "ProviderClient":
    """Imported at the first use: who never asks Anthropic does not load what speaks to it."""
    module, _, name = _CLIENTS.get(Provider(provider), "openai.OpenAI").partition(".")
    client: ProviderClient = getattr(import_module(f"frontdesk.ai.providers.{module}"), name)()
    return client

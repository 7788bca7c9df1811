"""Where a model's server is: what each provider expects of an endpoint, and which server a key was meant for."""

import re
from urllib.parse import urlsplit

from frontdesk.ai.models import Provider
from frontdesk.platform import outbound
from frontdesk.platform.errors import BadInput

DEFAULTS = {
    Provider.OPENAI: "https://api.openai.com/v1",
    Provider.OLLAMA: "http://localhost:11434/v1",
    Provider.LLAMACPP: "http://127.0.0.1:8080/v1",
}
# Their own libraries know where they are; an endpoint is for gateways in between.
KNOWN = {Provider.ANTHROPIC, Provider.GOOGLE}
_REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-\d{1,2}")
_PORTS = {"http": 80, "https": 443}


def settle(provider: Provider, endpoint: str) -> str:
    """The endpoint to save: the provider's default where none is given. Raises BadInput for what cannot be one."""
    endpoint = endpoint.strip().rstrip("/") or DEFAULTS.get(provider, "")
    if provider is Provider.BUILTIN:
        if endpoint:
            raise BadInput.field("endpoint", "The built-in model runs inside Frontdesk: leave the endpoint empty.")
        return ""
    if provider is Provider.BEDROCK and "://" not in endpoint:
        return _settle_region(endpoint)
    if not endpoint:
        if provider in KNOWN:
            return ""
        raise BadInput.field("endpoint", "Give the server's address; it usually ends in /v1.")
    try:
        outbound.check_url(endpoint)
    except outbound.OutboundRefused as error:
        errors = [{"field": "endpoint", "message": error.detail}]
        raise outbound.OutboundRefused(error.detail, errors=errors) from None
    return endpoint


def _settle_region(endpoint: str) -> str:
    if not _REGION.fullmatch(endpoint):
        raise BadInput.field("endpoint", "Give the AWS region, such as eu-west-1.")
    return endpoint


def origin(provider: Provider, endpoint: str) -> str:
    """Who would get the key: scheme, host and port, or the provider itself where it has but one address."""
    if "://" not in endpoint:
        return provider.value
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{(parts.hostname or '').rstrip('.')}:{parts.port or _PORTS.get(parts.scheme, 0)}"


def check_key_follows(
    provider: Provider, endpoint: str, *, was_provider: Provider, was_endpoint: str, key_sent: bool
) -> None:
    """A stored key stays with the server it was given for: it must be sent anew to go to another."""
    if key_sent or origin(provider, endpoint) == origin(was_provider, was_endpoint):
        return
    raise BadInput.field(
        "api_key",
        "The stored key was given for another server. Send the key for this one along with the new endpoint "
        "(or an empty one, to keep none).",
    )

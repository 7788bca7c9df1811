"""Where a request goes and with which headers: the servers that speak OpenAI's protocol differ in little else."""

from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from frontdesk.ai.models import Provider
from frontdesk.ai.providers.base import Connection
from frontdesk.ai.providers.errors import Kind, ProviderError
from frontdesk.ai.registry.endpoints import DEFAULTS

# What people paste along from a provider's example.
_OPERATIONS = ("/chat/completions", "/completions", "/embeddings", "/audio/transcriptions", "/models")
_AZURE_VERSION = "2024-10-21"


def url_for(connection: Connection, path: str) -> str:
    """``path`` is the operation, such as ``/chat/completions``. Raises ProviderError where there is no endpoint."""
    parts = urlsplit(connection.endpoint.strip() or DEFAULTS.get(connection.provider, ""))
    if not parts.netloc:
        raise ProviderError(
            Kind.NOT_FOUND, "This model has no endpoint. Give its address, such as https://example.com/v1."
        )
    base = parts.path.rstrip("/")
    for operation in _OPERATIONS:
        base = base.removesuffix(operation)
    if connection.provider == Provider.AZURE:
        return _azure_url(connection, parts.scheme, parts.netloc, base, parts.query, path)
    if not base and connection.provider in DEFAULTS:
        base = "/v1"
    return urlunsplit((parts.scheme, parts.netloc, base + path, parts.query, ""))


def headers_for(connection: Connection) -> dict[str, str]:
    if not connection.api_key:
        return {}
    if not connection.api_key.isascii() or not connection.api_key.isprintable():
        raise ProviderError(Kind.AUTH, "The API key has characters that no key has. Set it again.")
    if connection.provider == Provider.AZURE:
        return {"api-key": connection.api_key}
    return {"Authorization": f"Bearer {connection.api_key}"}


def _azure_url(connection: Connection, scheme: str, host: str, base: str, query: str, path: str) -> str:
    """Azure's newer addresses end in /openai/v1 and name the model in the body; the others name the deployment in the
    path and the API's version in the query."""
    if base.endswith("/openai/v1"):
        return urlunsplit((scheme, host, base + path, query, ""))
    before, _, after = base.partition("/openai")
    asked = dict(parse_qsl(query))
    asked.setdefault("api-version", _AZURE_VERSION)
    deployment = after.removeprefix("/deployments").strip("/") or quote(connection.model_id, safe="")
    place = path if path == "/models" else f"/deployments/{deployment}{path}"
    return urlunsplit((scheme, host, f"{before}/openai{place}", urlencode(asked), ""))

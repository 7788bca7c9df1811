"""Amazon Bedrock: its client is boto3's, which runs in threads and has its own way to the network.

The endpoint is a region, or an address of one's own (a gateway, a private link), which passes the guard. The key is a
Bedrock API key, or ``ACCESS_KEY_ID:SECRET_ACCESS_KEY`` with an optional ``:SESSION_TOKEN``.
"""

import re
from functools import lru_cache
from typing import Any

import boto3
from botocore.config import Config
from botocore.session import Session
from botocore.tokens import FrozenAuthToken
from pydantic_ai.models.bedrock import BedrockConverseModel
from pydantic_ai.providers.bedrock import BedrockProvider

from frontdesk.ai.providers.base import Connection
from frontdesk.ai.providers.errors import Kind, ProviderError
from frontdesk.ai.providers.library.clients import key_of
from frontdesk.platform.outbound import OutboundRefused, aws, check_url

_REGION = re.compile(r"[a-z]{2}(?:-[a-z]+)+-\d{1,2}")
_USUAL_REGION = "us-east-1"


def model_for(connection: Connection) -> BedrockConverseModel:
    endpoint = connection.endpoint.strip()
    try:
        found = _client(endpoint, key_of(connection), connection.connect_timeout, connection.total_timeout)
    except OutboundRefused as error:
        raise ProviderError(Kind.REFUSED_ADDRESS, error.detail) from None
    return BedrockConverseModel(connection.model_id, provider=BedrockProvider(bedrock_client=found))


# Making one takes a tenth of a second and some megabytes.
@lru_cache(maxsize=32)
def _client(endpoint: str, key: str, connect_timeout: float, read_timeout: float) -> Any:
    region, address = (endpoint or _USUAL_REGION), None
    if "://" in endpoint:
        check_url(endpoint)
        named = _REGION.search(endpoint)
        region, address = (named.group() if named else _USUAL_REGION), endpoint
    elif not _REGION.fullmatch(region):
        raise ProviderError(Kind.NOT_FOUND, "The endpoint of a Bedrock model is an AWS region, such as eu-west-1.")
    parts = key.split(":")
    with_token = len(parts) not in {2, 3} or not parts[0].startswith(("AKIA", "ASIA"))
    if with_token and address and not address.startswith("https://"):
        raise ProviderError(Kind.REFUSED_ADDRESS, "A Bedrock API key is sent over https:// alone.")
    config = Config(
        connect_timeout=connect_timeout,
        read_timeout=read_timeout,
        retries={"total_max_attempts": 1},
        proxies={},
        signature_version="bearer" if with_token else None,
    )
    session = _TokenSession(key) if with_token else Session()
    if not with_token:
        session.set_credentials(parts[0], parts[1], parts[2] if len(parts) == 3 else None)
    made = boto3.Session(botocore_session=session, region_name=region).client(
        "bedrock-runtime", config=config, endpoint_url=address
    )
    aws.guard(made, connect_timeout=connect_timeout, read_timeout=read_timeout)
    return made


class _TokenSession(Session):  # type: ignore[misc]  # botocore has no types
    """Has this token and nothing else: neither the environment's credentials nor the machine's."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token

    def get_auth_token(self, **_: object) -> FrozenAuthToken:
        return FrozenAuthToken(self._token)

    def get_credentials(self) -> None:
        return None

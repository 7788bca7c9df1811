"""Amazon SES by its API v2: the mail goes as it is; a tenant of SES per organization keeps their reputations apart."""

import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any
from uuid import UUID

from frontdesk.mail.transports.ways import Busy, Outgoing, ProviderDown, TransportError, Way
from frontdesk.platform import outbound

CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0
MOST_CLIENTS = 64
TENANT_PREFIX = "frontdesk-"
# A tag's value knows letters, digits, dash and underline alone.
_NOT_IN_TAGS = re.compile(r"[^A-Za-z0-9_-]")
_BUSY = {"TooManyRequestsException", "ThrottlingException", "Throttling", "LimitExceededException", "RequestThrottled"}
_SUSPENDED = {"AccountSuspendedException", "SendingPausedException"}
_KEYS = {
    "UnrecognizedClientException", "InvalidClientTokenId", "SignatureDoesNotMatch", "InvalidSignatureException",
    "ExpiredTokenException", "ExpiredToken", "MissingAuthenticationTokenException", "IncompleteSignatureException",
}  # fmt: skip
_FOREVER = {"MessageRejected", "BadRequestException", "ValidationException"}

_clients: dict[str, Any] = {}
_known_tenants: set[tuple[str, UUID, str]] = set()  # with the domains that it may send from
_lock = threading.Lock()


@contextmanager
def open_ses(way: Way) -> Iterator["SesTransport"]:
    yield SesTransport(way)


class SesTransport:
    """Threads may share one."""

    name = "ses"

    def __init__(self, way: Way) -> None:
        self._way = way
        self._client = client(way)

    def send(self, mail: Outgoing) -> str:
        org_id = mail.org_id if self._way.flag("tenants") else None
        if org_id and (self._way.digest, org_id, _domain(mail.sender)) not in _known_tenants:
            ensure_tenant(self._way, org_id, senders=[mail.sender])
        asked = _request(self._way, mail, org_id)
        try:
            return str(_ask(self._client.send_email, asked)["MessageId"])
        except _NotFound:
            if not org_id:
                raise
        ensure_tenant(self._way, org_id, senders=[mail.sender])  # somebody took it away at Amazon
        return str(_ask(self._client.send_email, asked)["MessageId"])


def check(way: Way) -> None:
    """Raises ProviderDown when the keys do not do, or when sending is switched off."""
    told = _ask(client(way).get_account, {})
    if not told.get("SendingEnabled", True):
        raise ProviderDown("Amazon SES has paused sending for this account. Its console says why.")


def ensure_tenant(way: Way, org_id: UUID, *, senders: Sequence[str] = ()) -> str:
    """Makes the organization's tenant and lets it use the configuration set and the domains of ``senders``; returns its
    name. Safe to repeat, also for domains that came later."""
    name, made = tenant_name(org_id), client(way)
    try:
        arn = str(_ask(made.get_tenant, {"TenantName": name})["Tenant"]["TenantArn"])
    except _NotFound:
        arn = str(_ask(made.create_tenant, {"TenantName": name}, ignore="AlreadyExistsException").get("TenantArn", ""))
        arn = arn or str(_ask(made.get_tenant, {"TenantName": name})["Tenant"]["TenantArn"])
    account = arn.partition(":tenant/")[0]  # arn:aws:ses:<region>:<account>
    resources = [f"{account}:identity/{domain}" for domain in sorted({_domain(sender) for sender in senders})]
    if way.text("configuration_set"):
        resources.append(f"{account}:configuration-set/{way.text('configuration_set')}")
    for resource in resources:
        _ask(
            made.create_tenant_resource_association,
            {"TenantName": name, "ResourceArn": resource},
            ignore="AlreadyExistsException",
        )
    with _lock:
        _known_tenants.update((way.digest, org_id, _domain(sender)) for sender in senders)
    return name


def tenant_name(org_id: UUID) -> str:
    return f"{TENANT_PREFIX}{org_id}"


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()


def _request(way: Way, mail: Outgoing, tenant: UUID | None) -> dict[str, object]:
    tags = {"message_id": mail.message_id, "organization_id": mail.org_id, "category": mail.category}
    asked: dict[str, object] = {
        "Destination": {"ToAddresses": [mail.recipient]},
        "Content": {"Raw": {"Data": mail.mime}},
        "EmailTags": [
            {"Name": name, "Value": _NOT_IN_TAGS.sub("-", str(value))[:256]} for name, value in tags.items() if value
        ],
    }
    if way.text("configuration_set"):
        asked["ConfigurationSetName"] = way.text("configuration_set")
    if tenant:
        asked["TenantName"] = tenant_name(tenant)
    return asked


def client(way: Way) -> Any:
    """One for each way in a process."""
    with _lock:
        if way.digest not in _clients:
            if len(_clients) >= MOST_CLIENTS:
                _clients.pop(next(iter(_clients)))
            _clients[way.digest] = _new_client(way)
        return _clients[way.digest]


@cache
def _session() -> Any:
    """Of the process: each of its own would read the service's description anew, half a second and 10 MB. It is not
    for several threads at once. boto3 is imported when first needed."""
    import boto3

    return boto3.session.Session()


def _new_client(way: Way) -> Any:
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError

    if way.org_id is not None and not way.secrets.get("secret_access_key"):
        raise ProviderDown("An organisation's own Amazon SES needs an access key: it may not use the machine's role.")
    try:
        made = _session().client(
            "sesv2",
            region_name=way.text("region") or None,
            endpoint_url=way.text("endpoint_url") or None,
            aws_access_key_id=way.text("access_key_id") or None,
            aws_secret_access_key=way.secrets.get("secret_access_key") or None,
            aws_session_token=way.secrets.get("session_token") or None,
            config=Config(
                connect_timeout=CONNECT_SECONDS,
                read_timeout=READ_SECONDS,
                retries={"total_max_attempts": 1},
                max_pool_connections=50,
            ),
        )
    except (BotoCoreError, ValueError) as error:
        raise ProviderDown(f"Amazon SES cannot be used: {error} Check region and API address.") from error
    if way.org_id is not None:
        from frontdesk.platform.outbound import aws

        aws.guard(made, connect_timeout=CONNECT_SECONDS, read_timeout=READ_SECONDS)
    return made


class _NotFound(ProviderDown):
    """A tenant or a configuration set that was named is not there: it would be so for every mail."""


def _ask(operation: Any, asked: Mapping[str, object], *, ignore: str = "") -> dict[str, Any]:
    """The answer, or {} for an error to ignore; anything else in our own words."""
    from botocore import exceptions as boto

    try:
        answer: dict[str, Any] = operation(**asked)
        return answer
    except boto.ClientError as error:
        if error.response.get("Error", {}).get("Code") == ignore:
            return {}
        raise _meaning(error.response) from error
    except (boto.ReadTimeoutError, boto.ConnectionClosedError, boto.ResponseStreamingError) as error:
        raise TransportError("Amazon SES did not answer in time.", permanent=False, in_doubt=True) from error
    except boto.NoCredentialsError as error:
        raise ProviderDown("There are no keys for Amazon SES: give an access key, or the machine a role.") from error
    except boto.ParamValidationError as error:
        raise TransportError("Amazon SES cannot take this mail: a value is not of its kind.", permanent=True) from error
    except (boto.BotoCoreError, outbound.OutboundRefused, outbound.OutboundFailed) as error:
        words = error.detail if isinstance(error, outbound.OutboundRefused | outbound.OutboundFailed) else str(error)
        raise ProviderDown(f"Amazon SES cannot be reached: {words}") from error


def _meaning(response: dict[str, Any]) -> Exception:
    told = response.get("Error", {})
    code = str(told.get("Code", ""))
    status = int(response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    words = f"Amazon SES: {code} {str(told.get('Message', ''))[:1000]}".strip()
    if code in _BUSY or status == 429:
        return Busy(words, retry_after=3600 if "daily" in words.lower() else 1)
    if code in _SUSPENDED:
        return ProviderDown(f"{words} Sending is paused at Amazon; its console says why.")
    if code in _KEYS:
        return ProviderDown(f"{words} Check the access key and its region.")
    if code in {"AccessDeniedException", "AccessDenied"}:
        return ProviderDown(f"{words} Allow the key ses:SendEmail (and ses:*Tenant* for tenants).")
    if code in {"MailFromDomainNotVerifiedException"}:
        return ProviderDown(f"{words} Verify the MAIL FROM domain in Amazon SES.")
    if code == "NotFoundException":
        return _NotFound(f"{words} Check the configuration set.")
    if code in _FOREVER:
        return TransportError(words, permanent=True)
    # What broke at Amazon says nothing of how far it had come.
    return TransportError(words, permanent=400 <= status < 500, in_doubt=status >= 500)

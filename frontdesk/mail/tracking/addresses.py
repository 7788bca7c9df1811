"""Where the links and the pixel of a mail point: the organization's own host once its record was found, else ours."""

from time import monotonic
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http.request import validate_host

from frontdesk.mail.models import MailDomain
from frontdesk.platform import tenancy

# The purpose of a domain's record in ``MailDomain.records``, and the states of one that works.
PURPOSE, FOUND = "tracking", frozenset({"ok", "warning"})
REMEMBER_SECONDS, MOST_REMEMBERED = 60.0, 5000
_remembered: dict[UUID, tuple[frozenset[str], float]] = {}


def base_url(org_id: UUID | None) -> str:
    """Without a slash at the end; one query. Over the same scheme and port as the deployment's own address."""
    host = _own_host(org_id) if org_id else ""
    if not host:
        return settings.PUBLIC_URL
    own = urlsplit(settings.PUBLIC_URL)
    port = f":{own.port}" if own.port else ""
    return f"{own.scheme}://{host}{port}"


def is_served_at(host: str, org_id: UUID) -> bool:
    """Whether links of the organization's mail may be asked for at this host: ours, or its own and nobody else's."""
    name = host.rpartition(":")[0] if not host.endswith("]") and ":" in host else host
    return validate_host(name.lower(), settings.ALLOWED_HOSTS) or name.lower() in _hosts(org_id)


def _hosts(org_id: UUID) -> frozenset[str]:
    """Remembered for a minute: mails are opened far more often than domains are set up."""
    found, until = _remembered.get(org_id, (frozenset(), 0.0))
    if until > monotonic():
        return found
    with tenancy.tenant(org_id):
        rows = MailDomain.objects.filter(verified_at__isnull=False).exclude(tracking_host="")
        found = frozenset(host.lower() for host in rows.values_list("tracking_host", flat=True))
    if len(_remembered) >= MOST_REMEMBERED:
        _remembered.clear()
    _remembered[org_id] = (found, monotonic() + REMEMBER_SECONDS)
    return found


def forget() -> None:
    """For tests, which empty the table underneath."""
    _remembered.clear()


def _own_host(org_id: UUID) -> str:
    verified = MailDomain.objects.filter(organization_id=org_id, verified_at__isnull=False).exclude(tracking_host="")
    rows = verified.order_by("verified_at").values_list("tracking_host", "records")
    return next((host.lower() for host, records in rows if _is_found(records)), "")


def _is_found(records: list[dict[str, str]]) -> bool:
    return any(each.get("purpose") == PURPOSE and each.get("state") in FOUND for each in records)

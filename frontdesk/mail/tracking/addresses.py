"""Where the links and the pixel of a mail point: the organization's own host once its record was found, else ours."""

from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from frontdesk.mail.models import MailDomain

# The purpose of a domain's record in ``MailDomain.records``, and the state of one that was found as it should be.
PURPOSE, FOUND = "tracking", "verified"


def base_url(org_id: UUID | None) -> str:
    """Without a slash at the end; one query. Over the same scheme and port as the deployment's own address."""
    host = _own_host(org_id) if org_id else ""
    if not host:
        return settings.PUBLIC_URL
    own = urlsplit(settings.PUBLIC_URL)
    port = f":{own.port}" if own.port else ""
    return f"{own.scheme}://{host}{port}"


def _own_host(org_id: UUID) -> str:
    verified = MailDomain.objects.filter(organization_id=org_id, verified_at__isnull=False).exclude(tracking_host="")
    rows = verified.order_by("verified_at").values_list("tracking_host", "records")
    return next((host.lower() for host, records in rows if _is_found(records)), "")


def _is_found(records: list[dict[str, str]]) -> bool:
    return any(each.get("purpose") == PURPOSE and each.get("state") == FOUND for each in records)

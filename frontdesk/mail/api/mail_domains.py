"""Domains that mail is sent from and arrives at. Name servers are asked after the request's transaction."""

import asyncio
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Status

from frontdesk.mail.models import MailDomain
from frontdesk.mail.schemas.mail_domains import (
    MailDomainChangeIn,
    MailDomainIn,
    MailDomainListIn,
    MailDomainOut,
    MailDomainPage,
)
from frontdesk.mail.sending_settings import domains, naming
from frontdesk.mail.sending_settings.advice import ADVICE
from frontdesk.mail.sending_settings.looking import look
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.platform import loops
from frontdesk.platform.answers import json_answer
from frontdesk.platform.errors import Conflict
from frontdesk.platform.later import Later
from frontdesk.platform.paging import page

router = Router(tags=["mail settings"], auth=SIGNED_IN)
_COMPUTED = {"display_name", "counts_until"}


def _present(row: MailDomain) -> dict[str, object]:
    return {
        **{name: getattr(row, name) for name in MailDomainOut.model_fields if name not in _COMPUTED},
        "display_name": naming.to_unicode(row.domain),
        "counts_until": row.failing_since + domains.GRACE if row.failing_since and row.verified_at else None,
    }


@router.get("", response=MailDomainPage)
def list_mail_domains(request: ApiRequest, parameters: Query[MailDomainListIn]) -> dict[str, object]:
    """The organization's own; for a superadmin outside of any, the deployment's."""
    found = domains.list_domains(request.auth)
    if parameters.q:
        found = found.filter(domain__icontains=parameters.q)
    rows, next_cursor = page(found, cursor=parameters.cursor, limit=parameters.limit)
    return {"items": [_present(row) for row in rows], "next_cursor": next_cursor}


@router.post("", response={201: MailDomainOut})
def create_mail_domain(request: ApiRequest, payload: MailDomainIn) -> Status[dict[str, object]]:
    """Makes its DKIM key and says which records to set. It counts once they are found."""
    return Status(201, _present(domains.create_domain(request.auth, payload.domain)))


@router.get("/{uuid:domain_id}", response=MailDomainOut)
def get_mail_domain(request: ApiRequest, domain_id: UUID) -> dict[str, object]:
    return _present(domains.get_domain(request.auth, domain_id))


@router.patch("/{uuid:domain_id}", response=MailDomainOut)
def update_mail_domain(request: ApiRequest, domain_id: UUID, payload: MailDomainChangeIn) -> dict[str, object]:
    """Names for bounces and tracked links count once their records are found."""
    changes = payload.dict(exclude_unset=True, exclude_none=True)
    return _present(domains.update_domain(request.auth, domain_id, changes))


@router.delete("/{uuid:domain_id}", response={204: None})
def delete_mail_domain(request: ApiRequest, domain_id: UUID) -> Status[None]:
    domains.delete_domain(request.auth, domain_id)
    return Status(204, None)


@router.post("/{uuid:domain_id}/check", response=MailDomainOut)
def check_mail_domain(request: ApiRequest, domain_id: UUID) -> HttpResponse:
    """Asks name servers for its records. 409 when another organization has verified the domain."""
    facts = domains.start_check(request.auth, domain_id)
    org_id = request.auth.org_id

    async def work() -> HttpResponse:
        looked = await asyncio.to_thread(look, facts)
        outcome = await loops.in_database(domains.finish_check, org_id, domain_id, looked)
        if outcome.is_taken:
            raise Conflict(ADVICE["taken"], code="domain-taken")
        return json_answer(MailDomainOut.model_validate(_present(outcome.row)).model_dump())

    return Later(work)


@router.post("/{uuid:domain_id}/rotate-dkim", response=MailDomainOut)
def rotate_mail_domain_key(request: ApiRequest, domain_id: UUID) -> dict[str, object]:
    """Makes a second key. The first signs until the second's record is found."""
    return _present(domains.rotate_dkim(request.auth, domain_id))

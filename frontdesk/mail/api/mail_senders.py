"""Addresses that an organization's mail is sent from."""

from ninja import Router, Status

from frontdesk.mail.models import FromAddressType
from frontdesk.mail.schemas.mail_senders import MailSenderIn, MailSenderOut, MailSenderPage
from frontdesk.mail.sending_settings import senders
from frontdesk.mail.sending_settings.senders import Sender
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest

router = Router(tags=["mail settings"], auth=SIGNED_IN)


@router.get("", response=MailSenderPage)
def list_mail_senders(request: ApiRequest) -> dict[str, object]:
    """All four kinds of addresses, with the deployment's where the organization has none of its own."""
    return {"items": senders.list_senders(request.auth), "next_cursor": None}


@router.put("/{address_type}", response=MailSenderOut)
def set_mail_sender(request: ApiRequest, address_type: FromAddressType, payload: MailSenderIn) -> Sender:
    """The address must be at a verified domain of the organization, or go out by a provider of its own."""
    return senders.set_sender(
        request.auth, address_type.value, name=payload.name, email=payload.email, reply_to=payload.reply_to
    )


@router.delete("/{address_type}", response={204: None})
def delete_mail_sender(request: ApiRequest, address_type: FromAddressType) -> Status[None]:
    """From then on the deployment's address serves."""
    senders.delete_sender(request.auth, address_type.value)
    return Status(204, None)

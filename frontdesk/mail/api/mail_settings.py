"""Settings of an organization's mail."""

from ninja import Router

from frontdesk.mail import mail_settings
from frontdesk.mail.mail_settings import Wanted
from frontdesk.mail.schemas.mail_settings import MailSettingsIn, MailSettingsOut
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest

router = Router(tags=["mail"], auth=SIGNED_IN)


@router.get("", response=MailSettingsOut)
def get_mail_settings(request: ApiRequest) -> Wanted:
    """What is counted and kept of the organization's mail, and what stands under newsletters."""
    return mail_settings.get_settings(request.auth)


@router.patch("", response=MailSettingsOut)
def update_mail_settings(request: ApiRequest, payload: MailSettingsIn) -> Wanted:
    """Holds for mail sent from now on. Links with keys to an account are never led through Frontdesk."""
    return mail_settings.update_settings(request.auth, payload.dict(exclude_unset=True, exclude_none=True))

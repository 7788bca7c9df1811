"""The client portal: an organization's clients register themselves under it."""

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress, get_emailconfirmation_model
from django.contrib.auth import login
from django.http import HttpRequest

from frontdesk.orgs import accounts, emails, notices
from frontdesk.orgs.models import Organization, Profile, Role
from frontdesk.platform import tenancy
from frontdesk.platform.errors import Forbidden, NotFound

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def get_portal(slug: str) -> Organization:
    with tenancy.accounts():
        organization = Organization.objects.filter(slug=slug).first() if "\0" not in slug else None
    if organization is None:
        raise NotFound("There is no organization at this address.")
    return organization


def sign_in(request: HttpRequest, profile: Profile) -> None:
    """Starts a session for somebody who has just proved who they are by a link."""
    with tenancy.accounts():
        login(request, profile, backend=BACKEND)


def sign_up(request: HttpRequest, slug: str, *, email: str, full_name: str, password: str) -> None:
    """Makes a client's sign-in and mails the confirmation; an address that is known gets a notice instead."""
    organization = get_portal(slug)
    if not organization.portal_open:
        raise Forbidden(f"{organization.name} has no open client portal. Ask them for an invitation.")
    with tenancy.accounts():
        known = Profile.objects.filter(email=email).first()
        if known:
            type, data = notices.compose("account/email/account_already_exists", {}, known)
            emails.send_to(known, type, data)
            return
        profile = accounts.create_user(
            email=email,
            full_name=full_name,
            role=Role.USER,
            organization=organization,
            password=password,
            verified=False,
        )
        address = EmailAddress.objects.get(user=profile)
        get_adapter(request).send_confirmation_mail(request, get_emailconfirmation_model().create(address), signup=True)
    with tenancy.tenant(organization.id, user_id=profile.id):
        accounts.link_contact(profile)

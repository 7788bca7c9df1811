"""Where allauth's sign-in meets our organizations, mails and sealed secrets."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from frontdesk.orgs import audit, emails, notices, organizations, second_factors
from frontdesk.orgs.models import Profile, Role
from frontdesk.platform import observe, tenancy


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.SIGNUP_OPEN)

    def save_user(self, request: HttpRequest, user: Profile, form: Any, commit: bool = True) -> Profile:
        """Sign-up makes the organization and its admin together."""
        data = form.cleaned_data
        locale = data.get("locale") or "en"
        organization = organizations.create_organization(
            data["organization_name"], type=data["organization_type"], timezone=data["timezone"], locale=locale
        )
        user.email = data["email"].lower()
        user.full_name = data["full_name"]
        user.organization = organization
        user.role = Role.ADMIN
        user.locale, user.timezone = locale, data["timezone"]
        user.set_password(data["password"])
        user.save()
        with tenancy.tenant(organization.id, user_id=user.id):
            audit.record(
                None,
                "organization.created",
                object_type="organization",
                object_id=organization.id,
                label=organization.name,
            )
        return user

    def get_client_ip(self, request: HttpRequest) -> str:
        return observe.client_address(request) or "unknown"

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        confirmed: bool = super().confirm_email(request, email_address)
        if confirmed:
            person: Profile = email_address.user
            data = {"action_url": emails.page_url(person.locale, "")}
            emails.send_to(person, "welcome", data)
        return confirmed

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every account mail goes through the organization's templates instead of allauth's own texts."""
        person = context.get("user") or Profile.objects.filter(email=email.lower()).first()
        if isinstance(person, Profile):
            type, data = notices.compose(template_prefix, context, person)
            emails.send_to(person, type, data)

    def send_notification_mail(
        self, template_prefix: str, user: Profile, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """allauth sends some notices after the request's commit, where nothing is bound any more."""
        with tenancy.bind(tenancy.Bound(None, user.id, tenancy.ACCOUNTS)):
            super().send_notification_mail(template_prefix, user, context, email)

    def is_safe_url(self, url: str) -> bool:
        return url.startswith("/") and not url.startswith("//")


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Single sign-on admits people whom an organization knows already; it opens no organization by itself."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Seals the second factors, which allauth would keep in clear."""

    def encrypt(self, text: str) -> str:
        return second_factors.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return second_factors.unseal(encrypted_text)

"""Account mails. They go through the organization's templates, which live in a domain above this one."""

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from frontdesk.orgs.models import Profile


class Sender(Protocol):
    def __call__(
        self, *, org_id: UUID | None, type: str, to: str, name: str, locale: str, data: Mapping[str, object]
    ) -> None: ...


def send(*, org_id: UUID | None, type: str, to: str, name: str, locale: str, data: Mapping[str, object]) -> None:
    """Queues one account mail in the running transaction, by the function that ACCOUNT_MAIL_SENDER names."""
    sender: Sender = import_string(settings.ACCOUNT_MAIL_SENDER)
    sender(org_id=org_id, type=type, to=to, name=name, locale=locale, data=data)


def send_to(profile: Profile, type: str, data: Mapping[str, object]) -> None:
    send(
        org_id=profile.organization_id,
        type=type,
        to=profile.email,
        name=profile.full_name or profile.email.partition("@")[0],
        locale=profile.locale,
        data=data,
    )


def page_url(locale: str, path: str) -> str:
    """The address of a page of the app, as a person opens it."""
    return f"{settings.PUBLIC_URL}/{locale}/{path}"

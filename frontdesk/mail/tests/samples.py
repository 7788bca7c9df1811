"""Templates and mails for the tests, and the rows behind them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models.functions import Now

from frontdesk.mail.models import EmailMessage, EmailMessageEvent
from frontdesk.orgs.models import Profile
from frontdesk.orgs.testing import Answer, ApiClient
from frontdesk.platform import tenancy
from frontdesk.platform.jobs.tasks import manager

TEMPLATES = "/api/email-templates"
MESSAGES = "/api/mail/messages"
SEND = "/api/send-email"
WELCOME_DATA = {"name": "Carol", "action_url": "https://northgate.test/start"}


def template_body(**changes: object) -> dict[str, object]:
    return {
        "name": "Our welcome",
        "type": "welcome",
        "subject": "Welcome, {{ name }}",
        "html_code": "<p>Hello {{ name }}, <a href='{{ action_url }}'>start here</a>.</p>",
        **changes,
    }


def make_template(client: ApiClient, *, activate: bool = False, **changes: object) -> dict[str, Any]:
    answer = client.post(TEMPLATES, template_body(**changes))
    assert answer.status == 201, answer.content
    if activate:
        answer = change(client, answer.json, is_active=True)
        assert answer.status == 200, answer.content
    return dict(answer.json)


def change(client: ApiClient, template: dict[str, Any], **changes: object) -> Answer:
    return client.patch(f"{TEMPLATES}/{template['id']}", {"version": template["version"], **changes})


def mail_body(**changes: object) -> dict[str, object]:
    return {"type": "welcome", "to": "carol@client.test", "data": WELCOME_DATA, **changes}


def send(client: ApiClient, **changes: object) -> dict[str, Any]:
    answer = client.post(SEND, {name: value for name, value in mail_body(**changes).items() if value is not None})
    assert answer.status == 202, answer.content
    return dict(answer.json)


def message(message_id: str | UUID) -> EmailMessage:
    with tenancy.platform("tests"):
        found: EmailMessage = EmailMessage.objects.get(id=message_id)
    return found


def messages() -> list[EmailMessage]:
    with tenancy.platform("tests"):
        return list(EmailMessage.objects.order_by("created_at", "id"))


def history(message_id: str | UUID) -> list[str]:
    with tenancy.platform("tests"):
        rows = EmailMessageEvent.objects.filter(message__id=message_id).order_by("id")
        return [row.status for row in rows]


def make_due(ids: Sequence[str] = ()) -> None:
    """As though the time until the next try had passed."""
    with tenancy.platform("tests"):
        waiting = EmailMessage.objects.filter(status="queued")
        (waiting.filter(id__in=ids) if ids else waiting).update(next_attempt_at=Now())


def set_locale(profile: Profile, locale: str, *, of_organization: bool = False) -> None:
    with tenancy.platform("tests"):
        row = profile.organization if of_organization else profile
        assert row is not None
        row.locale = locale
        row.save(update_fields=["locale"])


def send_to(client: ApiClient, *names: str, **changes: object) -> list[str]:
    return [str(send(client, to=f"{name}@client.test", **changes)["message_id"]) for name in names]


def statuses() -> dict[str, str]:
    return {row.to_address.partition("@")[0]: row.status for row in messages()}


def waiting_jobs() -> int:
    with tenancy.platform("tests"):
        rows = manager.connector.execute_query_all(
            "select id from procrastinate_jobs where starts_with(task_name, 'mail.deliver') and status = 'todo'"
        )
    return len(rows)


def set_columns(message_id: str | UUID, **values: object) -> None:
    with tenancy.platform("tests"):
        EmailMessage.objects.filter(id=message_id).update(**values)

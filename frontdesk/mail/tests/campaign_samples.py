"""Campaigns for the tests, with the people they go to, and time that the tests move."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from frontdesk.mail.campaigns import running
from frontdesk.mail.models import (
    Campaign,
    CampaignRecipient,
    EmailMessage,
    MailList,
    Subscription,
    SubscriptionState,
)
from frontdesk.mail.outcomes.deeds import make_deed
from frontdesk.mail.tests.samples import make_template
from frontdesk.orgs.models import Contact
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import jobs, tenancy

CAMPAIGNS = "/api/mail/campaigns"
HTML = (
    "<p>Hello {{ first_name | default: 'there' }}</p><p><a href='https://northgate.test/news'>News</a></p>"
    "<p><a href='{{ unsubscribe_url }}'>Unsubscribe</a></p>"
)


def org_of(client: ApiClient) -> UUID:
    assert client.profile is not None
    org_id = client.profile.organization_id
    assert org_id is not None
    return UUID(str(org_id))


def make_newsletter(client: ApiClient, **changes: object) -> dict[str, Any]:
    values = {"type": "custom", "category": "marketing", "subject": "News", "html_code": HTML, "name": "News"}
    return make_template(client, activate=True, **{**values, **changes})


def add_people(org_id: UUID, count: int, *, start: int = 0, **changes: object) -> list[Contact]:
    with tenancy.tenant(org_id):
        return list(
            Contact.objects.bulk_create(
                Contact(
                    organization_id=org_id,
                    email=f"p{start + number}@people.test",
                    **{"full_name": f"Person{start + number} Example", **changes},
                )
                for number in range(count)
            )
        )


def make_list(org_id: UUID, people: list[Contact], name: str = "Readers") -> MailList:
    with tenancy.tenant(org_id):
        made: MailList = MailList.objects.create(organization_id=org_id, name=name)
        Subscription.objects.bulk_create(
            Subscription(organization_id=org_id, list=made, contact=person, state=SubscriptionState.SUBSCRIBED)
            for person in people
        )
    return made


def make_campaign(client: ApiClient, *, people: int = 5, **changes: object) -> dict[str, Any]:
    """A draft that is ready to be started; its list is named after nothing else."""
    org_id = org_of(client)
    body: dict[str, object] = {"name": "Spring news", **changes}
    if "variants" not in body:
        body["variants"] = [{"template_id": make_newsletter(client)["id"]}]
    if "audience" not in body:
        body["audience"] = {"list_ids": [str(make_list(org_id, add_people(org_id, people)).id)]}
    answer = client.post(CAMPAIGNS, body)
    assert answer.status == 201, answer.content
    return dict(answer.json)


def act(client: ApiClient, campaign: dict[str, Any], verb: str, body: object = None, status: int = 200) -> Any:
    answer = client.post(f"{CAMPAIGNS}/{campaign['id']}/{verb}", body)
    assert answer.status == status, answer.content
    return answer.json


def start(client: ApiClient, campaign: dict[str, Any]) -> Any:
    return act(client, campaign, "start", status=202)


def steps(client: ApiClient, campaign: dict[str, Any], now: datetime | None = None, most: int = 20) -> Any:
    """Carries the campaign on until it must wait, at a time of the test's choice; returns how long it would wait."""
    wait: timedelta | None = timedelta()
    for _ in range(most):
        with tenancy.tenant(org_of(client)):
            wait = running.step(UUID(campaign["id"]), now=now or timezone.now())
        if wait is None or wait > timedelta():
            return wait
    return wait


def row(campaign: dict[str, Any]) -> Campaign:
    with tenancy.platform("tests"):
        found: Campaign = Campaign.objects.get(id=campaign["id"])
    return found


def recipients(campaign: dict[str, Any]) -> list[CampaignRecipient]:
    with tenancy.platform("tests"):
        rows = CampaignRecipient.objects.filter(campaign_id=campaign["id"])
        return list(rows.select_related("contact").order_by("contact__email"))


def mails(campaign: dict[str, Any]) -> list[EmailMessage]:
    with tenancy.platform("tests"):
        return list(EmailMessage.objects.filter(campaign_id=campaign["id"]).order_by("to_address"))


def mark_sent(campaign: dict[str, Any], status: str = "sent", **filters: object) -> int:
    """As though the outbox had sent them."""
    with tenancy.platform("tests"):
        rows = EmailMessage.objects.filter(campaign_id=campaign["id"], status="queued", **filters)
        return int(rows.update(status=status, sent_at=timezone.now()))


def note_deed(
    message: EmailMessage, kind: str = "open", *, is_machine: bool = False, position: int | None = None
) -> None:
    with tenancy.platform("tests"):
        url = "https://northgate.test/news" if kind == "click" else ""
        make_deed(message, kind, url=url, position=position, is_machine=is_machine).save(force_insert=True)


def run_jobs() -> None:
    jobs.run_pending()


def sql(statement: str, *values: Any) -> None:
    with tenancy.platform("tests"), connection.cursor() as cursor:
        cursor.execute(statement, values)

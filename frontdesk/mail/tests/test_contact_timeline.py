"""What a contact's timeline tells of mail and lists."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from frontdesk.mail.models import EmailEngagement, EmailMessageEvent, MailList, Subscription
from frontdesk.mail.tests.arrivals import arrive, letter, quiet_dns, sent_to
from frontdesk.mail.tests.campaigns_to_send import begin, feed
from frontdesk.orgs.models import Contact, Profile
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

Entry = tuple[str, str, str]


@pytest.fixture(autouse=True)
def _dns() -> Iterator[None]:
    with quiet_dns():
        yield


def entries(client: ApiClient, email: str) -> list[Entry]:
    with tenancy.platform("tests"):
        contact_id = Contact.objects.get(email=email, organization__slug="northgate").id
    items = client.get(f"/api/contacts/{contact_id}/timeline").json["items"]
    assert [each["at"] for each in items] == sorted((each["at"] for each in items), reverse=True)
    return [(each["kind"], each["title"], each["detail"]) for each in items]


def test_received_mail_and_automatic_answers(alice: ApiClient) -> None:
    sender = "lena@client.test"
    arrive(letter(sender=sender), sender=sender)
    arrive(letter(sender=sender, subject="Away", Auto_Submitted="auto-replied"), sender=sender)
    arrive(letter(sender=sender, to="bob@northgate.test", subject="Code 1234"), "bob@northgate.test", sender=sender)
    told = entries(alice, sender)
    assert {("mail.received", "My visa"), ("mail.auto_reply", "Away")} <= {each[:2] for each in told}
    assert "Code 1234" not in {title for _, title, _ in told}


def test_a_bounce_says_why(alice: ApiClient) -> None:
    arrive(letter(sender="lena@client.test"), sender="lena@client.test")
    sent = sent_to("Lena <lena@client.test>", status="bounced", bounce_kind="hard", bounce_reason="userunknown")
    assert ("mail.bounced", "Your papers", "userunknown") in entries(alice, "lena@client.test")
    with tenancy.platform("tests"):
        EmailMessageEvent.objects.create(
            organization_id=sent.organization_id, message=sent, status="bounced", detail="550 5.1.1 No such user"
        )
    assert ("mail.bounced", "Your papers", "550 5.1.1 No such user") in entries(alice, "lena@client.test")


def test_newsletters_with_what_was_done_with_them(alice: ApiClient, cast: dict[str, Profile]) -> None:
    org_id = cast["alice"].organization_id
    assert org_id
    campaign = begin(org_id)
    lena, _ = feed(campaign, "lena", "amir", status="delivered", subject="News")
    url = "https://northgate.test/news"
    with tenancy.platform("tests"):
        for kind, address, is_machine in (
            ("open", "", True), ("open", "", False), ("open", "", False), ("click", url, False),
            ("click", "https://scanner.test", True), ("unsubscribe", "", False),
        ):  # fmt: skip
            EmailEngagement.objects.create(
                organization_id=org_id,
                message_id=lena,
                campaign=campaign,
                kind=kind,
                url=address,
                is_machine=is_machine,
            )
    told = [each for each in entries(alice, "lena@client.test") if each[0].startswith("mail.")]
    assert sorted(told) == [
        ("mail.clicked", "News", url),
        ("mail.delivered", "News", ""),
        ("mail.opened", "News", "2 ×"),
        ("mail.unsubscribed", "News", ""),
    ]
    assert [each[0] for each in entries(alice, "amir@client.test")] == ["mail.delivered", "contact.created"]


def test_lists_joined_and_left(alice: ApiClient, cast: dict[str, Profile]) -> None:
    org_id = cast["alice"].organization_id
    now = timezone.now()
    with tenancy.platform("tests"):
        lena = Contact.objects.create(organization_id=org_id, email="lena@client.test")
        for name, state, ended_at in (
            ("News", "subscribed", None),
            ("Offers", "unsubscribed", now + timedelta(hours=1)),
            ("Events", "pending", None),
        ):
            mail_list = MailList.objects.create(organization_id=org_id, name=name)
            Subscription.objects.create(
                organization_id=org_id, list=mail_list, contact=lena, state=state, ended_at=ended_at
            )
    told = entries(alice, "lena@client.test")
    assert told[0] == ("list.unsubscribed", "Offers", "")
    assert {("list.subscribed", "News", ""), ("list.pending", "Events", "")} <= set(told)

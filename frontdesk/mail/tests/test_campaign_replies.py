"""Answers to a newsletter: each becomes a conversation of the person who wrote it, and never one of strangers."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from frontdesk.mail.models import Campaign, EmailMessage
from frontdesk.mail.tests.arrivals import INBOX, arrive, letter, quiet_dns, received, threads
from frontdesk.mail.tests.campaigns_to_send import begin, feed
from frontdesk.orgs.models import Profile
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy


@pytest.fixture(autouse=True)
def _dns() -> Iterator[None]:
    with quiet_dns():
        yield


@pytest.fixture
def campaign(cast: dict[str, Profile]) -> Campaign:
    org_id = cast["alice"].organization_id
    assert org_id
    return begin(org_id)


def header_of(message_id: UUID) -> str:
    with tenancy.platform("tests"):
        return str(EmailMessage.objects.get(id=message_id).message_id_header)


def answer(name: str, named: str, **headers: str) -> bytes:
    return letter(sender=f"{name}@client.test", subject="Re: News", In_Reply_To=named, **headers)


def test_an_answer_is_that_persons_conversation_and_tells_of_the_campaign(campaign: Campaign, alice: ApiClient) -> None:
    (mail_id,) = feed(campaign, "lena", status="sent")
    row = arrive(answer("lena", header_of(mail_id)), sender="lena@client.test")
    assert row.thread
    assert (row.thread.campaign_id, row.thread.address) == (campaign.id, "lena@client.test")
    with tenancy.platform("tests"):
        assert EmailMessage.objects.get(id=mail_id).thread_id == row.thread_id
    (item,) = alice.get(f"{INBOX}?kind=campaign_reply").json["items"]
    assert item["id"] == str(row.thread_id)


def test_two_peoples_answers_are_two_conversations(campaign: Campaign) -> None:
    lena, amir = feed(campaign, "lena", "amir", status="sent")
    first = arrive(answer("lena", header_of(lena)), sender="lena@client.test")
    second = arrive(answer("amir", header_of(amir)), sender="amir@client.test")
    # Also when one of them quotes what the other was sent, as who forwards a newsletter to a friend makes happen.
    third = arrive(answer("amir", header_of(lena), References=header_of(lena)), sender="amir@client.test")
    assert first.thread_id not in {second.thread_id, third.thread_id}
    by_address = {each.address: each.campaign_id for each in threads()}
    assert by_address == {"lena@client.test": campaign.id, "amir@client.test": campaign.id}


def test_a_second_answer_goes_on_in_the_first(campaign: Campaign) -> None:
    (mail_id,) = feed(campaign, "lena", status="sent")
    first = arrive(answer("lena", header_of(mail_id)), sender="lena@client.test")
    again = arrive(answer("lena", header_of(mail_id), body="And another thing"), sender="lena@client.test")
    assert again.thread_id == first.thread_id
    (thread,) = threads()
    assert thread.message_count == 2


@pytest.mark.parametrize("is_first", [True, False])
def test_a_stranger_with_the_same_message_id_opens_his_own(campaign: Campaign, is_first: bool) -> None:
    (mail_id,) = feed(campaign, "lena", status="sent")
    writers = ["mallory", "lena"] if is_first else ["lena", "mallory"]
    rows = {name: arrive(answer(name, header_of(mail_id)), sender=f"{name}@client.test") for name in writers}
    assert rows["mallory"].thread_id != rows["lena"].thread_id
    stranger = received(rows["mallory"].id).thread
    lena = received(rows["lena"].id).thread
    assert stranger
    assert lena
    assert (stranger.campaign_id, lena.campaign_id) == (None, campaign.id)
    with tenancy.platform("tests"):
        assert EmailMessage.objects.get(id=mail_id).thread_id == lena.id


def test_another_organization_that_is_sent_the_answer_learns_of_no_campaign(campaign: Campaign) -> None:
    (mail_id,) = feed(campaign, "lena", status="sent")
    raw = letter(sender="lena@client.test", to="office@harbour.test", In_Reply_To=header_of(mail_id))
    row = arrive(raw, "office@harbour.test", sender="lena@client.test")
    assert row.organization_id != campaign.organization_id
    assert row.thread is None or row.thread.campaign_id is None

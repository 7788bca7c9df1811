"""What is sent into a conversation: its answers come back to it, and other programs see where it belongs."""

from collections.abc import Iterator
from email import message_from_bytes
from uuid import uuid4

import pytest

from frontdesk.mail.tests.arrivals import INBOX, arrive, letter, quiet_dns, threads
from frontdesk.mail.tests.samples import SEND, WELCOME_DATA, message, messages, send
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy


@pytest.fixture(autouse=True)
def _dns() -> Iterator[None]:
    with quiet_dns():
        yield


def test_an_answer_carries_the_conversations_address_and_is_answered_there(alice: ApiClient) -> None:
    first = arrive(letter(message_id="<1@client.test>"))
    assert first.thread
    sent = message(send(alice, to="carol@client.test", related={"thread_id": str(first.thread_id)})["message_id"])
    assert sent.thread_id == first.thread_id
    assert sent.reply_to == f"help+t-{first.thread.token}@northgate.test"
    headers = message_from_bytes(bytes(sent.mime))
    assert headers["Reply-To"] == sent.reply_to
    assert (headers["In-Reply-To"], headers["References"]) == ("<1@client.test>", "<1@client.test>")
    # A provider that writes Message-IDs of its own, and a person who changes the subject: the address is enough.
    answer = arrive(letter(to=sent.reply_to, subject="One more thing"), sent.reply_to)
    assert answer.thread_id == first.thread_id
    full = alice.get(f"{INBOX}/{first.thread_id}").json
    assert [each["direction"] for each in full["messages"]] == ["in", "out", "in"]


def test_a_later_answer_names_what_went_before(alice: ApiClient) -> None:
    first = arrive(letter(message_id="<1@client.test>"))
    related = {"thread_id": str(first.thread_id)}
    ours = message(send(alice, to="carol@client.test", related=related)["message_id"])
    arrive(letter(subject="Re: My visa", In_Reply_To=ours.message_id_header, message_id="<2@client.test>"))
    second = message(send(alice, to="carol@client.test", related=related)["message_id"])
    headers = message_from_bytes(bytes(second.mime))
    named = headers["References"].split()
    assert (headers["In-Reply-To"], named[-1]) == ("<2@client.test>", "<2@client.test>")
    assert set(named) == {"<1@client.test>", ours.message_id_header, "<2@client.test>"}


def test_an_address_given_goes_before_the_conversations(alice: ApiClient) -> None:
    first = arrive(letter())
    related = {"thread_id": str(first.thread_id)}
    accepted = send(alice, to="carol@client.test", related=related, reply_to="bob@northgate.test")
    assert message(accepted["message_id"]).reply_to == "bob@northgate.test"


def test_a_message_id_that_is_none_is_not_repeated(alice: ApiClient) -> None:
    first = arrive(letter(message_id="<a b\tc@x> Bcc:evil@x.test"))
    sent = message(send(alice, to="carol@client.test", related={"thread_id": str(first.thread_id)})["message_id"])
    headers = message_from_bytes(bytes(sent.mime))
    assert (headers["Bcc"], headers["In-Reply-To"]) in {(None, None), (None, "<abc@x>")}


def test_nobody_sends_into_another_organizations_conversation(alice: ApiClient, dave: ApiClient) -> None:
    first = arrive(letter())
    for thread_id in (str(first.thread_id), str(uuid4())):
        payload = {"type": "welcome", "to": "x@y.test", "data": WELCOME_DATA, "related": {"thread_id": thread_id}}
        refused = dave.post(SEND, payload)
        assert refused.status == 404
        assert thread_id in refused.json["detail"]
    assert messages() == []
    with tenancy.platform("tests"):
        assert len(threads()) == 1

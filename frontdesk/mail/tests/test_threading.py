"""Which conversation a mail continues, and which it must not."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import timezone

from frontdesk.mail.inbound import deciding, plus_addresses, subjects
from frontdesk.mail.inbound.deciding import Arrival, Candidate, Via
from frontdesk.mail.models import MailThread
from frontdesk.mail.tests.arrivals import HELP, arrive, letter, quiet_dns, sent_to, threads, told
from frontdesk.orgs import suppressions
from frontdesk.orgs.models import Contact, Profile, SuppressionReason
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import jobs, tenancy

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
THREAD = uuid4()


@pytest.fixture(autouse=True)
def _dns() -> Iterator[None]:
    with quiet_dns():
        yield


def candidate(via: Via, *, days: int = 1, people: str = "carol@client.test", subject: str = "My visa") -> Candidate:
    names = frozenset(people.split())
    return Candidate(via, THREAD, "carol@client.test", names, subject, NOW - timedelta(days=days))


@pytest.mark.parametrize(
    ("arrival", "given", "continues"),
    [
        (Arrival("carol@client.test", "Re: My visa", NOW), candidate(Via.TOKEN), True),
        (Arrival("mallory@evil.test", "Re: My visa", NOW), candidate(Via.TOKEN), False),
        (Arrival("dan@client.test", "Re: My visa", NOW), candidate(Via.TOKEN), False),
        (Arrival("carol@client.test", "Re: My visa", NOW, is_trusted=False), candidate(Via.TOKEN), False),
        (Arrival("", "Re: My visa", NOW), candidate(Via.TOKEN), False),
        (Arrival("mallory@evil.test", "Re: My visa", NOW, "<1@x>"), candidate(Via.REFERENCE), False),
        (
            Arrival("dan@client.test", "Re: My visa", NOW, "<1@x>"),
            candidate(Via.REFERENCE, people="carol@client.test dan@client.test"),
            True,
        ),
        (Arrival("carol@client.test", "Another thing", NOW, "<1@x>"), candidate(Via.REFERENCE, days=80), True),
        (Arrival("carol@client.test", "Another thing", NOW, "<1@x>"), candidate(Via.REFERENCE, days=91), False),
        (Arrival("carol@client.test", "RE: AW: my VISA", NOW, "<1@x>"), candidate(Via.REFERENCE, days=400), True),
        (Arrival("carol@client.test", "Re: My visa", NOW), candidate(Via.SUBJECT, days=29), True),
        (Arrival("carol@client.test", "My visa", NOW), candidate(Via.SUBJECT), False),
        (Arrival("carol@client.test", "My visa", NOW, "<1@x>"), candidate(Via.SUBJECT), True),
        (Arrival("carol@client.test", "Re: My visa", NOW), candidate(Via.SUBJECT, days=31), False),
        (
            Arrival("dan@client.test", "Re: My visa", NOW),
            candidate(Via.SUBJECT, people="carol@client.test dan@client.test"),
            False,
        ),
        (Arrival("carol@client.test", "Re:", NOW, "<1@x>"), candidate(Via.SUBJECT, subject=""), False),
        (Arrival("carol@client.test", "Fwd: My visa", NOW), candidate(Via.SUBJECT), False),
    ],
)
def test_who_and_what_continues_a_conversation(arrival: Arrival, given: Candidate, continues: bool) -> None:
    decision = deciding.decide(arrival, [given])
    assert (decision.candidate is not None) is continues
    assert decision.why


def test_the_surest_sign_counts_and_of_these_the_latest() -> None:
    old, new = (
        Candidate(via, uuid4(), "carol@client.test", frozenset({"carol@client.test"}), "x", NOW - timedelta(days=days))
        for via, days in ((Via.TOKEN, 9), (Via.REFERENCE, 1))
    )
    assert deciding.decide(Arrival("carol@client.test", "x", NOW), [new, old]).candidate is old


@pytest.mark.parametrize(
    ("subject", "plain", "answers"),
    [
        ("Re: Fw: AW: [EXT] My  visa", "my visa", True),
        ("RE[2]: My visa", "my visa", True),
        ("RV: Mi visado", "mi visado", True),
        ("Antw.: x", "antw.: x", False),
        ("回复：签证", "签证", True),
        ("Fwd: My visa", "my visa", False),
        ("Regarding: x", "regarding: x", False),
        ("Re: " * 50, "re: " * 29 + "re:", True),
        ("[EXT] Re: hello", "hello", True),
        ("", "", False),
    ],
)
def test_subjects_without_what_programs_put_before_them(subject: str, plain: str, answers: bool) -> None:
    assert (subjects.normalise(subject), subjects.is_answer(subject)) == (plain, answers)


def test_plus_addresses() -> None:
    address = plus_addresses.for_thread("help@northgate.test", "abcdef0123456789abcd")
    assert address == "help+t-abcdef0123456789abcd@northgate.test"
    assert plus_addresses.thread_token(address.upper()) == "abcdef0123456789abcd"
    assert plus_addresses.base(address) == "help@northgate.test"
    assert plus_addresses.thread_token("help+t-x@northgate.test") == ""


def test_a_mail_opens_a_conversation_with_a_contact_and_its_answers_continue_it(alice: ApiClient) -> None:
    first = arrive(letter(sender="Lena <Lena@Client.test>", message_id="<1@client.test>"))
    assert first.thread
    assert first.contact
    assert (first.state, first.kind, first.contact.email, first.contact.full_name, first.contact.source) == (
        "parsed",
        "message",
        "lena@client.test",
        "Lena",
        "mail",
    )
    (event,) = told("mail.received", first.id)
    assert (event.payload["thread_id"], event.payload["opens_thread"]) == (str(first.thread_id), True)
    again = arrive(
        letter(sender="lena@client.test", subject="Re: My visa", In_Reply_To="<1@client.test>", message_id="<2@c>")
    )
    (thread,) = threads()
    assert again.thread_id == thread.id
    assert (thread.message_count, thread.unread_count, thread.subject) == (2, 2, "My visa")


def test_a_stranger_who_quotes_token_reference_or_subject_opens_his_own(alice: ApiClient) -> None:
    first = arrive(letter(message_id="<1@client.test>"))
    assert first.thread
    mine = plus_addresses.for_thread(HELP, first.thread.token)
    for number, (to, headers) in enumerate(
        [(mine, {}), (HELP, {"References": "<1@client.test>"}), (HELP, {"In_Reply_To": "<1@client.test>"})]
    ):
        sender = f"mallory{number}@client.test"
        forged = arrive(letter(sender=sender, to=to, subject="Re: My visa", **headers), to, sender=sender)
        assert forged.thread
        assert forged.thread_id != first.thread_id
        assert forged.thread.address == sender
    answered = arrive(letter(to=mine, subject="Something else"), mine)
    assert answered.thread_id == first.thread_id
    assert len(threads()) == 4


def test_who_was_copied_may_answer(alice: ApiClient) -> None:
    first = arrive(letter(message_id="<1@client.test>", Cc="Dan <dan@other.test>"))
    answer = arrive(letter(sender="dan@other.test", subject="Re: My visa", In_Reply_To="<1@client.test>"))
    assert answer.thread_id == first.thread_id
    thread = threads()[0]
    assert (thread.address, thread.contact and thread.contact.email) == ("carol@client.test", "carol@client.test")


def test_an_answer_to_our_mail_is_a_conversation_with_that_mail_in_it(alice: ApiClient) -> None:
    ours = sent_to("Carol <carol@client.test>")
    theirs = sent_to("dan@client.test", message_id_header=ours.message_id_header)
    answer = arrive(letter(subject="Re: Your papers", In_Reply_To=ours.message_id_header))
    other = arrive(letter(sender="dan@client.test", subject="Re: Your papers", In_Reply_To=ours.message_id_header))
    stranger = arrive(letter(sender="eve@client.test", subject="Re: Your papers", In_Reply_To=ours.message_id_header))
    assert len({answer.thread_id, other.thread_id, stranger.thread_id}) == 3
    with tenancy.platform("tests"):
        ours.refresh_from_db()
        theirs.refresh_from_db()
    assert (ours.thread_id, theirs.thread_id) == (answer.thread_id, other.thread_id)


def test_an_answer_to_the_deployments_address_reaches_the_organization_it_answers(alice: ApiClient) -> None:
    ours = sent_to("carol@client.test")
    answer = arrive(letter(to="desk@frontdesk.test", In_Reply_To=ours.message_id_header), "desk@frontdesk.test")
    assert (answer.organization_id, answer.state) == (ours.organization_id, "parsed")
    assert answer.thread_id
    stranger = arrive(letter(sender="x@y.test", In_Reply_To=ours.message_id_header), "desk@frontdesk.test")
    assert (stranger.organization_id, stranger.state, stranger.thread_id) == (None, "parsed", None)


def test_mails_that_overtook_each_other_are_one_conversation(alice: ApiClient) -> None:
    second = arrive(letter(subject="Re: My visa", In_Reply_To="<1@client.test>", message_id="<2@client.test>"))
    first = arrive(letter(message_id="<1@client.test>"))
    assert first.thread_id == second.thread_id


def test_a_new_subject_long_after_opens_a_new_one(alice: ApiClient) -> None:
    first = arrive(letter(message_id="<1@client.test>"))
    with tenancy.platform("tests"):
        MailThread.objects.update(last_message_at=timezone.now() - timedelta(days=100))
    same = arrive(letter(subject="Re: My visa", In_Reply_To="<1@client.test>"))
    with tenancy.platform("tests"):
        MailThread.objects.update(last_message_at=timezone.now() - timedelta(days=100))
    other = arrive(letter(subject="Holiday", In_Reply_To="<1@client.test>"))
    assert (same.thread_id == first.thread_id, other.thread_id == first.thread_id) == (True, False)


def test_the_same_mail_by_two_ways_is_one_and_a_reused_id_is_another(alice: ApiClient) -> None:
    raw = letter(message_id="<1@client.test>")
    first = arrive(raw)
    copy = arrive(b"Received: by another way\r\n" + raw, "alice@northgate.test")
    assert (copy.state, copy.thread_id) == ("dropped", None)
    assert "arrived before" in copy.dropped_reason
    other = arrive(letter(message_id="<1@client.test>", body="Something else"))
    assert (other.state, other.thread_id is not None) == ("parsed", True)
    assert [each.record_id for each in told("mail.received")] == [str(first.id), str(other.id)]
    arrive(raw)
    assert len(told("mail.received")) == 2


def test_who_was_erased_is_not_brought_back(alice: ApiClient, cast: dict[str, Profile]) -> None:
    org_id = cast["alice"].organization_id
    assert org_id
    with tenancy.platform("tests"):
        suppressions.suppress(org_id, "gone@client.test", SuppressionReason.ERASED)
    row = arrive(letter(sender="Gone <gone@client.test>"))
    assert (row.thread is not None, row.contact) == (True, None)
    with tenancy.platform("tests"):
        assert not Contact.objects.filter(email="gone@client.test").exists()


def test_another_organization_never_sees_it(alice: ApiClient, dave: ApiClient) -> None:
    first = arrive(letter(message_id="<1@client.test>"))
    assert first.thread
    theirs = arrive(letter(to="office@harbour.test", In_Reply_To="<1@client.test>"), "office@harbour.test")
    assert theirs.thread
    assert theirs.thread.organization_id != first.organization_id
    with tenancy.platform("tests"):
        assert Contact.objects.filter(email="carol@client.test").count() == 2


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_two_of_one_conversation_at_the_same_moment_make_one(alice: ApiClient) -> None:
    from frontdesk.mail.inbound.reading_job import read_received

    raws = [letter(message_id="<0@client.test>")]
    raws += [letter(subject="Re: My visa", In_Reply_To="<0@client.test>", body=f"More {number}") for number in range(4)]
    rows = [arrive(raw, read=False) for raw in raws]

    def read(row_id: object) -> None:
        try:
            read_received(org_id=rows[0].organization_id, received_id=row_id)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(read, [row.id for row in rows]))
    jobs.run_pending()
    (thread,) = threads()
    assert (thread.message_count, len(told("mail.received"))) == (5, 5)

"""What becomes of a mail, told in any order and again."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontdesk.mail import outcomes
from frontdesk.mail.models import EmailEngagement, EmailMessage, EmailMessageEvent, Subscription
from frontdesk.mail.outcomes import Happening, HappeningKind
from frontdesk.mail.outcomes.states import Told, fold
from frontdesk.mail.tests.samples import message, send, set_columns
from frontdesk.orgs.models import ConsentRecord, Contact, Profile, Suppression
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy
from frontdesk.platform.errors import NotFound
from frontdesk.platform.models import Event

T = datetime(2026, 11, 20, 9, tzinfo=UTC)
K = HappeningKind
DELIVERED, HARD, SOFT, COMPLAINT = "delivered", "hard", "soft", "complained"


def at(minute: int) -> datetime:
    return T + timedelta(minutes=minute)


def told(what: str, minute: int) -> Told:
    if what in (HARD, SOFT):
        return Told("bounced", at(minute), what, "userunknown" if what == HARD else "mailboxfull")
    return Told(what, at(minute))


@pytest.mark.parametrize(
    ("sequence", "status", "bounce"),
    [
        ([], "sent", ""),
        ([(DELIVERED, 1)], "delivered", ""),
        ([(SOFT, 1)], "bounced", "soft"),
        ([(HARD, 1)], "bounced", "hard"),
        ([(SOFT, 1), (DELIVERED, 2)], "delivered", ""),
        ([(DELIVERED, 1), (SOFT, 2)], "bounced", "soft"),
        ([(DELIVERED, 1), (SOFT, 1)], "delivered", ""),
        ([(DELIVERED, 1), (HARD, 2)], "bounced", "hard"),
        ([(HARD, 1), (DELIVERED, 2)], "bounced", "hard"),
        ([(SOFT, 1), (HARD, 2)], "bounced", "hard"),
        ([(COMPLAINT, 3)], "complained", ""),
        ([(DELIVERED, 1), (COMPLAINT, 3)], "complained", ""),
        ([(COMPLAINT, 1), (DELIVERED, 3)], "complained", ""),
        ([(HARD, 1), (COMPLAINT, 3)], "complained", "hard"),
        ([("deferred", 1)], "sent", ""),
        ([("deferred", 1), (DELIVERED, 5)], "delivered", ""),
        ([("unsubscribed", 1)], "sent", ""),
    ],
)
def test_states_follow_from_what_happened(sequence: list[tuple[str, int]], status: str, bounce: str) -> None:
    forward = [told(*each) for each in sequence]
    for order in (forward, forward[::-1], forward * 2):
        state = fold("sent", order)
        assert (state.status, state.bounce_kind) == (status, bounce)


def test_the_first_delivery_is_when_it_arrived() -> None:
    assert fold("sent", [told(DELIVERED, 9), told(DELIVERED, 4)]).delivered_at == at(4)


@pytest.fixture
def mail(alice: ApiClient) -> EmailMessage:
    return sent(alice)


@pytest.fixture
def ria(alice: ApiClient) -> str:
    """Their record, by whose consent it goes."""
    return str(alice.post("/api/contacts", {"email": "ria@client.test"}).json["id"])


def sent(alice: ApiClient, to: str = "Ria Client <ria@client.test>") -> EmailMessage:
    row = message(send(alice, to=to)["message_id"])
    set_columns(row.id, status="sent", sent_at=T)
    return message(row.id)


def apply(org_id: UUID | None, message_id: UUID, *happenings: Happening) -> list[bool]:
    done = []
    for each in happenings:
        with tenancy.platform("tests"):
            done.append(outcomes.apply(org_id, message_id, each))
    return done


def everything(org_id: UUID) -> dict[str, object]:
    """All that is left behind, without its times of writing."""
    with tenancy.platform("tests"):
        rows = EmailMessage.objects.filter(organization_id=org_id).order_by("id")
        columns = ("id", "status", "delivered_at", "bounce_kind", "bounce_reason")
        events = EmailMessageEvent.objects.exclude(key="").values_list("message_id", "status", "created_at", "detail")
        engaged = EmailEngagement.objects.values_list("message_id", "kind", "url", "is_machine")
        contacts = Contact.objects.filter(organization_id=org_id)
        return {
            "messages": list(rows.values_list(*columns)),
            "events": sorted(events, key=str),
            "engagements": sorted(engaged, key=str),
            "suppressed": sorted(Suppression.objects.values_list("email", "reason")),
            "contacts": sorted(contacts.values_list("email", "suppression_reason", "consent__marketing_mail__state")),
            "consents": sorted(ConsentRecord.objects.values_list("contact__email", "state")),
        }


POSSIBLE = [
    Happening(K.DELIVERED, at(1), key="d1"),
    Happening(K.DELIVERED, at(7), key="d2"),
    Happening(K.DEFERRED, at(2), detail="4.2.2 later", key="f"),
    Happening(K.BOUNCED, at(3), detail="4.2.2 full", bounce_kind="soft", reason="mailboxfull", key="s1"),
    Happening(K.BOUNCED, at(9), detail="4.2.2 full", bounce_kind="soft", reason="mailboxfull", key="s2"),
    Happening(K.BOUNCED, at(5), detail="5.1.1 unknown", bounce_kind="hard", reason="userunknown", key="h1"),
    Happening(K.BOUNCED, at(6), detail="5.7.1 spam", bounce_kind="hard", reason="spamdetected", key="h2"),
    Happening(K.COMPLAINED, at(8), key="c"),
    Happening(K.UNSUBSCRIBED, at(8), key="u"),
    Happening(K.OPENED, at(4), key="o"),
    Happening(K.OPENED, at(5), is_machine=True, key="om"),
    Happening(K.CLICKED, at(4), url="https://shop.example/a", key="k"),
]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    told=st.lists(st.sampled_from(POSSIBLE), min_size=1, max_size=6, unique=True).flatmap(
        lambda few: st.tuples(
            st.just(few),
            st.tuples(st.permutations(few), st.lists(st.sampled_from(few), max_size=4)).flatmap(
                lambda pair: st.permutations([*pair[0], *pair[1]])
            ),
        )
    )
)
def test_any_order_and_repetition_ends_the_same(
    org: UUID, ria: str, mail: EmailMessage, told: tuple[list[Happening], list[Happening]]
) -> None:
    ends = []
    for sequence in told:
        with transaction.atomic():
            apply(org, mail.id, *sequence)
            ends.append(everything(org))
            transaction.set_rollback(True)
    assert ends[0] == ends[1]


def test_a_hard_bounce_suppresses_the_address_that_it_went_to(alice: ApiClient, org: UUID, mail: EmailMessage) -> None:
    contact = alice.post("/api/contacts", {"email": "ria@client.test"}).json
    bounce = Happening(
        K.BOUNCED, at(2), recipient="other@victim.test", detail="5.1.1", bounce_kind="hard", reason="userunknown"
    )
    assert apply(org, mail.id, bounce, bounce) == [True, False]
    assert everything(org)["suppressed"] == [("ria@client.test", "hard_bounce")]
    assert alice.get(f"/api/contacts/{contact['id']}").json["suppression"]["reason"] == "hard_bounce"
    shown = alice.get(f"/api/mail/messages/{mail.id}").json
    assert shown["status"] == "bounced"
    assert "bounced" in [each["status"] for each in shown["events"]]
    with tenancy.platform("tests"):
        event = Event.objects.get(name="mail.bounced")
    assert event.organization_id == org
    assert event.payload["address"] == "ria@client.test"
    assert send(alice, to="ria@client.test")["status"] == "cancelled"


@pytest.mark.parametrize("reason", ["spamdetected", "blocked", "authfailure", "mesgtoobig"])
def test_what_speaks_of_us_leaves_the_address_alone(org: UUID, mail: EmailMessage, reason: str) -> None:
    apply(org, mail.id, Happening(K.BOUNCED, at(2), detail="5.7.1", bounce_kind="hard", reason=reason))
    assert message(mail.id).bounce_reason == reason
    assert everything(org)["suppressed"] == []


def test_a_complaint_ends_marketing_and_is_kept_as_what_the_person_wants(
    alice: ApiClient, org: UUID, mail: EmailMessage
) -> None:
    contact = alice.post("/api/contacts", {"email": "ria@client.test"}).json
    apply(org, mail.id, Happening(K.COMPLAINED, at(2)))
    found = alice.get(f"/api/contacts/{contact['id']}").json
    assert found["consent"]["marketing_mail"]["state"] == "denied"
    assert mail.subject in found["consent"]["marketing_mail"]["text"]
    assert found["suppression"]["reason"] == "complaint"
    assert message(mail.id).status == "complained"


def test_a_provider_that_tells_of_leaving_ends_everything_once(alice: ApiClient, org: UUID, mail: EmailMessage) -> None:
    alice.post("/api/contacts", {"email": "ria@client.test"})
    apply(org, mail.id, Happening(K.UNSUBSCRIBED, at(2)), Happening(K.UNSUBSCRIBED, at(3)))
    state = everything(org)
    assert state["suppressed"] == [("ria@client.test", "unsubscribe")]
    assert state["engagements"] == [(mail.id, "unsubscribe", "", False)]
    with tenancy.platform("tests"):
        assert Event.objects.filter(name="mail.unsubscribed").count() == 1
        assert not Subscription.objects.exclude(state="unsubscribed").exists()


def test_mail_that_arrived_before_its_sender_said_so_is_not_sent_again(
    alice: ApiClient, org: UUID, mail: EmailMessage
) -> None:
    set_columns(mail.id, status="sending", sent_at=None, claimed_by=7)
    apply(org, mail.id, Happening(K.DELIVERED, at(2)))
    row = message(mail.id)
    assert (row.status, row.claimed_by, row.delivered_at) == ("delivered", None, at(2))
    assert row.sent_at is not None


def soft_bounces(alice: ApiClient, org: UUID, days: Sequence[int]) -> list[EmailMessage]:
    rows = [sent(alice) for _ in days]
    for row, day in zip(rows, days, strict=True):
        moment = T + timedelta(days=day)
        set_columns(row.id, sent_at=moment, created_at=moment)
        happening = Happening(K.BOUNCED, moment, detail="4.2.2", bounce_kind="soft", reason="mailboxfull", key=str(day))
        apply(org, row.id, happening)
    return rows


@pytest.mark.parametrize(
    ("days", "is_dead"),
    [([0, 3, 6, 9, 12], True), ([12, 3, 0, 9, 6], True), ([0, 1, 2, 3, 4], False), ([0, 5, 10, 20], False)],
)
def test_an_address_that_never_takes_mail_counts_as_dead_in_the_end(
    alice: ApiClient, org: UUID, days: list[int], is_dead: bool
) -> None:
    soft_bounces(alice, org, days)
    assert bool(everything(org)["suppressed"]) is is_dead


def test_a_delivery_in_between_keeps_the_address_alive_though_it_is_told_late(alice: ApiClient, org: UUID) -> None:
    rows = soft_bounces(alice, org, [0, 3, 6, 9, 12])
    assert everything(org)["suppressed"]
    late = T + timedelta(days=7)
    between = sent(alice)
    set_columns(between.id, sent_at=late, created_at=late)
    apply(org, between.id, Happening(K.DELIVERED, late))
    assert not everything(org)["suppressed"]
    assert message(rows[0].id).status == "bounced"


def test_a_bounce_of_no_known_mail_suppresses_when_it_is_hard(org: UUID) -> None:
    with tenancy.platform("tests"):
        for is_hard, address in ((False, "soft@client.test"), (True, "Gone <Gone@client.test>")):
            outcomes.record_bounce(org, None, address, is_hard=is_hard, reason="userunknown", detail="5.1.1")
    assert everything(org)["suppressed"] == [("gone@client.test", "hard_bounce")]


def test_the_same_report_read_twice_counts_once(org: UUID, mail: EmailMessage) -> None:
    for expected in (True, False):
        with tenancy.platform("tests"):
            told = outcomes.record_bounce(
                org, mail.id, "ria@client.test", is_hard=True, reason="userunknown", detail="5.1.1 nobody"
            )
        assert told is expected


def test_another_organizations_mail_is_out_of_reach(cast: dict[str, Profile], org: UUID, mail: EmailMessage) -> None:
    other = cast["dave"].organization_id
    for org_id in (other, None):
        with pytest.raises(NotFound), tenancy.platform("tests"):
            outcomes.apply(org_id, mail.id, Happening(K.DELIVERED, at(1)))
    with pytest.raises(NotFound), tenancy.tenant(other):
        outcomes.apply(org, mail.id, Happening(K.DELIVERED, at(1)))
    with pytest.raises(NotFound), tenancy.platform("tests"):
        outcomes.apply(org, uuid4(), Happening(K.DELIVERED, at(1)))
    assert message(mail.id).status == "sent"


def test_what_a_provider_counts_is_kept_where_the_organization_wants_it(
    alice: ApiClient, org: UUID, mail: EmailMessage
) -> None:
    opened = Happening(K.OPENED, at(4), user_agent="Thunderbird")
    alice.patch("/api/mail/settings", {"track_opens": False})
    assert apply(org, mail.id, opened) == [False]
    alice.patch("/api/mail/settings", {"track_opens": True})
    clicked = Happening(K.CLICKED, at(5), url="https://shop.example/")
    ours = Happening(K.CLICKED, at(5), url="https://go.northgate.test/t/c/abc")
    assert apply(org, mail.id, opened, clicked, ours) == [True, True, False]
    with tenancy.platform("tests"):
        rows = {row.kind: row for row in EmailEngagement.objects.all()}
    assert (rows["open"].user_agent, rows["open"].created_at, rows["click"].url) == ("", at(4), "https://shop.example/")


def test_inside_its_own_organization_too(org: UUID, mail: EmailMessage) -> None:
    with tenancy.tenant(org):
        assert outcomes.apply(org, mail.id, Happening(K.BOUNCED, at(2), bounce_kind="hard", reason="userunknown"))
    assert message(mail.id).status == "bounced"

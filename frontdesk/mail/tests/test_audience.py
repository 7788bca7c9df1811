"""What an audience means: lists and segments together, without whom nothing may go to."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from frontdesk.mail import audience
from frontdesk.mail.models import MailList, Segment, Subscription
from frontdesk.orgs import suppressions
from frontdesk.orgs.models import Contact, Profile, SuppressionReason
from frontdesk.platform import tenancy
from frontdesk.platform.errors import BadInput


@pytest.fixture
def org_id(cast: dict[str, Profile]) -> UUID:
    found = cast["alice"].organization_id
    assert found is not None
    return UUID(str(found))


def add_contact(org_id: UUID, email: str, **values: Any) -> UUID:
    with tenancy.tenant(org_id):
        return UUID(str(Contact.objects.create(organization_id=org_id, email=email, **values).id))


def add_list(org_id: UUID, name: str, **states: list[UUID]) -> UUID:
    with tenancy.tenant(org_id):
        made = MailList.objects.create(organization_id=org_id, name=name)
        for state, contacts in states.items():
            for contact_id in contacts:
                Subscription.objects.create(organization_id=org_id, list=made, contact_id=contact_id, state=state)
        return UUID(str(made.id))


def add_segment(org_id: UUID, name: str, *conditions: dict[str, object]) -> UUID:
    raw = {"match": "all", "conditions": list(conditions)}
    with tenancy.tenant(org_id):
        return UUID(str(Segment.objects.create(organization_id=org_id, name=name, filter=raw).id))


def whom(org_id: UUID, **parts: list[UUID]) -> set[UUID]:
    """The contacts that the audience means; ``count`` says as many."""
    from django.db import connection

    raw = {name: [str(one) for one in ids] for name, ids in parts.items()}
    with tenancy.tenant(org_id), connection.cursor() as cursor:
        cursor.execute(*audience.select_sql(raw, org_id))
        found = [contact_id for (contact_id,) in cursor.fetchall()]
        assert audience.count(raw, org_id) == len(found)
    assert len(set(found)) == len(found)
    return set(found)


def test_lists_and_segments_are_put_together(org_id: UUID) -> None:
    ana, ben, eva = (add_contact(org_id, f"{name}@people.test") for name in ("ana", "ben", "eva"))
    news = add_list(org_id, "News", subscribed=[ana, ben])
    offers = add_list(org_id, "Offers", subscribed=[ben])
    evas = add_segment(org_id, "Evas", {"field": "email", "operator": "starts_with", "value": "EVA"})
    assert whom(org_id, list_ids=[news], segment_ids=[evas]) == {ana, ben, eva}
    assert whom(org_id, list_ids=[news, offers]) == {ana, ben}
    assert whom(org_id, list_ids=[news], exclude_list_ids=[offers]) == {ana}
    assert whom(org_id, list_ids=[news], segment_ids=[evas], exclude_segment_ids=[evas]) == {ana, ben}


def test_nobody_without_lists_and_segments(org_id: UUID) -> None:
    add_contact(org_id, "ana@people.test")
    assert whom(org_id) == set()


def test_pending_and_former_subscribers_are_not_on_a_list(org_id: UUID) -> None:
    ana, ben, eva = (add_contact(org_id, f"{name}@people.test") for name in ("ana", "ben", "eva"))
    news = add_list(org_id, "News", subscribed=[ana], pending=[ben], unsubscribed=[eva])
    assert whom(org_id, list_ids=[news]) == {ana}


def test_who_left_a_list_gets_nothing_by_a_segment_beside_it(org_id: UUID) -> None:
    ana, ben = (add_contact(org_id, f"{name}@people.test") for name in ("ana", "ben"))
    news = add_list(org_id, "News", subscribed=[ana], unsubscribed=[ben])
    offers = add_list(org_id, "Offers", subscribed=[ben])
    people = add_segment(org_id, "People", {"field": "domain", "operator": "is", "value": "people.test"})
    assert whom(org_id, segment_ids=[people]) == {ana, ben}
    assert whom(org_id, list_ids=[news], segment_ids=[people]) == {ana}
    assert whom(org_id, list_ids=[news, offers]) == {ana, ben}


@pytest.mark.parametrize("reason", list(SuppressionReason))
def test_suppressed_addresses_are_left_out(org_id: UUID, reason: SuppressionReason) -> None:
    ana = add_contact(org_id, "ana@people.test")
    news = add_list(org_id, "News", subscribed=[ana])
    with tenancy.tenant(org_id):
        suppressions.suppress(org_id, "ana@people.test", reason)
    assert whom(org_id, list_ids=[news]) == set()


def test_a_suppression_counts_before_it_is_shown_at_the_contact(org_id: UUID) -> None:
    with tenancy.tenant(org_id):
        suppressions.suppress(org_id, "ana@people.test", SuppressionReason.COMPLAINT)
    ana = add_contact(org_id, "ana@people.test")
    assert whom(org_id, list_ids=[add_list(org_id, "News", subscribed=[ana])]) == set()


@pytest.mark.parametrize(("state", "gets_it"), [("denied", False), ("granted", True), ("unknown", True)])
def test_who_refused_marketing_is_left_out(org_id: UUID, state: str, gets_it: bool) -> None:
    ana = add_contact(org_id, "ana@people.test", consent={"marketing_mail": {"state": state, "at": "", "text": ""}})
    news = add_list(org_id, "News", subscribed=[ana])
    assert whom(org_id, list_ids=[news]) == ({ana} if gets_it else set())


def test_only_what_is_there_can_be_named(org_id: UUID, cast: dict[str, Profile]) -> None:
    daves = cast["dave"].organization_id
    assert daves is not None
    theirs = add_list(daves, "Theirs", subscribed=[add_contact(daves, "ana@people.test")])
    wrong: tuple[dict[str, object], ...] = (
        {"list_ids": [str(theirs)]},
        {"segment_ids": [str(uuid4())]},
        {"list_ids": ["no id"]},
        {"list_ids": "no list"},
        {"lists": []},
    )
    for raw in wrong:
        with tenancy.tenant(org_id), pytest.raises(BadInput):
            audience.select_sql(raw, org_id)

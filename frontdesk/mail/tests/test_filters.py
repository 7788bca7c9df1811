"""Filters: the SQL finds whom a plain Python reading of them finds, and what is no filter is refused by its path."""

import random
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontdesk.mail.audience import filtering
from frontdesk.mail.audience.filtering import FIELDS, OPERATORS, Compiler, Surroundings, Type
from frontdesk.mail.audience.filtering.fields import OWN_TYPES, Field, Operator, Takes
from frontdesk.mail.models import (
    Campaign,
    EmailEngagement,
    EmailMessage,
    MailList,
    MailThread,
    ReceivedMail,
    Subscription,
)
from frontdesk.mail.tests import filter_reference as reference
from frontdesk.mail.tests.filter_reference import NOW, ZONE, Deed, Person
from frontdesk.orgs.models import Contact, Profile
from frontdesk.platform import tenancy
from frontdesk.platform.errors import BadInput

TEXTS = ["", "Ana", "ana", "ÁNA", "a", "A_b", "100%", "a\\b", "'; drop table contacts; --", "{}", "%s", "Ñandú"]
OWN_VALUES: list[Any] = [
    None, True, False, 0, 1, 7, 12.5, -3, "7", "12.50", "-3", "1e5", "yes", "no", "true", "", "Ana", "ÁNA",
    "2026-03-10", "2026-03-11T08:00:00Z", "2026-02-31", "2025-12-01", "26-1-1", ["vip"], ["VIP", "ana"], [], ["", "7"],
    "vip", "7\n", "99999999999999999999999",
]  # fmt: skip
DAYS = ["2025-12-01", "2026-03-10", "2026-03-11", "2026-02-28", "2024-02-29"]
CAMPAIGNS = [uuid4(), uuid4()]
LISTS = [uuid4(), uuid4(), uuid4()]


@pytest.fixture
def org_id(cast: dict[str, Profile]) -> UUID:
    found = cast["alice"].organization_id
    assert found is not None
    return found


@pytest.fixture(params=[1, 2, 3])
def people(request: pytest.FixtureRequest, org_id: UUID) -> list[Person]:
    """A random crowd in the database, and what the reference has to know of it."""
    chance = random.Random(request.param)
    with tenancy.tenant(org_id):
        Contact.objects.all().delete()
        for index, list_id in enumerate(LISTS):
            MailList.objects.create(id=list_id, organization_id=org_id, name=f"List {index}")
        for index, campaign_id in enumerate(CAMPAIGNS):
            Campaign.objects.create(id=campaign_id, organization_id=org_id, name=f"Campaign {index}")
        return [_add_person(org_id, chance, number) for number in range(80)]


def _add_person(org_id: UUID, chance: random.Random, number: int) -> Person:
    domain = chance.choice(["client.test", "a.client.test", "b.test"])
    email = f"{chance.choice(['ana', 'a_b', 'a%', 'x'])}{number}@{domain}"
    consent = chance.choice(["granted", "denied", "unknown", None])
    reason = chance.choice(["", "", "unsubscribe", "hard_bounce"])
    contact = Contact.objects.create(
        organization_id=org_id,
        email=email,
        full_name=chance.choice(TEXTS),
        phone=chance.choice(["", "+34 600", "600"]),
        locale=chance.choice(["", "en", "es"]),
        timezone=chance.choice(["", "Europe/Madrid", "Europe/London"]),
        source=chance.choice(["", "import", "form"]),
        fields={name: chance.choice(OWN_VALUES) for name in ("one", "two") if chance.random() < 0.85},
        consent={"marketing_mail": {"state": consent, "at": "", "text": ""}} if consent else {},
        suppression_reason=reason,
        suppressed_at=NOW if reason else None,
    )
    contact.created_at = NOW - timedelta(hours=chance.choice([0, 1, 2, 23, 24, 25, 24 * 7, 24 * 100, 24 * 400]))
    Contact.objects.filter(id=contact.id).update(created_at=contact.created_at)
    columns = {
        "email": email, "domain": domain, "full_name": contact.full_name, "phone": contact.phone,
        "locale": contact.locale, "timezone": contact.timezone, "source": contact.source,
        "created_at": contact.created_at, "has_profile": False, "consent.marketing_mail": consent or "unknown",
        "consent.recording": "unknown", "consent.ai_processing": "unknown", "is_suppressed": bool(reason),
        "suppression_reason": reason,
    }  # fmt: skip
    person = Person(contact.id, columns, contact.fields)
    _subscribe(org_id, person, chance)
    _let_act(org_id, person, chance, email)
    return person


def _subscribe(org_id: UUID, person: Person, chance: random.Random) -> None:
    for list_id in chance.sample(LISTS, chance.randrange(4)):
        state = chance.choice(["pending", "subscribed", "unsubscribed"])
        Subscription.objects.create(organization_id=org_id, list_id=list_id, contact_id=person.id, state=state)
        person.lists[list_id] = state


def _let_act(org_id: UUID, person: Person, chance: random.Random, email: str) -> None:
    for campaign in chance.sample([None, *CAMPAIGNS], chance.randrange(4)):
        at = NOW - timedelta(days=chance.choice([0, 1, 6, 29, 31, 200]), minutes=5)
        thread = MailThread.objects.create(organization_id=org_id, address=email, token=uuid4().hex)
        bounced = chance.random() < 0.2
        message = EmailMessage.objects.create(
            organization_id=org_id, to_address=email, subject="News", mime=b"", message_id_header=f"<{uuid4()}@x.test>",
            campaign_id=campaign, contact_id=person.id, thread=thread, sent_at=at, created_at=at, from_address="n@x",
            status="bounced" if bounced else chance.choice(["sent", "delivered", "complained"]),
        )  # fmt: skip
        person.deeds.append(Deed("bounced" if bounced else "received", at, campaign))
        for kind in chance.sample(["open", "click", "open"], chance.randrange(3)):
            by_machine = chance.random() < 0.4
            EmailEngagement.objects.create(
                organization_id=org_id, message=message, kind=kind, campaign_id=campaign, contact_id=person.id,
                is_machine=by_machine, created_at=at,
            )  # fmt: skip
            person.deeds.append(Deed("opened" if kind == "open" else "clicked", at, campaign, by_machine))
        if chance.random() < 0.3:
            kind = chance.choice(["message", "auto_reply"])
            ReceivedMail.objects.create(
                organization_id=org_id, raw=b"", digest=uuid4().bytes, kind=kind, contact_id=person.id, thread=thread,
                created_at=at,
            )  # fmt: skip
            if kind == "message":
                person.deeds.append(Deed("replied", at, campaign))


def value_for(field: Field, operator: Operator) -> st.SearchStrategy[Any]:
    if field.type == Type.MAIL:
        campaign = st.none() | st.sampled_from([str(one) for one in CAMPAIGNS])
        days = st.none() | st.sampled_from([1, 7, 30, 365])
        return st.none() | st.fixed_dictionaries({}, optional={"campaign_id": campaign, "days": days})
    one: st.SearchStrategy[Any] = {
        Type.NUMBER: st.sampled_from([0, 1, 7, 12.5, -3, 1e15]),
        Type.DATE: st.sampled_from(DAYS),
        Type.LISTS: st.sampled_from([str(each) for each in (*LISTS, uuid4())]),
    }.get(
        field.type, st.sampled_from([*TEXTS, "vip", "client.test", "x", "7", "600"]) | st.text("aA%_'\\ñÑ7", max_size=3)
    )
    if field.choices:
        one = st.sampled_from(field.choices)
    match operator.takes:
        case Takes.NOTHING:
            return st.none()
        case Takes.SEVERAL:
            return st.lists(one, min_size=1, max_size=3)
        case Takes.TWO:
            return st.tuples(one, one).map(list)
        case Takes.DAYS:
            return st.sampled_from([1, 7, 30, 365])
    return one


@st.composite
def conditions(draw: st.DrawFn) -> dict[str, Any]:
    if draw(st.booleans()):
        field = draw(st.sampled_from(list(FIELDS.values())))
    else:
        field = Field(f"fields.{draw(st.sampled_from(['one', 'two', 'three']))}", draw(st.sampled_from(OWN_TYPES)))
    operator = draw(st.sampled_from(list(field.operators.values())))
    made = {"field": field.name, "operator": operator.name, "type": field.type.value}
    if (value := draw(value_for(field, operator))) is not None:
        made["value"] = value
    return made


def groups() -> st.SearchStrategy[dict[str, Any]]:
    def group(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
        match = st.sampled_from(["all", "any", "none"])
        return st.fixed_dictionaries({"match": match, "conditions": st.lists(parts, max_size=4)})

    inner = group(conditions())
    return group(conditions() | inner | group(conditions() | inner))


def find(org_id: UUID, raw: object) -> set[UUID]:
    compiler = Compiler(Surroundings(org_id, NOW, ZONE))
    condition = compiler.condition(filtering.read(raw))
    joins = compiler.joins
    sql = f"select c.id, ({condition.text}) from contacts c {joins.text}"
    with tenancy.tenant(org_id), connection.cursor() as cursor:
        # The parameters of a column stand before those of what is joined.
        cursor.execute(sql, [*condition.params, *joins.params])
        rows = cursor.fetchall()
    assert all(holds is not None for _, holds in rows)
    return {contact_id for contact_id, holds in rows if holds}


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(raw=groups())
def test_sql_finds_whom_the_reference_finds(people: list[Person], org_id: UUID, raw: dict[str, Any]) -> None:
    assert find(org_id, raw) == {person.id for person in people if reference.holds(raw, person)}


@settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_every_operator_is_met(people: list[Person], org_id: UUID, data: st.DataObject) -> None:
    """Chance may leave one out."""
    own = [Field("fields.one", kind) for kind in OWN_TYPES]
    for field in (*FIELDS.values(), *own):
        for operator in field.operators.values():
            raw: dict[str, Any] = {"field": field.name, "operator": operator.name, "type": field.type.value}
            raw |= {"value": value} if (value := data.draw(value_for(field, operator))) is not None else {}
            group = {"match": "all", "conditions": [raw]}
            assert find(org_id, group) == {one.id for one in people if reference.holds(group, one)}, raw


def nest(depth: int) -> dict[str, Any]:
    inner: dict[str, Any] = {"field": "email", "operator": "is", "value": "x"}
    for _ in range(depth):
        inner = {"match": "all", "conditions": [inner]}
    return inner


ONE = {"field": "email", "operator": "is", "value": "x"}


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ([], "filter"),
        ("x", "filter"),
        ({"match": "some", "conditions": []}, "filter.match"),
        ({"match": "all", "conditions": {}}, "filter.conditions"),
        ({"match": "all", "other": []}, "filter.other"),
        ({"conditions": [7]}, "filter.conditions.0"),
        ({"conditions": [ONE, {"field": "password", "operator": "is", "value": "x"}]}, "filter.conditions.1.field"),
        ({"conditions": [{**ONE, "field": "fields.a'b"}]}, "filter.conditions.0.field"),
        ({"conditions": [{**ONE, "field": ["email"]}]}, "filter.conditions.0.field"),
        ({"conditions": [{**ONE, "operator": "resembles"}]}, "filter.conditions.0.operator"),
        ({"conditions": [{**ONE, "operator": "is_empty"}]}, "filter.conditions.0.operator"),
        ({"conditions": [{**ONE, "value": 7}]}, "filter.conditions.0.value"),
        ({"conditions": [{**ONE, "value": "x" * 501}]}, "filter.conditions.0.value"),
        ({"conditions": [{**ONE, "value": "a\0b"}]}, "filter.conditions.0.value"),
        ({"conditions": [{**ONE, "value": "a\ud800"}]}, "filter.conditions.0.value"),
        ({"conditions": [{**ONE, "type": "number"}]}, "filter.conditions.0.type"),
        ({"conditions": [{**ONE, "extra": 1}]}, "filter.conditions.0.extra"),
        ({"conditions": [{**ONE, "operator": "one_of", "value": []}]}, "filter.conditions.0.value"),
        ({"conditions": [{**ONE, "operator": "one_of", "value": ["a", 7]}]}, "filter.conditions.0.value.1"),
        ({"conditions": [{"field": "fields.a", "type": ["text"], "operator": "is"}]}, "filter.conditions.0.type"),
        ({"conditions": [{"field": "locale", "operator": "is", "value": "xx"}]}, "filter.conditions.0.value"),
        (
            {"conditions": [{"field": "created_at", "operator": "on", "value": "2026-13-01"}]},
            "filter.conditions.0.value",
        ),
        (
            {"conditions": [{"field": "created_at", "operator": "on", "value": "9999-12-31"}]},
            "filter.conditions.0.value",
        ),
        (
            {"conditions": [{"field": "created_at", "operator": "in_last_days", "value": 10**9}]},
            "filter.conditions.0.value",
        ),
        (
            {"conditions": [{"field": "opened", "operator": "did", "value": {"campaign_id": "x"}}]},
            "filter.conditions.0.value.campaign_id",
        ),
        ({"conditions": [{"field": "lists", "operator": "is_on", "value": ["x"]}]}, "filter.conditions.0.value.0"),
        ({"conditions": [ONE] * 101}, "filter.conditions.100"),
        (nest(6), ".".join(["filter", *["conditions.0"] * 5])),
    ],
)
def test_what_is_wrong_is_named_by_its_path(raw: object, path: str) -> None:
    with pytest.raises(BadInput) as refused:
        filtering.read(raw)
    assert refused.value.errors[0]["field"] == path


def test_every_type_has_its_operators() -> None:
    assert all(field.operators for field in FIELDS.values())
    assert all(
        operator.denies in of_type for of_type in OPERATORS.values() for operator in of_type.values() if operator.denies
    )

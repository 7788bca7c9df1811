"""A repeated POST is answered once: the same answer again, one effect, whatever goes on at the same time."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from uuid import UUID, uuid4

import orjson
import pytest
from django.db import connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import RequestFactory
from django.urls import path, resolve
from ninja import NinjaAPI, Schema, Status
from ninja.decorators import decorate_view
from pytest_django import DjangoDbBlocker

from frontdesk.orgs.models import Role
from frontdesk.platform import idempotency, tenancy
from frontdesk.platform.errors import AppError, Conflict
from frontdesk.platform.models import Event, IdempotencyKey

ORG = uuid4()
slow = threading.Event()
api = NinjaAPI(urls_namespace="idempotency-tests", docs_url=None)
api.add_exception_handler(AppError, lambda request, error: HttpResponse(str(error), status=error.status))


@dataclass(frozen=True)
class Person:
    profile_id: UUID
    org_id: UUID | None = ORG
    role: Role = Role.ADMIN


ALICE, BOB = Person(uuid4()), Person(uuid4())


class Order(Schema):
    name: str


@api.post("/orders/{shelf}", response={202: Order}, openapi_extra=idempotency.OPENAPI)
@decorate_view(idempotency.once)
def order(request: HttpRequest, shelf: str, payload: Order) -> Status[dict[str, str]]:
    Event.objects.create(organization_id=ORG, name=payload.name, record_type="order", record_id=shelf)
    if payload.name == "broken":
        raise Conflict("No.")
    if payload.name == "slow":
        slow.set()
        time.sleep(0.3)
    return Status(202, {"name": f"{payload.name} {uuid4()}"})


def post(name: str, key: str | None = None, *, actor: Person | None = ALICE, shelf: str = "a") -> HttpResponseBase:
    """As the middleware does it: one transaction, kept below 400."""
    headers = {} if key is None else {"Idempotency-Key": key}
    request = RequestFactory().post(
        f"/api/orders/{shelf}", orjson.dumps({"name": name}), content_type="application/json", headers=headers
    )
    request.actor = actor  # type: ignore[attr-defined]  # where the tenant's middleware puts it
    request.resolver_match = match = resolve(request.path)
    with tenancy.bind_for_request(identifying=False) as outcome:
        tenancy.rebind(tenancy.Bound(ORG, actor.profile_id if actor else None, "agent"))
        response: HttpResponseBase = match.func(request, **match.kwargs)
        outcome.keep = response.status_code < 400
    return response


def body(response: HttpResponseBase) -> dict[str, object]:
    assert isinstance(response, HttpResponse)
    parsed: dict[str, object] = orjson.loads(response.content)
    return parsed


def count(name: str) -> int:
    with tenancy.tenant(ORG):
        return Event.objects.filter(name=name).count()


urlpatterns = [path("api/", api.urls)]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture(autouse=True)
def rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    slow.clear()
    with django_db_blocker.unblock():
        yield
        with tenancy.platform("tests"):
            IdempotencyKey.objects.all().delete()
            Event.objects.filter(organization_id=ORG).delete()


def test_the_same_key_gets_the_first_answer_again() -> None:
    first, second = post("pens", "key-1"), post("pens", "key-1")
    assert (first.status_code, second.status_code) == (202, 202)
    assert body(first) == body(second)
    assert second.headers["Content-Type"] == first.headers["Content-Type"]
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert count("pens") == 1


def test_without_a_key_or_with_another_each_counts() -> None:
    for key in (None, None, "a", "b"):
        post("cups", key)
    assert count("cups") == 4


def test_the_same_key_for_something_else_is_refused_and_changes_nothing() -> None:
    post("pens", "key-1")
    for response in (post("hats", "key-1"), post("pens", "key-1", shelf="b")):
        assert response.status_code == 422
        assert body(response)["errors"] == [
            {"field": "Idempotency-Key", "message": "This key was used for another request. Use a new key for each."}
        ]
    assert count("hats") == 0


def test_keys_are_each_persons_own_and_each_organizations() -> None:
    post("pens", "key-1")
    assert "Idempotency-Replayed" not in post("pens", "key-1", actor=BOB).headers
    with tenancy.tenant(other := uuid4()):
        request = RequestFactory().post("/orders/a", b"{}", content_type="application/json")
        elsewhere = Person(ALICE.profile_id, other)
        response = idempotency.answer_once(request, elsewhere, "key-1", lambda: HttpResponse("mine"))
        assert isinstance(response, HttpResponse)
        assert response.content == b"mine"


def test_a_refused_request_is_not_remembered() -> None:
    assert post("broken", "key-1").status_code == 409
    assert count("broken") == 0
    assert post("pens", "key-1").status_code == 202


@pytest.mark.parametrize("key", ["", "a b", "ñ", "x" * 256, "tab\t"])
def test_a_bad_key_is_bad_input(key: str) -> None:
    response = post("pens", key)
    assert response.status_code == 422
    assert response.headers["Content-Type"] == "application/problem+json"
    assert count("pens") == 0


def test_a_caller_without_identity_is_left_to_the_route() -> None:
    assert "Idempotency-Replayed" not in post("pens", "key-1", actor=None).headers


def in_thread(name: str, key: str) -> HttpResponseBase:
    try:
        return post(name, key)
    finally:
        connections.close_all()


def test_two_at_the_same_time_have_one_effect_and_one_answer() -> None:
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(in_thread, "slow", "key-1")
        assert slow.wait(5)
        second = pool.submit(in_thread, "slow", "key-1")
        answers = [first.result(), second.result()]
    assert body(answers[0]) == body(answers[1])
    assert answers[1].headers["Idempotency-Replayed"] == "true"
    assert count("slow") == 1


def test_who_waits_too_long_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idempotency, "_WAIT_MS", 50)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(in_thread, "slow", "key-1")
        assert slow.wait(5)
        assert pool.submit(in_thread, "slow", "key-1").result().status_code == 409
        assert first.result().status_code == 202
    assert count("slow") == 1


def test_the_header_is_documented() -> None:
    operation = api.get_openapi_schema()["paths"]["/api/orders/{shelf}"]["post"]
    assert "Idempotency-Key" in [parameter["name"] for parameter in operation["parameters"]]

"""What stands between a call and its provider: tries, breakers, fallbacks, places in turn, schemas."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from pytest_django import Settings

from frontdesk.ai import gateway
from frontdesk.ai.calls import ChatRequest, EmbeddingRequest
from frontdesk.ai.gateway import Call, ChatStream, breakers
from frontdesk.ai.models import ModelCall, ModelType, OrganizationModel, PeriodType, Provider, SystemModel
from frontdesk.ai.providers.errors import Kind, ProviderError
from frontdesk.ai.registry import keys, lookup, shipped
from frontdesk.ai.targets import Person, Target
from frontdesk.ai.testing.fake_faults import Fault
from frontdesk.ai.testing.fake_provider import FakeProvider
from frontdesk.ai.tests.test_chat import make_model
from frontdesk.orgs.models import Plan, Profile, Role
from frontdesk.orgs.testing import Answer, ApiClient
from frontdesk.platform import loops, tenancy
from frontdesk.platform.errors import BadInput

HELLO = [{"role": "user", "content": "one two three"}]
SCHEMA = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}


@pytest.fixture(autouse=True)
def _whole_breakers() -> None:
    breakers._breakers.clear()


def say(person: ApiClient, model: SystemModel | OrganizationModel, **more: Any) -> Answer:
    path = f"/api/ai/models/{model.model_type.value}/{model.id}/chat"
    return person.post(path, {"messages": HELLO, "max_tokens": 20, **more})


def find(cast: dict[str, Profile], name: str, slug: str) -> tuple[Call, Target]:
    """A call of one of the cast, and the system's model as they are given it."""
    profile = cast[name]
    assert profile.organization
    person = Person(
        profile.id, Role(profile.role), profile.organization_id, plan=Plan(profile.organization.plan),
        timezone=profile.organization.timezone,
    )  # fmt: skip
    with tenancy.tenant(person.org_id, user_id=person.profile_id, role=person.role.value):
        return Call(person, "test"), lookup.find_target(person, ModelType.SYSTEM, slug=slug)


def asked_after(fake: FakeProvider, work: Callable[[], Answer]) -> tuple[Answer, int, float]:
    """The answer, how often the provider was asked, and the seconds it took."""
    calls, started = fake.calls, time.monotonic()
    answer = work()
    return answer, fake.calls - calls, time.monotonic() - started


def test_a_busy_provider_is_asked_again_when_it_said(bob: ApiClient, fake_provider: FakeProvider) -> None:
    model = make_model(fake_provider)
    fake_provider.retry_after = 0.6
    fake_provider.next_faults.extend([Fault.RATE_LIMITED, Fault.UNAVAILABLE])
    answer, asked, seconds = asked_after(fake_provider, lambda: say(bob, model))
    assert (answer.status, asked) == (200, 3)
    assert seconds >= 1.2
    with tenancy.platform("tests"):
        assert [call.status for call in ModelCall.objects.all()] == ["ok"]


def test_a_provider_that_does_not_say_is_asked_again_soon(bob: ApiClient, fake_provider: FakeProvider) -> None:
    model = make_model(fake_provider)
    fake_provider.next_faults.extend([Fault.FAILING, Fault.FAILING])
    answer, asked, seconds = asked_after(fake_provider, lambda: say(bob, model))
    assert (answer.status, asked) == (200, 3)
    assert seconds >= 0.15 + 0.3


def test_nobody_waits_as_long_as_a_provider_may_ask(bob: ApiClient, fake_provider: FakeProvider) -> None:
    model = make_model(fake_provider, model_id=Fault.RATE_LIMITED)
    fake_provider.retry_after = 60
    answer, asked, seconds = asked_after(fake_provider, lambda: say(bob, model))
    assert (answer.status, asked, answer.headers["Retry-After"]) == (503, 1, "60")
    assert seconds < 30


@pytest.mark.parametrize("streams", [False, True])
def test_a_silent_provider_is_not_waited_for_twice(streams: bool, bob: ApiClient, fake_provider: FakeProvider) -> None:
    model = make_model(fake_provider, model_id=Fault.SILENT, timeout_s=1)
    answer, asked, seconds = asked_after(fake_provider, lambda: say(bob, model, stream=streams))
    assert (answer.status, asked, answer.json["kind"]) == (502, 1, "timeout")
    assert 1 <= seconds < 20
    assert fake_provider.wait_for(lambda: fake_provider.aborted == 1)


def test_a_breaker_opens_lets_one_call_try_and_closes(
    bob: ApiClient, fake_provider: FakeProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr(breakers, "monotonic", lambda: now)
    model = make_model(fake_provider)
    fake_provider.next_faults.extend([Fault.FAILING] * 6)
    asked = [asked_after(fake_provider, lambda: say(bob, model))[1] for _ in range(3)]
    assert asked == [3, 2, 0]  # five failures in a row
    fake_provider.next_faults.clear()
    refused = say(bob, model)
    assert (refused.status, refused.json["kind"]) == (503, "overloaded")
    assert "left alone" in refused.json["detail"]
    assert int(refused.headers["Retry-After"]) <= breakers.OPEN_SECONDS
    now += breakers.OPEN_SECONDS
    fake_provider.next_faults.append(Fault.FAILING)
    assert asked_after(fake_provider, lambda: say(bob, model))[1] == 1  # one try, which fails
    assert asked_after(fake_provider, lambda: say(bob, model))[1] == 0
    now += breakers.OPEN_SECONDS
    assert say(bob, model).status == 200
    assert say(bob, model).status == 200
    fake_provider.next_faults.extend([Fault.FAILING] * 4)
    assert asked_after(fake_provider, lambda: say(bob, model))[1] == 3  # closed: it counts from none again


def test_what_the_caller_does_wrong_opens_no_breaker(bob: ApiClient, fake_provider: FakeProvider) -> None:
    model = make_model(fake_provider, model_id=Fault.TOO_LONG)
    asked = [asked_after(fake_provider, lambda: say(bob, model))[1] for _ in range(7)]
    assert asked == [1] * 7


def test_an_organizations_failures_do_not_close_an_endpoint_to_others(
    bob: ApiClient, cast: dict[str, Profile], fake_provider: FakeProvider
) -> None:
    shared = make_model(fake_provider)
    organization = cast["bob"].organization
    assert organization
    with tenancy.platform("tests"):
        own = OrganizationModel.objects.create(
            organization=organization, name="Own", slug="own", model_id=Fault.FAILING,
            endpoint=fake_provider.url, capabilities=["chat"],
        )  # fmt: skip
        keys.write_key(own, "sk-planted-key-0123456789")
    assert [say(bob, own).status for _ in range(3)] == [503] * 3
    assert "left alone" in say(bob, own).json["detail"]
    assert say(bob, shared).status == 200


def _chain(fake: FakeProvider, *, first: dict[str, Any], second: dict[str, Any]) -> SystemModel:
    fallback = make_model(fake, **{"slug": "second", "name": "Second", "model_id": "second", **second})
    return make_model(fake, **{"slug": "first", "name": "First", "fallback_model": fallback, **first})


def test_a_spent_limit_does_not_fall_back_on_another_providers_bill(
    bob: ApiClient, fake_provider: FakeProvider
) -> None:
    model = _chain(fake_provider, first={"token_limit_amount": 1}, second={})
    for streams in (False, True):
        answer = say(bob, model, stream=streams)
        assert (answer.status, answer.json["rule"]) == (429, "quota")
    assert fake_provider.calls == 0


def test_a_spent_limit_falls_back_on_the_built_in_model(cast: dict[str, Profile], fake_provider: FakeProvider) -> None:
    shipped.ensure_builtin()
    with tenancy.platform("tests"):
        builtin = SystemModel.objects.get(slug="builtin")
    make_model(fake_provider, capabilities=["embedding"], token_limit_amount=1, fallback_model=builtin)
    call, target = find(cast, "bob", "echo")
    served = gateway.run(lambda: gateway.embed(call, target, EmbeddingRequest(["a visa", "a school"])))
    assert served.target.ref == "system/builtin"
    assert len(served.answer.vectors) == 2
    assert fake_provider.calls == 0
    with tenancy.platform("tests"):
        rows = ModelCall.objects.order_by("id").values_list("served_by", "status")
        assert list(rows) == [("system/echo", "refused"), ("system/builtin", "ok")]


@pytest.mark.parametrize("fault", [Fault.FAILING, Fault.BAD_KEY, Fault.HTML, Fault.UNKNOWN_MODEL])
def test_a_failure_falls_back(fault: Fault, bob: ApiClient, fake_provider: FakeProvider) -> None:
    model = _chain(fake_provider, first={"model_id": fault}, second={})
    for streams in (False, True):
        answer = say(bob, model, stream=streams)
        assert answer.status == 200
        assert b"system/second" in answer.content
    assert fake_provider.asked[-1].body["model"] == "second"


def test_a_request_that_is_wrong_stays_wrong_with_any_model(bob: ApiClient, fake_provider: FakeProvider) -> None:
    model = _chain(fake_provider, first={"model_id": Fault.FILTERED}, second={})
    assert say(bob, model).status == 400
    assert fake_provider.calls == 1


def test_a_fallback_that_the_person_may_not_use_is_left_out(bob: ApiClient, fake_provider: FakeProvider) -> None:
    locked = {"is_free": False, "required_plan": "enterprise"}
    model = _chain(fake_provider, first={"model_id": Fault.BAD_KEY}, second=locked)
    answer = say(bob, model)
    assert (answer.status, answer.json["kind"]) == (502, "auth")
    assert fake_provider.calls == 1


def test_what_has_begun_is_not_begun_anew_by_another_model(bob: ApiClient, fake_provider: FakeProvider) -> None:
    model = _chain(fake_provider, first={"model_id": Fault.BROKEN_OFF}, second={})
    answer = say(bob, model, stream=True)
    assert answer.status == 200
    assert b"event: error" in answer.content
    assert fake_provider.calls == 1


def test_what_a_model_cannot_read_is_refused_before_it_costs(bob: ApiClient, fake_provider: FakeProvider) -> None:
    model = make_model(fake_provider, context_window=100)
    long = [{"role": "user", "content": "word " * 1000}]
    answer = say(bob, model, messages=long)
    assert answer.status == 422
    assert answer.json["errors"][0]["field"] == "messages"
    assert "reads 100" in answer.json["detail"]
    assert fake_provider.calls == 0
    assert say(bob, model).status == 200


def _structured(cast: dict[str, Profile], schema: dict[str, Any]) -> Any:
    call, target = find(cast, "bob", "echo")
    return gateway.run(lambda: gateway.structured(call, target, ChatRequest(HELLO, max_tokens=50), schema))[0]


def test_an_answer_that_does_not_fit_is_asked_for_once_more(
    cast: dict[str, Profile], fake_provider: FakeProvider
) -> None:
    make_model(fake_provider)
    fake_provider.texts.extend(['{"city": 5}', '```json\n{"city": "Leeds"}\n```'])
    assert _structured(cast, SCHEMA) == {"city": "Leeds"}
    assert fake_provider.calls == 2
    *_, answer, complaint = fake_provider.asked[-1].body["messages"]
    assert answer == {"role": "assistant", "content": '{"city": 5}'}
    assert "At city" in complaint["content"]


def test_a_schema_that_nothing_satisfies_fails_clearly(cast: dict[str, Profile], fake_provider: FakeProvider) -> None:
    make_model(fake_provider)
    with pytest.raises(ProviderError) as caught:
        _structured(cast, {**SCHEMA, "properties": {"city": {"type": "string", "minLength": 5, "maxLength": 2}}})
    assert caught.value.kind is Kind.BAD_ANSWER
    assert "asked twice" in caught.value.detail
    assert "At city" in caught.value.detail
    assert fake_provider.calls == 2


def test_what_is_no_schema_is_refused_before_it_costs(cast: dict[str, Profile], fake_provider: FakeProvider) -> None:
    make_model(fake_provider)
    with pytest.raises(BadInput):
        _structured(cast, {"type": "nothing"})
    assert fake_provider.calls == 0


def in_loop(work: Callable[[], Awaitable[None]]) -> None:
    """As a web process does it, with its lines and books closed at the end."""

    async def whole() -> None:
        try:
            await work()
        finally:
            await loops.close_all()

    asyncio.run(whole())


def _plain_target(fake: FakeProvider, model: str) -> Target:
    return Target(
        ModelType.SYSTEM, 1, model, model, Provider.OPENAI_COMPATIBLE, fake.url, model, 50, PeriodType.MONTHLY
    )


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_an_organization_waits_for_itself_and_delays_no_other(
    cast: dict[str, Profile], fake_provider: FakeProvider, settings: Settings
) -> None:
    settings.AI_IN_FLIGHT_PER_ORGANIZATION = 2
    fake_provider.pause = 0.1
    persons = {name: Person(cast[name].id, Role.AGENT, cast[name].organization_id) for name in ("bob", "dave")}
    request = ChatRequest(HELLO, max_tokens=50)
    waited: list[float] = []

    async def read(name: str, model: str) -> int:
        stream = ChatStream(Call(persons[name], "test"), _plain_target(fake_provider, model), request)
        return len([chunk async for chunk in stream])

    async def work() -> None:
        busy = [asyncio.ensure_future(read("bob", "slow")) for _ in range(8)]
        await asyncio.sleep(0.2)
        for _ in range(3):
            started = time.monotonic()
            await read("dave", "quick")
            waited.append(time.monotonic() - started)
        assert sum(task.done() for task in busy) <= 2
        assert all(await asyncio.gather(*busy))

    started = time.monotonic()
    in_loop(work)
    assert time.monotonic() - started > 4 * 5 * fake_provider.pause  # by twos
    assert fake_provider.most_running <= 3
    assert max(waited) < 2


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_who_leaves_the_queue_leaves_no_place_taken(
    cast: dict[str, Profile], fake_provider: FakeProvider, settings: Settings
) -> None:
    settings.AI_IN_FLIGHT_PER_ORGANIZATION = 1
    person = Person(cast["bob"].id, Role.AGENT, cast["bob"].organization_id)

    def ask(model: str) -> "asyncio.Future[gateway.ServedChat]":
        call, target = Call(person, "test"), _plain_target(fake_provider, model)
        return asyncio.ensure_future(gateway.chat(call, target, ChatRequest(HELLO, max_tokens=50)))

    async def work() -> None:
        silent, *waiting = [ask(Fault.SILENT), *(ask("quick") for _ in range(3))]
        await asyncio.sleep(0.2)
        assert fake_provider.running == 1
        waiting[0].cancel()
        silent.cancel()
        for task in waiting[1:]:
            assert (await asyncio.wait_for(task, 5)).answer.text

    in_loop(work)
    assert fake_provider.most_running == 1
    assert fake_provider.aborted == 1

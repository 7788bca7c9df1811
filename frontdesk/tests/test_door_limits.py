"""Limits at the door: two processes share them exactly, whoever leaves gives back, and changes hold at once."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import openai
import pytest

from frontdesk.ai.testing.fake_faults import Fault
from frontdesk.tests.door_node import NodeClient
from frontdesk.tests.door_server import PEOPLE, DoorServer, eventually

HELLO: Any = [{"role": "user", "content": "one two three"}]
LONG: Any = [{"role": "user", "content": "word " * 100}]


@pytest.fixture(scope="module")
def client(door: DoorServer) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{door.url}/v1", api_key=door.keys["bob"], timeout=60) as made:
        yield made


def spent(door: DoorServer, slug: str) -> int:
    [row] = door.sql(
        "select coalesce(sum(prompt_tokens + completion_tokens), 0)::int as tokens from ai_model_call"
        " where served_by = %s",
        f"system/{slug}",
    )
    return int(row["tokens"])


def test_answers_tell_what_is_left_and_a_refusal_when_it_resets(door: DoorServer, client: openai.OpenAI) -> None:
    ref = door.add_model("small", token_limit_amount=40, token_limit_period="daily", max_tokens=10)
    raw = client.chat.completions.with_raw_response.create(model=ref, messages=HELLO)
    assert raw.headers["x-ratelimit-limit-tokens"] == "40"
    assert 0 <= int(raw.headers["x-ratelimit-remaining-tokens"]) <= 40 - 8
    assert 0 < int(raw.headers["x-ratelimit-reset-tokens"].removesuffix("s")) <= 25 * 3600
    for _ in range(2):
        client.chat.completions.create(model=ref, messages=HELLO)
    with pytest.raises(openai.RateLimitError) as caught:
        client.chat.completions.create(model=ref, messages=HELLO)
    error, headers = caught.value, caught.value.response.headers
    assert (error.status_code, error.code, error.type) == (429, "quota-exceeded", "rate_limit_error")
    assert "resets at" in error.message
    assert 0 < int(headers["retry-after"]) <= 25 * 3600
    assert headers["x-should-retry"] == "false"
    rows = door.calls_of("small", 4)
    assert Counter(row["status"] for row in rows)["refused"] == 1  # the client did not try again
    assert spent(door, "small") <= 40


def test_a_refused_call_asks_no_provider(door: DoorServer) -> None:
    ref = door.add_model("spent", token_limit_amount=1)
    before = door.fake.calls
    assert door.chat("bob", ref).status == 429
    assert door.chat("bob", ref, stream=True).status == 429
    assert door.fake.calls == before


@pytest.mark.parametrize("streams", [False, True])
def test_two_processes_share_a_limit_exactly(streams: bool, door: DoorServer) -> None:
    slug = f"shared-{'stream' if streams else 'whole'}"
    each = 3 + 5  # what the fake reads and makes
    # The last call finds what it may take at most, and no other does: 8 and 5 are set aside at the least.
    ref = door.add_model(slug, token_limit_amount=20 * each + 5, max_tokens=5)
    before = door.fake.made + door.fake.read
    with ThreadPoolExecutor(16) as threads:
        statuses = Counter(threads.map(lambda _: door.chat("bob", ref, stream=streams).status, range(60)))
    assert statuses == {200: 20, 429: 40}
    door.wait_for_nothing_reserved()
    assert spent(door, slug) == door.fake.made + door.fake.read - before == 20 * each
    [quota] = door.sql("select used, leased from ai_quota where model_id = %s", door.models[slug]["id"])
    assert (quota["used"], quota["leased"]) == (20 * each, 0)
    [usage] = door.sql("select tokens_used, requests_count from ai_model_usage where model_id = %s and model_type = %s",
                       door.models[slug]["id"], "system")  # fmt: skip
    assert (usage["tokens_used"], usage["requests_count"]) == (20 * each, 20)
    assert len(door.sql("select id from ai_quota_holder")) == 2  # it was two processes


def test_who_leaves_a_stream_stops_the_provider_and_pays_what_had_come(door: DoorServer) -> None:
    ref = door.add_model("left", model_id=Fault.SLOW, token_limit_amount=100_000, max_tokens=200)
    door.fake.pause = 0.05
    aborted, made = door.fake.aborted, door.fake.made
    with openai.OpenAI(base_url=f"{door.url}/v1", api_key=door.keys["bob"]) as client:
        stream = client.chat.completions.create(model=ref, messages=LONG, stream=True)
        for number, _ in enumerate(stream):
            if number == 5:
                break
        stream.close()
    assert door.fake.wait_for(lambda: door.fake.aborted == aborted + 1)
    really_made = door.fake.made - made
    [row] = door.calls_of("left")
    assert row["status"] == "aborted"
    assert 5 <= row["completion_tokens"] <= really_made + 1 < 50  # the first piece may bring the role alone
    assert row["prompt_tokens"] > 50
    assert row["estimated"]
    door.wait_for_nothing_reserved(5)


@pytest.mark.parametrize("streams", [False, True])
def test_who_leaves_before_the_answer_begins_stops_the_provider(streams: bool, door: DoorServer) -> None:
    slug = f"left-early-{'stream' if streams else 'whole'}"
    ref = door.add_model(slug, model_id=Fault.SILENT, token_limit_amount=100_000)
    aborted = door.fake.aborted
    with (
        openai.OpenAI(base_url=f"{door.url}/v1", api_key=door.keys["bob"], timeout=0.5, max_retries=0) as client,
        pytest.raises(openai.APITimeoutError),
    ):
        client.chat.completions.create(model=ref, messages=HELLO, stream=streams)
    assert door.fake.wait_for(lambda: door.fake.aborted == aborted + 1)
    [row] = door.calls_of(slug)
    assert (row["status"], row["completion_tokens"]) == ("aborted", 0)
    door.wait_for_nothing_reserved(5)


def test_nodes_client_leaves_a_stream(door: DoorServer) -> None:
    ref = door.add_model("left-node", model_id=Fault.SLOW, token_limit_amount=100_000, max_tokens=200)
    door.fake.pause = 0.05
    aborted = door.fake.aborted
    told = NodeClient(door).run("leave", ref, messages=LONG, chunks=4)
    assert told["seen"] == 4
    assert door.fake.wait_for(lambda: door.fake.aborted == aborted + 1)
    [row] = door.calls_of("left-node")
    assert row["status"] == "aborted"
    assert 4 <= row["completion_tokens"] < 80
    door.wait_for_nothing_reserved(5)


@pytest.mark.parametrize("streams", [False, True])
def test_a_fallback_says_that_it_served(streams: bool, door: DoorServer, client: openai.OpenAI) -> None:
    slug = f"first-{'stream' if streams else 'whole'}"
    second = door.add_model(f"{slug}-second", system_message="You are the second.")
    ref = door.add_model(
        slug, model_id=Fault.FAILING, fallback_model_id=door.models[f"{slug}-second"]["id"], system_message="First."
    )
    raw = client.chat.completions.with_raw_response.create(model=ref, messages=HELLO, stream=streams)
    assert raw.headers["x-frontdesk-model"] == second
    parsed: Any = raw.parse()
    models = {chunk.model for chunk in parsed} if streams else {parsed.model}
    assert models == {second}
    assert door.fake.asked[-1].body["messages"][0] == {"role": "system", "content": "You are the second."}
    assert [row["status"] for row in door.calls_of(slug)] == ["failed"]
    assert [row["status"] for row in door.calls_of(f"{slug}-second")] == ["ok"]


@pytest.mark.parametrize("streams", [False, True])
@pytest.mark.parametrize("fault", [Fault.USAGE_MISSING, Fault.USAGE_TOO_LARGE, Fault.USAGE_NEGATIVE])
def test_usage_that_nobody_reports_or_believes_is_estimated(
    fault: Fault, streams: bool, door: DoorServer, client: openai.OpenAI
) -> None:
    slug = f"{fault}-{'stream' if streams else 'whole'}"
    ref = door.add_model(slug, model_id=fault)
    answer: Any = client.chat.completions.create(model=ref, messages=LONG, stream=streams)
    if streams:
        for _ in answer:
            pass
    [row] = door.calls_of(slug)
    assert (row["status"], row["estimated"]) == ("ok", True)
    assert 70 <= row["prompt_tokens"] <= 200
    assert 30 <= row["completion_tokens"] <= 100


def test_an_answer_is_no_longer_than_was_reserved(door: DoorServer, client: openai.OpenAI, llama_ref: str) -> None:
    """Servers have words of their own for the bound of an answer."""
    more: Any = {"n_predict": 40, "max_completion_tokens": 2, "min_tokens": 30, "ignore_eos": True}
    answer = client.chat.completions.create(model=llama_ref, messages=HELLO, max_tokens=2, extra_body=more)
    assert answer.usage
    assert answer.usage.completion_tokens <= 2


def _revoke(door: DoorServer, key_id: str) -> None:
    answer = door.call("bob", "DELETE", f"/api/api-keys/{key_id}")
    assert answer.status == 204, answer.content


def _set_plan(door: DoorServer, plan: str) -> None:
    [row] = door.sql("select id from organizations where slug = 'northgate'")
    answer = door.call("root", "PATCH", f"/api/organizations/{row['id']}", {"plan": plan})
    assert answer.status == 200, answer.content


def _configure(door: DoorServer, slug: str, **values: object) -> None:
    answer = door.call("alice", "PUT", f"/api/ai/config/{door.models[slug]['id']}", values)
    assert answer.status == 200, answer.content


def _deactivate(door: DoorServer, *, active: bool) -> None:
    [row] = door.sql("select id from profiles where email = %s", PEOPLE["carol"])
    answer = door.call("alice", "PATCH", f"/api/people/{row['id']}", {"is_active": active})
    assert answer.status == 200, answer.content


CHANGES: dict[str, tuple[int, Callable[[DoorServer, str, str], None], Callable[[DoorServer, str], None]]] = {
    "a revoked key": (401, lambda door, slug, key: _revoke(door, key), lambda door, slug: None),
    "another plan": (402, lambda door, slug, key: _set_plan(door, "free"), lambda door, slug: _set_plan(door, "pro")),
    "a switch": (
        403,
        lambda door, slug, key: _configure(door, slug, is_enabled_for_users=False),
        lambda door, slug: _configure(door, slug, is_enabled_for_users=True),
    ),
    "a person's limit": (
        429,
        lambda door, slug, key: _configure(door, slug, token_limit_per_user=1),
        lambda door, slug: _configure(door, slug, token_limit_per_user=None),
    ),
    "the model's limit": (
        429,
        lambda door, slug, key: door.change_model(slug, token_limit_amount=1),
        lambda door, slug: door.change_model(slug, token_limit_amount=100_000),
    ),
    "a model put away": (
        404,
        lambda door, slug, key: door.change_model(slug, is_active=False),
        lambda door, slug: door.change_model(slug, is_active=True),
    ),
    "a model for others": (
        404,
        lambda door, slug, key: door.change_model(slug, organization_types=["healthcare"]),
        lambda door, slug: door.change_model(slug, organization_types=[]),
    ),
    "a person who is gone": (
        401,
        lambda door, slug, key: _deactivate(door, active=False),
        lambda door, slug: _deactivate(door, active=True),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_holds_within_a_second_in_every_process(change: str, door: DoorServer) -> None:
    status, apply, undo = CHANGES[change]
    slug = change.replace(" ", "-").replace("'", "")
    ref = door.add_model(slug, is_free=False, required_plan="pro", token_limit_amount=100_000)
    who = "carol" if "person who" in change else "bob"
    key, key_id = door.add_key(who)

    def ask() -> set[int]:
        return {door.chat(key, ref).status for _ in range(8)}

    assert ask() == {200}  # both processes know it now
    apply(door, slug, key_id)
    try:
        time.sleep(1)
        assert ask() == {status}
    finally:
        undo(door, slug)
    if status != 401:
        eventually(lambda: ask() == {200}, seconds=3, what="back as it was")


def test_a_raised_limit_holds_at_once(door: DoorServer) -> None:
    ref = door.add_model("raised", token_limit_amount=1)
    assert door.chat("bob", ref).status == 429
    door.change_model("raised", token_limit_amount=1_000)
    time.sleep(1)
    assert {door.chat("bob", ref).status for _ in range(8)} == {200}


def test_a_change_while_many_call_breaks_nothing(door: DoorServer) -> None:
    """The limit moves up and down under load, and is never exceeded by what was served under its lowest value."""
    ref = door.add_model("moving", token_limit_amount=400, max_tokens=6)
    stop, statuses = threading.Event(), Counter[int]()

    def call() -> None:
        while not stop.is_set():
            statuses[door.chat("bob", ref).status] += 1

    with ThreadPoolExecutor(4) as threads:
        for _ in range(4):
            threads.submit(call)
        for limit in (80, 400, 160):
            time.sleep(0.3)
            door.change_model("moving", token_limit_amount=limit)
        time.sleep(0.5)
        stop.set()
    assert set(statuses) <= {200, 429}
    door.wait_for_nothing_reserved()
    assert spent(door, "moving") <= 400

"""What people write to models through the door stays between them: not in logs, not in the books."""

import json
from collections.abc import Iterator

import pytest

from frontdesk.ai.testing.fake_faults import Fault
from frontdesk.tests.door_server import DoorServer, eventually

SENTENCE = "The heron forgets its violet umbrella"
PERSONAL = f"{SENTENCE}. Write to maria.lopez@example.org or ring +44 20 7946 0958, passport 533380006."
_TEXTS = """
select count(*)::int as found from ai_model_call where row_to_json(ai_model_call)::text ilike %s
"""


def say(door: DoorServer, slug: str, text: str) -> None:
    for more in ({}, {"stream": True}):
        door.chat("bob", f"system/{slug}", text, **more)


@pytest.fixture
def logs_texts(door: DoorServer) -> Iterator[None]:
    def switch(on: bool) -> None:
        assert door.call("alice", "PATCH", "/api/ai/settings", {"log_texts": on}).status == 200

    switch(True)
    yield
    switch(False)


@pytest.mark.parametrize(
    "fault", ["none", Fault.FAILING, Fault.BAD_KEY, Fault.FILTERED, Fault.HALF, Fault.ERROR_IN_STREAM, Fault.HTML]
)
def test_nothing_said_is_kept(fault: str, door: DoorServer) -> None:
    slug = f"quiet-{fault}"
    door.add_model(slug, model_id=fault, system_message=f"{SENTENCE} (we say)")
    door.chat("bob", f"system/{slug}", f"{SENTENCE} {fault}", max_tokens=-1)
    say(door, slug, f"{SENTENCE} {fault}")
    rows = door.calls_of(slug, 2)
    assert [row["log"] for row in rows] == [None, None]
    [row] = door.sql(_TEXTS, f"%{SENTENCE}%")
    assert row["found"] == 0
    assert SENTENCE.encode() not in door.log.read_bytes()


def test_what_an_organization_wants_kept_is_kept_without_personal_numbers(door: DoorServer, logs_texts: None) -> None:
    door.add_model("logged")
    say(door, "logged", PERSONAL)
    for row in door.calls_of("logged", 2):
        kept = json.dumps(row["log"])
        assert kept.count(SENTENCE) == 2  # the question, and the answer that repeats it
        for secret in ("maria", "lopez", "example.org", "7946", "0958", "533380006"):
            assert secret not in kept
    assert SENTENCE.encode() not in door.log.read_bytes()


def test_another_organizations_texts_are_not_kept_with_it(door: DoorServer, logs_texts: None) -> None:
    door.add_model("elsewhere")
    door.chat("dave", "system/elsewhere", SENTENCE)
    assert [row["log"] for row in door.calls_of("elsewhere")] == [None]


def test_switching_it_off_ends_it_within_a_second(door: DoorServer) -> None:
    door.add_model("ended")
    assert door.call("alice", "PATCH", "/api/ai/settings", {"log_texts": True}).status == 200
    say(door, "ended", SENTENCE)
    assert all(row["log"] for row in door.calls_of("ended", 2))
    assert door.call("alice", "PATCH", "/api/ai/settings", {"log_texts": False}).status == 200

    def is_quiet() -> bool:
        before = len(door.calls_of("ended"))
        for _ in range(4):
            door.chat("bob", "system/ended", SENTENCE)
        return all(row["log"] is None for row in door.calls_of("ended", before + 4)[before:])

    eventually(is_quiet, seconds=2, what="an end of the logging")

"""Events put together from pieces of any size: whatever the cuts, they are the same."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.ai.providers.openai import Event, Parser

STREAM = (
    b'\xef\xbb\xbf: a comment\n\ndata: {"a": 1}\n\nevent: error\ndata:{"b": 2}\nid: 7\nretry: 10\n\n'
    b"data: first\ndata: second\n\n: ping\n\n\n\ndata: caf\xc3\xa9 \xe2\x82\xac\n\ndata\n\ndata: [DONE]\n\n"
)
EVENTS = [
    Event("", b'{"a": 1}'),
    Event("error", b'{"b": 2}'),
    Event("", b"first\nsecond"),
    Event("", "café €".encode()),
    Event("", b""),
    Event("", b"[DONE]"),
]


def parse(pieces: list[bytes]) -> list[Event]:
    parser = Parser()
    return [event for piece in pieces for event in parser.feed(piece)] + parser.end()


@given(st.lists(st.integers(0, len(STREAM) + 40), max_size=30), st.sampled_from([b"\n", b"\r\n", b"\r"]))
def test_cuts_and_line_ends_make_no_difference(cuts: list[int], line_end: bytes) -> None:
    stream = STREAM.replace(b"\n", line_end)
    places = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    assert parse([stream[start:end] for start, end in pairwise(places)]) == EVENTS


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
def test_a_byte_at_a_time(line_end: bytes) -> None:
    stream = STREAM.replace(b"\n", line_end)
    assert parse([stream[place : place + 1] for place in range(len(stream))]) == EVENTS


@pytest.mark.parametrize("ending", [b"", b"\n", b"\r", b"\r\n"])
def test_an_event_that_is_not_ended_is_one_all_the_same(ending: bytes) -> None:
    assert parse([b"data: 1\n\nda", b"ta: 2", ending]) == [Event("", b"1"), Event("", b"2")]


def test_nothing_is_no_event() -> None:
    assert parse([]) == parse([b""]) == parse([b"\n\n: x\n\nevent: y\n\n"]) == []

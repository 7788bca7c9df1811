"""What servers send that speak OpenAI's protocol in their own way, byte for byte, and what the door makes of it."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from frontdesk.tests.door_server import DoorServer

END = b"\n\n"
DONE = b"data: [DONE]\n\n"


def chunk(text: str, finish: str | None = None, *, spaced: bool = False, **more: Any) -> bytes:
    choices = [{"index": 0, "delta": {"content": text}, "finish_reason": finish}]
    made = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "dated-2026-01", "choices": choices}
    return b"data: " + json.dumps({**made, **more}, separators=None if spaced else (",", ":")).encode() + END


@contextmanager
def upstream(pieces: list[bytes], content_type: str = "text/event-stream") -> Iterator[str]:
    """A server that answers anything with these pieces, each sent by itself. Gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Type", content_type)
            self.end_headers()
            for piece in pieces:
                self.wfile.write(piece)
                self.wfile.flush()
                time.sleep(0.02)

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
        server.shutdown()
        thread.join()


def read(content: bytes) -> tuple[str, list[Any], bool]:
    """The text of a stream, its events, and whether it came to its end."""
    events = [line[5:].strip() for line in content.decode().split("\n") if line.startswith("data:")]
    ended = events[-1:] == ["[DONE]"]
    found = [json.loads(event) for event in events if event != "[DONE]"]
    choices = [choice for event in found for choice in event.get("choices", ())]
    return "".join(choice["delta"].get("content") or "" for choice in choices), found, ended


WHOLE = chunk("one ") + chunk("two") + chunk("", "stop")
STREAMS = {
    "as OpenAI does": [WHOLE, DONE],
    "with spaces in its JSON, and no end mark": [chunk("one ", spaced=True), chunk("two", "stop", spaced=True)],
    "with no space before its data": [WHOLE.replace(b"data: ", b"data:"), b"data:[DONE]\n\n"],
    "with the line ends of Windows": [(WHOLE + DONE).replace(b"\n", b"\r\n")],
    "with comments": [b": ping\n\n", chunk("one "), b": ping\n\n", chunk("two", "stop"), DONE],
    "with line ends torn apart": [WHOLE[:-1].replace(b"\n", b"\r\n") + b"\r", b"\n" + DONE],
    "in pieces of three bytes": [(WHOLE + DONE)[at : at + 3] for at in range(0, 60, 3)] + [(WHOLE + DONE)[60:]],
    "with no line end at its end": [WHOLE.rstrip()],
    "all at once with what follows its end": [WHOLE + DONE + chunk("three") + DONE],
}


@pytest.mark.parametrize("how", STREAMS)
def test_a_stream(how: str, door: DoorServer) -> None:
    slug = f"relay-{how.lower().replace(',', '').replace(' ', '-')}"
    with upstream(STREAMS[how]) as endpoint:
        ref = door.add_model(slug, endpoint=endpoint)
        answer = door.chat("bob", ref, stream=True)
    text, events, ended = read(answer.content)
    assert (text, ended) == ("one two", True)
    assert {event["model"] for event in events} == {ref}
    assert [row["status"] for row in door.calls_of(slug)] == ["ok"]


def test_the_end_mark_in_a_text_is_text(door: DoorServer) -> None:
    said = "A stream ends so:\ndata: [DONE]\n\nand not before."
    with upstream([chunk(said) + chunk(" Really.", "stop") + DONE]) as endpoint:
        ref = door.add_model("relay-marked", endpoint=endpoint)
        text, _, ended = read(door.chat("bob", ref, stream=True).content)
    assert (text, ended) == (said + " Really.", True)


def test_what_looks_like_a_models_name_in_a_text_stays(door: DoorServer) -> None:
    said = 'Send {"model":"dated-2026-01"} or "model":"x".'
    with upstream([chunk(said, "stop", model=None) + DONE]) as endpoint:
        ref = door.add_model("relay-named", endpoint=endpoint)
        text, _, _ = read(door.chat("bob", ref, stream=True).content)
    assert text == said


def test_a_whole_answer_of_a_model_that_calls_itself_otherwise(door: DoorServer) -> None:
    message = {"role": "assistant", "content": 'It says "model": "other" here.'}
    made = {"id": "c", "object": "chat.completion", "created": 1, "model": "dated-2026-01",
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}  # fmt: skip
    with upstream([json.dumps(made).encode()], "application/json") as endpoint:
        ref = door.add_model("relay-dated", endpoint=endpoint)
        answer = door.chat("bob", ref)
    assert answer.json == {**made, "model": ref}


ERROR = b'data: {"error":{"message":"Too busy.","type":"server_error","code":"overloaded"}}\n\n'
BROKEN = {
    "an error": [chunk("one ") + ERROR],
    "half a piece of JSON": [chunk("one ") + b'data: {"id":"c","choi\n\n'],
    "a piece that is no object": [chunk("one ") + b"data: 5\n\n"],
    "an error after the line broke": [chunk("one "), ERROR.rstrip()],
    "an end in the middle of a piece": [chunk("one "), b'data: {"id":"c","choices":[{"ind'],
    "no end": [chunk("one ")],
    "a piece without an end": [chunk("one "), b"data: " + b"x" * 1_200_000],
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_stream_that_breaks_gives_what_had_come_and_an_error(what: str, door: DoorServer) -> None:
    slug = f"relay-{what.lower().replace(' ', '-')}"
    with upstream(BROKEN[what]) as endpoint:
        ref = door.add_model(slug, endpoint=endpoint)
        answer = door.chat("bob", ref, stream=True)
    text, events, ended = read(answer.content)
    assert (answer.status, text, ended) == (200, "one ", False)
    assert events[-1]["error"]["message"]
    [row] = door.calls_of(slug)
    assert (row["status"], row["estimated"]) == ("failed", True)
    assert row["completion_tokens"] >= 1

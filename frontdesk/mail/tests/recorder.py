"""A web server that records what it is asked, and answers as a test tells it to."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    headers: dict[str, str]  # names in lower case
    body: bytes
    connection: tuple[str, int]

    def json(self) -> dict[str, object]:
        told = json.loads(self.body)
        assert isinstance(told, dict)
        return told


@dataclass
class Answer:
    """``body``: bytes, or what becomes JSON. ``delay`` in seconds; ``dribble``: seconds between its bytes."""

    status: int = 200
    body: object = None
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    dribble: float = 0.0

    @property
    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body or {}).encode()


class Recorder:
    """``answer`` decides; ``delays`` and cut lines are over when the recorder stops."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.answer: Callable[[Asked], Answer] = lambda asked: Answer()
        self.stopping = threading.Event()
        recorder = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                recorder.handle(self)

            do_GET = do_POST = do_PUT = do_DELETE = handle_any

            def log_message(self, format: str, *args: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in handler.headers.items()}
        asked = Asked(handler.command, handler.path, headers, body, handler.client_address)
        self.asked.append(asked)
        answer = self.answer(asked)
        self.stopping.wait(answer.delay) if answer.delay else None
        handler.send_response(answer.status)
        for name, value in {"Content-Type": "application/json", **answer.headers}.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(answer.content)))
        handler.end_headers()
        self._write(handler, answer)

    def _write(self, handler: BaseHTTPRequestHandler, answer: Answer) -> None:
        if not answer.dribble:
            handler.wfile.write(answer.content)
            return
        for each in answer.content:
            if self.stopping.wait(answer.dribble):
                return
            handler.wfile.write(bytes([each]))
            handler.wfile.flush()


@contextmanager
def recorder() -> Iterator[Recorder]:
    running = Recorder()
    threading.Thread(target=running.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield running
    finally:
        running.stopping.set()
        running.server.shutdown()
        running.server.server_close()

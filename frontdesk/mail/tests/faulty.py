"""An SMTP server that can do everything and fails as a test tells it to; it runs in a thread of this process."""

import base64
import hmac
import itertools
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from frontdesk.mail.tests.certificates import Authority


@dataclass(frozen=True)
class Taken:
    """One mail as it came over the line. ``options``: what followed MAIL FROM."""

    sender: str
    recipients: list[str]
    options: str
    content: bytes
    connection: int


@dataclass
class Faults:
    """Answers that stand until they are taken away; the queues (``mail``, ``rcpt``, ``data``, ``end``) hold one answer
    for each of the next mails, "" for none."""

    mail: deque[str] = field(default_factory=deque)
    rcpt: deque[str] = field(default_factory=deque)
    data: deque[str] = field(default_factory=deque)
    end: deque[str] = field(default_factory=deque)
    recipients: dict[str, str] = field(default_factory=dict)  # address → refusal
    greeting: str = ""
    drop_before_data: int = 0  # mails at whose DATA the connection ends
    drop_after_data: int = 0  # mails that are taken, without an answer
    drop_idle: bool = False  # ends every connection after a mail
    after: int = 0  # mails of a connection after which it gets 421
    most_connections: int = 0  # more are greeted with 421
    delay: float = 0.0  # seconds before the answer to a mail
    dribble: float = 0.0  # seconds between the bytes of each answer
    endless: bool = False  # answers whose last line never comes
    refuse_starttls: bool = False
    careless: bool = False  # takes recipients and data for a sender that it refused
    chatter: bool = False  # talks on in clear after STARTTLS


class FaultyServer:
    """``tls``: "none", "starttls" or "implicit", with ``authority``'s certificate for ``names``. ``users``: password by
    name; ``tokens``: access tokens that sign anybody in. ``features`` are what EHLO says."""

    def __init__(
        self,
        *,
        tls: str = "none",
        authority: Authority | None = None,
        names: tuple[str, ...] = ("localhost", "127.0.0.1"),
        users: dict[str, str] | None = None,
        mechanisms: str = "PLAIN LOGIN CRAM-MD5 XOAUTH2 OAUTHBEARER",
        features: tuple[str, ...] = ("PIPELINING", "8BITMIME", "SMTPUTF8", "SIZE 10000000"),
    ) -> None:
        self.faults = Faults()
        self.taken: list[Taken] = []
        self.commands: list[str] = []
        self.signed_in: list[tuple[str, str]] = []  # mechanism, user
        self.tokens: set[str] = set()
        self.users = users or {}
        self.mechanisms = mechanisms
        self.features = features
        self.tls = tls
        self.connections = 0
        self.open_connections = 0
        self.most_open = 0
        self.context = authority.server_context(*names) if authority else None
        self._lock = threading.Lock()
        self._sockets: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def recipients(self) -> list[str]:
        return [recipient for mail in self.taken for recipient in mail.recipients]

    def start(self) -> None:
        threading.Thread(target=self._serve, daemon=True).start()

    def stop(self) -> None:
        self._listener.close()
        self.drop_connections()

    def drop_connections(self) -> None:
        """Ends every connection, as a server does that is started anew."""
        with self._lock:
            for opened in list(self._sockets):
                with suppress(OSError):
                    opened.shutdown(socket.SHUT_RDWR)

    def _serve(self) -> None:
        for number in itertools.count(1):
            try:
                opened, _ = self._listener.accept()
            except OSError:
                return
            self.connections = number
            threading.Thread(target=self._talk, args=(opened, number), daemon=True).start()

    def _talk(self, opened: socket.socket, number: int) -> None:
        with self._lock:
            self._sockets.add(opened)
            self.open_connections += 1
            self.most_open = max(self.most_open, self.open_connections)
            too_many = 0 < self.faults.most_connections < self.open_connections
        try:
            with suppress(OSError, _Bye):
                conversation = _Conversation(self, opened, number)
                if too_many:
                    conversation.say("421 4.7.0 Too many connections")
                    return
                conversation.run()
        finally:
            with self._lock:
                self._sockets.discard(opened)
                self.open_connections -= 1
            opened.close()


class _Bye(Exception):
    pass


class _Conversation:
    def __init__(self, server: FaultyServer, opened: socket.socket, number: int) -> None:
        self.server = server
        self.socket = opened
        self.number = number
        self.buffer = b""
        self.sender = self.options = ""
        self.recipients: list[str] = []
        self.mails = 0
        self.encrypted = False
        if server.tls == "implicit":
            self.encrypt()

    @property
    def faults(self) -> Faults:
        return self.server.faults

    def encrypt(self) -> None:
        assert self.server.context
        with self.server._lock:
            self.server._sockets.discard(self.socket)
            self.socket = self.server.context.wrap_socket(self.socket, server_side=True)
            self.server._sockets.add(self.socket)
        self.encrypted = True

    def say(self, text: str) -> None:
        if self.faults.endless:
            while True:
                self.socket.sendall(b"250-and so on\r\n")
        if self.faults.dribble:
            for each in text:
                time.sleep(self.faults.dribble)
                self.socket.sendall(each.encode())
        self.socket.sendall((b"" if self.faults.dribble else text.encode()) + b"\r\n")

    def read_line(self) -> str:
        while b"\r\n" not in self.buffer:
            received = self.socket.recv(65536)
            if not received:
                raise _Bye
            self.buffer += received
        line, self.buffer = self.buffer.split(b"\r\n", 1)
        return line.decode()

    def run(self) -> None:
        self.say(self.faults.greeting or "220 faulty ESMTP")
        while True:
            line = self.read_line()
            self.server.commands.append(line)
            verb, _, rest = line.partition(" ")
            self.obey(verb.upper(), rest)

    def obey(self, verb: str, rest: str) -> None:
        acts: dict[str, Callable[[str], None]] = {
            "EHLO": self.ehlo, "HELO": lambda _: self.say("250 faulty"), "STARTTLS": self.starttls, "AUTH": self.auth,
            "MAIL": self.mail, "RCPT": self.rcpt, "DATA": self.data, "RSET": self.rset, "QUIT": self.quit,
        }  # fmt: skip
        act = acts.get(verb)
        if act:
            act(rest)
        else:
            self.say("500 5.5.1 What?")

    def ehlo(self, rest: str) -> None:
        said = ["faulty", *self.server.features]
        if self.server.tls == "starttls" and not self.encrypted and not self.faults.refuse_starttls:
            said.append("STARTTLS")
        if self.server.users or self.server.tokens:
            said.append(f"AUTH {self.server.mechanisms}")
        self.say("\r\n".join([*(f"250-{each}" for each in said[:-1]), f"250 {said[-1]}"]))

    def starttls(self, rest: str) -> None:
        self.say("220 Go on" + ("\r\n250 by the way" if self.faults.chatter else ""))
        self.encrypt()

    def auth(self, rest: str) -> None:
        mechanism, _, initial = rest.partition(" ")
        user, good = getattr(self, "auth_" + mechanism.lower().replace("-", "_"))(initial)
        if good:
            self.server.signed_in.append((mechanism, user))
        self.say("235 2.7.0 Welcome" if good else "535 5.7.8 Bad credentials")

    def ask(self, question: bytes) -> bytes:
        self.say("334 " + base64.b64encode(question).decode())
        return base64.b64decode(self.read_line())

    def auth_plain(self, initial: str) -> tuple[str, bool]:
        _, user, password = base64.b64decode(initial).decode().split("\0")
        return user, self.server.users.get(user) == password

    def auth_login(self, initial: str) -> tuple[str, bool]:
        user = base64.b64decode(initial).decode() if initial else self.ask(b"Username:").decode()
        return user, self.ask(b"Password:").decode() == self.server.users.get(user)

    def auth_cram_md5(self, initial: str) -> tuple[str, bool]:
        asked = b"<1896.697170952@faulty>"
        user, digest = self.ask(asked).decode().split(" ")
        wanted = hmac.new(self.server.users.get(user, "").encode(), asked, "md5").hexdigest()
        return user, hmac.compare_digest(wanted, digest)

    def auth_xoauth2(self, initial: str) -> tuple[str, bool]:
        user, token = base64.b64decode(initial).decode().strip("\x01").split("\x01")
        return self.token(user.removeprefix("user="), token)

    def auth_oauthbearer(self, initial: str) -> tuple[str, bool]:
        head, *_, token = base64.b64decode(initial).decode().strip("\x01").split("\x01")
        return self.token(head.split("a=")[1].rstrip(","), token)

    def token(self, user: str, said: str) -> tuple[str, bool]:
        good = said.removeprefix("auth=Bearer ") in self.server.tokens
        if not good:
            self.ask(b'{"status":"invalid_token"}')
        return user, good

    def fault(self, queue: deque[str]) -> bool:
        answer = queue.popleft() if queue else ""
        if answer:
            self.say(answer)
            if answer.startswith("421"):
                raise _Bye
        return bool(answer)

    def mail(self, rest: str) -> None:
        if 0 < self.faults.after <= self.mails:
            self.say("421 4.7.0 Enough for one connection")
            raise _Bye
        self.sender = ""
        if self.fault(self.faults.mail):
            return
        address, _, self.options = rest.removeprefix("FROM:").partition(" ")
        self.sender, self.recipients = address.strip("<>"), []
        self.say("250 2.1.0 Ok")

    def rcpt(self, rest: str) -> None:
        address = rest.removeprefix("TO:").strip("<>")
        if not self.sender and not self.faults.careless:
            self.say("503 5.5.1 MAIL first")
            return
        if refusal := self.faults.recipients.get(address):
            self.say(refusal)
            return
        if self.fault(self.faults.rcpt):
            return
        self.recipients.append(address)
        self.say("250 2.1.5 Ok")

    def data(self, rest: str) -> None:
        if self.faults.drop_before_data:
            self.faults.drop_before_data -= 1
            raise _Bye
        if self.fault(self.faults.data):
            return
        if not self.recipients and not self.faults.careless:
            self.say("503 5.5.1 No recipients")
            return
        self.say("354 Go on")
        self.keep(self.read_mail())

    def read_mail(self) -> bytes:
        while not (self.buffer.startswith(b".\r\n") or b"\r\n.\r\n" in self.buffer):
            received = self.socket.recv(65536)
            if not received:
                raise _Bye
            self.buffer += received
        if self.buffer.startswith(b".\r\n"):
            content, self.buffer = b"", self.buffer[3:]
        else:
            content, _, self.buffer = self.buffer.partition(b"\r\n.\r\n")
        return b"\r\n".join(line.removeprefix(b".") for line in content.split(b"\r\n")) + b"\r\n"

    def keep(self, content: bytes) -> None:
        self.mails += 1
        time.sleep(self.faults.delay)
        if self.fault(self.faults.end):
            return
        taken = Taken(self.sender, self.recipients, self.options, content, self.number)
        self.sender, self.recipients = "", []
        with self.server._lock:
            self.server.taken.append(taken)
            count = len(self.server.taken)
        if self.faults.drop_after_data:
            self.faults.drop_after_data -= 1
            raise _Bye
        self.say(f"250 2.0.0 Kept as {count}")
        if self.faults.drop_idle:
            raise _Bye

    def rset(self, rest: str) -> None:
        self.sender, self.recipients = "", []
        self.say("250 2.0.0 Ok")

    def quit(self, rest: str) -> None:
        self.say("221 2.0.0 Bye")
        raise _Bye


@contextmanager
def faulty_server(**options: object) -> Iterator[FaultyServer]:
    server = FaultyServer(**options)  # type: ignore[arg-type]  # its own
    server.start()
    try:
        yield server
    finally:
        server.stop()

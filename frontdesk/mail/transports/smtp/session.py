"""One connection that a server has greeted: what it can do, and handing one mail over to it."""

import re
import socket
import ssl
from dataclasses import dataclass
from functools import lru_cache

from frontdesk.mail.transports.smtp import line as lines
from frontdesk.mail.transports.smtp.line import Broken, Line, Reply
from frontdesk.mail.transports.smtp.refusals import is_busy, retry_after
from frontdesk.mail.transports.smtp.server import Server
from frontdesk.mail.transports.smtp.signing_in import sign_in
from frontdesk.mail.transports.ways import Busy, ProviderDown
from frontdesk.platform import outbound

_LEADING_DOT = re.compile(rb"(?m)^\.")


@dataclass(frozen=True, slots=True)
class Features:
    """What the server said it can do. ``largest``: in bytes, 0: it does not say."""

    pipelining: bool = False
    eight_bit: bool = False
    utf8: bool = False
    starttls: bool = False
    largest: int = 0
    mechanisms: frozenset[str] = frozenset()

    @classmethod
    def of(cls, said: Reply) -> "Features":
        words = dict[str, str]()
        for each in said.lines[1:]:
            name, _, rest = each.strip().upper().replace("AUTH=", "AUTH ").partition(" ")
            words[name] = f"{words.get(name, '')} {rest}".strip()
        size = words.get("SIZE", "")
        return cls(
            pipelining="PIPELINING" in words,
            eight_bit="8BITMIME" in words,
            utf8="SMTPUTF8" in words,
            starttls="STARTTLS" in words,
            largest=int(size) if size.isascii() and size.isdigit() else 0,
            mechanisms=frozenset(words.get("AUTH", "").lower().split()),
        )


@dataclass(frozen=True, slots=True)
class Refused:
    """``stage``: "MAIL", "RCPT", "DATA" or "END" (after the mail's last line)."""

    stage: str
    reply: Reply


class Lost(Exception):
    """The connection broke in the midst of a mail. ``in_doubt``: all of it was sent, so the server may have it."""

    def __init__(self, reason: str, *, begun: bool, in_doubt: bool) -> None:
        super().__init__(reason)
        self.begun = begun  # some of the mail itself was sent
        self.in_doubt = in_doubt


class Session:
    """Not for two threads at once."""

    def __init__(self, server: Server, line: Line, features: Features) -> None:
        self.server = server
        self.features = features
        self.sent = 0
        self.clean = True  # nothing of a mail is under way
        self._line = line

    @classmethod
    def open(cls, server: Server) -> "Session":
        """Greeted, encrypted and signed in. Raises ProviderDown and Busy with words that say how to mend it."""
        try:
            line = Line.connect(server)
            try:
                return cls(server, line, _greet(line, server))
            except BaseException:
                line.close()
                raise
        except ssl.SSLCertVerificationError as error:
            raise ProviderDown(
                f"{server.place} has no valid certificate ({error.verify_message}). Use the name that its certificate "
                "is for, or give the certificate of its authority."
            ) from error
        except ssl.SSLError as error:
            words = "Is it implicit on port 465, starttls on 587?" if server.tls == "implicit" else ""
            raise ProviderDown(f"{server.place}: no encryption ({error.reason or error}). {words}".strip()) from error
        except (outbound.OutboundRefused, outbound.OutboundFailed) as error:
            raise ProviderDown(error.detail) from error
        except (OSError, Broken) as error:
            raise ProviderDown(_say(server, error)) from error

    def transfer(self, sender: bytes, recipient: bytes, options: bytes, content: bytes) -> Reply | Refused:
        """Hands one mail over; returns what the server said to the whole of it, or its first refusal. Raises Lost."""
        begun = in_doubt = self.clean = False
        try:
            refused = self._envelope(
                b"MAIL FROM:<" + sender + b">" + options + b"\r\n", b"RCPT TO:<" + recipient + b">\r\n"
            )
            if refused:
                self.clean = True
                return refused
            begun = True
            self._line.write(_stuffed(content))
            in_doubt = True
            reply = self._line.reply(lines.DATA_SECONDS)
        except (OSError, Broken) as error:
            raise Lost(str(error), begun=begun, in_doubt=in_doubt) from error
        self.sent += 1
        self.clean = True
        return reply if reply.code // 100 == 2 else Refused("END", reply)

    def _envelope(self, mail: bytes, rcpt: bytes) -> Refused | None:
        """In one write where the server lets us (RFC 2920): the replies come in order, and the mail itself only after
        all three."""
        commands = (("MAIL", mail, 2), ("RCPT", rcpt, 2), ("DATA", b"DATA\r\n", 3))
        if self.features.pipelining:
            self._line.write(mail + rcpt + b"DATA\r\n")
        refused: Refused | None = None
        for stage, command, wanted in commands:
            if not self.features.pipelining:
                self._line.write(command)
            reply = self._line.reply()
            if reply.code // 100 != wanted and refused is None:
                refused = Refused(stage, reply)
            if refused and (not self.features.pipelining or reply.code == 421):
                break
            if stage == "DATA" and refused and reply.code // 100 == 3:
                # It waits for a mail that nobody is to get. An end at once would be an empty mail, which it might take.
                self._line.close()
        return refused

    def reset(self) -> None:
        """Ready for the next mail after a refusal. Raises OSError and Broken."""
        self._line.write(b"RSET\r\n")
        if self._line.reply().code != 250:
            raise Broken("The server does not begin anew.")

    def usable(self) -> bool:
        return self.sent < self.server.mails_per_connection and not self._line.ended()

    def quit(self) -> None:
        """Says good-bye and waits for no answer: the server may be gone."""
        try:
            self._line.write(b"QUIT\r\n")
        except OSError:
            pass
        finally:
            self._line.close()

    def close(self) -> None:
        self._line.close()


def _say(server: Server, error: Exception) -> str:
    if isinstance(error, ConnectionRefusedError):
        return (
            f"{server.place} refuses the connection: no mail server listens there. Check its name and the port; "
            "587 is usual with starttls, 465 with implicit."
        )
    if isinstance(error, TimeoutError):
        return (
            f"{server.place} does not answer. Check its name and the port, and whether a firewall keeps mail from "
            "going out: many hosts block port 25."
        )
    return f"{server.place}: {error}"


def _greet(line: Line, server: Server) -> Features:
    _accept(server, line.reply())
    features = _introduce(line, server)
    if server.tls == "starttls":
        if not features.starttls:
            raise ProviderDown(
                f"{server.place} does not offer STARTTLS, and nothing is sent in clear. Choose implicit encryption "
                "(often port 465), or none if the server is on your own network."
            )
        line.write(b"STARTTLS\r\n")
        _accept(server, line.reply())
        line.encrypt(server)
        features = _introduce(line, server)
    if server.user:
        sign_in(line, server, features.mechanisms)
    return features


def _introduce(line: Line, server: Server) -> Features:
    name = (server.local_name or _own_name()).encode()
    line.write(b"EHLO " + name + b"\r\n")
    reply = line.reply()
    if reply.code // 100 == 5:  # a server of before 1995
        line.write(b"HELO " + name + b"\r\n")
        reply = Reply(line.reply().code, ())
    _accept(server, reply)
    return Features.of(reply)


def _accept(server: Server, reply: Reply) -> None:
    if reply.code // 100 == 2:
        return
    if reply.code // 100 == 4 or is_busy(reply):
        raise Busy(f"{server.place}: {reply.text}", retry_after=retry_after(reply))
    raise ProviderDown(f"{server.place} refuses the connection: {reply.text}")


@lru_cache(maxsize=1)
def _own_name() -> str:
    name = socket.getfqdn()
    return name if "." in name and name.isascii() and name.isprintable() else "[127.0.0.1]"


def _stuffed(content: bytes) -> bytes:
    """As it goes over the line: no line of the mail can be taken for its end (RFC 5321 4.5.2)."""
    if b"\n." in content or content[:1] == b".":
        content = _LEADING_DOT.sub(b"..", content)
    return content + (b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n")

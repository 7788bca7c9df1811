"""Signing in to an SMTP server (RFC 4954): PLAIN, LOGIN, CRAM-MD5, XOAUTH2 and OAUTHBEARER."""

import base64
import binascii
import hmac
from collections.abc import Callable, Generator

from frontdesk.mail.transports import oauth
from frontdesk.mail.transports.smtp.line import Line, Reply
from frontdesk.mail.transports.smtp.server import TOKEN_MECHANISMS, Server
from frontdesk.mail.transports.ways import Busy, ProviderDown

# Without encryption the one that does not say the password; else the one that every server does right.
_PREFERRED_IN_CLEAR = ("cram-md5", "plain", "login")
_PREFERRED = ("plain", "login", "cram-md5")
# What a mechanism says: first unasked (nothing, where empty), then one answer to each question of the server.
Talk = Generator[bytes, bytes, None]


def sign_in(line: Line, server: Server, offered: frozenset[str]) -> None:
    """Raises ProviderDown with words that say how to mend it, Busy when the server asks for patience."""
    mechanism = _choose(server, offered, in_clear=not line.encrypted)
    reply = _talk(line, mechanism, _say(server, mechanism))
    if reply.code == 535 and mechanism in TOKEN_MECHANISMS:  # the token ended early, or was withdrawn
        reply = _talk(line, mechanism, _say(server, mechanism, fresh=True))
    if reply.code == 235:
        return
    if reply.code // 100 == 4:
        raise Busy(f"{server.place}: {reply.text}", retry_after=30)
    raise ProviderDown(f"{server.place} refuses to sign {server.user} in ({reply.text}). {_mend(mechanism)}")


def _mend(mechanism: str) -> str:
    if mechanism in TOKEN_MECHANISMS:
        return "Check the user name, and that the token's scope allows to send mail."
    return "Check user name and password; some providers want a password made for applications."


def _choose(server: Server, offered: frozenset[str], *, in_clear: bool) -> str:
    if server.auth != "auto":
        if server.auth not in offered:
            others = ", ".join(sorted(offered)) or "nothing"
            raise ProviderDown(f"{server.place} does not offer to sign in by {server.auth}. It offers {others}.")
        return server.auth
    preferred = _PREFERRED_IN_CLEAR if in_clear else _PREFERRED
    found = next((mechanism for mechanism in preferred if mechanism in offered), None)
    if found is None:
        words = ", ".join(sorted(offered)) or "nothing; it may want encryption first"
        raise ProviderDown(f"{server.place} offers no way to sign in with a password. It offers {words}.")
    return found


def _say(server: Server, mechanism: str, *, fresh: bool = False) -> Talk:
    if mechanism in TOKEN_MECHANISMS and server.grant:
        return _TOKENS[mechanism](server, oauth.access_token(server.grant, fresh=fresh))
    return _PASSWORDS[mechanism](server)


def _talk(line: Line, mechanism: str, talk: Talk) -> Reply:
    first = next(talk)
    line.write(b"AUTH " + mechanism.upper().encode() + (b" " + base64.b64encode(first) if first else b"") + b"\r\n")
    while (reply := line.reply()).code == 334:
        try:
            answer = base64.b64encode(talk.send(base64.b64decode(reply.lines[0].strip(), validate=True)))
        except (StopIteration, binascii.Error):
            answer = b"*"  # gives up: the server asks for what it may not ask
        line.write(answer + b"\r\n")
    return reply


def _plain(server: Server) -> Talk:
    yield f"\0{server.user}\0{server.password}".encode()


def _login(server: Server) -> Talk:
    yield b""
    yield server.user.encode()
    yield server.password.encode()


def _cram_md5(server: Server) -> Talk:
    """RFC 2195: the password does not travel."""
    asked = yield b""
    yield f"{server.user} {hmac.new(server.password.encode(), asked, 'md5').hexdigest()}".encode()


def _xoauth2(server: Server, token: str) -> Talk:
    yield f"user={server.user}\x01auth=Bearer {token}\x01\x01".encode()
    yield b""  # the server explains in a question why it refuses; an empty answer lets it say so


def _oauthbearer(server: Server, token: str) -> Talk:
    header = f"n,a={server.user},\x01host={server.host}\x01port={server.port}\x01auth=Bearer {token}\x01\x01"
    yield header.encode()
    yield b"\x01"


_PASSWORDS: dict[str, Callable[[Server], Talk]] = {"plain": _plain, "login": _login, "cram-md5": _cram_md5}
_TOKENS: dict[str, Callable[[Server, str], Talk]] = {"xoauth2": _xoauth2, "oauthbearer": _oauthbearer}

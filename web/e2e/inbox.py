"""Reading the mail that really went out over SMTP."""

import re
from html import escape
from typing import NamedTuple

from installation import eventually
from playwright.sync_api import APIRequestContext
from world import Kept, World

PIXEL = re.compile(r'<img src="[^"]*/t/o/[^"]*"[^>]*>')
FOLLOWED = re.compile(r'(?<=href=")https?://[^"/]*/t/c/[^"]*(?=")')


class Arrived(NamedTuple):
    """A mail as it came over the wire."""

    subject: str
    html: str
    text: str


class Inbox:
    """What came out over SMTP, whoever it was for; links are followed as the person behind `request`."""

    def __init__(self, request: APIRequestContext, world: World) -> None:
        self.request = request
        self.world = world

    def wait_for(self, to: str, subject: str = "") -> Arrived:
        """The newest mail to the address whose subject contains the words, as it came."""
        return _read(self._wait(to, subject))

    def link(self, to: str, path: str, subject: str = "") -> str:
        """The first address in that mail that contains the path."""
        text = self.wait_for(to, subject).text
        found = re.search(rf"https?://[^\s>)\]]*{re.escape(path)}[^\s>)\]]*", text)
        assert found, f"no link to {path} in:\n{text}"
        return found[0]

    def read(self, to: str, subject: str) -> Arrived:
        """The newest such mail from its own bytes; tracking aside: without pixel, each of our links as what it leads
        to."""
        arrived = self.wait_for(to, subject)
        html = arrived.html
        pixels = PIXEL.findall(html)
        assert len(pixels) == 1, "an ordinary mail's opens are counted once"
        assert FOLLOWED.search(html), "an ordinary mail's clicks are counted"
        return arrived._replace(html=FOLLOWED.sub(self._target, html.replace(pixels[0], "")))

    def _target(self, link: re.Match[str]) -> str:
        answer = self.request.get(link[0], max_redirects=0)
        return escape(answer.headers["location"])

    def _wait(self, to: str, subject: str) -> Kept:
        return eventually(lambda: self.world.find(to, subject), what=f"a mail to {to} about {subject!r}")


def _read(kept: Kept) -> Arrived:
    message = kept.message
    bodies = [message.get_body((kind,)) for kind in ("html", "plain")]
    html, text = (str(body.get_content()) if body else "" for body in bodies)
    return Arrived(str(message["Subject"]), html, text)

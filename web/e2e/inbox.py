"""Reading the mail that really arrived at the SMTP listener."""

import email
import email.policy
import re
from html import escape
from typing import NamedTuple

from installation import eventually
from playwright.sync_api import APIRequestContext

PIXEL = re.compile(r'<img src="[^"]*/t/o/[^"]*"[^>]*>')
FOLLOWED = re.compile(r'(?<=href=")https?://[^"/]*/t/c/[^"]*(?=")')


class Arrived(NamedTuple):
    """A mail as it came over the wire."""

    subject: str
    html: str
    text: str


class Inbox:
    """What came in by SMTP, as the person behind `request` may see it in the mail viewer."""

    def __init__(self, request: APIRequestContext) -> None:
        self.request = request

    def wait_for(self, to: str, subject: str = "") -> dict[str, str]:
        """The newest mail to the address whose subject contains the words, in full."""
        return eventually(lambda: self._find(to, subject), what=f"a mail to {to} about {subject!r}")

    def link(self, to: str, path: str, subject: str = "") -> str:
        """The first address in that mail that contains the path."""
        mail = self.wait_for(to, subject)
        found = re.search(rf"https?://[^\s>)\]]*{re.escape(path)}[^\s>)\]]*", mail["text"])
        assert found, f"no link to {path} in:\n{mail['text']}"
        return found[0]

    def read(self, to: str, subject: str) -> Arrived:
        """The newest such mail from its own bytes; tracking aside: without pixel, each of our links as what it leads
        to."""
        answer = self.request.get(f"/api/mail/messages/{self.wait_for(to, subject)['id']}/source")
        assert answer.ok, answer.text()
        message = email.message_from_bytes(answer.body(), policy=email.policy.default)
        bodies = {kind: message.get_body((kind,)) for kind in ("html", "plain")}
        html, text = (body.get_content() if body else "" for body in bodies.values())
        pixels = PIXEL.findall(html)
        assert len(pixels) == 1, "an ordinary mail's opens are counted once"
        assert FOLLOWED.search(html), "an ordinary mail's clicks are counted"
        return Arrived(message["Subject"], FOLLOWED.sub(self._target, html.replace(pixels[0], "")), text)

    def _target(self, link: re.Match[str]) -> str:
        answer = self.request.get(link[0], max_redirects=0)
        return escape(answer.headers["location"])

    def _find(self, to: str, subject: str) -> dict[str, str] | None:
        answer = self.request.get("/api/mail/messages", params={"direction": "in", "q": to})
        assert answer.ok, answer.text()
        for item in answer.json()["items"]:
            if to in item["to_address"] and subject.lower() in item["subject"].lower():
                detail: dict[str, str] = self.request.get(f"/api/mail/messages/{item['id']}").json()
                return detail
        return None

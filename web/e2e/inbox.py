"""Reading the mail that really arrived at the SMTP listener."""

import re

from installation import eventually
from playwright.sync_api import APIRequestContext


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

    def _find(self, to: str, subject: str) -> dict[str, str] | None:
        answer = self.request.get("/api/mail/messages", params={"direction": "in", "q": to})
        assert answer.ok, answer.text()
        for item in answer.json()["items"]:
            if to in item["to_address"] and subject.lower() in item["subject"].lower():
                detail: dict[str, str] = self.request.get(f"/api/mail/messages/{item['id']}").json()
                return detail
        return None

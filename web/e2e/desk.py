"""Browser windows on Frontdesk, and what a journey asks of any page."""

import io
import time
from pathlib import Path
from typing import Any, Literal

from PIL import Image
from playwright.sync_api import (
    APIResponse,
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Response,
    StorageState,
    expect,
)

PASSWORD = "frontdesk-demo"
CAST = {
    "root": "root@frontdesk.test",
    "alice": "alice@northgate.test",
    "bob": "bob@northgate.test",
    "carol": "carol@client.test",
    "dave": "dave@harbour.test",
}
WIDE, SMALL = (1440, 900), (390, 844)
AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
SECONDS = 20
Scheme = Literal["light", "dark"]

expect.set_options(timeout=SECONDS * 1000)


class Visitors:
    """The cast, signed in through the API when first wanted; journeys about signing in do it by hand."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self.url = url
        self._states: dict[str, StorageState] = {}

    def state_of(self, person: str) -> StorageState:
        if person not in self._states:
            context = self.browser.new_context(base_url=self.url)
            context.request.get("/api/me")  # sets the cookie that guards against forged requests
            # A journey that runs beside this one may just be trying second factors.
            answer = self._sign_in(context, person)
            for _ in range(SECONDS):
                if answer.ok:
                    break
                time.sleep(3)
                answer = self._sign_in(context, person)
            assert answer.ok, answer.text()
            self._states[person] = context.storage_state()
            context.close()
        return self._states[person]

    def _sign_in(self, context: BrowserContext, person: str) -> APIResponse:
        who = {"email": CAST[person], "password": PASSWORD}
        return context.request.post("/_allauth/browser/v1/auth/login", data=who, headers=csrf(context))


class Desk:
    """The windows of one journey."""

    def __init__(self, visitors: Visitors) -> None:
        self.visitors = visitors
        self.trouble: list[str] = []
        self._contexts: list[BrowserContext] = []

    def context(
        self, person: str | None = None, *, size: tuple[int, int] = WIDE, scheme: Scheme = "light"
    ) -> BrowserContext:
        """A browser of its own, signed in as one of the cast or not at all."""
        context = self.visitors.browser.new_context(
            base_url=self.visitors.url,
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            reduced_motion="reduce",
            locale="en-GB",
            storage_state=self.visitors.state_of(person) if person else None,
        )
        context.set_default_timeout(SECONDS * 1000)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.trouble.append(f"page error: {error.error}"))
        context.on("response", self._see)
        self._contexts.append(context)
        return context

    def open(
        self, path: str, person: str | None = None, *, size: tuple[int, int] = WIDE, scheme: Scheme = "light"
    ) -> Page:
        page = self.context(person, size=size, scheme=scheme).new_page()
        page.goto(path)
        return page

    def close(self) -> list[str]:
        for context in self._contexts:
            context.close()
        return self.trouble

    def _hear(self, message: ConsoleMessage) -> None:
        # The browser's own note of a refused request: refusals are part of many journeys, failures are seen below.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.trouble.append(f"console: {message.text} ({message.location.get('url')})")

    def _see(self, response: Response) -> None:
        if response.status >= 500:
            self.trouble.append(f"{response.status} {response.request.method} {response.url}")


def csrf(context: BrowserContext) -> dict[str, str]:
    token = next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "csrftoken")
    return {"X-CSRFToken": token}


def call(context: BrowserContext, method: str, path: str, data: object = None) -> Any:
    """The answer of the API to the person of the context."""
    answer = context.request.fetch(path, method=method, data=data, headers=csrf(context))
    assert answer.ok, f"{method} {path}: {answer.status} {answer.text()}"
    return answer.json() if answer.text() else None


def upload(context: BrowserContext, content: bytes, name: str) -> Any:
    """What the API answers to a picture that the person of the context uploads."""
    parts: dict[str, Any] = {
        "purpose": "image",
        "file": {"name": name, "mimeType": "image/png", "buffer": content},
    }
    answer = context.request.post("/api/uploads", multipart=parts, headers=csrf(context))
    assert answer.ok, answer.text()
    return answer.json()


def picture() -> bytes:
    """A PNG of 320 by 120 pixels."""
    written = io.BytesIO()
    Image.linear_gradient("L").resize((320, 120)).convert("RGB").save(written, "PNG")
    return written.getvalue()


def open_preview(page: Page) -> Locator:
    """The live preview beside what is being written; where there are blocks it is hidden at first."""
    toggle = page.get_by_role("button", name="Preview", exact=True)
    expect(toggle).to_be_visible()
    if toggle.get_attribute("aria-expanded") == "false":
        toggle.click()
    return page.get_by_role("region", name="Preview")


def settle(page: Page) -> None:
    """Waits until nothing loads, spins or moves."""
    expect(page.locator("main").first).to_be_visible()
    expect(page.locator("[aria-busy=true], .mantine-Skeleton-root, .mantine-Loader-root")).to_have_count(0)
    # An animation that the browser has put off, in a window it thinks nobody sees, never ends.
    page.evaluate(
        "Promise.race([Promise.allSettled(document.getAnimations()"
        ".filter((each) => each.effect?.getTiming().iterations !== Infinity).map((each) => each.finished)),"
        " new Promise((resolve) => setTimeout(resolve, 3000))])"
    )


def assert_accessible(page: Page) -> None:
    """No finding of axe against WCAG 2.0 A and AA."""
    settle(page)
    if not AXE.exists():
        raise RuntimeError("axe-core is not installed. Run scripts/test, or: cd web && npm ci")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    found = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa'], iframes: false, resultTypes: ['violations']})"
        ".then(({violations}) => violations.map((each) => each.id + ': ' + each.help + '\\n  '"
        " + each.nodes.slice(0, 3).map((node) => node.target.join(' ') + ' ' + node.html.slice(0, 160) + ' '"
        " + (node.any[0]?.message ?? '')).join('\\n  ')))"
    )
    assert not found, f"{page.url}\n" + "\n".join(found)


def assert_fits(page: Page) -> None:
    """No sideways scrolling."""
    settle(page)
    width, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert width <= seen, f"{page.url} is {width} px wide in a window of {seen} px"

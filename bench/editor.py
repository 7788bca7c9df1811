"""The template editor in a real browser: time until it can be used, what it weighs, and how soon the preview follows.

usage: python -m bench.editor [--rounds 5]

A browser with an empty cache opens a template of 100 kB in blocks, then one in code; beside each, in the same run, the
page of an empty list is the floor: the app itself without any editor. "Usable" is the moment the canvas stands or the
code has the focus. The preview's time runs from the last key to the frame that shows the typed word; the pause the page
waits for and the server's own time are in it.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from bench import figures, stage

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Playwright

SOURCE_BYTES = 100_000
SIGN_IN = {"email": "alice@northgate.test", "password": "frontdesk-demo"}
FLOOR = "/en/admin/contacts?q=nobody-of-this-name"


@contextmanager
def product() -> Iterator[tuple[int, str]]:
    """A Frontdesk with its demo: its process and its address."""
    with (
        tempfile.TemporaryDirectory(prefix="frontdesk-bench-") as name,
        stage.up(Path(name) / "data") as (process, port),
    ):
        yield process.pid, f"http://127.0.0.1:{port}"


class Api:
    """The API as the web app calls it: a session and its guard against forged requests."""

    def __init__(self, playwright: "Playwright", address: str) -> None:
        self.address = address
        self.requests = playwright.request.new_context(base_url=address)
        self.requests.get("/api/me")  # sets the cookie that guards against forged requests
        self.post("/_allauth/browser/v1/auth/login", SIGN_IN)

    def post(self, path: str, data: dict[str, str]) -> dict[str, object]:
        cookies = self.requests.storage_state()["cookies"]
        token = next(cookie["value"] for cookie in cookies if cookie["name"] == "csrftoken")
        answer = self.requests.post(path, data=data, headers={"X-CSRFToken": token, "Origin": self.address})
        assert answer.ok, answer.text()
        made: dict[str, object] = answer.json()
        return made

    def window(self, browser: "Browser") -> "BrowserContext":
        """A signed-in browser window that has nothing in its cache."""
        return browser.new_context(
            base_url=self.address, viewport={"width": 1440, "height": 900}, storage_state=self.requests.storage_state()
        )


def large_source() -> str:
    """MJML of 100 kB such as people write it: sections of text with a placeholder, a button, two columns."""
    section = (
        '    <mj-section>\n      <mj-column>\n        <mj-text font-size="16px">Hello {{ organization.name }}, '
        "this is paragraph %d of a long letter that nobody should have to write twice.</mj-text>\n"
        '        <mj-button href="https://example.com/%d">Read on</mj-button>\n      </mj-column>\n'
        "      <mj-column>\n        <mj-text>{%% if recipient.name != blank %%}{{ recipient.name }}{%% else %%}Reader"
        "{%% endif %%}</mj-text>\n      </mj-column>\n    </mj-section>\n"
    )
    parts: list[str] = []
    while sum(map(len, parts)) < SOURCE_BYTES:
        parts.append(section % (len(parts), len(parts)))
    return f"<mjml>\n  <mj-body>\n{''.join(parts)}  </mj-body>\n</mjml>\n"


def make(api: Api, source_format: str) -> int:
    made = api.post(
        "/api/email-templates",
        {
            "name": f"Large {source_format}",
            "type": "custom",
            "subject": "A long letter",
            "html_code": large_source(),
            "source_format": source_format,
        },
    )
    return int(str(made["id"]))


def wait_for_code(page: "Page") -> None:
    page.locator(".monaco-editor .view-line").first.click()
    page.locator(".monaco-editor.focused").wait_for()


def wait_for_blocks(page: "Page") -> None:
    canvas = page.get_by_role("group", name="Design of the mail")
    canvas.get_by_text("paragraph 0").first.click()
    canvas.get_by_role("textbox").first.wait_for()


def wait_for_list(page: "Page") -> None:
    page.get_by_text("Nothing matches").wait_for()


@dataclass(frozen=True)
class Opening:
    """Seconds until the page can be used, and the bytes over the wire until then: of files and of the API's answers."""

    seconds: float
    files: int
    answers: int


def open_cold(browser: "Browser", api: Api, path: str, ready: Callable[["Page"], None]) -> Opening:
    """In a browser that knows nothing yet."""
    context = api.window(browser)
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    answers: set[str] = set()
    received = {"files": 0, "answers": 0}

    def note(event: dict[str, Any]) -> None:
        if "/api/" in event["response"]["url"]:
            answers.add(event["requestId"])

    def count(event: dict[str, Any]) -> None:
        received["answers" if event["requestId"] in answers else "files"] += int(event["encodedDataLength"])

    wire.on("Network.responseReceived", note)
    wire.on("Network.loadingFinished", count)
    began = time.perf_counter()
    page.goto(path, wait_until="commit")
    ready(page)
    seconds = time.perf_counter() - began
    context.close()
    return Opening(seconds, **received)


def follow(browser: "Browser", api: Api, template: int, rounds: int, pid: int) -> list[tuple[float, float, float]]:
    """Milliseconds from a key to the preview that shows it, of its request alone, and of the server's processors."""
    context = api.window(browser)
    page = context.new_page()
    page.goto(f"/en/admin/email-templates/{template}")
    wait_for_code(page)
    shown = page.frame_locator("iframe").first
    shown.get_by_text("paragraph 0").first.wait_for()
    line = page.locator(".view-line", has_text="paragraph 0").first
    line.click()
    page.keyboard.press("End")
    page.keyboard.press("Control+ArrowLeft")
    found = []
    for number in range(rounds):
        word = f"w{number:03}q"
        cpu = stage.cpu_seconds(pid)
        with page.expect_response("**/api/email-templates/preview") as answer:
            began = time.perf_counter()
            page.keyboard.insert_text(word)
            shown.get_by_text(word).first.wait_for()
            whole = (time.perf_counter() - began) * 1000
        timing = answer.value.request.timing
        busy = (stage.cpu_seconds(pid) - cpu) * 1000
        found.append((whole, timing["responseEnd"] - timing["requestStart"], busy))
        page.wait_for_timeout(400)
    context.close()
    return found


def _compare(name: str, runs: list[Opening], floors: list[Opening]) -> list[figures.Figure]:
    def beside(what: str, unit: str, number: Callable[[Opening], float]) -> figures.Figure:
        mine, theirs = [number(each) for each in runs], [number(each) for each in floors]
        return figures.compare(f"{name}: {what}", mine, theirs, unit, note="100 kB")

    return [
        beside("usable after", "s", lambda each: each.seconds),
        beside("files", "kB", lambda each: each.files / 1024),
        beside("the API's answers", "kB", lambda each: each.answers / 1024),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    from playwright.sync_api import sync_playwright

    found: list[figures.Figure] = []
    with product() as (pid, address), sync_playwright() as playwright:
        api = Api(playwright, address)
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu", "--headless"]
        )
        floors = [open_cold(browser, api, FLOOR, wait_for_list) for _ in range(options.rounds)]
        for source_format, name, ready in (
            ("visual", "blocks", wait_for_blocks),
            ("mjml", "code", wait_for_code),
        ):
            path = f"/en/admin/email-templates/{make(api, source_format)}"
            runs = [open_cold(browser, api, path, ready) for _ in range(options.rounds)]
            found += _compare(name, runs, floors)
        followed = follow(browser, api, make(api, "mjml"), options.rounds * 2, pid)
        whole, requests, busy = (list(each) for each in zip(*followed, strict=True))
        found.append(figures.compare("preview follows a key", whole, requests, "ms", aim="", note="floor: its request"))
        found.append(figures.Figure("preview: request at 100 kB", median(requests), "ms", aim="< 150 ms"))
        found.append(figures.Figure("… CPU of the server for one", median(busy), "ms"))
        browser.close()
    figures.report("editor", found)


if __name__ == "__main__":
    main()

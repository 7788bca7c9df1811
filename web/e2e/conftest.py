"""Journeys in a real browser, against an installation that was started for them."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from desk import Desk, Visitors, call
from inbox import Inbox
from installation import Installation
from models import TASK, alice_of, make_model
from playwright.sync_api import Browser, Playwright, sync_playwright

from frontdesk.ai.testing import fake_provider as fake_server
from frontdesk.ai.testing import llama_server
from frontdesk.ai.testing.fake_provider import FakeProvider
from frontdesk.ai.testing.fixtures import llama_address

if TYPE_CHECKING:
    from xdist.scheduler import LoadScopeScheduling

__all__ = ["llama_address"]

CHROMIUM_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> "LoadScopeScheduling | None":
    """All journeys go to one process, for they share one installation; other modules are spread as before."""
    from xdist.scheduler import LoadScopeScheduling

    class OneForTheJourneys(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return "web/e2e" if nodeid.startswith("web/e2e/") else str(super()._split_scope(nodeid))

    return OneForTheJourneys(config, log) if config.getvalue("dist") == "loadscope" else None


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("installation")
    installation = Installation(folder)
    installation.names.start()
    installation.world.start()
    try:
        installation.start()
        yield installation
    finally:
        installation.stop()
        installation.world.stop()
        installation.names.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Ends with each module: while it lives its event loop runs, in which Django's database refuses to be used, and
    other tests may follow in the same process."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = os.environ.get("FRONTDESK_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path or not Path(path).exists():
        raise RuntimeError(
            "The journeys need Chromium. On Debian, as root: apt-get install chromium; "
            "or name the program in FRONTDESK_CHROMIUM."
        )
    browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def visitors(browser: Browser, installation: Installation) -> Visitors:
    """Signs each of the cast in once for all journeys of a module."""
    return Visitors(browser, installation.url)


@pytest.fixture
def desk(visitors: Visitors, installation: Installation, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """Opens pages; whatever went wrong in them (console, server) fails the journey at its end."""
    desk = Desk(visitors)
    yield desk
    trouble = desk.close()
    assert not trouble, "\n".join([*trouble, installation.log_end()])


@pytest.fixture
def fake_model_server() -> Iterator[FakeProvider]:
    """A server of OpenAI's protocol that fails on request and counts what it did."""
    with fake_server.running(FakeProvider()) as fake:
        yield fake


@pytest.fixture
def inbox_of(desk: Desk, installation: Installation) -> Callable[[str], Inbox]:
    return lambda person: Inbox(desk.context(person).request, installation.world)


@pytest.fixture
def gemma(desk: Desk, llama_address: str) -> Iterator[Any]:
    """Northgate's model on a real llama.cpp; gone again at the end, for the next journey makes its own."""
    model = make_model(
        desk,
        llama_address,
        name="Gemma in the office",
        model_id=llama_server.MODEL,
        description="A small model that runs on our own machine.",
        max_tokens=24,
        context_window=4096,
        input_price_per_mtok="0.2",
        output_price_per_mtok="0.6",
        token_limit_per_user=110,
        token_limit_period="daily",
        is_featured=True,
        tags=["local"],
        task=[TASK],
    )
    yield model
    call(alice_of(desk), "DELETE", f"/api/ai/org-models/{model['id']}")

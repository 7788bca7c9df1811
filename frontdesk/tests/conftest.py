"""A Frontdesk behind a real web server, one for all tests that a process runs."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from frontdesk.ai.testing import fake_provider
from frontdesk.ai.testing import llama_server as real_server
from frontdesk.ai.testing.fake_provider import FakeProvider
from frontdesk.conftest import TEMPLATE, copy_database
from frontdesk.platform import embedded
from frontdesk.tests import door_server
from frontdesk.tests.door_server import DoorServer


@pytest.fixture(scope="session")
def door(database_server: embedded.Address, worker_id: str, django_db_setup: None) -> Iterator[DoorServer]:
    name = f"{TEMPLATE}_door_{worker_id}"
    folder = Path(os.environ["FRONTDESK_TEST_DATA"]) / f"door-{worker_id}"
    with psycopg.connect(database_server.admin_url, autocommit=True) as admin:
        copy_database(admin, name)
    url = database_server.url_for(name)
    with fake_provider.running(FakeProvider()) as fake, door_server.running(url, folder, fake) as running:
        yield running


@pytest.fixture(scope="session")
def llama_ref(door: DoorServer) -> Iterator[str]:
    """A real small model, by its name in the door."""
    with real_server.shared(Path(os.environ["FRONTDESK_TEST_DATA"]) / "llama") as url:
        yield door.add_model("llama", endpoint=url, model_id=real_server.MODEL, provider="llamacpp", timeout_s=120)

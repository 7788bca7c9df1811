"""Servers that mail is sent to."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from frontdesk.mail.tests.sink import Sink


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    """A running SMTP server that is the deployment's way out."""
    server = Sink()
    server.start()
    settings.MAIL_TRANSPORT = server.url
    yield server
    server.stop()

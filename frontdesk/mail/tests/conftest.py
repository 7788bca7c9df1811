"""Whom mail is sent for, a mail, and servers that mail is sent to."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from pytest_django import Settings

from frontdesk.ai.testing.fixtures import fake_provider, llama_address, llama_server
from frontdesk.mail.models import EmailMessage
from frontdesk.mail.tests import provider_calls
from frontdesk.mail.tests.listening import listening
from frontdesk.mail.tests.samples import message, send
from frontdesk.mail.tests.sink import Sink
from frontdesk.mail.webhooks import sns
from frontdesk.orgs.models import Profile
from frontdesk.orgs.testing import ApiClient

# Fixtures of the models' own.
__all__ = ["fake_provider", "llama_address", "llama_server"]


@pytest.fixture
def org(cast: dict[str, Profile]) -> UUID:
    """Northgate."""
    found = cast["alice"].organization_id
    assert found
    return found


@pytest.fixture
def mail(alice: ApiClient) -> EmailMessage:
    """One of Northgate's that waits to go out."""
    return message(send(alice, to="Ria <ria@client.test>")["message_id"])


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    """A running SMTP server that is the deployment's way out."""
    server = Sink()
    server.start()
    settings.MAIL_TRANSPORT = server.url
    yield server
    server.stop()


@pytest.fixture
def listener() -> Iterator[int]:
    """The port of the listener for mail from outside."""
    with listening() as port:
        yield port


@pytest.fixture
def certificate() -> Iterator[None]:
    """What Amazon and Scaleway sign with, as though it had been fetched."""
    found = provider_calls.make_certificate()
    sns.certificates.update({provider_calls.CERTIFICATE_URL: found, provider_calls.SCALEWAY_URL: found})
    yield
    sns.certificates.clear()

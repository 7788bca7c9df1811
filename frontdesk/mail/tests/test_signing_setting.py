"""Mail by the setting in the environment is signed with the keys of verified domains."""

import dkim as dkimpy
import pytest
from django.utils import timezone

from frontdesk.mail.delivery import deliver_due, opening
from frontdesk.mail.models import MailDomain
from frontdesk.mail.tests.samples import send
from frontdesk.mail.tests.sink import Sink
from frontdesk.mail.transports.dkim import generate_key
from frontdesk.orgs.models import Organization
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    opening._kept.clear()


def test_the_domain_of_the_installation_signs_once_it_is_verified(alice: ApiClient, sink: Sink) -> None:
    record = add_domain("frontdesk.test", None)
    send(alice)
    assert deliver_due() == 1
    (mail,) = sink.mails
    assert mail.message["DKIM-Signature"]
    assert dkimpy.verify(mail.content, dnsfunc=lambda name, timeout=0: record)


def test_an_organizations_domain_signs_its_own_mail_alone(alice: ApiClient, dave: ApiClient, sink: Sink) -> None:
    with tenancy.platform("tests"):
        northgate = Organization.objects.get(slug="northgate")
    add_domain("frontdesk.test", northgate)  # were it ever theirs
    send(dave)
    assert deliver_due() == 1
    assert sink.mails[0].message["DKIM-Signature"] is None
    send(alice)
    deliver_due()
    assert sink.mails[1].message["DKIM-Signature"]


def test_without_a_verified_domain_it_goes_unsigned(alice: ApiClient, sink: Sink) -> None:
    send(alice)
    assert deliver_due() == 1
    assert sink.mails[0].message["DKIM-Signature"] is None


def add_domain(name: str, organization: Organization | None) -> bytes:
    """Its record in DNS."""
    private, record = generate_key()
    with tenancy.platform("tests"):
        MailDomain.objects.create(
            organization=organization,
            domain=name,
            status="verified",
            verification_token=f"token of {name}",
            dkim_selector="fd",
            dkim_private_key=private,
            verified_at=timezone.now(),
        )
    return record.encode()

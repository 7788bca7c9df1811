"""Mail that a provider received for us: proven, kept byte for byte where the provider hands it on so."""

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode
from uuid import UUID

import pytest

from frontdesk.mail.models import EmailMessage, ReceivedMail
from frontdesk.mail.tests import provider_calls
from frontdesk.mail.tests.provider_calls import Call, Said
from frontdesk.mail.tests.samples import message, send
from frontdesk.mail.tests.test_webhooks import Provider, raw_post
from frontdesk.mail.webhooks import sns
from frontdesk.orgs.models import Profile
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

RAW = b"From: Lena <lena@client.test>\r\nTo: help@northgate.test\r\nSubject: Hello\r\nMessage-ID: <1@c>\r\n\r\nHi\r\n"
TEXT, ENCODED = RAW.decode(), base64.b64encode(RAW).decode()
FROM, TO = "lena@client.test", "help@northgate.test"
BASIC = provider_calls._basic(provider_calls.SECRET)


@pytest.fixture
def org(cast: dict[str, Profile]) -> UUID:
    found = cast["alice"].organization_id
    assert found
    return found


@pytest.fixture
def mail(alice: ApiClient) -> EmailMessage:
    return message(send(alice, to="ria@client.test")["message_id"])


@pytest.fixture(autouse=True)
def certificate() -> Iterator[None]:
    sns.certificates[provider_calls.CERTIFICATE_URL] = provider_calls.make_certificate()
    yield
    sns.certificates.clear()


def ses() -> Call:
    receipt = {"recipients": [TO], "action": {"type": "SNS", "encoding": "BASE64"}}
    told = {"notificationType": "Received", "mail": {"source": FROM}, "receipt": receipt, "content": ENCODED}
    return provider_calls.notification(json.dumps(told), Said("x", "x"), provider_calls.CERTIFICATE_URL)


def mailgun() -> Call:
    signature = json.loads(provider_calls.mailgun(Said("delivered", "x")).body)["signature"]
    form = {**signature, "sender": FROM, "recipient": TO, "body-mime": TEXT}
    return Call(urlencode(form).encode(), {}, provider_calls.FORM)


def postmark() -> Call:
    return Call(json.dumps({"RawEmail": TEXT, "From": FROM, "OriginalRecipient": TO}).encode(), BASIC)


def sparkpost() -> Call:
    content = {"email_rfc822": ENCODED, "email_rfc822_is_base64": True}
    event = {"relay_message": {"content": content, "msg_from": FROM, "rcpt_to": TO, "protocol": "smtp"}}
    return Call(json.dumps([{"msys": event}]).encode(), BASIC)


def mailersend() -> Call:
    data = {"raw": TEXT, "sender": {"email": FROM}, "recipients": {"rcptTo": [{"email": TO}]}}
    body = json.dumps({"type": "inbound.message", "data": data}).encode()
    return Call(body, {"Signature": provider_calls._hex(body)})


def mailjet() -> Call:
    told = {"Sender": FROM, "Recipient": TO, "Headers": {"From": FROM, "To": TO, "Subject": "Hello"}, "Text-part": "Hi"}
    return Call(json.dumps(told).encode(), BASIC)


KINDS = {
    "ses": ses,
    "mailgun": mailgun,
    "postmark": postmark,
    "sparkpost": sparkpost,
    "mailersend": mailersend,
    "mailjet": mailjet,
}


def received() -> list[ReceivedMail]:
    with tenancy.platform("tests"):
        return list(ReceivedMail.objects.order_by("created_at"))


@pytest.mark.parametrize("kind", KINDS)
def test_mail_is_kept_once_for_the_providers_organization(org: UUID, mail: EmailMessage, kind: str) -> None:
    provider = Provider(kind, org, mail)
    for _ in range(2):
        assert raw_post(f"{provider.path}/inbound", KINDS[kind]()).status_code == 200
    rows = received()
    assert len(rows) == 1
    assert (rows[0].organization_id, rows[0].envelope_from, rows[0].envelope_to) == (org, FROM, [TO])
    assert (rows[0].source, rows[0].provider_id) == ("webhook", provider.row.id)
    assert bytes(rows[0].raw) == RAW or kind == "mailjet"
    assert rows[0].subject == "Hello"


@pytest.mark.parametrize("kind", KINDS)
def test_forgeries_are_not_kept(org: UUID, mail: EmailMessage, kind: str) -> None:
    provider = Provider(kind, org, mail)
    call = KINDS[kind]()
    wrong = replace(call, headers={}, body=call.body.replace(b"ignature", b"ignaturf"))
    assert raw_post(f"{provider.path}/inbound", wrong).status_code in (401, 403)
    assert received() == []

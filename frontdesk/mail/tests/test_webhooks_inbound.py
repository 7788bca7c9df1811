"""Mail that a provider received for us: proven, kept byte for byte where the provider hands it on so."""

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import UUID

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding

from frontdesk.mail.models import EmailMessage, ReceivedMail
from frontdesk.mail.tests import provider_calls
from frontdesk.mail.tests.arrivals import quiet_dns
from frontdesk.mail.tests.provider_calls import Call, Said
from frontdesk.mail.tests.test_webhooks import Provider, raw_post
from frontdesk.platform import jobs, tenancy

pytestmark = pytest.mark.usefixtures("certificate")

RAW = b"From: Lena <lena@client.test>\r\nTo: help@northgate.test\r\nSubject: Hello\r\nMessage-ID: <1@c>\r\n\r\nHi\r\n"
TEXT, ENCODED = RAW.decode(), base64.b64encode(RAW).decode()
FROM, TO = "lena@client.test", "help@northgate.test"
BASIC = provider_calls._basic(provider_calls.SECRET)


def ses(**more: object) -> Call:
    receipt = {"recipients": [TO], "action": {"type": "SNS", "encoding": "BASE64"}, **more}
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


def sendgrid(**more: str) -> Call:
    form = {"email": TEXT, "envelope": json.dumps({"from": FROM, "to": [TO]}), "charsets": "{}", **more}
    body, time = urlencode(form).encode(), str(int(datetime.now(UTC).timestamp()))
    signature = provider_calls.EC_KEY.sign(time.encode() + body, ec.ECDSA(hashes.SHA256()))
    headers = {
        "X-Twilio-Email-Event-Webhook-Timestamp": time,
        "X-Twilio-Email-Event-Webhook-Signature": base64.b64encode(signature).decode(),
    }
    return Call(body, headers, provider_calls.FORM)


def postal() -> Call:
    body = json.dumps({"message": ENCODED, "base64": True, "mail_from": FROM, "rcpt_to": TO}).encode()
    signature = provider_calls.RSA_KEY.sign(body, padding.PKCS1v15(), hashes.SHA1())
    return Call(body, {"X-Postal-Signature": base64.b64encode(signature).decode()})


def mandrill(path: str) -> Call:
    told = json.dumps([{"event": "inbound", "ts": 1, "msg": {"raw_msg": TEXT, "email": TO, "from_email": FROM}}])
    signed = f"http://localhost:8000{path}/inboundmandrill_events{told}".encode()
    signature = base64.b64encode(hmac.new(provider_calls.SECRET.encode(), signed, hashlib.sha1).digest()).decode()
    body = urlencode({"mandrill_events": told}).encode()
    return Call(body, {"X-Mandrill-Signature": signature}, provider_calls.FORM)


KINDS = {
    "ses": ses,
    "mailgun": mailgun,
    "postmark": postmark,
    "sparkpost": sparkpost,
    "mailersend": mailersend,
    "mailjet": mailjet,
    "sendgrid": sendgrid,
    "postal": postal,
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


def test_mandrill_hands_on_mail_among_its_events(org: UUID, mail: EmailMessage) -> None:
    provider = Provider("mandrill", org, mail)
    call = mandrill(provider.path)
    assert raw_post(f"{provider.path}/inbound", replace(call, body=call.body + b"&x=1")).status_code == 403
    assert received() == []
    for _ in range(2):
        assert raw_post(f"{provider.path}/inbound", call).status_code == 200
    (row,) = received()
    assert (row.envelope_to, row.subject, bytes(row.raw).replace(b"\r\n", b"\n")) == (
        [TO],
        "Hello",
        RAW.replace(b"\r\n", b"\n"),
    )


@pytest.mark.parametrize(
    ("dmarc", "result", "is_aligned"), [("PASS", "pass", True), ("FAIL", "fail", False), ("GRAY", "none", False)]
)
def test_what_amazon_found_out_is_kept(
    org: UUID, mail: EmailMessage, dmarc: str, result: str, is_aligned: bool
) -> None:
    provider = Provider("ses", org, mail)
    verdicts = {"spfVerdict": {"status": "PASS"}, "dkimVerdict": {"status": "FAIL"}, "dmarcVerdict": {"status": dmarc}}
    assert raw_post(f"{provider.path}/inbound", ses(**verdicts, dmarcPolicy="REJECT")).status_code == 200
    with quiet_dns():
        jobs.run_pending()
    told = received()[0].authentication
    assert [told[name]["result"] for name in ("spf", "dkim", "dmarc")] == ["pass", "fail", result]
    assert (told["by"], told["is_aligned"]) == ("provider", is_aligned)
    assert "reject" in told["dmarc"]["detail"]


@pytest.mark.parametrize(
    ("said", "results", "is_aligned"),
    [
        ({"SPF": "pass"}, ["pass", "none"], True),
        ({"SPF": "softfail", "dkim": "{@mail.client.test : pass}"}, ["softfail", "pass"], True),
        ({"SPF": "fail", "dkim": "{@evil.test : pass}"}, ["fail", "pass"], False),
        ({"SPF": "none", "dkim": "{@client.test : fail}"}, ["none", "fail"], False),
        ({"SPF": "<b>", "dkim": "none"}, ["none", "none"], False),
    ],
)
def test_what_sendgrid_found_out_is_kept(
    org: UUID, mail: EmailMessage, said: dict[str, str], results: list[str], is_aligned: bool
) -> None:
    provider = Provider("sendgrid", org, mail)
    assert raw_post(f"{provider.path}/inbound", sendgrid(**said)).status_code == 200
    told = received()[0].authentication
    assert [told[name]["result"] for name in ("spf", "dkim")] == results
    assert (told["by"], told["is_aligned"]) == ("provider", is_aligned)


def test_a_verdict_that_the_mail_itself_carries_is_not_believed(org: UUID, mail: EmailMessage) -> None:
    provider = Provider("mailgun", org, mail)
    forged = "X-Mailgun-Spf: Pass\r\nX-Mailgun-Dkim-Check-Result: Pass\r\n" + TEXT
    signature = json.loads(provider_calls.mailgun(Said("delivered", "x")).body)["signature"]
    form = {**signature, "sender": FROM, "recipient": TO, "body-mime": forged}
    call = Call(urlencode(form).encode(), {}, provider_calls.FORM)
    assert raw_post(f"{provider.path}/inbound", call).status_code == 200
    with quiet_dns():
        jobs.run_pending()
    told = received()[0].authentication
    assert ([told[name]["result"] for name in ("spf", "dkim", "dmarc")], told["is_aligned"]) == (["none"] * 3, False)

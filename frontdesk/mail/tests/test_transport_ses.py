"""Amazon SES: against moto's server, and what moto does not know (tenants, errors) against one that records."""

import base64
import socket
from collections.abc import Iterator
from uuid import UUID, uuid4

import boto3
import pytest
from moto.server import ThreadedMotoServer
from pytest_django import Settings

from frontdesk.mail.tests.recorder import Answer, Asked, Recorder, recorder
from frontdesk.mail.transports import Busy, Outgoing, ProviderDown, TransportError, Way, check, open_transport, ses

ORG = UUID("11111111-1111-4111-8111-111111111111")
MESSAGE = UUID("22222222-2222-4222-8222-222222222222")
MIME = b"From: desk@frontdesk.test\r\nTo: carol@client.test\r\nSubject: Hello\r\n\r\nHello\r\n"
MAIL = Outgoing("desk@frontdesk.test", "carol@client.test", MIME, MESSAGE, ORG, "transactional")
SECRETS = {"secret_access_key": "hush"}


def way(url: str, org_id: UUID | None = None, **settings: object) -> Way:
    told = {"region": "eu-west-1", "access_key_id": f"key-{uuid4()}", "endpoint_url": url}
    return Way("ses", {**told, **settings}, SECRETS, org_id)


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def amazon() -> Iterator[Recorder]:
    with recorder() as running:
        running.answer = lambda asked: Answer(body={"MessageId": "m-1"})
        yield running


def send(opened: Way, mail: Outgoing = MAIL) -> str:
    with open_transport(opened) as transport:
        return transport.send(mail)


def test_motos_amazon_takes_a_mail(moto: str) -> None:
    opened = way(moto)
    boto = boto3.client(
        "sesv2", region_name="eu-west-1", endpoint_url=moto, aws_access_key_id="a", aws_secret_access_key="b"
    )
    with pytest.raises(TransportError) as refused:
        send(opened)
    assert refused.value.permanent  # nobody verified the sender
    assert "MessageRejected" in str(refused.value)
    boto.create_email_identity(EmailIdentity="frontdesk.test")
    boto.create_configuration_set(ConfigurationSetName="frontdesk")
    assert send(way(moto, configuration_set="frontdesk"))


def test_the_mail_goes_as_it_is_with_whose_it_is(amazon: Recorder) -> None:
    assert send(way(amazon.url, configuration_set="events")) == "m-1"
    (asked,) = amazon.asked
    assert asked.path == "/v2/email/outbound-emails"
    told = asked.json()
    assert told.pop("Content") == {"Raw": {"Data": base64.b64encode(MIME).decode()}}
    assert told == {
        "Destination": {"ToAddresses": ["carol@client.test"]},
        "ConfigurationSetName": "events",
        "EmailTags": [
            {"Name": "message_id", "Value": str(MESSAGE)},
            {"Name": "organization_id", "Value": str(ORG)},
            {"Name": "category", "Value": "transactional"},
        ],
    }


def test_the_client_and_its_connection_are_kept(amazon: Recorder) -> None:
    opened = way(amazon.url)
    for _ in range(3):
        send(opened)
    assert len({asked.connection for asked in amazon.asked}) == 1


class Tenants:
    """What Amazon does with tenants, as far as we use it."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.associations: list[tuple[str, str]] = []

    def answer(self, asked: Asked) -> Answer:
        told = asked.json() if asked.body else {}
        name = str(told.get("TenantName", ""))
        arn = f"arn:aws:ses:eu-west-1:123456789012:tenant/{name}/tn-1"
        if asked.path.endswith("/tenants/get"):
            found = name in self.names
            return Answer(body={"Tenant": {"TenantName": name, "TenantArn": arn}}) if found else _error(404, "NotFound")
        if asked.path.endswith("/tenants/resources"):
            self.associations.append((name, str(told["ResourceArn"])))
            return Answer() if self.associations.count(self.associations[-1]) == 1 else _error(400, "AlreadyExists")
        if asked.path.endswith("/tenants"):
            self.names.add(name)
            return Answer(body={"TenantName": name, "TenantArn": arn})
        known = not name or name in self.names
        return Answer(body={"MessageId": "m-1"}) if known else _error(404, "NotFound")


def _error(status: int, code: str, message: str = "hm") -> Answer:
    code = code if code.endswith(("Exception", "Rejected", "Throttling")) else f"{code}Exception"
    return Answer(status, {"message": message}, {"x-amzn-ErrorType": code})


def test_each_organization_has_its_tenant(amazon: Recorder) -> None:
    tenants = Tenants()
    amazon.answer = tenants.answer
    opened = way(amazon.url, tenants=True, configuration_set="events")
    other = uuid4()
    for org in (ORG, ORG, other):
        send(opened, Outgoing("desk@frontdesk.test", "carol@client.test", MIME, org_id=org))
    assert tenants.names == {f"frontdesk-{ORG}", f"frontdesk-{other}"}
    account = "arn:aws:ses:eu-west-1:123456789012"
    assert tenants.associations[:2] == [
        (f"frontdesk-{ORG}", f"{account}:identity/frontdesk.test"),
        (f"frontdesk-{ORG}", f"{account}:configuration-set/events"),
    ]
    sent = [asked.json()["TenantName"] for asked in amazon.asked if asked.path.endswith("outbound-emails")]
    assert sent == [f"frontdesk-{ORG}", f"frontdesk-{ORG}", f"frontdesk-{other}"]
    tenants.names.clear()  # somebody deletes them at Amazon
    assert send(opened) == "m-1"
    assert ses.ensure_tenant(opened, ORG, senders=["a@frontdesk.test", "b@new.test"]) == f"frontdesk-{ORG}"
    assert (f"frontdesk-{ORG}", f"{account}:identity/new.test") in tenants.associations


def test_mail_of_the_deployment_has_no_tenant(amazon: Recorder) -> None:
    send(way(amazon.url, tenants=True), Outgoing("desk@frontdesk.test", "carol@client.test", MIME))
    assert "TenantName" not in amazon.asked[0].json()


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (_error(400, "MessageRejected", "Email address is not verified"), True, "not verified"),
        (_error(400, "BadRequest"), True, "BadRequest"),
        (_error(404, "NotFound"), None, "configuration set"),
        (_error(500, "InternalServiceError"), False, "InternalServiceError"),
        (_error(503, "ServiceUnavailable"), False, "ServiceUnavailable"),
        (_error(429, "TooManyRequests", "Maximum sending rate exceeded"), 1, "rate"),
        (_error(400, "Throttling", "Daily message quota exceeded"), 3600, "quota"),
        (_error(400, "AccountSuspended"), None, "console says why"),
        (_error(400, "SendingPaused"), None, "console says why"),
        (_error(403, "UnrecognizedClient"), None, "access key"),
        (_error(403, "InvalidSignature"), None, "access key"),
        (_error(403, "AccessDenied"), None, "ses:SendEmail"),
        (_error(400, "MailFromDomainNotVerified"), None, "MAIL FROM"),
    ],
)
def test_what_amazon_refuses(amazon: Recorder, answer: Answer, error: bool | int | None, words: str) -> None:
    amazon.answer = lambda asked: answer
    with pytest.raises((TransportError, ProviderDown), match=words) as refused:
        send(way(amazon.url))
    assert len(amazon.asked) == 1  # trying again is the ledger's
    found = refused.value
    if isinstance(error, bool):
        assert isinstance(found, TransportError)
        assert found.permanent is error
    elif error is None:
        assert isinstance(found, ProviderDown)
        assert not isinstance(found, Busy)
    else:
        assert isinstance(found, Busy)
        assert found.retry_after == error


def test_an_answer_that_got_lost_leaves_doubt(amazon: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ses, "READ_SECONDS", 0.2)
    amazon.answer = lambda asked: Answer(delay=30)
    with pytest.raises(TransportError) as lost:
        send(way(amazon.url))
    assert (lost.value.permanent, lost.value.in_doubt) == (False, True)


def test_amazon_that_is_not_there_is_down() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with pytest.raises(ProviderDown, match="cannot be reached"):
            send(way(f"http://127.0.0.1:{unused.getsockname()[1]}"))


def test_an_organization_reaches_no_private_address_and_no_role(amazon: Recorder, settings: Settings) -> None:
    with pytest.raises(ProviderDown, match="private"):
        send(way(amazon.url, ORG))
    assert amazon.asked == []
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    assert send(way(amazon.url, ORG)) == "m-1"
    with pytest.raises(ProviderDown, match="machine's role"):
        send(Way("ses", {"region": "eu-west-1", "endpoint_url": amazon.url}, org_id=ORG))


def test_a_check_sends_nothing(amazon: Recorder) -> None:
    amazon.answer = lambda asked: Answer(body={"SendingEnabled": True})
    check(way(amazon.url))
    assert [(asked.method, asked.path) for asked in amazon.asked] == [("GET", "/v2/email/account")]
    amazon.answer = lambda asked: Answer(body={"SendingEnabled": False})
    with pytest.raises(ProviderDown, match="paused"):
        check(way(amazon.url))


def test_a_region_that_is_none_says_so() -> None:
    with pytest.raises(ProviderDown, match="region"):
        send(Way("ses", {"region": "not a region"}, SECRETS))

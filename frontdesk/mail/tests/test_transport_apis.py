"""Providers with an API: each against a server of its shape. Its answers are told apart, and nobody's key leaks."""

import base64
import email.policy
import json
import re
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage as MimeMessage
from pathlib import Path
from urllib.parse import unquote_plus
from uuid import UUID

import pytest
from pytest_django import Settings

from frontdesk.mail.tests.recorder import Answer, Asked, Recorder, recorder
from frontdesk.mail.tests.test_transport_parts import ODD
from frontdesk.mail.transports import Busy, Outgoing, ProviderDown, TransportError, Way, check, kinds, open_transport
from frontdesk.mail.transports.apis import transport
from frontdesk.mail.transports.apis.services import SERVICES, new_backend

ORG = UUID("11111111-1111-4111-8111-111111111111")
MESSAGE = UUID("22222222-2222-4222-8222-222222222222")
KEY = "key-that-nobody-sees"
TO = "carol@client.test"
UNSUBSCRIBE = "<https://frontdesk.test/m/u/token>"


@dataclass(frozen=True)
class Shape:
    """How a provider takes a mail. ``key``: where it looks for the key; ``id``: what it calls the mail."""

    kind: str
    settings: dict[str, object]
    secrets: tuple[str, ...]
    path: str
    key: Callable[[Asked], str]
    taken: Answer
    id: str


def header(name: str) -> Callable[[Asked], str]:
    return lambda asked: asked.headers.get(name, "")


def basic(asked: Asked) -> str:
    return base64.b64decode(asked.headers["authorization"].split()[1]).decode()


SHAPES = [
    Shape("mailgun", {"sender_domain": "mg.frontdesk.test"}, ("api_key",), "/mg.frontdesk.test/messages",
          basic,
          Answer(body={"id": "<1@mg>", "message": "Queued. Thank you."}), "<1@mg>"),
    Shape("postmark", {"marketing_stream": "broadcast"}, ("server_token",), "/email", header("x-postmark-server-token"),
          Answer(body={"ErrorCode": 0, "Message": "OK", "MessageID": "pm-1", "To": TO}), "pm-1"),
    Shape("sendgrid", {}, ("api_key",), "/mail/send", header("authorization"), Answer(202, b""), ""),
    Shape("sparkpost", {"subaccount": "7"}, ("api_key",), "/transmissions/", header("authorization"),
          Answer(body={"results": {"total_accepted_recipients": 1, "total_rejected_recipients": 0, "id": "sp-1"}}),
          "sp-1"),
    Shape("mailjet", {}, ("api_key", "secret_key"), "/send",
          basic,
          Answer(body={"Messages": [{"Status": "success", "To": [{"Email": TO, "MessageID": 12}]}]}), "12"),
    Shape("mandrill", {}, ("api_key",), "/messages/send.json", lambda asked: str(asked.json()["key"]),
          Answer(body=[{"email": TO, "status": "queued", "_id": "md-1"}]), "md-1"),
    Shape("brevo", {}, ("api_key",), "/smtp/email", header("api-key"), Answer(201, {"messageId": "<b@1>"}), "<b@1>"),
    Shape("mailersend", {}, ("api_token",), "/email", header("authorization"),
          Answer(202, b"", {"X-Message-Id": "ms-1", "Content-Type": "text/html"}), "ms-1"),
    Shape("mailtrap", {}, ("api_token",), "/send", header("api-token"),
          Answer(body={"success": True, "message_ids": ["mt-1"]}), "mt-1"),
    Shape("postal", {}, ("api_key",), "/api/v1/send/message", header("x-server-api-key"),
          Answer(body={"status": "success", "data": {"messages": {TO: {"id": 5, "token": "t"}}}}), "5"),
    Shape("resend", {}, ("api_key",), "/emails", header("authorization"), Answer(body={"id": "re-1"}), "re-1"),
    Shape("scaleway", {"project_id": "p", "region": "fr-par"}, ("secret_key",), "/emails", header("x-auth-token"),
          Answer(body={"emails": [{"id": "sw-1", "mail_rcpt": TO, "status": "new"}]}), "sw-1"),
    Shape("unisender_go", {}, ("api_key",), "/email/send.json", header("x-api-key"),
          Answer(body={"status": "success", "job_id": "j", "emails": [TO]}), ""),
]  # fmt: skip
BY_KIND = {shape.kind: shape for shape in SHAPES}
every_kind = pytest.mark.parametrize("shape", SHAPES, ids=[shape.kind for shape in SHAPES])


@pytest.fixture
def api() -> Iterator[Recorder]:
    with recorder() as running:
        yield running


def way(shape: Shape, api: Recorder, org_id: UUID | None = None, **settings: object) -> Way:
    given = {**shape.settings, **settings, "api_url": api.url}
    cleaned, secrets = kinds.validate(shape.kind, given, dict.fromkeys(shape.secrets, KEY), guarded=False)
    return Way(shape.kind, cleaned, secrets, org_id)


def mail(**more: object) -> Outgoing:
    message = MimeMessage(policy=email.policy.SMTP)
    message["From"] = Address("Frontdesk Señor", "desk", "frontdesk.test")
    message["To"] = [Address("Carol Ñúñez", *TO.split("@")), Address("", "other", "client.test")]
    message["Cc"] = Address("", "third", "client.test")
    message["Reply-To"] = Address("Help", "help", "frontdesk.test")
    message["Subject"] = "Grüße: a long subject " + "x" * 80
    message["Date"] = "Mon, 23 Nov 2026 08:00:00 +0000"
    message["Message-ID"] = "<m-1@frontdesk.test>"
    message["List-Unsubscribe"] = UNSUBSCRIBE
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["In-Reply-To"] = "<m-0@client.test>"
    message.set_content("Héllo\n")
    message.add_alternative("<p>Héllo</p>\n", subtype="html")
    message.add_attachment(b"%PDF \x00\xff", maintype="application", subtype="pdf", filename="rechnung-ä.pdf")
    mime = message.as_bytes()
    given: dict[str, object] = {"message_id": MESSAGE, "org_id": ORG, "category": "marketing", **more}
    return Outgoing("desk@frontdesk.test", TO, mime, **given)  # type: ignore[arg-type]


def send(opened: Way, sent: Outgoing | None = None) -> str:
    with open_transport(opened) as out:
        return out.send(sent or mail())


def said(asked: Asked) -> str:
    """What was asked, as one text, however the provider wants it."""
    text = asked.body.decode(errors="replace")
    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except ValueError:
        return unquote_plus(text)


def test_every_kind_of_the_catalogue_is_here() -> None:
    apis = set(kinds.KINDS) - {"outbox", "smtp", "ses"}
    assert apis == set(SERVICES) == set(BY_KIND)


@every_kind
def test_a_mail_is_taken(shape: Shape, api: Recorder) -> None:
    api.answer = lambda asked: shape.taken
    found = send(way(shape, api))
    assert found == shape.id or (not shape.id and found)
    (asked,) = api.asked
    assert (asked.method, asked.path) == ("POST", shape.path)
    assert KEY in shape.key(asked)
    told = said(asked)
    for wanted in ("Grüße: a long subject", "<p>Héllo</p>", "Héllo", "desk@frontdesk.test", "Señor", TO,
                   "help@frontdesk.test", UNSUBSCRIBE, "rechnung-ä.pdf"):  # fmt: skip
        assert wanted in told or wanted.replace('"', '\\"') in told, wanted
    assert "other@client.test" not in told
    assert "third@client.test" not in told
    service = SERVICES[shape.kind]
    assert (str(MESSAGE) in told) is service.metadata
    assert (str(ORG) in told) is service.metadata
    assert ("marketing" in told) is service.tags
    assert ("<m-1@frontdesk.test>" in told) is service.takes(way(shape, api), "message-id")


@every_kind
def test_the_connection_is_kept(shape: Shape, api: Recorder) -> None:
    api.answer = lambda asked: shape.taken
    opened = way(shape, api)
    for _ in range(2):
        send(opened)
    assert len({asked.connection for asked in api.asked}) == 1


@every_kind
@pytest.mark.parametrize(
    ("status", "body", "kind", "permanent"),
    [
        (400, {"message": "bad recipient"}, TransportError, True),
        (422, {"message": "bad recipient"}, TransportError, True),
        (413, {"message": "too large"}, TransportError, True),
        (401, {"message": "who are you"}, ProviderDown, None),
        (402, {"message": "pay first"}, ProviderDown, None),
        (404, {"message": "no such thing"}, ProviderDown, None),
        (429, {"message": "slow down"}, Busy, None),
        (502, b"<html>bad gateway</html>", TransportError, False),
        (503, {"message": "later"}, TransportError, False),
    ],
)
def test_a_refusal_is_told_apart(
    shape: Shape, api: Recorder, status: int, body: object, kind: type[Exception], permanent: bool | None
) -> None:
    if shape.kind == "postmark" and status == 422:
        body = {"ErrorCode": 300, "Message": "Invalid 'From' address"}
    api.answer = lambda asked: Answer(status, body, {"Retry-After": "7"})
    with pytest.raises(kind) as refused:
        send(way(shape, api))
    assert type(refused.value) is kind
    if isinstance(refused.value, TransportError):
        assert (refused.value.permanent, refused.value.in_doubt) == (permanent, status == 502)
    if isinstance(refused.value, Busy):
        assert refused.value.retry_after == 7
    words = str(refused.value)
    assert kinds.KINDS[shape.kind].title in words
    assert "html" not in words


@every_kind
def test_no_answer_leaves_doubt(shape: Shape, api: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "SECONDS", 0.2)
    api.answer = lambda asked: Answer(delay=30)
    with pytest.raises(TransportError, match="in time") as lost:
        send(way(shape, api))
    assert (lost.value.permanent, lost.value.in_doubt) == (False, True)


@every_kind
def test_an_answer_that_says_nothing_leaves_doubt(shape: Shape, api: Recorder) -> None:
    if shape.kind == "sendgrid":
        pytest.skip("SendGrid answers with nothing when it takes a mail.")
    api.answer = lambda asked: Answer(200, b'{"odd": 1, "status": "temporary"}')
    with pytest.raises(TransportError) as lost:
        send(way(shape, api))
    assert not lost.value.permanent


@every_kind
def test_a_key_never_comes_back(shape: Shape, api: Recorder) -> None:
    api.answer = lambda asked: Answer(400, {"message": f"you said {KEY}"})
    with pytest.raises(TransportError) as refused:
        send(way(shape, api))
    assert KEY not in str(refused.value)
    assert KEY not in repr(way(shape, api))


@every_kind
def test_a_check_sends_nothing(shape: Shape, api: Recorder) -> None:
    refusal = {"status": "parameter-error", "message": "from is missing", "ErrorCode": 300, "Message": "No 'From'"}
    api.answer = lambda asked: Answer(200 if shape.kind == "postal" else 422, refusal)
    check(way(shape, api))
    (asked,) = api.asked
    assert KEY in shape.key(asked)
    assert b"@" not in asked.body
    api.answer = lambda asked: Answer(401, {"message": "no such key"})
    with pytest.raises(ProviderDown, match="Check the key"):
        check(way(shape, api))


@every_kind
def test_an_organization_reaches_no_private_address(shape: Shape, api: Recorder, settings: Settings) -> None:
    api.answer = lambda asked: shape.taken
    with pytest.raises(ProviderDown, match="private or reserved"):
        send(way(shape, api, ORG))
    assert api.asked == []
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    send(way(shape, api, ORG))
    assert len(api.asked) == 1


def test_the_checked_address_is_the_one_that_is_asked(
    api: Recorder, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name server that answers otherwise the second time (rebinding) is not asked a second time."""
    settings.OUTBOUND_ALLOW = ["127.0.0.1/32"]
    asked: list[str] = []
    real = socket.getaddrinfo

    def resolve(host: str, *rest: object, **named: object) -> object:
        if host != "rebind.test":
            return real(host, *rest, **named)  # type: ignore[arg-type]  # passed on as it came
        asked.append(host)
        return real("127.0.0.1" if len(asked) == 1 else "10.9.9.9", *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    api.answer = lambda asked: Answer(body={"id": "re-1"}, headers={"Connection": "close"})
    theirs = Way("resend", {"api_url": f"http://rebind.test:{api.port}"}, {"api_key": KEY}, ORG)
    assert send(theirs) == "re-1"
    assert asked == ["rebind.test"]
    with pytest.raises(ProviderDown, match="private or reserved"):
        send(theirs)
    assert len(api.asked) == 1


def test_a_provider_that_is_not_there_is_down(api: Recorder) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nowhere = Way("resend", {"api_url": f"http://127.0.0.1:{unused.getsockname()[1]}"}, {"api_key": KEY})
        with pytest.raises(ProviderDown, match="Check the API address"):
            send(nowhere)


def test_a_redirect_is_not_followed(api: Recorder) -> None:
    api.answer = lambda asked: Answer(307, {}, {"Location": f"{api.url}/elsewhere"})
    with pytest.raises(ProviderDown, match="API address"):
        send(way(BY_KIND["resend"], api))
    assert len(api.asked) == 1


@pytest.mark.parametrize("answer", [Answer(200, b"x" * 3_000_000), Answer(200, b"{" + b" " * 500, dribble=0.05)])
def test_an_answer_without_end_is_cut(api: Recorder, answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "SECONDS", 0.5)
    api.answer = lambda asked: answer
    with pytest.raises(TransportError) as lost:
        send(way(BY_KIND["resend"], api))
    assert lost.value.in_doubt


def test_the_environments_passwords_and_proxies_are_not_used(
    api: Recorder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    api.answer = lambda asked: BY_KIND["resend"].taken
    send(way(BY_KIND["resend"], api))
    assert api.asked[0].headers["authorization"] == f"Bearer {KEY}"


def test_what_single_providers_say_in_their_own_way(api: Recorder) -> None:
    cases: list[tuple[str, Answer, type[Exception], bool | None]] = [
        ("mandrill", Answer(500, {"status": "error", "code": -1, "name": "Invalid_Key"}), ProviderDown, None),
        ("mandrill", Answer(500, {"status": "error", "code": -2, "name": "ValidationError"}), TransportError, True),
        ("mandrill", Answer(500, {"status": "error", "code": -9, "name": "GeneralError"}), TransportError, False),
        ("mandrill", Answer(200, [{"email": TO, "status": "rejected", "_id": "x"}]), TransportError, True),
        ("postal", Answer(200, {"status": "error", "data": {"code": "InvalidServerAPIKey"}}), ProviderDown, None),
        ("postal", Answer(200, {"status": "error", "data": {"code": "ValidationError"}}), TransportError, True),
        ("postmark", Answer(422, {"ErrorCode": 406, "Message": "inactive"}), TransportError, True),
        ("sendgrid", Answer(403, {"errors": [{"message": "verified Sender Identity"}]}), TransportError, True),
        ("sendgrid", Answer(403, {"errors": [{"message": "access forbidden"}]}), ProviderDown, None),
        ("mailjet", Answer(400, {"Messages": [{"Status": "error", "Errors": [{"ErrorMessage": "no"}]}]}),
         TransportError, True),
        ("mailgun", Answer(200, b"Mailgun Magnificent API"), ProviderDown, None),
        ("unisender_go", Answer(200, {"status": "success", "emails": [], "failed_emails": {TO: "unsubscribed"}}),
         TransportError, True),
        ("unisender_go", Answer(200, {"status": "success", "emails": [],
                                      "failed_emails": {TO: "temporary_unavailable"}}), TransportError, False),
        ("brevo", Answer(400, {"code": "x", "message": "Hourly limit exceeded"}), Busy, None),
    ]  # fmt: skip
    for kind, answer, error, permanent in cases:
        api.answer = lambda asked, answer=answer: answer  # type: ignore[misc]
        with pytest.raises((TransportError, ProviderDown)) as refused:
            pytest.fail(f"{kind} took {answer} for {send(way(BY_KIND[kind], api))}")
        found = refused.value
        assert type(found) is error, (kind, answer, found)
        assert permanent is None or getattr(found, "permanent", None) is permanent, (kind, answer)


def test_a_key_that_is_none_is_said_to_be_so(api: Recorder) -> None:
    for key in ("schlüssel €", "two\nlines"):
        with pytest.raises(ProviderDown, match="Set it again"):
            send(Way("resend", {"api_url": api.url}, {"api_key": key}))


def test_postmark_keeps_campaigns_in_their_own_stream(api: Recorder) -> None:
    shape = BY_KIND["postmark"]
    api.answer = lambda asked: shape.taken
    send(way(shape, api))
    send(way(shape, api), mail(category="transactional"))
    assert [asked.json().get("MessageStream") for asked in api.asked] == ["broadcast", None]


def test_mailersend_without_headers_of_ones_own(api: Recorder) -> None:
    shape = BY_KIND["mailersend"]
    api.answer = lambda asked: shape.taken
    send(way(shape, api, custom_headers=False))
    told = api.asked[0].json()
    assert told["in_reply_to"] == "<m-0@client.test>"
    assert "headers" not in told


def test_our_regions() -> None:
    for kind, region, host in [
        ("mailgun", "eu", "api.eu.mailgun.net"), ("mailgun", "us", "api.mailgun.net"),
        ("sparkpost", "eu", "api.eu.sparkpost.com"), ("scaleway", "nl-ams", "api.scaleway.com"),
    ]:  # fmt: skip
        secrets = {"secret_key" if kind == "scaleway" else "api_key": KEY}
        backend = new_backend(
            Way(kind, {"region": region, "project_id": "p"} if kind == "scaleway" else {"region": region}, secrets)
        )
        assert re.match(rf"https://{host}/", backend.api_url)
    with pytest.raises(ProviderDown):
        new_backend(Way("scaleway", {"api_url": "https://x/{y}", "project_id": "p"}, {"secret_key": KEY}))


@every_kind
def test_every_provider_takes_a_mail_with_pictures(shape: Shape, api: Recorder) -> None:
    api.answer = lambda asked: shape.taken
    odd = ODD.replace(b"message/rfc822", b'message/rfc822; name="inner.eml"')
    send(way(shape, api), Outgoing("desk@frontdesk.test", TO, odd))
    told = said(api.asked[0])
    assert "cid:logo@x" in told
    assert "logo" in told.replace("cid:logo@x", "")
    assert "invite.ics" in told

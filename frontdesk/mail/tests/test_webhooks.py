"""Providers tell what became of mail: proven, once, in any order, and never of another organization's."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from frontdesk.mail.models import EmailEngagement, EmailMessage, EmailMessageEvent, MailProvider, ProviderEvent
from frontdesk.mail.tests import provider_calls
from frontdesk.mail.tests.provider_calls import KINDS, Call, Said
from frontdesk.mail.tests.samples import message, set_columns
from frontdesk.mail.transports.kinds import KINDS as CATALOGUE
from frontdesk.mail.webhooks import keeping
from frontdesk.orgs.models import Profile, Suppression
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import outbound, tenancy

pytestmark = pytest.mark.usefixtures("certificate")

STATUS = {"delivered": "delivered", "hard": "bounced", "soft": "bounced", "complained": "complained"}


class Provider:
    """A provider's row, a mail that went out by it, and how that provider calls."""

    def __init__(self, kind: str, org_id: UUID | None, mail: EmailMessage) -> None:
        self.kind, self.mail = kind, mail
        self.provider_id = f"<{uuid4()}@x>" if kind == "mailgun" else str(uuid4().int % 10**15)
        with tenancy.platform("tests"):
            self.row = MailProvider.objects.create(
                organization_id=org_id,
                name=str(uuid4())[:20],
                kind=kind,
                serves="all",
                webhook_token=uuid4().hex * 2,
                webhook_secret=KINDS[kind].webhook_secret or None,  # type: ignore[misc]  # the column takes NULL
            )
        set_columns(mail.id, status="sent", sent_at=at(-60), account_id=self.row.id, provider_id=self.provider_id)

    @property
    def path(self) -> str:
        return f"/hooks/mail/{self.row.webhook_token}"

    def make(self, what: str, **more: Any) -> Call:
        said = Said(what, self.provider_id, **{"key": f"{what}-1", **more})
        if self.kind == "mandrill":
            return KINDS[self.kind].call(said, f"http://localhost:8000{self.path}")
        return KINDS[self.kind].call(said)

    def post(self, call: Call) -> int:
        return int(raw_post(self.path, call).status_code)

    def tell(self, what: str, **more: Any) -> int:
        return self.post(self.make(what, **more))


def raw_post(path: str, call: Call) -> Any:
    """Bytes as they are, whatever charset their type names."""
    return Client().generic("POST", path, call.body, content_type=call.content_type, headers=call.headers)


def at(seconds: int) -> datetime:
    return datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=seconds)


def rows() -> list[ProviderEvent]:
    with tenancy.platform("tests"):
        return list(ProviderEvent.objects.order_by("id"))


def suppressed() -> list[tuple[str | None, str]]:
    with tenancy.platform("tests"):
        return sorted(Suppression.objects.values_list("email", "reason"))


def untouched(mail: EmailMessage) -> bool:
    with tenancy.platform("tests"):
        told = EmailMessageEvent.objects.filter(message_id=mail.id).exclude(key="").exists()
    return message(mail.id).status == "sent" and not told and not suppressed()


def test_every_kind_that_reports_is_tried_here() -> None:
    assert set(KINDS) == {name for name, kind in CATALOGUE.items() if kind.webhooks}


@pytest.mark.parametrize(("kind", "what"), [(kind, what) for kind in KINDS for what in KINDS[kind].tells])
def test_what_a_provider_tells_counts_once(org: UUID, mail: EmailMessage, kind: str, what: str) -> None:
    provider = Provider(kind, org, mail)
    call = provider.make(what)
    assert [provider.post(call), provider.post(call)] == [200, 200]
    (event,) = rows()
    assert (event.organization_id, event.message_id, event.recipient) == (org, mail.id, "ria@client.test")
    row = message(mail.id)
    assert row.status == STATUS.get(what, "sent")
    if what in ("hard", "soft"):
        assert row.bounce_kind == what
        assert row.bounce_reason in {"userunknown", "mailboxfull", "undefined", "onhold"}
    expected = {"hard": "hard_bounce", "complained": "complaint", "unsubscribed": "unsubscribe"}.get(what)
    assert suppressed() == ([("ria@client.test", expected)] if expected else [])
    with tenancy.platform("tests"):
        engaged = list(EmailEngagement.objects.values_list("kind", flat=True))
    assert engaged == {"opened": ["open"], "clicked": ["click"], "unsubscribed": ["unsubscribe"]}.get(what, [])


@pytest.mark.parametrize("kind", KINDS)
def test_forgeries_are_refused_without_a_word(org: UUID, mail: EmailMessage, kind: str) -> None:
    provider = Provider(kind, org, mail)
    call = provider.make("hard")
    changed = re.sub(rb"[1-9]", b"0", call.body, count=1)
    bad = [replace(call, headers={}), replace(call, body=b"{}"), replace(call, body=b""), replace(call, body=b"\xff[")]
    if KINDS[kind].call is not provider_calls.mailgun:  # which signs a time and a token alone
        bad.append(replace(call, body=changed))
    if not call.headers or kind in ("ses", "scaleway"):  # signed inside
        bad[0] = replace(call, body=call.body.replace(b"ignature", b"ignaturf"))
    if kind == "unisender_go":
        bad[0] = replace(call, body=call.body.replace(b'"auth"', b'"author"'))
    if KINDS[kind].webhook_secret == provider_calls.SECRET and "Authorization" in call.headers:
        bad = [replace(call, headers={"Authorization": value}) for value in ("", "Basic eDp5", "Bearer no", "Basic %")]
    for each in bad:
        sent = raw_post(provider.path, each)
        assert sent.status_code in (401, 403), each
        assert sent.content == b""
    assert untouched(mail)
    assert rows() == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind].is_timed])
@pytest.mark.parametrize("late", [timedelta(hours=26), timedelta(minutes=-10)])
def test_an_old_call_is_refused(org: UUID, mail: EmailMessage, kind: str, late: timedelta) -> None:
    provider = Provider(kind, org, mail)
    assert provider.tell("hard", at=datetime.now(UTC) - late) == 403
    assert untouched(mail)


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_secret_nothing_is_believed(org: UUID, mail: EmailMessage, kind: str) -> None:
    provider = Provider(kind, org, mail)
    call = provider.make("hard")
    with tenancy.platform("tests"):
        MailProvider.objects.update(webhook_secret=None)
    assert provider.post(call) == (200 if kind in ("ses", "scaleway") else 403)


@pytest.mark.parametrize("kind", KINDS)
def test_another_organizations_mail_stays_as_it_is(
    cast: dict[str, Profile], org: UUID, mail: EmailMessage, kind: str
) -> None:
    """Dave's own provider, proven, names Alice's mail by the id that her provider gave it."""
    other = cast["dave"].organization_id
    hers = Provider(kind, org, mail)
    his = Provider(kind, other, mail)
    set_columns(mail.id, account_id=hers.row.id, provider_id=hers.provider_id)
    his.provider_id = hers.provider_id
    assert his.tell("hard") == 200
    assert untouched(mail)
    (event,) = rows()
    assert (event.organization_id, event.message_id) == (other, None)
    assert hers.tell("hard") == 200
    assert message(mail.id).status == "bounced"


def test_another_provider_of_the_same_organization_says_nothing_of_it(org: UUID, mail: EmailMessage) -> None:
    first = Provider("sendgrid", org, mail)
    with tenancy.platform("tests"):
        MailProvider.objects.filter(id=first.row.id).update(serves="marketing")
    second = Provider("sendgrid", org, mail)
    set_columns(mail.id, account_id=second.row.id, provider_id=second.provider_id)
    first.provider_id = second.provider_id
    assert first.tell("hard") == 200
    assert untouched(mail)


def test_a_tag_with_our_id_reaches_only_what_went_out_by_the_provider(
    cast: dict[str, Profile], org: UUID, mail: EmailMessage
) -> None:
    provider = Provider("ses", org, mail)
    other = Provider("ses", cast["dave"].organization_id, mail)
    set_columns(mail.id, account_id=provider.row.id, provider_id="")
    told = {
        "eventType": "Delivery",
        "delivery": {"recipients": ["ria@client.test"]},
        "mail": {"messageId": "x", "destination": ["ria@client.test"], "tags": {"message_id": [str(mail.id)]}},
    }
    for who, status in ((other, "sent"), (provider, "delivered")):
        said = Said("delivered", "x", key="k")
        assert who.post(provider_calls.notification(json.dumps(told), said, provider_calls.CERTIFICATE_URL)) == 200
        assert message(mail.id).status == status


def test_the_deployments_provider_serves_every_organization(org: UUID, mail: EmailMessage) -> None:
    provider = Provider("postmark", None, mail)
    assert provider.tell("hard") == 200
    assert provider.tell("delivered") == 200
    assert message(mail.id).status == "bounced"
    assert {row.organization_id for row in rows()} == {org}
    assert suppressed() == [("ria@client.test", "hard_bounce")]


def test_a_report_that_is_quicker_than_we_are_counts_in_the_end(org: UUID, mail: EmailMessage) -> None:
    provider = Provider("postmark", None, mail)
    set_columns(mail.id, provider_id="", account_id=None, status="sending")
    assert provider.tell("hard") == 200
    (event,) = rows()
    assert (event.message_id, event.organization_id) == (None, None)
    set_columns(mail.id, provider_id=provider.provider_id, account_id=provider.row.id, status="sent")
    for _ in range(2):
        keeping.match_event(org_id=None, event_id=event.id)
    assert message(mail.id).status == "bounced"
    assert rows()[0].organization_id == org


def test_a_report_of_a_strange_mail_is_kept_and_looked_for_a_while(org: UUID, mail: EmailMessage) -> None:
    provider = Provider("postmark", org, mail)
    provider.provider_id = "unknown"
    assert provider.tell("hard") == 200
    (event,) = rows()
    assert (event.organization_id, event.message_id) == (org, None)
    keeping.match_event(org_id=org, event_id=event.id)
    with tenancy.platform("tests"):
        ProviderEvent.objects.update(received_at=at(-3600))
    keeping.match_event(org_id=org, event_id=event.id)
    assert untouched(mail)


@pytest.mark.parametrize("order", [("delivered", "soft", "hard"), ("hard", "delivered", "soft")])
def test_any_order_ends_the_same(org: UUID, mail: EmailMessage, order: tuple[str, ...]) -> None:
    provider = Provider("sendgrid", org, mail)
    times = {"soft": at(-30), "delivered": at(-20), "hard": at(-10)}
    assert [provider.tell(what, at=times[what]) for what in order] == [200] * 3
    row = message(mail.id)
    assert (row.status, row.bounce_kind, row.delivered_at) == ("bounced", "hard", times["delivered"])


def test_mailguns_signature_opens_nothing_for_other_words(org: UUID, mail: EmailMessage) -> None:
    """It is of a time and a token alone: with those of a call that was seen, another could be made up."""
    provider = Provider("mailgun", org, mail)
    seen = provider.make("delivered")
    assert provider.post(seen) == 200
    told = json.loads(seen.body)
    told["event-data"]["event"] = "complained"
    assert provider.post(replace(seen, body=json.dumps(told).encode())) == 200
    assert message(mail.id).status == "delivered"


def test_only_amazons_own_hosts_vouch_for_a_signature(
    org: UUID, mail: EmailMessage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def request(method: str, url: str, **_: object) -> None:
        asked.append(url)
        raise outbound.OutboundFailed("not in tests", permanent=True)

    monkeypatch.setattr(outbound, "request", request)
    provider = Provider("ses", org, mail)
    said = Said("hard", provider.provider_id)
    for url in (
        "https://sns.evil.example/x.pem",
        "https://sns.eu-west-1.amazonaws.com.evil.example/x.pem",
        "https://bucket.s3.amazonaws.com/x.pem",
        "http://sns.eu-west-1.amazonaws.com/x.pem",
        "https://sns.eu-west-1.amazonaws.com@evil.example/x.pem",
        "https://sns.eu-west-1.amazonaws.com:8443/x.pem",
        "https://sns.eu-west-1.amazonaws.com/x.txt",
        "not an address",
    ):
        assert provider.post(provider_calls.notification("{}", said, url)) == 403
    assert asked == []
    assert provider.post(provider_calls.notification("{}", said, CERTIFICATE_URL_2)) == 403
    assert asked == [CERTIFICATE_URL_2]


CERTIFICATE_URL_2 = "https://sns.us-east-1.amazonaws.com/other.pem"


def test_both_versions_of_amazons_signature_count_and_another_topic_does_not(org: UUID, mail: EmailMessage) -> None:
    provider = Provider("ses", org, mail)
    told = json.loads(provider.make("hard").body)["Message"]
    for version, key in (("1", "k1"), ("2", "k2")):
        said = Said("hard", provider.provider_id, key=key)
        call = provider_calls.notification(told, said, provider_calls.CERTIFICATE_URL, version)
        assert provider.post(call) == 200
    with tenancy.platform("tests"):
        provider.row.webhook_secret = "arn:aws:sns:eu-west-1:1:another"
        provider.row.save()
    assert provider.post(call) == 403


def test_a_topic_is_confirmed_at_amazon_alone(org: UUID, mail: EmailMessage, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def request(method: str, url: str, **_: object) -> outbound.Response:
        asked.append(url)
        return outbound.Response(200, None, b"", url)  # type: ignore[arg-type]

    monkeypatch.setattr(outbound, "request", request)
    provider = Provider("ses", org, mail)
    good = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=x"
    for url, status in ((good, 200), ("https://evil.example/?Action=ConfirmSubscription", 403)):
        said = Said("x", "x", key="c")
        more = {"Type": "SubscriptionConfirmation", "SubscribeURL": url, "Token": "x"}
        call = provider_calls.notification("You have chosen", said, provider_calls.CERTIFICATE_URL, **more)
        assert provider.post(call) == status
    assert asked == [good]


def test_the_first_topic_is_kept_and_anothers_reports_are_refused(
    alice: ApiClient, org: UUID, mail: EmailMessage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everybody can have a topic at Amazon, which signs for all of them alike."""
    monkeypatch.setattr(outbound, "request", lambda *_, **__: outbound.Response(200, None, b"", ""))  # type: ignore[arg-type]
    provider = Provider("ses", org, mail)
    ours, theirs = "arn:aws:sns:eu-west-1:1:mail", "arn:aws:sns:eu-west-1:666:mail"
    url = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=x"
    more = {"Type": "SubscriptionConfirmation", "SubscribeURL": url, "Token": "x"}
    said = Said("hard", provider.provider_id, key="k")

    def told(message: str, topic: str, **fields: str) -> int:
        call = provider_calls.notification(message, said, provider_calls.CERTIFICATE_URL, TopicArn=topic, **fields)
        return provider.post(call)

    assert told("You have chosen", ours, **more) == 200
    report = json.loads(provider.make("hard").body)["Message"]
    assert told("You have chosen", theirs, **more) == 403
    assert told(report, theirs) == 403
    assert rows() == []
    shown = alice.get(f"/api/mail/providers/{provider.row.id}").json
    assert shown["webhook_secret_set"] is True
    assert (theirs in shown["last_error"], ours in shown["last_error"]) == (True, True)
    assert told(report, ours) == 200
    assert len(rows()) == 1
    change = {"version": shown["version"], "webhook_secret": theirs}
    assert alice.patch(f"/api/mail/providers/{provider.row.id}", change).status == 200
    assert told(report, theirs) == 200
    assert told(report, ours) == 403


def test_strangers_and_other_methods(org: UUID, mail: EmailMessage) -> None:
    provider = Provider("postmark", org, mail)
    assert Client().post("/hooks/mail/unknown", b"{}", content_type="application/json").status_code == 404
    assert Client().head(provider.path).status_code == 200
    assert Client().put(provider.path, b"{}").status_code == 405
    big = Client().post(provider.path, b" " * (5 * 1024 * 1024), content_type="application/json")
    assert big.status_code == 413
    refused = Client().post(provider.path, b"{}", content_type="application/json")
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"].startswith("Basic")


def test_what_is_proven_and_cannot_be_read_is_told_again_later(org: UUID, mail: EmailMessage) -> None:
    provider = Provider("postmark", org, mail)
    call = provider.make("hard")
    for body in (b"not json", b"[]", b'"x"', b'{"RecordType": "Bounce", "BouncedAt": 7}'):
        assert provider.post(replace(call, body=body)) == 400
    assert untouched(mail)


def test_many_calls_are_held_back(org: UUID, mail: EmailMessage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("frontdesk.mail.webhooks.public.LIMIT", "2/h")
    provider = Provider("postmark", org, mail)
    assert [provider.tell("delivered") for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize("said", ["\\u0000", "\\ud83d"])
def test_what_no_database_holds_is_left_out(org: UUID, mail: EmailMessage, said: str) -> None:
    """A provider repeats what any server has answered; one such answer must not keep the others of a call away."""
    provider = Provider("postmark", org, mail)
    call = provider.make("hard")
    assert b"does not exist" in call.body
    call.body = call.body.replace(b"does not exist", f"does{said} not exist".encode())
    assert provider.post(call) == 200
    assert message(mail.id).status == "bounced"


def test_a_time_that_is_none_is_answered_and_no_failure(org: UUID, mail: EmailMessage) -> None:
    provider = Provider("mailjet", org, mail)
    call = provider.make("hard")
    told = json.loads(call.body)
    (told[0] if isinstance(told, list) else told)["time"] = 1e30
    assert provider.post(replace(call, body=json.dumps(told).encode())) == 400

"""Issuers that give a new refresh token with each access token: the row keeps the newest, sealed."""

import json
from collections.abc import Iterator
from urllib.parse import parse_qs
from uuid import UUID

import pytest
from django.db import connection
from pytest_django import Settings

from frontdesk.mail.delivery.ways import way_of
from frontdesk.mail.inbound.imap.accounts import account_of
from frontdesk.mail.models import Mailbox, MailProvider
from frontdesk.mail.tests.recorder import Answer, Recorder, recorder
from frontdesk.mail.transports import oauth, refresh_tokens
from frontdesk.mail.transports.oauth import Grant
from frontdesk.mail.transports.refresh_tokens import Owner
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
SIGNING_IN = {"token_url": "", "client_id": "client", "grant": "refresh_token"}


@pytest.fixture
def issuer(settings: Settings) -> Iterator[Recorder]:
    """Takes the refresh token that it gave last, and ends it."""
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    given = ["r0"]

    def answer(asked: object) -> Answer:
        form = parse_qs(asked.body.decode())  # type: ignore[attr-defined]
        if form["refresh_token"] != [given[-1]]:
            return Answer(400, body={"error": "invalid_grant"})
        given.append(f"r{len(given)}")
        return Answer(body={"access_token": f"a{len(given)}", "expires_in": 3600, "refresh_token": given[-1]})

    with recorder() as running:
        running.answer = answer
        yield running


@pytest.fixture(params=[MailProvider, Mailbox])
def owner(request: pytest.FixtureRequest, alice: ApiClient, issuer: Recorder) -> Owner:
    assert alice.profile
    told = {**SIGNING_IN, "token_url": f"{issuer.url}/token"}
    with tenancy.platform("tests"):
        common = {"organization_id": alice.profile.organization_id, "secrets": json.dumps({"refresh_token": "r0"})}
        if request.param is MailProvider:
            way = {"host": "smtp.example.com", "user": "x", "auth": "xoauth2", **told}
            row = MailProvider.objects.create(name="x", kind="smtp", settings=way, webhook_token="w", **common)
        else:
            row = Mailbox.objects.create(name="x", host="imap.example.com", auth="oauth2", oauth=told, **common)
    return Owner(request.param, row.id)


def opened(owner: Owner) -> Grant:
    """As senders and holders of mailboxes open it."""
    with tenancy.platform("tests"):
        row = owner.model._base_manager.get(id=owner.id)
        return Grant.of(way_of(row)) if isinstance(row, MailProvider) else account_of(row).grant()


def stored(owner: Owner) -> tuple[str, str]:
    """In clear, and as it stands in the table."""
    with tenancy.platform("tests"), connection.cursor() as cursor:
        secret = owner.model._base_manager.get(id=owner.id).secrets
        cursor.execute(f"select secrets from {owner.model._meta.db_table} where id = %s", [owner.id])
        return json.loads(secret.reveal())["refresh_token"], cursor.fetchone()[0]


def test_the_new_refresh_token_is_kept_sealed(owner: Owner) -> None:
    grant = opened(owner)
    assert oauth.access_token(grant) == "a2"
    assert stored(owner)[0] == "r1"
    assert stored(owner)[1].startswith("v1.")
    # Who opened the row before goes on with what it holds now.
    assert oauth.access_token(grant, fresh=True) == "a3"
    assert oauth.access_token(opened(owner), fresh=True) == "a4"
    assert stored(owner)[0] == "r3"


def test_one_that_somebody_set_meanwhile_stays(owner: Owner) -> None:
    refresh_tokens.replace(owner, "another", "late")
    assert stored(owner)[0] == "r0"
    refresh_tokens.replace(Owner(owner.model, UUID(int=0)), "r0", "late")
    assert stored(owner)[0] == "r0"


def test_what_another_process_was_given_is_taken(
    owner: Owner, issuer: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It refreshed between our look at the row and our asking."""
    grant = opened(owner)
    assert oauth.access_token(grant) == "a2"
    looks = iter(["r0"])
    find = refresh_tokens.find
    monkeypatch.setattr(refresh_tokens, "find", lambda owner: next(looks, "") or find(owner))
    assert oauth.access_token(grant, fresh=True) == "a3"
    assert len(issuer.asked) == 3

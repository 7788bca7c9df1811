"""Inviting colleagues, and clients who register themselves."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from frontdesk.orgs.models import Contact, Invitation, Organization, Profile
from frontdesk.orgs.testing import ApiClient, Browser
from frontdesk.platform import tenancy
from frontdesk.tests.mailbox import link_value, list_mails

NEW = "nina@northgate.test"
ACCEPT = {"full_name": "Nina New", "password": "a long enough word"}


def invite(alice: ApiClient, **changes: object) -> tuple[str, str]:
    """An invitation's id and the token of its link."""
    answer = alice.post("/api/invitations", {"email": NEW, "role": "agent", **changes})
    assert answer.status == 201, answer.json
    return answer.json["id"], link_value(list_mails(NEW, "invitation")[-1], "token")


def test_from_invitation_to_colleague(alice: ApiClient) -> None:
    _, token = invite(alice, message="Welcome to the team")
    assert "Welcome to the team" in list_mails(NEW)[0].text
    browser = Browser()
    offer = browser.get(f"/api/invitations/by-token/{token}").json
    assert (offer["email"], offer["role"], offer["organization_name"], offer["status"]) == (
        NEW, "agent", "Northgate Immigration", "pending",
    )  # fmt: skip
    accepted = browser.post(f"/api/invitations/by-token/{token}/accept", ACCEPT)
    assert (accepted.status, accepted.json["role"]) == (201, "agent")
    me = browser.me
    assert (me["signed_in"], me["profile"]["email"], me["profile"]["email_verified"]) == (True, NEW, True)
    assert me["organization"]["slug"] == "northgate"
    assert [item["status"] for item in alice.get("/api/invitations").json["items"]] == ["accepted"]
    assert Browser(NEW, ACCEPT["password"]).me["signed_in"] is True
    actions = [entry["action"] for entry in alice.get("/api/audit").json["items"]]
    assert {"invitation.sent", "invitation.accepted"} <= set(actions)


def test_a_link_works_once(alice: ApiClient) -> None:
    _, token = invite(alice)
    assert Browser().post(f"/api/invitations/by-token/{token}/accept", ACCEPT).status == 201
    again = Browser().post(f"/api/invitations/by-token/{token}/accept", ACCEPT)
    assert (again.status, again.json["type"]) == (409, "urn:frontdesk:problem:invitation-accepted")


def test_resending_replaces_the_link(alice: ApiClient) -> None:
    invitation_id, first = invite(alice)
    assert alice.post(f"/api/invitations/{invitation_id}/resend").status == 200
    second = link_value(list_mails(NEW)[-1], "token")
    assert first != second
    assert Browser().get(f"/api/invitations/by-token/{first}").status == 404
    assert Browser().post(f"/api/invitations/by-token/{second}/accept", ACCEPT).status == 201
    assert alice.post(f"/api/invitations/{invitation_id}/resend").status == 409


def test_a_revoked_link_is_no_longer_good(alice: ApiClient) -> None:
    invitation_id, token = invite(alice)
    assert alice.delete(f"/api/invitations/{invitation_id}").status == 204
    assert Browser().get(f"/api/invitations/by-token/{token}").json["status"] == "revoked"
    refused = Browser().post(f"/api/invitations/by-token/{token}/accept", ACCEPT)
    assert (refused.status, refused.json["type"]) == (409, "urn:frontdesk:problem:invitation-revoked")
    assert alice.get("/api/people?q=nina").json["items"] == []
    invite(alice)  # and the way is free for a new one


def test_an_invitation_runs_out(alice: ApiClient) -> None:
    invitation_id, token = invite(alice, expires_in_days=1)
    with tenancy.platform("tests"):
        Invitation.objects.filter(id=invitation_id).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Browser().post(f"/api/invitations/by-token/{token}/accept", ACCEPT).status == 409
    assert [item["id"] for item in alice.get("/api/invitations?status=expired").json["items"]] == [invitation_id]
    assert invite(alice)[0] != invitation_id


def test_what_cannot_be_invited(alice: ApiClient, bob: ApiClient, dave: ApiClient) -> None:
    invite(alice)
    twice = alice.post("/api/invitations", {"email": NEW.upper(), "role": "user"})
    assert (twice.status, twice.json["type"]) == (409, "urn:frontdesk:problem:already-invited")
    member = alice.post("/api/invitations", {"email": "bob@northgate.test", "role": "user"})
    assert (member.status, member.json["type"]) == (409, "urn:frontdesk:problem:already-member")
    for body in ({"email": "x", "role": "agent"}, {"email": "a@b.test", "role": "superadmin"}, {"email": "a@b.test"},
                 {"email": "a@b.test", "role": "agent", "expires_in_days": 31}):  # fmt: skip
        assert alice.post("/api/invitations", body).status == 422
    assert bob.post("/api/invitations", {"email": "a@b.test", "role": "agent"}).status == 403
    assert len(list_mails("@", "invitation")) == 1


def test_a_weak_password_leaves_the_invitation_open(alice: ApiClient) -> None:
    _, token = invite(alice)
    weak = Browser().post(f"/api/invitations/by-token/{token}/accept", {**ACCEPT, "password": "short"})
    assert (weak.status, weak.json["errors"][0]["field"]) == (422, "password")
    assert Browser().post(f"/api/invitations/by-token/{token}/accept", ACCEPT).status == 201


def test_somebody_with_a_sign_in_elsewhere_cannot_accept(alice: ApiClient, cast: dict[str, Profile]) -> None:
    alice.post("/api/invitations", {"email": "dave@harbour.test", "role": "agent"})
    token = link_value(list_mails("dave@harbour.test")[-1], "token")
    assert Browser().post(f"/api/invitations/by-token/{token}/accept", ACCEPT).status == 409
    with tenancy.platform("tests"):
        assert Profile.objects.get(email="dave@harbour.test").organization_id == cast["dave"].organization_id


CLIENT = {**ACCEPT, "email": "new@client.test"}


def test_a_client_registers_in_the_portal(alice: ApiClient) -> None:
    assert Browser().get("/api/portal/northgate").json["open"] is True
    browser = Browser()
    assert browser.post("/api/portal/northgate/sign-up", CLIENT).status == 202
    assert browser.me["signed_in"] is False
    waiting = Browser()
    assert waiting.sign_in(CLIENT["email"], CLIENT["password"]).status == 401
    key = link_value(list_mails(CLIENT["email"])[0])
    assert waiting.auth("POST", "auth/email/verify", {"key": key}).status in {200, 401}
    inside = Browser(CLIENT["email"], CLIENT["password"])
    assert (inside.me["profile"]["role"], inside.me["organization"]["slug"]) == ("user", "northgate")
    [contact] = alice.get("/api/contacts?q=new@client.test").json["items"]
    assert contact["profile_id"] == inside.me["profile"]["id"]


def test_the_portal_does_not_tell_who_is_known(cast: dict[str, Profile]) -> None:
    fresh = Browser().post("/api/portal/northgate/sign-up", CLIENT)
    for email in ("carol@client.test", "dave@harbour.test", CLIENT["email"]):
        known = Browser().post("/api/portal/northgate/sign-up", {**CLIENT, "email": email})
        assert (known.status, known.json) == (fresh.status, fresh.json)
    assert [mail.type for mail in list_mails("dave@harbour.test")] == ["security_notice"]
    with tenancy.platform("tests"):
        assert not Contact.objects.filter(email="dave@harbour.test").exists()
    assert Browser("dave@harbour.test", settings.DEMO_PASSWORD).me["organization"]["slug"] == "harbour"


def test_a_closed_portal_takes_nobody(cast: dict[str, Profile]) -> None:
    assert Browser().post("/api/portal/harbour/sign-up", CLIENT).status == 403
    assert Browser().post("/api/portal/nowhere/sign-up", CLIENT).status == 404
    assert Browser().get("/api/portal/nowhere%00").status == 404
    with tenancy.platform("tests"):
        Organization.objects.filter(slug="northgate").update(portal_open=False)
        assert not Profile.objects.filter(email=CLIENT["email"]).exists()
    assert Browser().post("/api/portal/northgate/sign-up", CLIENT).status == 403


@pytest.mark.parametrize("path", ["/api/invitations/by-token/x/accept", "/api/portal/northgate/sign-up"])
def test_public_routes_are_limited_by_address(path: str, cast: dict[str, Profile]) -> None:
    answers = [Browser().post(path, {**CLIENT, "email": "x"} if "portal" in path else ACCEPT) for _ in range(40)]
    statuses = {answer.status for answer in answers}
    assert 429 in statuses or statuses == {422}
    limited = [answer for answer in answers if answer.status == 429]
    assert all(int(answer.headers["Retry-After"]) > 0 for answer in limited)

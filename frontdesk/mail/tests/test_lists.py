"""Lists: made and archived, who is on them, and that nobody is put back who left."""

from typing import Any

from frontdesk.mail.models import Campaign, EmailMessage, Subscription
from frontdesk.orgs import suppressions
from frontdesk.orgs.models import Contact, SuppressionReason
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy


def make_list(client: ApiClient, name: str = "News", **values: Any) -> Any:
    answer = client.post("/api/mail/lists", {"name": name, "is_double_opt_in": False, **values})
    assert answer.status == 201, answer.json
    return answer.json


def make_contact(client: ApiClient, email: str, **values: Any) -> Any:
    answer = client.post("/api/contacts", {"email": email, **values})
    assert answer.status == 201, answer.json
    return answer.json["id"]


def add(client: ApiClient, made: Any, **body: Any) -> Any:
    answer = client.post(f"/api/mail/lists/{made['id']}/subscribers", body)
    assert answer.status == 200, answer.json
    return answer.json


def test_a_list_is_made_renamed_archived_and_found(alice: ApiClient) -> None:
    made = make_list(alice, description="Once a month")
    assert made["counts"] == {"pending": 0, "subscribed": 0, "unsubscribed": 0}
    assert "/m/s/" in made["sign_up_url"]
    path = f"/api/mail/lists/{made['id']}"
    assert alice.patch(path, {"name": "Letters", "is_public": True}).json["name"] == "Letters"
    assert [one["name"] for one in alice.get("/api/mail/lists?q=lett").json["items"]] == ["Letters"]
    assert alice.patch(path, {"is_archived": True}).json["is_archived"] is True
    assert [one for one in alice.get("/api/mail/lists").json["items"] if one["name"] == "Letters"] == []
    assert [one["name"] for one in alice.get("/api/mail/lists?archived=true").json["items"]] == ["Letters"]


def test_two_lists_have_two_names(alice: ApiClient) -> None:
    make_list(alice)
    answer = alice.post("/api/mail/lists", {"name": "News"})
    assert answer.status == 409
    assert "News" in answer.json["detail"]


def test_people_are_added_by_id_and_address(alice: ApiClient) -> None:
    made = make_list(alice)
    ana = make_contact(alice, "ana@people.test", full_name="Ana")
    assert add(alice, made, contact_ids=[ana], emails=["Ben@People.test"]) == {
        "subscribed": 2,
        "pending": 0,
        "already": 0,
        "skipped": [],
    }
    assert add(alice, made, emails=["ana@people.test"])["already"] == 1
    rows = alice.get(f"/api/mail/lists/{made['id']}/subscribers").json["items"]
    assert {(row["email"], row["state"], row["source"]) for row in rows} == {
        ("ana@people.test", "subscribed", "person"),
        ("ben@people.test", "subscribed", "person"),
    }
    assert alice.get(f"/api/mail/lists/{made['id']}").json["counts"]["subscribed"] == 2
    found = alice.get(f"/api/mail/lists/{made['id']}/subscribers?q=ana&state=subscribed").json["items"]
    assert [row["full_name"] for row in found] == ["Ana"]
    lists = alice.get(f"/api/contacts/{ana}/lists").json["items"]
    assert [(one["name"], one["state"]) for one in lists] == [("News", "subscribed")]


def test_subscribers_come_in_pages(alice: ApiClient) -> None:
    made = make_list(alice)
    add(alice, made, emails=[f"p{number}@people.test" for number in range(5)])
    path = f"/api/mail/lists/{made['id']}/subscribers?limit=2"
    page = alice.get(path).json
    seen = [row["email"] for row in page["items"]]
    while page["next_cursor"]:
        page = alice.get(f"{path}&cursor={page['next_cursor']}").json
        seen += [row["email"] for row in page["items"]]
    assert sorted(seen) == [f"p{number}@people.test" for number in range(5)]


def test_who_must_not_be_written_to_is_not_added(alice: ApiClient) -> None:
    made = make_list(alice)
    left, refused = make_contact(alice, "left@people.test"), make_contact(alice, "refused@people.test")
    add(alice, made, contact_ids=[left])
    alice.put(f"/api/contacts/{refused}/consent", {"purpose": "marketing_mail", "state": "denied"})
    assert alice.profile
    org_id = alice.profile.organization_id
    assert org_id
    with tenancy.tenant(org_id):
        Subscription.objects.filter(contact_id=left).update(state="unsubscribed")
        suppressions.suppress(org_id, "dead@people.test", SuppressionReason.HARD_BOUNCE)
        suppressions.suppress(org_id, "erased@people.test", SuppressionReason.ERASED)
    emails = ["left@people.test", "refused@people.test", "dead@people.test", "erased@people.test"]
    added = add(alice, made, emails=emails)
    assert added["subscribed"] == 0
    assert {(one["email"], one["reason"]) for one in added["skipped"]} == {
        ("left@people.test", "left_before"),
        ("refused@people.test", "consent_denied"),
        ("dead@people.test", "hard_bounce"),
        ("erased@people.test", "erased"),
    }
    with tenancy.tenant(org_id):
        assert not Contact.objects.filter(email__in=["dead@people.test", "erased@people.test"]).exists()
        assert Subscription.objects.get(contact_id=left).state == "unsubscribed"


def test_double_opt_in_asks_first(alice: ApiClient) -> None:
    made = make_list(alice, is_double_opt_in=True)
    assert add(alice, made, emails=["ana@people.test"])["pending"] == 1
    with tenancy.platform("test"):
        mails = list(EmailMessage.objects.filter(to_address__contains="ana@people.test"))
    assert len(mails) == 1
    assert "/m/c/" in mails[0].html


def test_who_left_cannot_be_removed_by_hand(alice: ApiClient) -> None:
    made = make_list(alice)
    ana, ben = make_contact(alice, "ana@people.test"), make_contact(alice, "ben@people.test")
    add(alice, made, contact_ids=[ana, ben])
    path = f"/api/mail/lists/{made['id']}/subscribers"
    assert alice.delete(f"{path}/{ana}").status == 204
    assert alice.delete(f"{path}/{ana}").status == 404
    with tenancy.platform("test"):
        Subscription.objects.filter(contact_id=ben).update(state="unsubscribed")
    assert alice.delete(f"{path}/{ben}").status == 409
    assert [row["email"] for row in alice.get(path).json["items"]] == ["ben@people.test"]


def test_a_list_that_a_campaign_names_stays(alice: ApiClient) -> None:
    made = make_list(alice)
    assert alice.profile
    with tenancy.tenant(alice.profile.organization_id):
        Campaign.objects.create(
            organization_id=alice.profile.organization_id, name="March", audience={"list_ids": [made["id"]]}
        )
    answer = alice.delete(f"/api/mail/lists/{made['id']}")
    assert answer.status == 409
    assert "March" in answer.json["detail"]
    assert alice.get(f"/api/mail/lists/{made['id']}").status == 200


def test_a_list_goes_and_its_contacts_stay(alice: ApiClient) -> None:
    made = make_list(alice)
    ana = make_contact(alice, "ana@people.test")
    add(alice, made, contact_ids=[ana])
    assert alice.delete(f"/api/mail/lists/{made['id']}").status == 204
    assert alice.get(f"/api/contacts/{ana}").status == 200


def test_an_archived_list_takes_nobody(alice: ApiClient) -> None:
    made = make_list(alice)
    alice.patch(f"/api/mail/lists/{made['id']}", {"is_archived": True})
    answer = alice.post(f"/api/mail/lists/{made['id']}/subscribers", {"emails": ["ana@people.test"]})
    assert answer.status == 409


def test_bob_the_agent_sees_and_does_not_change(alice: ApiClient, bob: ApiClient) -> None:
    made = make_list(alice)
    assert bob.get(f"/api/mail/lists/{made['id']}").status == 200
    assert bob.post("/api/mail/lists", {"name": "Mine"}).status == 403
    assert bob.patch(f"/api/mail/lists/{made['id']}", {"name": "Mine"}).status == 403
    assert bob.post(f"/api/mail/lists/{made['id']}/subscribers", {"emails": ["a@b.test"]}).status == 403


def test_daves_contact_cannot_be_added(alice: ApiClient, dave: ApiClient) -> None:
    theirs = make_contact(dave, "ana@people.test")
    made = make_list(alice)
    answer = alice.post(f"/api/mail/lists/{made['id']}/subscribers", {"contact_ids": [theirs]})
    assert answer.status == 422
    assert alice.get(f"/api/mail/lists/{made['id']}").json["counts"]["subscribed"] == 0


def test_a_superadmin_outside_does_not_mix_organizations(alice: ApiClient, dave: ApiClient, root: ApiClient) -> None:
    """From there contacts and templates of all organizations can be seen."""
    news = alice.post("/api/mail/lists", {"name": "News", "is_double_opt_in": False}).json
    theirs = dave.post("/api/contacts", {"email": "theirs@harbour.test"}).json["id"]
    assert root.post(f"/api/mail/lists/{news['id']}/subscribers", {"contact_ids": [theirs]}).status == 403
    body = {"name": "D", "type": "custom", "subject": "S", "html_code": "<p>x</p>"}
    template = dave.post("/api/email-templates", body).json["id"]
    assert root.patch(f"/api/mail/lists/{news['id']}", {"confirmation_template_id": template}).status == 403
    with tenancy.platform("test"):
        assert not Subscription.objects.exists()


def test_bad_values_are_named(alice: ApiClient) -> None:
    for body, field in (
        ({"name": ""}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"name": "News", "confirmation_template_id": 2**40}, "confirmation_template_id"),
        ({"name": "News", "colour": "red"}, "colour"),
    ):
        answer = alice.post("/api/mail/lists", body)
        assert answer.status == 422, body
        assert answer.json["errors"][0]["field"] == field
    made = make_list(alice)
    assert alice.post(f"/api/mail/lists/{made['id']}/subscribers", {}).status == 422
    assert alice.post(f"/api/mail/lists/{made['id']}/subscribers", {"emails": ["no address"]}).status == 422

"""Signing up for a list by its form: the same answer for everybody, and a mail that asks before anything else."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from frontdesk.mail.models import EmailMessage, MailList, Subscription
from frontdesk.orgs import suppressions
from frontdesk.orgs.models import Contact, SuppressionReason
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import jobs, tenancy


@pytest.fixture
def org_id(alice: ApiClient) -> UUID:
    assert alice.profile
    assert alice.profile.organization_id
    return alice.profile.organization_id


def form_of(alice: ApiClient, **values: Any) -> str:
    made = alice.post("/api/mail/lists", {"name": "News", "description": "Once a month", **values}).json
    return str(made["sign_up_url"][made["sign_up_url"].index("/m/s/") :])


def post(path: str, **values: str) -> Any:
    answer = Client().post(path, values)
    jobs.run_pending()
    return answer


def states(org_id: UUID) -> set[tuple[str, str, str]]:
    with tenancy.tenant(org_id):
        return set(Subscription.objects.values_list("contact__email", "state", "source"))


def mails_to(email: str) -> int:
    with tenancy.platform("test"):
        return EmailMessage.objects.filter(to_address__contains=email).count()


def test_the_page_shows_the_list_and_may_stand_in_a_frame(alice: ApiClient) -> None:
    answer = Client().get(form_of(alice))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "News" in text
    assert "Once a month" in text
    assert "Northgate" in text
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    spanish = Client().get(form_of(alice, name="Other"), headers={"Accept-Language": "es"})
    assert "Suscribirme" in spanish.content.decode()


def test_who_signs_up_is_asked_by_a_mail(alice: ApiClient, org_id: UUID) -> None:
    path = form_of(alice)
    assert post(path, email=" Ana@People.test ", full_name="Ana\r\nBcc Castillo").status_code == 200
    assert states(org_id) == {("ana@people.test", "pending", "form")}
    assert mails_to("ana@people.test") == 1
    with tenancy.tenant(org_id):
        contact = Contact.objects.get(email="ana@people.test")
    assert (contact.source, contact.full_name) == ("form", "Ana Bcc Castillo")


def test_without_double_opt_in_they_are_on_it_at_once(alice: ApiClient, org_id: UUID) -> None:
    post(form_of(alice, is_double_opt_in=False), email="ana@people.test")
    assert states(org_id) == {("ana@people.test", "subscribed", "form")}


def test_the_answer_tells_nobody_who_is_known(alice: ApiClient, org_id: UUID) -> None:
    path = form_of(alice)
    with tenancy.tenant(org_id):
        for email, state in (("on@people.test", "subscribed"), ("left@people.test", "unsubscribed")):
            contact = Contact.objects.create(organization_id=org_id, email=email)
            Subscription.objects.create(
                organization_id=org_id, list=MailList.objects.get(), contact=contact, state=state
            )
        suppressions.suppress(org_id, "erased@people.test", SuppressionReason.ERASED)
        suppressions.suppress(org_id, "dead@people.test", SuppressionReason.HARD_BOUNCE)
    names = ("on", "left", "erased", "dead", "new")
    answers = [post(path, email=f"{name}@people.test") for name in names]
    bodies = {answer.content.decode().split("</style>")[1] for answer in answers}
    assert len(bodies) == 1
    assert [mails_to(f"{name}@people.test") for name in names] == [0, 1, 0, 0, 1]
    assert ("left@people.test", "unsubscribed", "") in states(org_id)  # until they follow the link
    with tenancy.tenant(org_id):
        assert not Contact.objects.filter(email="erased@people.test").exists()


def test_programs_fall_into_the_trap(alice: ApiClient, org_id: UUID) -> None:
    assert post(form_of(alice), email="ana@people.test", website="http://spam.test").status_code == 200
    assert states(org_id) == set()


def test_what_is_no_address_is_told(alice: ApiClient, org_id: UUID) -> None:
    answer = post(form_of(alice), email='"><script>alert(1)</script>')
    assert answer.status_code == 422
    assert "<script>" not in answer.content.decode()
    assert states(org_id) == set()


def test_closed_and_forged_forms(alice: ApiClient) -> None:
    made = alice.post("/api/mail/lists", {"name": "News"}).json
    path = made["sign_up_url"][made["sign_up_url"].index("/m/s/") :]
    alice.patch(f"/api/mail/lists/{made['id']}", {"is_archived": True})
    assert Client().get(path).status_code == 410
    assert Client().get("/m/s/forged").status_code == 404
    assert Client().put(path).status_code == 405


def test_who_tries_too_often_waits(alice: ApiClient) -> None:
    path = form_of(alice)
    answers = [Client().get(path).status_code for _ in range(25)]
    assert answers[0] == 200
    assert answers[-1] == 429


@pytest.mark.parametrize("name", ["Win at https://evil.example", "evil.example", "Call www.evil", "x" * 100])
def test_a_strangers_message_does_not_go_out_in_our_name(alice: ApiClient, org_id: UUID, name: str) -> None:
    assert post(form_of(alice), email="victim@people.test", full_name=name).status_code == 200
    assert mails_to("victim@people.test") == 1
    with tenancy.tenant(org_id):
        assert Contact.objects.get(email="victim@people.test").full_name == ""
        assert name not in EmailMessage.objects.get(to_address__contains="victim").text


def test_nobodys_mailbox_is_filled_by_pluses(alice: ApiClient, org_id: UUID) -> None:
    path = form_of(alice)
    for number in range(9):
        assert post(path, email=f"victim+{number}@people.test").status_code == 200
    assert mails_to("victim+") == 6

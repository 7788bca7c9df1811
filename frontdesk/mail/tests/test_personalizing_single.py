"""A single mail is kept back for some seconds in which a model writes for its recipient, and goes out in any case."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from frontdesk.mail.delivery import deliver_due
from frontdesk.mail.models import EmailMessageEvent, Personalization
from frontdesk.mail.personalizing import single
from frontdesk.mail.tests.ai_samples import add_model
from frontdesk.mail.tests.campaign_samples import org_of
from frontdesk.mail.tests.personal_samples import PersonalWriter, calls, personalize, writing
from frontdesk.mail.tests.samples import make_due, make_template, message, send
from frontdesk.orgs.models import Contact
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import jobs, tenancy

HTML = "<p>{{ intro }}</p><p>Hello {{ name }}, your order {{ order }} is on its way.</p>"
DATA = {"name": "Lena", "order": "A-17", "intro": "Thank you for your order."}


@pytest.fixture
def writer(settings: Settings) -> Iterator[PersonalWriter]:
    with writing(settings) as fake:
        yield fake


@pytest.fixture
def template(alice: ApiClient, writer: PersonalWriter) -> dict[str, Any]:
    with tenancy.tenant(org_of(alice)):
        Contact.objects.create(
            organization_id=org_of(alice), email="lena@people.test", full_name="Lena Ortiz", fields={"city": "Cork"}
        )
    made = make_template(alice, activate=True, type="custom", subject="Order {{ order }}", html_code=HTML, name="Sent")
    personalize(alice, made, add_model(writer))
    return made


def accept(alice: ApiClient, template: dict[str, Any], **changes: object) -> str:
    values = {"type": None, "template_id": template["id"], "to": "Lena <lena@people.test>", "data": DATA, **changes}
    return str(send(alice, **values)["message_id"])


def texts_of(message_id: str) -> Personalization:
    with tenancy.platform("tests"):
        found: Personalization = Personalization.objects.get(message__id=message_id)
    return found


def told(message_id: str) -> list[str]:
    with tenancy.platform("tests"):
        return [each.detail for each in EmailMessageEvent.objects.filter(message__id=message_id).order_by("id")]


def write(alice: ApiClient, message_id: str) -> None:
    single.write(org_of(alice), message(message_id).id)


def test_it_is_kept_back_written_and_let_go(alice: ApiClient, template: dict[str, Any], writer: PersonalWriter) -> None:
    made = accept(alice, template)
    plain = message(made)
    assert plain.subject == "Order A-17"
    assert timedelta(seconds=20) < plain.next_attempt_at - timezone.now() <= timedelta(seconds=31)
    assert deliver_due() == 0
    write(alice, made)
    row = message(made)
    assert row.subject == "Order A-17 For you, Lena."
    assert "Thank you for your order. For you, Lena." in row.html
    assert "Thank you for your order. For you, Lena." in row.text
    assert b"For you, Lena." in bytes(row.mime)
    assert row.message_id_header == plain.message_id_header
    assert row.next_attempt_at <= timezone.now()
    assert texts_of(made).state == "done"
    assert told(made)[-1] == "Scribe wrote for its recipient."
    assert [(call.feature, call.related_type, call.related_id) for call in calls()] == [
        ("mail.auto_personalize", "email_message", made)
    ]
    assert deliver_due() == 1


def test_what_fails_goes_out_as_it_stands_at_once(
    alice: ApiClient, template: dict[str, Any], writer: PersonalWriter
) -> None:
    writer.write = lambda text, facts: "Look at www.evil.example"
    made = accept(alice, template)
    write(alice, made)
    row = message(made)
    assert row.subject == "Order A-17"
    assert row.next_attempt_at <= timezone.now()
    assert (texts_of(made).state, texts_of(made).reason) == ("plain", "refused")
    assert "as it stands in the template" in told(made)[-1]
    assert "evil" not in row.html


def test_a_mail_that_went_out_meanwhile_is_left_alone(
    alice: ApiClient, template: dict[str, Any], writer: PersonalWriter
) -> None:
    made = accept(alice, template)
    make_due([made])
    assert deliver_due() == 1
    write(alice, made)
    assert message(made).subject == "Order A-17"
    assert texts_of(made).state == "plain"


def test_a_job_that_runs_again_asks_for_nothing_twice(
    alice: ApiClient, template: dict[str, Any], writer: PersonalWriter
) -> None:
    made = accept(alice, template)
    with tenancy.platform("tests"):
        Personalization.objects.filter(message__id=made).update(state="asked")
    write(alice, made)
    write(alice, made)
    assert not writer.calls
    assert message(made).next_attempt_at <= timezone.now()
    assert (texts_of(made).state, texts_of(made).reason) == ("plain", "failed")


def test_the_job_is_in_the_queue(alice: ApiClient, template: dict[str, Any], writer: PersonalWriter) -> None:
    made = accept(alice, template)
    jobs.run_pending()
    assert message(made).subject == "Order A-17 For you, Lena."


def test_a_mail_for_later_waits_no_longer_than_it_would(
    alice: ApiClient, template: dict[str, Any], writer: PersonalWriter
) -> None:
    at = timezone.now() + timedelta(hours=2)
    made = accept(alice, template, send_at=at.isoformat())
    write(alice, made)
    assert message(made).next_attempt_at == message(made).send_at == at
    assert message(made).subject.endswith("For you, Lena.")


@pytest.mark.parametrize(
    "changes",
    [
        {"to": ["lena@people.test", "mia@people.test"]},
        {"to": "stranger@people.test"},
        {"attachments": [{"filename": "a.txt", "content_type": "text/plain", "content_base64": "YQ=="}]},
    ],
)
def test_what_is_not_for_one_contact_alone_goes_at_once(
    alice: ApiClient, template: dict[str, Any], changes: dict[str, object]
) -> None:
    made = accept(alice, template, **changes)
    assert message(made).next_attempt_at <= timezone.now()
    with tenancy.platform("tests"):
        assert not Personalization.objects.exists()


def test_mails_that_guard_an_account_are_the_same_for_everybody(alice: ApiClient, writer: PersonalWriter) -> None:
    made = make_template(
        alice, activate=True, type="security_notice", subject="Notice", html_code="<p>{{ name }}</p>", name="Notice"
    )
    answer = alice.put(
        f"/api/email-templates/{made['id']}/ai-config",
        {
            "ai_model_id": add_model(writer), "ai_model_type": "system", "auto_personalize": True,
            "personalization_fields": [{"name": "subject", "max_length": 100}], "recipient_fields": ["first_name"],
        },
    )  # fmt: skip
    assert answer.status == 200, answer.content
    sent = send(alice, type="security_notice", to="lena@people.test", data={"name": "Lena"})
    assert message(sent["message_id"]).template_id == made["id"]
    with tenancy.platform("tests"):
        assert not Personalization.objects.exists()

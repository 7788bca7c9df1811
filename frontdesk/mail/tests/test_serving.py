"""Which template serves: the organization's, in the recipient's language first; the global default; the shipped one."""

import pytest

from frontdesk.mail import account_mail, template_types
from frontdesk.mail.template_types import TemplateType
from frontdesk.mail.tests.samples import make_template, message, messages, send, set_locale
from frontdesk.orgs.models import Profile
from frontdesk.orgs.testing import ApiClient

BODY = "<p>For {{ recipient.name }}</p>"


def put(client: ApiClient, subject: str, locale: str) -> None:
    make_template(client, activate=True, subject=subject, locale=locale, html_code=BODY)


def served(client: ApiClient, **changes: object) -> str:
    return message(send(client, **changes)["message_id"]).subject


def test_the_order_of_precedence(alice: ApiClient, root: ApiClient, cast: dict[str, Profile]) -> None:
    set_locale(cast["carol"], "es")
    assert "Northgate" in served(alice)
    shipped = message(send(alice)["message_id"])
    assert (shipped.template_id, shipped.template_version, shipped.locale) == (None, None, "es")
    put(root, "global en", "en")
    assert served(alice) == "global en"
    put(root, "global es", "es")
    assert served(alice) == "global es"
    put(alice, "own en", "en")
    assert served(alice) == "own en"
    put(alice, "own es", "es")
    assert served(alice) == "own es"
    assert served(alice, locale="en") == "own en"
    assert served(alice, to="stranger@elsewhere.test") == "own en"
    set_locale(cast["alice"], "es", of_organization=True)
    assert served(alice, to="stranger@elsewhere.test") == "own es"


def test_a_contacts_language_counts(alice: ApiClient) -> None:
    put(alice, "own es", "es")
    put(alice, "own en", "en")
    answer = alice.post("/api/contacts", {"email": "Luis@client.test", "full_name": "Luis", "locale": "es"})
    assert answer.status == 201
    assert served(alice, to="Luis <luis@client.test>") == "own es"


def test_an_inactive_or_foreign_template_never_serves(alice: ApiClient, dave: ApiClient) -> None:
    put(dave, "Harbour's", "en")
    make_template(alice, subject="a draft")
    assert "Northgate" in served(alice)


def test_the_newest_of_several_active_custom_templates_serves(alice: ApiClient) -> None:
    for subject in ("first", "second"):
        make_template(alice, activate=True, type="custom", subject=subject, html_code=BODY)
    assert served(alice, type="custom") == "second"


@pytest.mark.parametrize("locale", ["en", "es"])
@pytest.mark.parametrize("type", list(TemplateType))
def test_every_type_ships(alice: ApiClient, type: TemplateType, locale: str) -> None:
    data = {name: value for name, value in template_types.sample_data(type, locale).items() if name != "organization"}
    made = message(send(alice, type=type.value, locale=locale, data=data)["message_id"])
    assert (made.locale, made.type, made.template_id) == (locale, type.value, None)
    assert made.subject
    assert "⟦" not in made.html + made.text + made.subject
    assert "Northgate Immigration" in made.html


@pytest.mark.parametrize("type", ["welcome", "reset_email", "email_confirmation", "invitation", "security_notice"])
def test_a_superadmins_account_mail_needs_no_organization(
    alice: ApiClient, root: ApiClient, cast: dict[str, Profile], type: str
) -> None:
    """Templates of organizations never serve it; global ones do."""
    make_template(alice, activate=True, type=type, subject="Northgate's", html_code=BODY)
    data = template_types.sample_data(TemplateType(type), "en")
    who = cast["root"]

    def sent_subject() -> str:
        own = {name: value for name, value in data.items() if name not in {"name", "organization"}}
        account_mail.send(org_id=None, type=type, to=who.email, name="Root", locale="en", data=own)
        return next(each.subject for each in reversed(messages()) if each.to_address == who.email)

    assert "Northgate" not in sent_subject()
    make_template(root, activate=True, type=type, subject="global", html_code=BODY)
    assert "global" in [each.subject for each in messages()] or sent_subject() == "global"
    assert all(each.organization_id is None for each in messages())


def test_a_superadmin_sends_tests_of_global_templates_to_themselves(root: ApiClient) -> None:
    glob = make_template(root, name="Global")
    answer = root.post(f"/api/email-templates/{glob['id']}/test-email", {"to": "root@frontdesk.test"})
    assert answer.status == 202
    assert message(answer.json["message_id"]).organization_id is None
    assert root.get(f"/api/mail/messages/{answer.json['message_id']}").status == 200

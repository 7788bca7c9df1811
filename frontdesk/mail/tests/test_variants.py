"""One mail in several languages, and which of them is sent."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from frontdesk.mail.models import EmailTemplate
from frontdesk.mail.tests.samples import TEMPLATES, change, make_template, message, send, set_locale
from frontdesk.orgs.models import Profile
from frontdesk.orgs.testing import Answer, ApiClient
from frontdesk.platform import tenancy


def add(client: ApiClient, template: dict[str, Any], locale: str = "es") -> Answer:
    return client.post(f"{TEMPLATES}/{template['id']}/variants", {"locale": locale})


def test_a_variant_is_an_inactive_copy_in_the_same_group(alice: ApiClient) -> None:
    made = make_template(alice, activate=True, preheader="Hi", design={"a": 1}, description="For all")
    answer = add(alice, made)
    assert answer.status == 201
    spanish = answer.json
    assert (spanish["locale"], spanish["is_active"], spanish["version"]) == ("es", False, 1)
    for name in ("name", "subject", "preheader", "html_code", "design", "description", "type", "variant_group"):
        assert spanish[name] == made[name], name
    assert [(each["locale"], each["id"]) for each in spanish["variants"]] == [
        ("en", made["id"]),
        ("es", spanish["id"]),
    ]
    listed = alice.get(TEMPLATES).json["items"]
    assert all([each["locale"] for each in item["variants"]] == ["en", "es"] for item in listed)


def test_a_language_is_there_once(alice: ApiClient) -> None:
    made = make_template(alice)
    spanish = add(alice, made).json
    refused = add(alice, spanish)
    assert (refused.status, refused.json["type"]) == (409, "urn:frontdesk:problem:variant-exists")
    assert refused.json["template_id"] == spanish["id"]
    assert add(alice, made, "en").status == 409
    gone = alice.post(f"{TEMPLATES}/{spanish['id']}/archive").json
    assert [each["id"] for each in gone["variants"]] == [made["id"], spanish["id"]]
    assert [each["id"] for each in alice.get(f"{TEMPLATES}/{made['id']}").json["variants"]] == [made["id"]]
    assert "archived" in add(alice, made).json["detail"]
    assert add(alice, made, "xx").status == 422


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_of_two_who_add_the_same_language_one_is_told(alice: ApiClient) -> None:
    made = make_template(alice)

    def try_it(_: int) -> int:
        try:
            return add(alice, made).status
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(try_it, range(4)))
    assert statuses == [201, 409, 409, 409]
    with tenancy.platform("tests"):
        assert EmailTemplate.objects.count() == 2


def test_a_global_default_gets_its_variants_from_superadmins(alice: ApiClient, root: ApiClient, bob: ApiClient) -> None:
    glob = make_template(root, name="Global")
    assert add(alice, glob).json["type"] == "urn:frontdesk:problem:global-template"
    assert add(bob, glob).status == 403
    assert add(root, glob).json["organization_id"] is None
    own = make_template(alice)
    assert add(root, own).json["organization_id"] == own["organization_id"]


def test_a_template_is_sent_in_the_recipients_language(alice: ApiClient, cast: dict[str, Profile]) -> None:
    made = make_template(alice, type="custom", activate=True)
    spanish = add(alice, made).json
    spanish = change(alice, spanish, subject="Hola").json

    def sent(**changes: object) -> int | None:
        return message(send(alice, type=None, template_id=made["id"], **changes)["message_id"]).template_id

    assert sent(locale="es") == made["id"]  # not active yet
    change(alice, spanish, is_active=True)
    assert sent(locale="es") == spanish["id"]
    assert sent() == made["id"]
    set_locale(cast["carol"], "es")
    assert sent() == spanish["id"]
    assert sent(locale="en") == made["id"]
    assert sent(to="stranger@client.test") == made["id"]


def test_a_deleted_variant_leaves_the_others(alice: ApiClient) -> None:
    made = make_template(alice)
    spanish = add(alice, made).json
    alice.delete(f"{TEMPLATES}/{made['id']}")
    left = alice.get(f"{TEMPLATES}/{spanish['id']}").json
    assert [each["id"] for each in left["variants"]] == [spanish["id"]]
    assert add(alice, spanish, "en").status == 201

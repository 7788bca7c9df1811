"""The platform locks types of mail: the global default serves, whatever an organization has of its own."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from frontdesk.mail import serving
from frontdesk.mail.template_types import TemplateType
from frontdesk.mail.tests.samples import TEMPLATES, change, mail_body, make_template, message, send
from frontdesk.orgs.models import AuditEntry, Profile
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

LOCKS = f"{TEMPLATES}/locks"
REASON = "All organisations speak with one voice."


def lock(root: ApiClient, type: str = "welcome", **changes: object) -> Any:
    answer = root.put(f"{LOCKS}/{type}", {"is_locked": True, "reason": REASON, **changes})
    assert answer.status == 200, answer.json
    return answer.json


def served(client: ApiClient, **changes: object) -> str:
    return message(send(client, **changes)["message_id"]).subject


def entry(root: ApiClient, type: str) -> Any:
    return next(item for item in root.get(LOCKS).json["items"] if item["type"] == type)


@pytest.fixture
def own(alice: ApiClient, root: ApiClient) -> dict[str, Any]:
    make_template(root, activate=True, subject="The default")
    return make_template(alice, activate=True, subject="Ours")


def test_a_locked_types_global_default_serves_until_it_is_unlocked(
    alice: ApiClient, root: ApiClient, own: dict[str, Any]
) -> None:
    assert served(alice) == "Ours"
    lock(root)
    assert served(alice) == "The default"
    assert root.delete(f"{LOCKS}/welcome").status == 200
    assert served(alice) == "Ours"


def test_what_ships_serves_where_there_is_no_default(alice: ApiClient, root: ApiClient) -> None:
    make_template(alice, activate=True, subject="Ours")
    lock(root)
    assert "Northgate" in served(alice)


def test_an_exception_goes_before_what_holds_for_all(
    alice: ApiClient, dave: ApiClient, root: ApiClient, own: dict[str, Any], cast: dict[str, Profile]
) -> None:
    make_template(dave, activate=True, subject="Harbour's")
    northgate = str(cast["alice"].organization_id)
    lock(root)
    lock(root, organization_id=northgate, is_locked=False, reason="")
    assert (served(alice), served(dave)) == ("Ours", "The default")
    assert entry(root, "welcome") == {
        "type": "welcome",
        "is_locked": True,
        "reason": REASON,
        "organizations": [{"id": northgate, "name": "Northgate Immigration", "is_locked": False, "reason": ""}],
    }
    lock(root, is_locked=False)
    lock(root, organization_id=northgate)
    assert (served(alice), served(dave)) == ("The default", "Harbour's")
    assert root.delete(f"{LOCKS}/welcome?organization_id={northgate}").status == 200
    assert served(alice) == "Ours"


def test_other_types_stay_open(alice: ApiClient, root: ApiClient, own: dict[str, Any]) -> None:
    lock(root, "newsletter")
    assert served(alice) == "Ours"


def test_an_own_template_of_a_locked_type_is_read_and_not_sent(
    alice: ApiClient, root: ApiClient, own: dict[str, Any]
) -> None:
    lock(root)
    assert alice.get(f"{TEMPLATES}/{own['id']}").status == 200
    by_id = mail_body(type=None, template_id=own["id"])
    refused = alice.post("/api/send-email", {name: value for name, value in by_id.items() if value})
    assert (refused.status, refused.json["type"]) == (403, "urn:frontdesk:problem:template-locked")
    assert REASON.rstrip(".") in refused.json["detail"]
    assert "platform" in refused.json["detail"]


def test_an_own_template_of_a_locked_type_is_neither_made_nor_changed(
    alice: ApiClient, root: ApiClient, own: dict[str, Any]
) -> None:
    draft = make_template(alice, locale="es")
    lock(root)
    made = alice.post(TEMPLATES, {"name": "N", "type": "welcome", "subject": "S", "html_code": "<p>x</p>"})
    newest = alice.get(f"{TEMPLATES}/{own['id']}").json
    renamed, activated = change(alice, newest, name="Another"), change(alice, draft, is_active=True)
    for refused in (made, renamed, activated):
        assert (refused.status, refused.json["type"]) == (403, "urn:frontdesk:problem:template-locked")
    assert alice.get(f"{TEMPLATES}/{own['id']}").json["name"] == own["name"]


def test_each_sees_what_is_locked_to_them(alice: ApiClient, dave: ApiClient, root: ApiClient, cast: Any) -> None:
    assert alice.get(LOCKS).json["items"] == []
    lock(root, "newsletter", organization_id=str(cast["alice"].organization_id))
    shown = [{"type": "newsletter", "is_locked": True, "reason": REASON, "organizations": []}]
    assert alice.get(LOCKS).json["items"] == shown
    assert dave.get(LOCKS).json["items"] == []
    assert {item["type"] for item in root.get(LOCKS).json["items"]} == set(TemplateType)


def test_only_superadmins_lock(alice: ApiClient, root: ApiClient) -> None:
    assert alice.put(f"{LOCKS}/welcome", {"is_locked": True}).status == 403
    assert alice.delete(f"{LOCKS}/welcome").status == 403
    assert not entry(root, "welcome")["is_locked"]


def test_what_is_not_there_gets_404(root: ApiClient) -> None:
    nobody = "00000000-0000-4000-8000-000000000000"
    assert root.put(f"{LOCKS}/welcome", {"is_locked": True, "organization_id": nobody}).status == 404
    assert root.delete(f"{LOCKS}/welcome").status == 404
    assert root.put(f"{LOCKS}/no-such-type", {"is_locked": True}).status == 404
    assert root.put(f"{LOCKS}/welcome", {"is_locked": "perhaps"}).status == 422
    assert root.put(f"{LOCKS}/welcome", {"is_locked": True, "reason": "x" * 301}).status == 422


def test_a_lock_is_written_down_and_told(root: ApiClient, cast: dict[str, Profile]) -> None:
    lock(root)
    lock(root, organization_id=str(cast["alice"].organization_id), is_locked=False)
    with tenancy.platform("tests"), connection.cursor() as cursor:
        actions = [(row.action, row.organization_id) for row in AuditEntry.objects.filter(action__contains="locked")]
        cursor.execute("select name, organization_id from events where name like 'template.%locked'")
        told = set(cursor.fetchall())
    northgate, harbour = cast["alice"].organization_id, cast["dave"].organization_id
    assert sorted(actions, key=str) == [("template.locked", None), ("template.unlocked", northgate)]
    locked = {("template.locked", None), ("template.locked", northgate), ("template.locked", harbour)}
    assert told == locked | {("template.unlocked", None), ("template.unlocked", northgate)}


def test_choosing_what_serves_takes_one_query(root: ApiClient, own: dict[str, Any], cast: dict[str, Profile]) -> None:
    lock(root)
    northgate = cast["alice"].organization_id
    with tenancy.tenant(northgate), CaptureQueriesContext(connection) as captured:
        found = serving.find_serving(northgate, TemplateType.WELCOME, "en")
    assert (found.source.subject, len(captured)) == ("The default", 1)

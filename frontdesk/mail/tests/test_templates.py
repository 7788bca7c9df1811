"""Templates are written, versioned and activated."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from frontdesk.mail.models import EmailTemplate
from frontdesk.mail.tests.samples import TEMPLATES, change, make_template, template_body
from frontdesk.orgs.models import AuditEntry
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy
from frontdesk.platform.models import Event


def names(client: ApiClient, query: str) -> list[str]:
    answer = client.get(f"{TEMPLATES}?{query}")
    assert answer.status == 200, answer.content
    return [item["name"] for item in answer.json["items"]]


def count_templates() -> int:
    with tenancy.platform("tests"):
        return EmailTemplate.objects.count()


def told() -> tuple[list[str], list[str]]:
    """The actions in the audit log and the names of the events, of templates, in order."""
    with tenancy.platform("tests"):
        entries = AuditEntry.objects.filter(object_type="email_template").order_by("id")
        events = Event.objects.filter(record_type="email_template").order_by("id")
        return [entry.action for entry in entries], [event.name for event in events]


def test_a_template_is_made_inactive_with_its_first_version(alice: ApiClient) -> None:
    made = make_template(alice, description="For new clients", preheader="Nice to meet you", locale="es")
    assert (made["is_active"], made["version"], made["is_default"], made["can_edit"]) == (False, 1, False, True)
    assert (made["category"], made["from_email_address_type"]) == ("system", "transactional_email")
    assert made["created_by"]["full_name"] == "Alice Archer"
    assert made["problems"] == []
    unused = {"sent": 0, "delivered": 0, "opened": 0, "clicked": 0, "open_rate": None, "last_sent_at": None}
    assert made["stats"] == unused
    assert (made["status"], made["edit_refusal"], made["lock"], made["archived_at"]) == ("draft", None, None, None)
    assert [each["id"] for each in made["variants"]] == [made["id"]]
    assert alice.get(f"{TEMPLATES}/{made['id']}").json == made
    versions = alice.get(f"{TEMPLATES}/{made['id']}/versions").json["items"]
    assert [(each["version"], each["name"]) for each in versions] == [(1, "Our welcome")]


def test_an_edit_of_the_content_makes_a_version_and_other_edits_do_not(alice: ApiClient) -> None:
    made = make_template(alice)
    moved = change(alice, made, category="transactional", from_email_address_type="transactional_email_2").json
    assert (moved["version"], moved["category"]) == (1, "transactional")
    assert change(alice, moved, subject=moved["subject"]).json["version"] == 1
    edited = change(alice, moved, subject="Good day, {{ name }}").json
    assert edited["version"] == 2
    assert edited["updated_at"] > made["updated_at"]
    versions = alice.get(f"{TEMPLATES}/{made['id']}/versions").json["items"]
    assert [each["version"] for each in versions] == [2, 1]
    assert alice.get(f"{TEMPLATES}/{made['id']}/versions/1").json["subject"] == "Welcome, {{ name }}"
    assert alice.get(f"{TEMPLATES}/{made['id']}/versions/3").status == 404


def test_code_is_kept_to_the_last_line_break(alice: ApiClient) -> None:
    code = "\n  <p>{{ name }}</p>\n\n"
    made = make_template(alice, html_code=code, text_code="\nHello\n")
    assert (made["html_code"], made["text_code"]) == (code, "\nHello\n")


def test_a_restored_version_becomes_the_newest(alice: ApiClient) -> None:
    made = make_template(alice, design={"blocks": [1]})
    edited = change(alice, made, subject="Second", html_code="<p>Second</p>", design={"blocks": []}).json
    path = f"{TEMPLATES}/{made['id']}/versions/1/restore"
    assert alice.post(path, {"version": 1}).status == 409
    restored = alice.post(path, {"version": edited["version"]}).json
    assert (restored["version"], restored["subject"], restored["design"]) == (3, made["subject"], {"blocks": [1]})
    assert restored["html_code"] == made["html_code"]


def test_a_stale_version_is_refused_with_the_current_one(alice: ApiClient) -> None:
    made = make_template(alice)
    change(alice, made, subject="First come")
    late = change(alice, made, subject="Too late")
    assert (late.status, late.json["current_version"]) == (409, 2)
    assert late.json["type"] == "urn:frontdesk:problem:stale-version"
    assert alice.get(f"{TEMPLATES}/{made['id']}").json["subject"] == "First come"


def test_activating_one_deactivates_the_other_of_its_type_and_locale(alice: ApiClient, dave: ApiClient) -> None:
    first = make_template(alice, activate=True)
    spanish = make_template(alice, activate=True, locale="es")
    other_type = make_template(alice, activate=True, type="newsletter", html_code="<p>{{ unsubscribe_url }}</p>",
                               subject="News")  # fmt: skip
    custom = [make_template(alice, activate=True, type="custom") for _ in range(2)]
    elsewhere = make_template(dave, activate=True)
    second = make_template(alice, activate=True)
    active = {item["id"] for item in alice.get(f"{TEMPLATES}?is_active=true&limit=100").json["items"]}
    assert active == {second["id"], spanish["id"], other_type["id"], *(each["id"] for each in custom)}
    assert dave.get(f"{TEMPLATES}/{elsewhere['id']}").json["is_active"] is True
    assert alice.get(f"{TEMPLATES}/{first['id']}").json["is_active"] is False
    assert change(alice, second, is_active=False).json["is_active"] is False


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_concurrent_activations_leave_exactly_one_active(alice: ApiClient) -> None:
    made = [make_template(alice) for _ in range(6)]

    def activate(template: dict[str, object]) -> int:
        try:
            return change(alice, template, is_active=True).status
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        statuses = list(pool.map(activate, made))
    assert set(statuses) <= {200, 409}
    assert 200 in statuses
    assert len(names(alice, "is_active=true&type=welcome")) == 1


def test_unknown_placeholders_are_listed_on_save_and_refused_on_activation(alice: ApiClient) -> None:
    made = make_template(alice, html_code="<p>Hello\n  {{ nmae }}</p>")
    found = {(each["code"], each["level"], each["line"], each["column"], each["field"]) for each in made["problems"]}
    assert ("unknown_placeholder", "error", 2, 6, "html_code") in found
    refused = change(alice, made, is_active=True)
    assert refused.status == 422
    error = next(each for each in refused.json["errors"] if each["field"] == "html_code")
    assert (error["line"], error["column"]) == (2, 6)
    assert "nmae" in error["message"]
    assert names(alice, "is_active=true") == []


@pytest.mark.parametrize(
    "broken",
    [
        {"html_code": "<p>{{ nobody_knows }}</p>"},
        {"html_code": "<p>{% if name %}</p>"},
        {"subject": "{{ name"},
        {"html_code": "<mjml><mj-body><mj-nothing/></mj-body></mjml>", "source_format": "mjml"},
    ],
)
def test_an_active_template_cannot_be_edited_into_a_broken_one(alice: ApiClient, broken: dict[str, str]) -> None:
    active = make_template(alice, activate=True)
    refused = change(alice, active, **broken)
    assert refused.status == 422
    assert all({"field", "message", "line", "column"} <= set(error) for error in refused.json["errors"])
    kept = alice.get(f"{TEMPLATES}/{active['id']}").json
    assert (kept["version"], kept["html_code"], kept["is_active"]) == (1, active["html_code"], True)
    assert len(alice.get(f"{TEMPLATES}/{active['id']}/versions").json["items"]) == 1


def test_a_draft_may_be_broken(alice: ApiClient) -> None:
    made = make_template(alice, html_code="<p>{% if name %}</p>")
    assert [each["level"] for each in made["problems"]] == ["error"]


def test_lists_are_filtered_searched_sorted_and_paged(alice: ApiClient, dave: ApiClient, root: ApiClient) -> None:
    make_template(dave, name="Harbour's")
    make_template(root, name="Global")
    for name in ("Cherry", "Apple", "Banana"):
        make_template(alice, name=name)
    make_template(alice, name="Noticias", type="newsletter", locale="es", subject="Junio", html_code="<p>verano</p>")
    assert set(names(alice, "")) == {"Cherry", "Apple", "Banana", "Noticias", "Global"}
    assert names(alice, "sort=name") == ["Apple", "Banana", "Cherry", "Global", "Noticias"]
    assert names(alice, "sort=updated")[0] == "Noticias"
    assert names(alice, "is_global=true") == ["Global"]
    for query in ("type=newsletter", "category=marketing", "locale=es", "q=JUNIO", "q=verano", "q=notici"):
        assert names(alice, query) == ["Noticias"], query
    assert names(alice, "is_active=true") == []
    assert dave.profile is not None
    assert names(alice, f"organization_id={dave.profile.organization_id}") == []
    assert {"Harbour's", "Apple"} < set(names(root, ""))
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = alice.get(f"{TEMPLATES}?sort=name&limit=2&cursor={cursor}").json
        assert len(page["items"]) <= 2
        seen += [item["name"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert seen == ["Apple", "Banana", "Cherry", "Global", "Noticias"]
    for bad in ("type=letter", "limit=0", "limit=101", "cursor=nonsense", "sort=size", "locale=xx"):
        assert alice.get(f"{TEMPLATES}?{bad}").status == 422, bad


def test_a_duplicate_is_an_inactive_copy_of_ones_own(alice: ApiClient, root: ApiClient) -> None:
    glob = make_template(root, name="Global", preheader="Hi", is_default=True, activate=True)
    assert (glob["organization_id"], glob["is_default"]) == (None, True)
    copied = alice.post(f"{TEMPLATES}/{glob['id']}/duplicate")
    assert copied.status == 201
    copy = copied.json
    assert (copy["name"], copy["is_active"], copy["is_default"], copy["version"]) == ("Global (copy)", False, False, 1)
    assert alice.profile is not None
    assert copy["organization_id"] == str(alice.profile.organization_id)
    assert (copy["html_code"], copy["preheader"], copy["can_edit"]) == (glob["html_code"], "Hi", True)


def test_global_templates_are_changed_by_superadmins_alone(alice: ApiClient, root: ApiClient) -> None:
    glob = make_template(root, name="Global", activate=True)
    seen = alice.get(f"{TEMPLATES}/{glob['id']}")
    assert (seen.status, seen.json["can_edit"]) == (200, False)
    assert change(alice, glob, subject="Mine").status == 403
    assert alice.delete(f"{TEMPLATES}/{glob['id']}").status == 403
    assert alice.post(f"{TEMPLATES}/{glob['id']}/versions/1/restore", {"version": 1}).status == 403
    assert root.get(f"{TEMPLATES}/{glob['id']}").json["subject"] == glob["subject"]
    assert alice.post(TEMPLATES, template_body(is_default=True)).status == 403
    made = make_template(alice)
    assert change(alice, made, is_default=True).status == 403
    assert change(alice, made, is_default=False, subject="As the editor sends it").status == 200
    assert change(root, glob, is_default=True).json["is_default"] is True


def test_agents_read_and_clients_do_not(alice: ApiClient, bob: ApiClient, carol: ApiClient, nobody: ApiClient) -> None:
    made = make_template(alice)
    path = f"{TEMPLATES}/{made['id']}"
    assert bob.get(path).json["can_edit"] is False
    attempts: list[tuple[str, str, object]] = [
        ("PATCH", path, {"version": 1, "subject": "Mine"}),
        ("PATCH", path, {"version": 1, "is_active": True}),
        ("DELETE", path, None),
        ("POST", TEMPLATES, template_body()),
        ("POST", f"{path}/duplicate", {}),
        ("POST", f"{path}/versions/1/restore", {"version": 1}),
    ]
    reads: list[tuple[str, str, object]] = [("GET", each, None) for each in (path, TEMPLATES, f"{path}/versions")]

    def statuses(who: ApiClient, calls: list[tuple[str, str, object]]) -> set[int]:
        return {who.call(*call).status for call in calls}

    assert statuses(bob, attempts) == {403}
    assert statuses(carol, attempts + reads) == {403}
    assert statuses(nobody, attempts + reads) == {401}
    assert count_templates() == 1
    assert alice.get(path).json == made


def test_another_organization_finds_nothing(alice: ApiClient, dave: ApiClient) -> None:
    made = make_template(alice)
    path = f"{TEMPLATES}/{made['id']}"
    answers = [
        dave.get(path),
        dave.patch(path, {"version": 1, "subject": "Mine"}),
        dave.delete(path),
        dave.post(f"{path}/duplicate"),
        dave.post(f"{path}/test-email", {"to": "dave@harbour.test"}),
        dave.get(f"{path}/versions"),
        dave.get(f"{path}/versions/1"),
        dave.post(f"{path}/versions/1/restore", {"version": 1}),
    ]
    unknown = dave.get(f"{TEMPLATES}/987654321").json
    assert [answer.status for answer in answers] == [404] * len(answers)
    assert all(answer.json == unknown for answer in answers if "version" not in answer.json["detail"])
    assert alice.get(path).json == made
    assert count_templates() == 1


def test_a_deleted_template_is_gone_with_its_versions(alice: ApiClient) -> None:
    made = make_template(alice, activate=True)
    assert alice.delete(f"{TEMPLATES}/{made['id']}").status == 204
    assert alice.get(f"{TEMPLATES}/{made['id']}").status == 404
    assert alice.delete(f"{TEMPLATES}/{made['id']}").status == 404


def test_every_change_is_audited_and_told(alice: ApiClient) -> None:
    made = make_template(alice, activate=True)
    change(alice, made, subject="Second")
    alice.patch(f"{TEMPLATES}/{made['id']}", {"version": 2, "is_active": False})
    alice.delete(f"{TEMPLATES}/{made['id']}")
    expected = [f"template.{verb}" for verb in ("created", "activated", "updated", "deactivated", "deleted")]
    assert told() == (expected, expected)
    with tenancy.platform("tests"):
        entry = AuditEntry.objects.get(action="template.updated")
    assert (entry.object_label, entry.changes) == ("Our welcome", {"fields": ["subject"]})


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "two\nlines"}, "name"),
        ({"type": "letter"}, "type"),
        ({"locale": "fr"}, "locale"),
        ({"source_format": "pdf"}, "source_format"),
        ({"category": "spam"}, "category"),
        ({"from_email_address_type": "boss"}, "from_email_address_type"),
        ({"subject": "x" * 501}, "subject"),
        ({"html_code": "a\x00b"}, "html_code"),
        ({"organization_id": "1"}, "organization_id"),
        ({"html_code": 5}, "html_code"),
    ],
)
def test_bad_values_are_refused_by_field(alice: ApiClient, changes: dict[str, object], field: str) -> None:
    refused = alice.post(TEMPLATES, template_body(**changes))
    assert refused.status == 422
    assert refused.json["errors"][0]["field"] == field
    assert count_templates() == 0


def test_a_template_that_is_too_big_is_refused(alice: ApiClient) -> None:
    refused = alice.post(TEMPLATES, template_body(html_code="<p>x</p>" * 700_000))
    assert refused.status in (413, 422)
    assert "limit is" in refused.json["detail"]
    made = make_template(alice)
    assert change(alice, made, text_code="x" * 1_200_000).status == 422
    assert count_templates() == 1

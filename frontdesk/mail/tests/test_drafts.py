"""Unsaved work is kept for its author, and others see that somebody has the template open."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from frontdesk.mail.models import EmailTemplateDraft
from frontdesk.mail.tests.samples import TEMPLATES, change, make_template
from frontdesk.orgs.models import Profile, Role
from frontdesk.orgs.testing import Answer, ApiClient
from frontdesk.platform import tenancy
from frontdesk.platform.models import Event


@pytest.fixture
def erin(cast: dict[str, Profile]) -> ApiClient:
    """A second admin of Northgate."""
    with tenancy.platform("tests"):
        bob = cast["bob"]
        bob.role = Role.ADMIN
        bob.save(update_fields=["role"])
    return ApiClient(bob)


def path(template: dict[str, Any]) -> str:
    return f"{TEMPLATES}/{template['id']}/draft"


def keep(client: ApiClient, template: dict[str, Any], content: object = None, **more: object) -> Answer:
    return client.put(path(template), {"base_version": template["version"], "content": content, **more})


def editors(answer: Answer) -> list[tuple[str, bool]]:
    assert answer.status == 200, answer.content
    return [(each["profile"]["full_name"], each["has_unsaved"]) for each in answer.json["editors"]]


def told() -> int:
    with tenancy.platform("tests"):
        return Event.objects.filter(name="template.editing").count()


def age(seconds: int) -> None:
    with tenancy.platform("tests"):
        EmailTemplateDraft.objects.update(seen_at=timezone.now() - timedelta(seconds=seconds))


def test_what_was_typed_comes_back(alice: ApiClient) -> None:
    made = make_template(alice)
    assert alice.get(path(made)).status == 404
    content = {"subject": "  Not saved ", "name": "", "design": {"blocks": [1]}, "html_code": "<p>\n"}
    answer = keep(alice, made, content)
    assert (editors(answer), answer.json["saved_at"] is None) == ([], False)
    kept = alice.get(path(made)).json
    assert kept == {"content": content, "base_version": 1, "saved_at": answer.json["saved_at"]}
    assert alice.get(f"{TEMPLATES}/{made['id']}").json["subject"] == made["subject"]
    keep(alice, made, {"subject": "Later"})
    assert alice.get(path(made)).json["content"] == {"subject": "Later"}


def test_a_sign_of_life_keeps_the_content_or_begins_without(alice: ApiClient) -> None:
    made = make_template(alice)
    assert keep(alice, made, keep_content=True).json["saved_at"] is None
    saved_at = keep(alice, made, {"subject": "Typed"}).json["saved_at"]
    assert keep(alice, made, keep_content=True).json["saved_at"] == saved_at
    assert alice.get(path(made)).json["content"] == {"subject": "Typed"}
    assert keep(alice, made, None).json["saved_at"] is None
    assert alice.get(path(made)).status == 404


def test_others_see_who_is_there_and_never_what_they_type(alice: ApiClient, erin: ApiClient, bob: ApiClient) -> None:
    made = make_template(alice)
    keep(alice, made, {"subject": "A secret of Alice's"})
    answer = keep(erin, made, keep_content=True)
    assert editors(answer) == [("Alice Archer", True)]
    assert b"secret" not in answer.content
    assert erin.get(path(made)).status == 404
    keep(erin, made, {"subject": "Erin's own"})
    assert editors(keep(alice, made, keep_content=True)) == [("Bob Baker", True)]
    assert alice.get(path(made)).json["content"] == {"subject": "A secret of Alice's"}
    erin.delete(path(made))
    assert editors(keep(alice, made, keep_content=True)) == []
    assert alice.get(path(made)).status == 200


def test_who_was_not_seen_for_45_seconds_has_gone(alice: ApiClient, erin: ApiClient) -> None:
    made = make_template(alice)
    keep(alice, made)
    age(40)
    assert editors(keep(erin, made)) == [("Alice Archer", False)]
    age(46)
    assert editors(keep(erin, made)) == []


def test_who_leaves_has_gone_at_once_and_loses_nothing(alice: ApiClient, erin: ApiClient) -> None:
    made = make_template(alice)
    keep(alice, made, {"subject": "Typed"})
    before = told()
    assert keep(alice, made, leaving=True).json["saved_at"] is not None
    assert told() == before + 1
    assert editors(keep(erin, made)) == []
    assert alice.get(path(made)).json["content"] == {"subject": "Typed"}
    # Another tab of hers goes on.
    keep(alice, made, keep_content=True)
    assert editors(keep(erin, made, keep_content=True)) == [("Alice Archer", True)]


def test_leaving_what_one_never_opened_tells_nobody(alice: ApiClient, erin: ApiClient) -> None:
    made = make_template(alice)
    before = told()
    assert keep(erin, made, leaving=True).status == 200
    assert told() == before
    assert editors(keep(alice, made)) == []


def test_a_superadmin_in_the_house_is_seen(alice: ApiClient, root: ApiClient) -> None:
    made = make_template(alice)
    keep(root, made, {"subject": "Root's"})
    assert editors(keep(alice, made)) == [("Platform administrator", True)]
    assert editors(keep(root, made, keep_content=True)) == [("Alice Archer", False)]


def test_a_save_forgets_ones_own_draft_and_nobody_elses(alice: ApiClient, erin: ApiClient) -> None:
    made = make_template(alice)
    keep(alice, made, {"subject": "Alice's"})
    keep(erin, made, {"subject": "Erin's"})
    saved = change(alice, made, subject="Alice's").json
    assert alice.get(path(made)).status == 404
    assert erin.get(path(made)).json == {**erin.get(path(made)).json, "base_version": 1}
    assert erin.get(path(made)).json["content"] == {"subject": "Erin's"}
    keep(alice, saved, {"subject": "Again"})
    alice.post(f"{TEMPLATES}/{made['id']}/versions/1/restore", {"version": 2})
    assert alice.get(path(made)).status == 404


def test_switches_of_the_library_and_refused_saves_forget_nothing(alice: ApiClient) -> None:
    made = make_template(alice)
    keep(alice, made, {"subject": "Mine"})
    change(alice, made, is_active=True)
    alice.post(f"{TEMPLATES}/bulk", {"ids": [made["id"]], "action": "deactivate"})
    assert alice.patch(f"{TEMPLATES}/{made['id']}", {"version": 7, "subject": "Stale"}).status == 409
    assert alice.get(path(made)).json["content"] == {"subject": "Mine"}


def test_the_stream_hears_of_coming_and_going_and_not_of_each_sign_of_life(alice: ApiClient) -> None:
    made = make_template(alice)
    keep(alice, made)
    assert told() == 1
    keep(alice, made, keep_content=True)
    assert told() == 1
    keep(alice, made, {"subject": "Something"})
    keep(alice, made, {"subject": "Something else"})
    assert told() == 2
    alice.delete(path(made))
    alice.delete(path(made))
    assert told() == 3
    keep(alice, made)
    age(60)
    keep(alice, made, keep_content=True)
    assert told() == 5


def test_a_sign_of_life_is_cheap(alice: ApiClient, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    made = make_template(alice)
    keep(alice, made, {"subject": "Typed"})
    # Of these, who asks and the transaction itself are six.
    with django_assert_max_num_queries(12) as asked:
        keep(alice, made, keep_content=True)
    assert not [query for query in asked.captured_queries if '"html_code"' in query["sql"]]


def test_only_who_may_edit_has_a_draft(
    alice: ApiClient, bob: ApiClient, carol: ApiClient, dave: ApiClient, root: ApiClient
) -> None:
    made, glob = make_template(alice), make_template(root, name="Global")
    archived = make_template(alice, name="Archived")
    alice.post(f"{TEMPLATES}/{archived['id']}/archive")
    statuses = [keep(who, made, {"subject": "Mine"}).status for who in (bob, carol, dave)]
    assert statuses == [403, 403, 404]
    assert keep(alice, glob).json["type"] == "urn:frontdesk:problem:template-global"
    assert keep(alice, archived).json["type"] == "urn:frontdesk:problem:template-archived"
    root.put(f"{TEMPLATES}/locks/welcome", {"is_locked": True, "reason": ""})
    assert keep(alice, made).json["type"] == "urn:frontdesk:problem:template-locked"
    with tenancy.platform("tests"):
        assert not EmailTemplateDraft.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        {"base_version": 0},
        {"content": {}},
        {"base_version": 1, "content": {"is_active": True}},
        {"base_version": 1, "content": {"subject": "a\x00b"}},
        {"base_version": 1, "content": {"design": {"a": "\x00"}}},
        {"base_version": 1, "content": {"category": "spam"}},
    ],
)
def test_bad_drafts_are_refused(alice: ApiClient, body: dict[str, object]) -> None:
    assert alice.put(path(make_template(alice)), body).status == 422


def test_a_draft_beyond_2_mb_is_refused(alice: ApiClient) -> None:
    made = make_template(alice)
    assert keep(alice, made, {"html_code": "x" * 2_200_000}).status == 413
    assert keep(alice, made, {"html_code": "x" * 1_900_000}).status == 200


def test_a_deleted_template_takes_its_drafts_along(alice: ApiClient) -> None:
    made = make_template(alice)
    keep(alice, made, {"subject": "Mine"})
    alice.delete(f"{TEMPLATES}/{made['id']}")
    with tenancy.platform("tests"):
        assert not EmailTemplateDraft.objects.filter(seen_at__lte=Now()).exists()

"""The library: filters, orders, pages, and what its cards show."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from frontdesk.mail.models import EmailEngagement, EmailMessage, EngagementKind
from frontdesk.mail.outcomes.deeds import make_deed
from frontdesk.mail.tests.samples import TEMPLATES, change, make_template, template_body
from frontdesk.orgs.models import Profile
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy


def names(client: ApiClient, query: str = "") -> list[str]:
    answer = client.get(f"{TEMPLATES}?{query}")
    assert answer.status == 200, answer.content
    return [item["name"] for item in answer.json["items"]]


def card(client: ApiClient, name: str) -> dict[str, Any]:
    return next(item for item in client.get(f"{TEMPLATES}?limit=100").json["items"] if item["name"] == name)


def pages(client: ApiClient, query: str, limit: int = 2) -> list[str]:
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = client.get(f"{TEMPLATES}?{query}&limit={limit}&cursor={cursor}").json
        assert len(page["items"]) <= limit
        found += [item["name"] for item in page["items"]]
        cursor = page["next_cursor"]
    return found


def use(template: dict[str, Any], *, sent: int, opened: int = 0, machines: int = 0, tests: int = 0) -> None:
    """As though mails had been sent with it, and some opened: twice by whoever opened."""
    common = {
        "organization_id": template["organization_id"],
        "template_id": template["id"],
        "from_address": "a@b.test",
        "to_address": "c@d.test",
        "subject": "s",
        "mime": b"",
        "message_id_header": "<x@y>",
    }
    with tenancy.platform("tests"):
        mails = [
            EmailMessage(**common, status="delivered", tracks_opens=True, is_test=number >= sent)
            for number in range(sent + tests)
        ]
        EmailMessage.objects.bulk_create(mails)
        EmailEngagement.objects.bulk_create(
            make_deed(mail, EngagementKind.OPEN, is_machine=is_machine)
            for mails_of, is_machine in ((mails[:opened] * 2, False), (mails[:machines], True))
            for mail in mails_of
        )


def test_orders_by_use_and_open_rate_page_without_gap_or_double(alice: ApiClient) -> None:
    for name, sent, opened in (("A", 10, 1), ("B", 2, 2), ("C", 5, 0), ("D", 4, 2), ("E", 8, 4)):
        use(make_template(alice, name=name), sent=sent, opened=opened, machines=sent, tests=3)
    make_template(alice, name="Unused")
    assert pages(alice, "sort=sent") == ["A", "E", "C", "D", "B", "Unused"]
    assert pages(alice, "sort=opened") == ["B", "E", "D", "A", "C", "Unused"]
    assert pages(alice, "sort=opened", limit=1) == ["B", "E", "D", "A", "C", "Unused"]
    assert pages(alice, "sort=created") == ["Unused", "E", "D", "C", "B", "A"]
    assert pages(alice, "sort=name") == ["A", "B", "C", "D", "E", "Unused"]
    assert card(alice, "D")["stats"] == {
        "sent": 4,
        "delivered": 4,
        "opened": 2,
        "clicked": 0,
        "open_rate": 0.5,
        "last_sent_at": None,
    }
    assert card(alice, "Unused")["stats"]["open_rate"] is None
    assert alice.get(f"{TEMPLATES}?sort=opened&cursor=WyJhIiwxXQ").status == 422


def test_cards_cost_the_same_number_of_queries_however_many_there_are(
    alice: ApiClient, root: ApiClient, dave: ApiClient
) -> None:
    def fill(number: int) -> None:
        for client in (alice, dave, root):
            for _ in range(number):
                made = make_template(client)
                client.post(f"{TEMPLATES}/{made['id']}/variants", {"locale": "es"})
                use(made, sent=2, opened=1)

    @contextmanager
    def counted(into: list[int]) -> Iterator[None]:
        with CaptureQueriesContext(connection) as queries:
            yield
        into.append(len(queries))

    counts: dict[str, list[int]] = {}
    for number in (1, 4):
        fill(number)
        root.put(f"{TEMPLATES}/locks/welcome", {"is_locked": number == 4, "reason": "One voice"})
        root.put(f"{TEMPLATES}/locks/welcome", {"is_locked": False, "reason": ""})
        for who, client in (("alice", alice), ("root", root)):
            for sort in ("updated", "opened", "sent"):
                with counted(counts.setdefault(f"{who} {sort}", [])):
                    assert client.get(f"{TEMPLATES}?limit=100&sort={sort}").status == 200
    assert {name: few - many for name, (few, many) in counts.items()} == dict.fromkeys(counts, 0)
    assert max(many for _, many in counts.values()) < 16


def test_archived_templates_are_hidden_unless_asked_for(alice: ApiClient) -> None:
    old, active = make_template(alice, name="Old", activate=True), make_template(alice, name="Active", type="custom")
    change(alice, active, is_active=True)
    make_template(alice, name="Draft")
    gone = alice.post(f"{TEMPLATES}/{old['id']}/archive").json
    assert (gone["status"], gone["is_active"], gone["archived_at"] is None) == ("archived", False, False)
    assert set(names(alice)) == {"Active", "Draft"}
    assert (names(alice, "status=archived"), names(alice, "status=active")) == (["Old"], ["Active"])
    assert names(alice, "status=draft") == ["Draft"]
    assert alice.get(f"{TEMPLATES}?status=lost").status == 422


def test_an_archived_template_is_brought_back_before_it_changes(alice: ApiClient) -> None:
    made = make_template(alice, type="custom")
    path = f"{TEMPLATES}/{made['id']}"
    gone = alice.post(f"{path}/archive").json
    assert alice.post(f"{path}/archive").status == 200
    assert (gone["can_edit"], gone["edit_refusal"]["code"]) == (False, "archived")
    for refused in (
        change(alice, made, subject="Still here"),
        change(alice, made, is_active=True),
        alice.post(f"{path}/variants", {"locale": "es"}),
    ):
        assert (refused.status, refused.json["type"]) == (409, "urn:frontdesk:problem:template-archived")
    mail = {"template_id": made["id"], "to": "carol@client.test", "data": {"name": "C", "action_url": "https://a.test"}}
    assert alice.post("/api/send-email", mail).status == 422
    back = alice.post(f"{path}/unarchive").json
    assert (back["status"], back["can_edit"], back["version"]) == ("draft", True, 1)
    assert change(alice, back, subject="Back").status == 200


def test_words_are_found_in_names_subjects_and_content(alice: ApiClient) -> None:
    make_template(alice, name="Lighthouse")
    make_template(alice, name="B", subject="The lighthouse")
    make_template(alice, name="C", html_code="<p>A LIGHTHOUSE</p>")
    make_template(alice, name="D", text_code="lighthouse 100% _x_")
    make_template(alice, name="E")
    assert set(names(alice, "q=lighthouse")) == {"Lighthouse", "B", "C", "D"}
    assert names(alice, "q=100%25") == ["D"]
    assert names(alice, "q=_x_") == ["D"]


def test_authors_are_who_made_templates_here(alice: ApiClient, dave: ApiClient, cast: dict[str, Profile]) -> None:
    make_template(alice)
    make_template(dave)
    authors = alice.get(f"{TEMPLATES}/authors").json["items"]
    assert [(each["full_name"], each["id"]) for each in authors] == [("Alice Archer", str(cast["alice"].id))]
    assert names(alice, f"created_by={cast['alice'].id}") == ["Our welcome"]
    assert names(alice, f"created_by={cast['dave'].id}") == []


def test_a_card_says_why_it_cannot_be_edited(alice: ApiClient, bob: ApiClient, root: ApiClient) -> None:
    make_template(alice)
    make_template(root, name="Global", type="newsletter", html_code="<p>x</p>", subject="x")
    assert (card(alice, "Our welcome")["edit_refusal"], card(alice, "Our welcome")["lock"]) == (None, None)
    assert card(alice, "Global")["edit_refusal"]["code"] == "global"
    assert card(bob, "Our welcome")["edit_refusal"]["code"] == "role"
    assert card(root, "Global")["can_edit"] is True
    root.put(f"{TEMPLATES}/locks/welcome", {"is_locked": True, "reason": "One voice for all"})
    locked = card(alice, "Our welcome")
    assert locked["lock"] == {"is_locked": True, "reason": "One voice for all"}
    assert (locked["can_edit"], locked["edit_refusal"]["code"]) == (False, "locked")
    assert "One voice for all" in locked["edit_refusal"]["detail"]
    assert card(root, "Our welcome")["lock"]["is_locked"] is True
    assert card(root, "Our welcome")["organization_name"] == "Northgate Immigration"


def test_a_locked_type_is_neither_edited_nor_activated_nor_made(alice: ApiClient, root: ApiClient) -> None:
    made, active = make_template(alice), make_template(alice, activate=True, name="Active")
    root.put(f"{TEMPLATES}/locks/welcome", {"is_locked": True, "reason": "One voice"})
    path = f"{TEMPLATES}/{made['id']}"
    for refused in (
        change(alice, made, subject="Mine"),
        change(alice, made, is_active=True),
        alice.post(TEMPLATES, template_body()),
        alice.post(f"{path}/duplicate"),
        alice.post(f"{path}/variants", {"locale": "es"}),
        alice.post(f"{path}/versions/1/restore", {"version": 1}),
    ):
        assert (refused.status, refused.json["type"]) == (403, "urn:frontdesk:problem:template-locked")
        assert "One voice" in refused.json["detail"]
    assert alice.get(path).status == 200
    assert change(alice, active, is_active=False).status == 200
    assert alice.post(f"{path}/archive").status == 200
    assert alice.delete(path).status == 204


def bulk(client: ApiClient, action: str, *ids: int) -> dict[int, tuple[bool, str]]:
    answer = client.post(f"{TEMPLATES}/bulk", {"ids": list(ids), "action": action})
    assert answer.status == 200, answer.json
    return {each["id"]: (each["ok"], each["detail"]) for each in answer.json["items"]}


def test_bulk_actions_do_what_they_can_and_say_what_they_cannot(
    alice: ApiClient, dave: ApiClient, root: ApiClient
) -> None:
    good = make_template(alice, type="custom")["id"]
    broken = make_template(alice, html_code="<p>{{ nmae }}</p>", name="Broken")["id"]
    theirs, glob = make_template(dave)["id"], make_template(root)["id"]
    answer = alice.post(f"{TEMPLATES}/bulk", {"ids": [broken, good, theirs, glob, good], "action": "activate"})
    items = {each["id"]: each for each in answer.json["items"]}
    assert [each["id"] for each in answer.json["items"]] == [broken, good, theirs, glob]
    assert {id: each["ok"] for id, each in items.items()} == {broken: False, good: True, theirs: False, glob: False}
    assert items[broken]["errors"][0]["code"] == "unknown_placeholder"
    assert (items[broken]["errors"][0]["line"], "nmae" in items[broken]["detail"]) == (1, True)
    assert "Duplicate it" in items[glob]["detail"]
    assert alice.get(f"{TEMPLATES}/{good}").json["is_active"] is True
    assert bulk(alice, "archive", good, broken) == {good: (True, ""), broken: (True, "")}
    assert names(alice, "is_global=false") == []
    assert bulk(alice, "unarchive", good)[good][0]
    assert bulk(alice, "deactivate", good)[good][0]
    assert bulk(alice, "delete", good, broken, theirs)[theirs][0] is False
    assert dave.get(f"{TEMPLATES}/{theirs}").status == 200
    assert alice.get(f"{TEMPLATES}/{good}").status == 404


def test_of_two_of_one_type_the_last_of_a_bulk_activation_is_active(alice: ApiClient) -> None:
    first, second = make_template(alice)["id"], make_template(alice)["id"]
    assert all(ok for ok, _ in bulk(alice, "activate", second, first).values())
    assert [each["id"] for each in alice.get(f"{TEMPLATES}?is_active=true").json["items"]] == [first]


@pytest.mark.parametrize(
    "body",
    [{"ids": [], "action": "delete"}, {"ids": [1], "action": "burn"}, {"ids": list(range(1, 102)), "action": "delete"}],
)
def test_bulk_bounds(alice: ApiClient, body: dict[str, object]) -> None:
    assert alice.post(f"{TEMPLATES}/bulk", body).status == 422


def test_bulk_is_for_who_may_manage(bob: ApiClient, alice: ApiClient) -> None:
    made = make_template(alice)
    assert bob.post(f"{TEMPLATES}/bulk", {"ids": [made["id"]], "action": "delete"}).status == 403
    assert alice.get(f"{TEMPLATES}/{made['id']}").status == 200


def test_a_thumbnail_is_drawn_once_until_something_in_it_changes(alice: ApiClient, bob: ApiClient) -> None:
    made = make_template(alice, html_code="<p>{{ organization.name }} for {{ name }}</p>", text_code="T {{ name }}")
    path = f"{TEMPLATES}/{made['id']}/rendered"
    first = alice.get(path)
    assert (first.status, first.json["subject"], first.json["text"]) == (200, "Welcome, Carol", "T Carol\n")
    assert "Northgate Immigration for Carol" in first.json["preview_html"]
    tag = first.headers["ETag"]
    again = alice.get(path, **{"If-None-Match": tag})
    assert (again.status, again.content, again.headers["ETag"]) == (304, b"", tag)
    alice.patch("/api/organization", {"name": "Southgate"})
    renamed = alice.get(path, **{"If-None-Match": tag})
    assert (renamed.status, "Southgate for" in renamed.json["preview_html"]) == (200, True)
    change(alice, made, subject="Changed")
    changed = alice.get(path, **{"If-None-Match": renamed.headers["ETag"]})
    assert (changed.status, changed.json["subject"]) == (200, "Changed")
    assert bob.get(path).status == 200


def test_a_draft_that_cannot_be_drawn_says_why(alice: ApiClient) -> None:
    made = make_template(alice, html_code="<p>{% if name %}</p>")
    refused = alice.get(f"{TEMPLATES}/{made['id']}/rendered")
    assert (refused.status, refused.json["type"]) == (422, "urn:frontdesk:problem:template-problems")


def test_an_earlier_version_is_drawn(alice: ApiClient) -> None:
    made = make_template(alice)
    change(alice, made, subject="Second", html_code="<p>Second</p>")
    drawn = alice.get(f"{TEMPLATES}/{made['id']}/versions/1/rendered").json
    assert drawn["subject"] == "Welcome, Carol"
    assert "start here" in drawn["preview_html"]
    assert "Second" in alice.get(f"{TEMPLATES}/{made['id']}/versions/2/rendered").json["preview_html"]
    assert alice.get(f"{TEMPLATES}/{made['id']}/versions/3/rendered").status == 404


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_bulk_changes_at_the_same_moment_wait_for_each_other(alice: ApiClient, root: ApiClient) -> None:
    ids = [make_template(alice)["id"] for _ in range(4)]

    def change_all(turn: int) -> set[bool]:
        order, who = ids if turn % 2 else ids[::-1], root if turn % 3 == 2 else alice
        try:
            return {ok for ok, _ in bulk(who, "activate" if turn < 4 else "deactivate", *order).values()}
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(change_all, range(6))) == [{True}] * 6
    assert len(names(alice, "is_active=true")) <= 1


def test_who_may_not_activate_changes_nothing_that_is_active(alice: ApiClient, cast: dict[str, Profile]) -> None:
    made, draft = make_template(alice, activate=True), make_template(alice, name="Draft")
    made = change(alice, made, subject="Newer").json
    writer = ApiClient(cast["alice"], ["templates.read", "templates.manage"])
    path = f"{TEMPLATES}/{made['id']}"
    for refused in (
        change(writer, made, subject="Pay here"),
        writer.post(f"{path}/versions/1/restore", {"version": made["version"]}),
        writer.put(f"{path}/draft", {"base_version": 1, "content": {"subject": "x"}}),
        writer.post(f"{path}/archive"),
        writer.delete(path),
    ):
        assert (refused.status, refused.json["type"]) == (403, "urn:frontdesk:problem:template-active")
    assert writer.get(path).json["edit_refusal"]["code"] == "active"
    after = alice.get(path).json
    assert (after["subject"], after["is_active"], after["archived_at"]) == (made["subject"], True, None)
    assert writer.post(f"{path}/duplicate").status == 201
    assert change(writer, draft, subject="Mine").status == 200
    assert change(writer, draft | {"version": 2}, is_active=True).status == 403
    assert writer.delete(f"{TEMPLATES}/{draft['id']}").status == 204

"""Whom a global default reaches, and what the whole platform uses."""

from datetime import UTC, datetime
from typing import Any

import pytest

from frontdesk.mail.tests.samples import TEMPLATES, change, make_template, set_locale
from frontdesk.mail.tests.test_analytics import add_mails, engage, some
from frontdesk.orgs.models import Profile
from frontdesk.orgs.testing import ApiClient

USAGE = f"{TEMPLATES}/platform-usage"
MARCH = "since=2026-03-01T00:00:00Z&until=2026-04-01T00:00:00Z"
AT = datetime(2026, 3, 2, 12, tzinfo=UTC)


def ask(root: ApiClient, template: dict[str, Any]) -> Any:
    answer = root.get(f"{TEMPLATES}/{template['id']}/reach")
    assert answer.status == 200, answer.json
    return answer.json


def names(found: list[dict[str, Any]]) -> list[str]:
    return [each["name"] for each in found]


def test_it_reaches_who_has_none_of_their_own(alice: ApiClient, root: ApiClient) -> None:
    default = make_template(root)
    assert names(ask(root, default)["organizations"]) == ["Harbour College", "Northgate Immigration"]
    own = make_template(alice, activate=True)
    reach = ask(root, default)
    assert (reach["total"], names(reach["organizations"])) == (1, ["Harbour College"])
    assert reach["total_overriding"] == 1
    assert some(reach["overriding"][0], "name", "template_id") == ["Northgate Immigration", own["id"]]


def test_inactive_other_types_and_other_languages_do_not_override(alice: ApiClient, root: ApiClient) -> None:
    default = make_template(root)
    make_template(alice)
    make_template(alice, activate=True, type="custom", html_code="<p>x</p>")
    make_template(alice, activate=True, locale="es")
    assert ask(root, default)["total"] == 2


def test_a_template_in_the_organizations_language_overrides_in_all(
    alice: ApiClient, root: ApiClient, cast: dict[str, Profile]
) -> None:
    """As serving does: the organization's own language goes before a default in the recipient's."""
    spanish = make_template(root, locale="es")
    make_template(alice, activate=True, locale="en")
    assert names(ask(root, spanish)["overriding"]) == ["Northgate Immigration"]
    set_locale(cast["alice"], "es", of_organization=True)
    assert ask(root, spanish)["overriding"] == []


def test_a_lock_reaches_all_but_the_excepted(
    alice: ApiClient, dave: ApiClient, root: ApiClient, cast: dict[str, Profile]
) -> None:
    default = make_template(root)
    for client in (alice, dave):
        make_template(client, activate=True)
    assert ask(root, default)["total"] == 0
    root.put(f"{TEMPLATES}/locks/welcome", {"is_locked": True})
    assert [some(each, "name", "is_locked") for each in ask(root, default)["organizations"]] == [
        ["Harbour College", True],
        ["Northgate Immigration", True],
    ]
    harbour = str(cast["dave"].organization_id)
    root.put(f"{TEMPLATES}/locks/welcome", {"is_locked": False, "organization_id": harbour})
    reach = ask(root, default)
    assert (names(reach["organizations"]), names(reach["overriding"])) == (
        ["Northgate Immigration"],
        ["Harbour College"],
    )


def test_only_superadmins_see_whom_a_default_reaches(alice: ApiClient, root: ApiClient) -> None:
    default, own = make_template(root), make_template(alice)
    assert alice.get(f"{TEMPLATES}/{default['id']}/reach").status == 403
    assert root.get(f"{TEMPLATES}/{own['id']}/reach").status == 409
    assert root.get(f"{TEMPLATES}/99999999/reach").status == 404


@pytest.fixture
def march(alice: ApiClient, dave: ApiClient) -> None:
    news = make_template(alice, activate=True, type="custom", subject="News", html_code="<p>x</p>")
    make_template(alice)
    other = make_template(dave, type="custom", subject="News", html_code="<p>x</p>")
    ids = add_mails(news, 4, created_at=AT)
    add_mails(news, 1, status="bounced", created_at=AT)
    add_mails(news, 2, created_at=AT, is_test=True)
    add_mails(news, 3, created_at=datetime(2026, 4, 1, tzinfo=UTC))
    add_mails(other, 2, status="delivered", created_at=AT)
    engage([*ids[:2], *ids[:2]], "open", at=AT)
    engage(ids[:3], "open", at=AT, is_machine=True)
    engage(ids[:1], "click", at=AT, url="https://a.example/", position=0)


COLUMNS = ("templates", "active", "sent", "delivered", "opened", "clicked", "bounced")


def test_usage_by_organization_and_type(root: ApiClient, march: None) -> None:
    shown = root.get(f"{USAGE}?{MARCH}").json
    assert [[each["organization"]["name"], each["type"], *some(each, *COLUMNS)] for each in shown["items"]] == [
        ["Harbour College", "custom", 1, 0, 2, 2, 0, 0, 0],
        ["Northgate Immigration", "custom", 1, 1, 5, 0, 2, 1, 1],
        ["Northgate Immigration", "welcome", 1, 0, 0, 0, 0, 0, 0],
    ]
    assert some(shown["totals"], *COLUMNS) == [3, 1, 7, 2, 2, 1, 1]
    assert shown["next_cursor"] is None


def test_usage_comes_in_pages(root: ApiClient, march: None) -> None:
    found: list[tuple[str, str]] = []
    more = ""
    for _ in range(3):
        page = root.get(f"{USAGE}?{MARCH}&limit=1{more}").json
        found += [(each["organization"]["name"], each["type"]) for each in page["items"]]
        more = f"&cursor={page['next_cursor']}"
    assert page["next_cursor"] is None
    assert found == [
        ("Harbour College", "custom"),
        ("Northgate Immigration", "custom"),
        ("Northgate Immigration", "welcome"),
    ]
    assert [each["type"] for each in root.get(f"{USAGE}?{MARCH}&q=harb").json["items"]] == ["custom"]
    nothing = root.get(f"{USAGE}?{MARCH}&q=%25").json
    assert (nothing["items"], nothing["next_cursor"], nothing["totals"]["sent"]) == ([], None, 7)
    assert root.get(f"{USAGE}?{MARCH}&cursor=nonsense").status == 422


def test_only_superadmins_see_the_platform(alice: ApiClient, root: ApiClient, march: None) -> None:
    assert alice.get(USAGE).status == 403
    assert root.get(f"{USAGE}?since=2026-03-02T00:00:00Z&until=2026-03-01T00:00:00Z").status == 422


def test_reach_follows_an_activation(alice: ApiClient, root: ApiClient) -> None:
    default, own = make_template(root), make_template(alice)
    assert ask(root, default)["total"] == 2
    assert change(alice, own, is_active=True).status == 200
    assert ask(root, default)["total"] == 1

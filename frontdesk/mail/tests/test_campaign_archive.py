"""The public page of a newsletter, which anybody asks for: no transaction is held while it is rendered, and it has a
limit."""

import pytest
from django.db import connection
from django.test import Client

from frontdesk.mail.campaigns import archive
from frontdesk.mail.rendering import render
from frontdesk.mail.tests.campaign_samples import make_campaign, start, steps
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy


@pytest.fixture
def path(alice: ApiClient) -> str:
    made = make_campaign(alice, people=1, has_archive=True)
    start(alice, made)
    steps(alice, made)
    url: str = made["archive_url"]
    return "/m/a/" + url.rpartition("/")[2]


def test_the_page_is_rendered_outside_of_any_tenant(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    bound: list[object] = []

    def rendering(*given: object, **named: object) -> object:
        bound.append(tenancy.current())
        return render(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(archive, "render", rendering)
    assert Client().get(path).status_code == 200
    assert bound == [None]
    assert connection.in_atomic_block  # the test's own


def test_one_address_asks_only_so_often(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LIMIT", "3/m")
    answers = [Client().get(each) for each in (path, "/m/a/guessed", "/m/a/another", path)]
    assert [answer.status_code for answer in answers] == [200, 404, 404, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert answers[-1].headers["Cache-Control"] == "no-store"
    assert Client(REMOTE_ADDR="192.0.2.8").get(path).status_code == 200

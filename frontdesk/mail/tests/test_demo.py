"""The demo's month of mail: there at once, believable, and not doubled."""

from frontdesk.mail import demo
from frontdesk.mail.tests.samples import TEMPLATES, make_template, messages
from frontdesk.orgs.testing import ApiClient


def test_two_templates_have_a_month_behind_them(alice: ApiClient) -> None:
    demo.load()
    before = len(messages())
    demo.load()
    assert len(messages()) == before > 100
    found = alice.get(f"{TEMPLATES}?is_global=false").json["items"]
    assert len(found) == 2
    for template in found:
        shown = alice.get(f"{TEMPLATES}/{template['id']}/analytics").json
        totals = shown["totals"]
        assert totals["sent"] > totals["delivered"] > totals["opened"] > totals["clicked"] > 0
        assert 0.3 < totals["open_rate"] < 0.8
        assert totals["machine_opens"] > 0
        assert shown["links"]
        assert len([day for day in shown["by_day"] if day["sent"]]) > 15
    assert alice.get(f"/api/mail/messages/{messages()[0].id}").json["headers"]


def test_templates_that_are_there_are_used(alice: ApiClient) -> None:
    made = make_template(alice, activate=True)
    demo.load()
    assert {row.template_id for row in messages()} == {made["id"]}

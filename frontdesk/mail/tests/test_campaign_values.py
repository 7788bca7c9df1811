"""Values that a campaign gives to its template's placeholders: the same for everybody, and data."""

from frontdesk.mail.tests.campaign_samples import act, make_campaign, make_newsletter
from frontdesk.orgs.testing import ApiClient


def test_the_check_tells_of_a_placeholder_that_nobody_fills_in(alice: ApiClient) -> None:
    html = "<p>{{ greeting }}</p><p>{{ title }}</p><a href='{{ unsubscribe_url }}'>x</a>"
    template = make_newsletter(alice, html_code=html)
    values = {"en": {"greeting": "Dear {{ first_name }}", "title": "50 % off {for you}"}}
    made = make_campaign(alice, people=2, variants=[{"template_id": template["id"], "values": values}])
    checked = act(alice, made, "check")
    (found,) = [each for each in checked["problems"] if each["code"] == "unfilled_value"]
    assert (found["level"], found["place"], found["position"]) == ("warning", "content", 0)
    assert found["values"] == {"name": "greeting", "locale": "en"}
    assert "{{ … }}" in found["message"]
    assert "no_value" not in {each["code"] for each in checked["problems"]}

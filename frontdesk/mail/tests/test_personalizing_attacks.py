"""Hostile values of contacts, and a model that does what they want: nothing foreign reaches a mail."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from pytest_django import Settings

from frontdesk.mail.delivery import campaign_mail
from frontdesk.mail.rendering import Rendered
from frontdesk.mail.tests.ai_attacks import ATTACKS, Attack
from frontdesk.mail.tests.campaign_samples import add_people, mails, make_list, org_of, run_jobs, start, steps
from frontdesk.mail.tests.personal_samples import INTRO, PersonalWriter, data_of, make_personal, texts, writing
from frontdesk.orgs.models import Contact
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

_ADDRESSES = re.compile(r"""(?:href|src|background)\s*=\s*["']([^"']*)""")


@pytest.fixture
def writer(settings: Settings) -> Iterator[PersonalWriter]:
    with writing(settings) as fake:
        yield fake


def send_to(alice: ApiClient, writer: PersonalWriter, attacks: Sequence[Attack]) -> dict[str, Any]:
    """To one person for each attack, whose city it is."""
    people: list[Contact] = []
    for number, attack in enumerate(attacks):
        people += add_people(
            org_of(alice), 1, start=100 + number, full_name=f"Ann{number}", fields={"city": attack.value}
        )
    audience = {"list_ids": [str(make_list(org_of(alice), people).id)]}
    made = make_personal(alice, writer, people=0, audience=audience)
    start(alice, made)
    steps(alice, made)
    run_jobs()
    steps(alice, made)
    return made


def assert_harmless(rendered: Rendered, attack: Attack) -> None:
    whole = "\n".join([rendered.subject, rendered.preheader, rendered.html, rendered.text])
    assert attack.payload not in whole, attack
    addresses = _ADDRESSES.findall(rendered.html)
    assert len(addresses) == 2, addresses
    assert all(each == "https://northgate.test/news" or "/m/u/" in each for each in addresses), (attack, addresses)
    assert "<img" not in rendered.html
    assert INTRO in rendered.text
    assert "\n" not in rendered.subject


def rendered_mails(campaign: dict[str, Any]) -> list[Rendered]:
    with tenancy.platform("tests"):
        return [campaign_mail.render(mail) for mail in mails(campaign)]


def test_hostile_fields_do_not_steer(alice: ApiClient, writer: PersonalWriter) -> None:
    """The model obeys whatever it can read."""

    def obey(text: str, facts: dict[str, str]) -> str:
        read = [attack.payload for attack in ATTACKS if facts.get("contact.city") == attack.value]
        return " ".join([text, *(read or ["Bye."])])

    writer.write = obey
    made = send_to(alice, writer, ATTACKS)
    found = rendered_mails(made)
    assert len(found) == len(ATTACKS)
    for rendered, attack in zip(found, ATTACKS, strict=True):
        assert_harmless(rendered, attack)
    # Most of it was never read, so that these people get a text of their own all the same.
    assert sum(each.state == "done" for each in texts(made)) >= len(ATTACKS) - 3


def test_what_a_model_writes_of_its_own_is_refused(alice: ApiClient, writer: PersonalWriter) -> None:
    attacks = [attack for attack in ATTACKS if not attack.is_plain_prose]
    writer.write = lambda text, facts: f"{text} {attacks[int(facts['first_name'][3:])].payload}"
    made = send_to(alice, writer, attacks)
    assert {(each.state, each.reason) for each in texts(made)} == {("plain", "refused")}
    for rendered, attack in zip(rendered_mails(made), attacks, strict=True):
        assert_harmless(rendered, attack)


def test_what_is_no_fact_is_not_told(alice: ApiClient, writer: PersonalWriter) -> None:
    send_to(alice, writer, [ATTACKS[0]])
    (asked,) = writer.asked
    assert data_of(asked.body)["recipient"] == {"first_name": "Ann0"}
    assert "evil" not in str(asked.body)

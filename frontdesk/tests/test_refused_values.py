"""What a refusal says of a value: the field as the caller wrote it, and words that people understand."""

import pytest

from frontdesk.orgs.testing import ApiClient

SENDER = "/api/mail/senders/marketing_email"
WELCOME = {"type": "welcome", "data": {"name": "A", "action_url": "https://client.test"}}


def test_a_wrong_address_is_told_without_a_pattern(alice: ApiClient) -> None:
    answer = alice.post("/api/contacts", {"email": "ana@nowhere"})
    assert answer.status == 422
    (error,) = answer.json["errors"]
    assert error == {
        "field": "email",
        "message": "This is not an e-mail address. Write it like name@example.com.",
    }


def test_a_field_that_may_stay_empty_is_named_once(alice: ApiClient) -> None:
    answer = alice.put(SENDER, {"name": "News", "email": "news@northgate.test", "reply_to": "nobody"})
    assert answer.status == 422
    assert [error["field"] for error in answer.json["errors"]] == ["reply_to"]


@pytest.mark.parametrize("to", ["Ana <ana@client.test>\r\nBcc: dave@harbour.test", ["ana@client.test", "nobody"]])
def test_kinds_of_value_have_no_place_in_the_answer(alice: ApiClient, to: object) -> None:
    answer = alice.post("/api/send-email", {**WELCOME, "to": to})
    assert answer.status == 422
    assert {error["field"] for error in answer.json["errors"]} <= {"to", "to.1"}
    assert "function" not in str(answer.json)


def test_a_key_of_a_dictionary_is_named_as_it_is(alice: ApiClient) -> None:
    answer = alice.post("/api/contacts", {"email": "ana@client.test", "fields": {"home town": "Leeds"}})
    assert answer.status == 422
    assert [error["field"] for error in answer.json["errors"]] == ["fields.home town"]

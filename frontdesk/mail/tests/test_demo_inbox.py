"""The demo's inbox: there at once, and not doubled."""

from frontdesk.mail import demo
from frontdesk.mail.templates import demo as demo_templates
from frontdesk.mail.tests.arrivals import INBOX, RECEIVED
from frontdesk.orgs.testing import ApiClient


def test_northgate_has_an_inbox(alice: ApiClient, dave: ApiClient) -> None:
    demo_templates.load()
    demo.load()
    demo.load()
    threads = alice.get(INBOX).json["items"]
    assert [(each["subject"], each["unread_count"]) for each in threads] == [
        ("Urgent payment", 1),
        ("Passport expires in April", 1),
        ("Reagrupación familiar", 1),
        ("Appointment next week", 0),
        ("Documents for the skilled worker visa", 0),
    ]
    assert threads[0]["is_spoofed"] is True
    assert threads[-1]["message_count"] == 2
    kinds = [each["kind"] for each in alice.get(RECEIVED).json["items"]]
    assert sorted(kinds) == ["auto_reply", "bounce", *["message"] * 6]
    (bounce,) = alice.get(f"{RECEIVED}?kind=bounce").json["items"]
    assert (bounce["report"]["reason"], bounce["report"]["is_hard"]) == ("mailboxfull", False)
    assert bounce["about_id"]
    assert dave.get(INBOX).json["items"] == []

"""The report of whether mail arrives: counted once, by day, provider and domain, with reasons and words."""

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from frontdesk.mail.models import EmailMessage, MailProvider
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

REPORT = "/api/mail/deliverability"


def add(client: ApiClient, count: int = 1, *, to: str = "lena@gmail.com", days_ago: int = 1, **values: Any) -> None:
    assert client.profile
    at = timezone.now() - timedelta(days=days_ago)
    given = {"status": "delivered", "sent_at": at, **values}
    with tenancy.platform("tests"):
        EmailMessage.objects.bulk_create(
            EmailMessage(
                id=uuid.uuid4(),
                organization_id=client.profile.organization_id,
                from_address="desk@northgate.test",
                to_address=to,
                subject="Your visa",
                mime=b"",
                message_id_header=f"<{uuid.uuid4()}@x>",
                created_at=at,
                **given,
            )
            for _ in range(count)
        )


def get(client: ApiClient, query: str = "") -> Any:
    answer = client.get(REPORT + query)
    assert answer.status == 200, answer.json
    return answer.json


def test_each_mail_is_counted_by_what_became_of_it(alice: ApiClient) -> None:
    now = timezone.now() - timedelta(days=1)
    add(alice, 4, delivered_at=now + timedelta(seconds=6), sent_at=now)
    add(alice, 2, to="Lena <L@Outlook.COM>", status="sent", tries=3)
    add(alice, to="x@outlook.com", status="bounced", bounce_kind="hard", bounce_reason="unknown_user")
    add(alice, to="x@outlook.com", status="bounced", bounce_kind="soft", bounce_reason="mailbox_full")
    add(alice, status="complained")
    add(alice, status="failed", sent_at=None, last_error="550 no")
    add(alice, status="cancelled", sent_at=None, last_error="Held back: the address is suppressed (hard_bounce).")
    add(alice, status="queued", sent_at=None)
    add(alice, 9, is_test=True)
    add(alice, 9, days_ago=40)
    report = get(alice)
    told = {name: report["total"][name] for name in ("sent", "delivered", "bounced_hard", "bounced_soft")}
    assert told == {"sent": 9, "delivered": 5, "bounced_hard": 1, "bounced_soft": 1}
    rest = [report["total"][name] for name in ("complained", "failed", "deferred", "held_back", "waiting")]
    assert rest == [1, 1, 2, 1, 1]
    assert report["total"]["median_seconds"] == 6
    assert {row["domain"]: row["sent"] for row in report["by_domain"]} == {"gmail.com": 5, "outlook.com": 4}
    assert len(report["by_day"]) == 30
    assert sum(day["sent"] for day in report["by_day"]) == 9
    assert get(alice, "?days=60")["total"]["sent"] == 18


def test_reasons_come_with_a_mail_to_look_at(alice: ApiClient) -> None:
    add(alice, 3, status="bounced", bounce_kind="hard", bounce_reason="unknown_user", last_error="550 5.1.1 no user")
    add(alice, 1, status="failed", sent_at=None, last_error="552 too big")
    first, second = get(alice)["reasons"]
    assert (first["bounce_reason"], first["count"]) == ("unknown_user", 3)
    assert first["example"]["last_error"] == "550 5.1.1 no user"
    assert alice.get(f"/api/mail/messages/{first['example']['message_id']}").status == 200
    assert second["status"] == "failed"


def test_rates_are_held_against_what_the_field_asks(alice: ApiClient) -> None:
    add(alice, 40)
    assert get(alice)["bounce_rate"] == {"percent": 0, "verdict": "too_few", "good_below": 2, "bad_from": 5}
    add(alice, 950)
    add(alice, 10, status="bounced", bounce_kind="hard")
    assert get(alice)["bounce_rate"]["verdict"] == "good"
    add(alice, 30, status="bounced", bounce_kind="hard")
    assert get(alice)["bounce_rate"]["verdict"] == "watch"
    assert get(alice)["complaint_rate"]["verdict"] == "good"
    add(alice, 2, status="complained")
    assert get(alice)["complaint_rate"]["verdict"] == "watch"
    add(alice, 3, status="complained")
    assert get(alice)["complaint_rate"]["verdict"] == "bad"


def test_by_provider(alice: ApiClient) -> None:
    assert alice.profile
    with tenancy.platform("tests"):
        row = MailProvider.objects.create(
            organization_id=alice.profile.organization_id, name="Ours", kind="outbox", webhook_token="t"
        )
    add(alice, 3, account_id=row.id)
    add(alice, 2)
    rows = [(each["name"], each["provider_id"], each["sent"]) for each in get(alice)["by_provider"]]
    assert rows == [("Ours", str(row.id), 3), ("", None, 2)]
    assert get(alice, f"?provider_id={row.id}")["total"]["sent"] == 3


def test_nobody_counts_anothers_mail(
    alice: ApiClient, bob: ApiClient, carol: ApiClient, dave: ApiClient, root: ApiClient
) -> None:
    add(alice, 3)
    assert get(dave)["total"]["sent"] == 0
    assert get(bob)["total"]["sent"] == 3
    assert carol.get(REPORT).status == 403
    assert root.get(REPORT).status == 403
    assert get(dave)["complaint_rate"]["percent"] is None
    for wrong in ("?days=0", "?days=91", "?days=x", "?provider_id=1"):
        assert alice.get(REPORT + wrong).status == 422


def test_own_domains_are_written_as_people_write_them(alice: ApiClient) -> None:
    assert alice.post("/api/mail/domains", {"domain": "münchen.example"}).status == 201
    (own,) = get(alice)["domains"]
    assert (own["domain"], own["checked_at"]) == ("münchen.example", None)

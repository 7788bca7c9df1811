"""What goes by itself once it is old, and what stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from frontdesk.mail import retention
from frontdesk.mail.models import EmailEngagement, MailProvider, ProviderEvent, ReceivedMail
from frontdesk.mail.tests.arrivals import arrive, letter, quiet_dns, sent_to
from frontdesk.orgs.models import Organization
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

NOW = timezone.now()
DAYS = {"old": 91, "new": 89}


def northgate() -> Organization:
    found: Organization = Organization.objects.get(slug="northgate")
    return found


def test_reports_of_providers_go_also_those_of_nobodys_mail(alice: ApiClient) -> None:
    with tenancy.platform("tests"):
        provider = MailProvider.objects.create(organization=northgate(), name="Ours", kind="postmark")
        for name, days in DAYS.items():
            for key, organization in ((name, northgate()), (f"{name}, unknown", None)):
                at = NOW - timedelta(days=days)
                ProviderEvent.objects.create(
                    organization=organization,
                    provider=provider,
                    key=key,
                    kind="bounced",
                    occurred_at=at,
                    received_at=at,
                )
    retention.delete_old()
    with tenancy.platform("tests"):
        assert set(ProviderEvent.objects.values_list("key", flat=True)) == {"new", "new, unknown"}


def test_who_opened_is_forgotten_and_that_it_was_opened_is_not(
    alice: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "CHUNK", 1)
    sent = sent_to("carol@client.test")
    with tenancy.platform("tests"):
        for days in (91, 100, 89):
            EmailEngagement.objects.create(
                organization=northgate(), message=sent, kind="open", ip_address="192.0.2.1", user_agent="Thunderbird",
                created_at=NOW - timedelta(days=days),
            )  # fmt: skip
    retention.delete_old()
    with tenancy.platform("tests"):
        kept = EmailEngagement.objects.order_by("created_at").values_list("ip_address", "user_agent")
        assert list(kept) == [(None, ""), (None, ""), ("192.0.2.1", "Thunderbird")]


def test_dropped_mail_goes_and_conversations_stay(alice: ApiClient) -> None:
    with quiet_dns():
        first = arrive(letter(message_id="<1@client.test>"))
        copy = arrive(b"Received: by another way\r\n" + letter(message_id="<1@client.test>"), "alice@northgate.test")
        again = arrive(b"Received: by a third way\r\n" + letter(message_id="<1@client.test>"), "alice@northgate.test")
    assert {copy.state, again.state} == {"dropped"}
    with tenancy.platform("tests"):
        ReceivedMail.objects.exclude(id=again.id).update(created_at=NOW - timedelta(days=91))
    retention.delete_old()
    with tenancy.platform("tests"):
        assert set(ReceivedMail.objects.values_list("id", flat=True)) == {first.id, again.id}

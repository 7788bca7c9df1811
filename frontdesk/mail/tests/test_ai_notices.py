"""A limit that is nearly used up: from the event to the mails in the outbox."""

from typing import Any

import pytest

from frontdesk.ai.models import QuotaCounter
from frontdesk.ai.tests.samples import add_counter, add_quota
from frontdesk.mail import ai_notices
from frontdesk.mail.models import EmailMessage
from frontdesk.orgs.models import Organization, Profile, Role
from frontdesk.platform import events, jobs, tenancy
from frontdesk.platform.models import Event

Cast = dict[str, Profile]


def cross(quota: QuotaCounter, percent: int, *, used: int = 801_200, limit: int = 1_000_000, **extra: Any) -> None:
    """What the ledger tells when a call passes that share of the limit; then the jobs run."""
    payload = {
        "percent": percent,
        "scope": "person" if quota.user_id else "organization",
        "model_type": quota.model_type,
        "model_id": quota.model_id,
        "limit": limit,
        "used": used,
        "period_type": quota.period_type,
        "resets_at": "2027-04-01T00:00:00Z",
        "user_id": str(quota.user_id) if quota.user_id else None,
        **extra,
    }
    with tenancy.tenant(quota.organization_id):
        events.record(
            "ai.quota_warning",
            record_type="ai_quota",
            record_id=quota.id,
            profile_id=quota.user_id,
            payload=payload,
        )
    jobs.run_pending()


def outbox() -> list[EmailMessage]:
    with tenancy.platform("tests"):
        return list(EmailMessage.objects.filter(type="ai_quota_warning").order_by("created_at", "to_address"))


def set_person(person: Profile, **values: object) -> None:
    with tenancy.platform("tests"):
        Profile.objects.filter(id=person.id).update(**values)


def test_the_organizations_limit_concerns_its_admins(cast: Cast) -> None:
    set_person(cast["bob"], role=Role.ADMIN, locale="es")
    add_counter(cast["carol"], tokens=801_200, requests=9)
    quota = add_quota(cast["alice"], used=801_200)
    cross(quota, 80)
    to_alice, to_bob = outbox()
    assert (to_alice.to_address, to_bob.to_address) == ("alice@northgate.test", "bob@northgate.test")
    assert to_alice.subject == "At least 80 % used: your organization's monthly limit for Ours"
    assert "801,200 of 1,000,000 tokens" in to_alice.text
    assert "1 April 2027" in to_alice.text
    assert "/en/admin/ai/management" in to_alice.text
    assert to_bob.locale == "es"
    assert "801.200 de 1.000.000 tokens" in to_bob.text
    assert "el límite mensual de tu organización" in to_bob.text
    assert {mail.organization_id for mail in outbox()} == {cast["alice"].organization_id}


def test_a_persons_limit_concerns_the_person(cast: Cast) -> None:
    quota = add_quota(cast["carol"], used=1_000_000, own=True)
    cross(quota, 100, used=1_000_000, model_name="Letters <b>bold</b>")
    (mail,) = outbox()
    assert mail.to_address == "carol@client.test"
    assert "your monthly limit" in mail.subject
    assert "is used up" in mail.text
    assert "/en/account/ai" in mail.text
    assert "<b>bold" not in mail.html


def test_it_mails_once_however_often_it_runs(cast: Cast) -> None:
    quota = add_quota(cast["alice"])
    cross(quota, 80)
    with tenancy.tenant(quota.organization_id):
        ai_notices.warn_of_quota(Event.objects.get(name="ai.quota_warning"))
    cross(quota, 80)
    assert len(outbox()) == 1
    cross(quota, 100)
    assert len(outbox()) == 2
    cross(quota, 80, used=1_700_000, limit=2_000_000)  # the limit was raised, and that one nears its end too
    assert len(outbox()) == 3


@pytest.mark.parametrize("own", [True, False])
def test_nobody_to_warn(cast: Cast, own: bool) -> None:
    set_person(cast["alice"], is_active=False)
    quota = add_quota(cast["alice"], own=own)
    cross(quota, 80)
    assert outbox() == []


def test_the_organizations_own_template_serves(cast: Cast) -> None:
    from frontdesk.mail.models import EmailTemplate

    with tenancy.platform("tests"):
        organization = Organization.objects.get(slug="northgate")
        EmailTemplate.objects.create(
            organization=organization,
            type="ai_quota_warning",
            name="Ours",
            subject="Mind {{ model_name }}",
            html_code="<p>{{ tokens_used }}</p>",
            is_active=True,
            category="system",
        )
    cross(add_quota(cast["alice"]), 80, model_name="Ours")
    assert outbox()[0].subject == "Mind Ours"

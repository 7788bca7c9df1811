"""Campaigns as the outbox meets them: begun, with their snapshots, and mails of theirs in the queue."""

import uuid
from typing import Any
from uuid import UUID

from django.utils import timezone

from frontdesk.mail.models import Campaign, CampaignState, CampaignVariant, EmailMessage, MailDomain
from frontdesk.mail.rendering import TemplateSource
from frontdesk.mail.rendering.freezing import freeze
from frontdesk.orgs.models import Contact
from frontdesk.platform import tenancy

HTML = (
    "<p>Hello {{ name }}, <a href='https://northgate.test/news'>read</a>, or "
    "<a href='{{ unsubscribe_url }}'>leave</a>.</p>"
)


def make_entry(**changes: str) -> dict[str, Any]:
    source = freeze(TemplateSource(changes.get("subject", "News for {{ name }}"), changes.get("html", HTML)))
    return {
        "template_id": None,
        "version": None,
        "type": "newsletter",
        "logo": "",
        "subject": source.subject,
        "preheader": changes.get("preheader", ""),
        "html": source.html_code,
        "text": changes.get("text", ""),
        "source_format": source.source_format,
        "names": ["name"],
        "data": {},
    }


def begin(org_id: UUID, *, state: str = CampaignState.SENDING, **entry: str) -> Campaign:
    with tenancy.platform("tests"):
        if not MailDomain.objects.filter(domain="northgate.test", verified_at__isnull=False).exists():
            MailDomain.objects.create(
                organization_id=org_id, domain="northgate.test", verification_token="x", dkim_selector="fd1",
                verified_at=timezone.now(),
            )  # fmt: skip
        campaign: Campaign = Campaign.objects.create(organization_id=org_id, name="News", state=state)
        CampaignVariant.objects.create(
            organization_id=org_id,
            campaign=campaign,
            position=0,
            snapshot={"default": "en", "en": make_entry(**entry)},
        )
    return campaign


def feed(campaign: Campaign, *names: str, **changes: Any) -> list[UUID]:
    """A contact and a mail in the queue for each name, as feeding writes them."""
    return [_feed_one(campaign, name, **changes) for name in names]


def _feed_one(campaign: Campaign, name: str, **changes: Any) -> UUID:
    message_id = uuid.uuid4()
    with tenancy.platform("tests"):
        address = f"{name}@client.test"
        contact, _ = Contact.objects.get_or_create(organization_id=campaign.organization_id, email=address)
        EmailMessage.objects.create(
            **{
                "id": message_id,
                "organization_id": campaign.organization_id,
                "type": "newsletter",
                "category": "marketing",
                "locale": "en",
                "from_address": "Northgate <news@northgate.test>",
                "to_address": f"{name}@client.test",
                "subject": "News for {{ name }}",
                "mime": b"",
                "message_id_header": f"<{message_id}@northgate.test>",
                "data": {"name": name.title()},
                "campaign": campaign,
                "variant": 0,
                "contact": contact,
                "tracks_opens": True,
                "tracks_clicks": True,
                **changes,
            }
        )
    return message_id

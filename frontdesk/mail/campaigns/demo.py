"""Campaigns of the demo: one that is finished and whose better variant went to the rest, one whose variants have not
shown a difference yet, one that is paused, and a draft.

Always the same numbers, reckoned back from today. Loaded after the templates.
"""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from frontdesk.mail import gallery
from frontdesk.mail.campaigns import beginning, editing, feeding, looking, preparing, winners
from frontdesk.mail.models import (
    Campaign,
    CampaignState,
    CampaignVariant,
    EmailEngagement,
    EmailMessage,
    EmailMessageEvent,
    EmailTemplate,
    MailList,
    Subscription,
    SubscriptionState,
)
from frontdesk.mail.outcomes import addresses, people
from frontdesk.mail.outcomes.deeds import make_deed
from frontdesk.mail.subjects.model import BY_PATTERN
from frontdesk.mail.template_types import TYPES
from frontdesk.mail.templates import authoring
from frontdesk.orgs.access import Actor, permissions_of
from frontdesk.orgs.models import Contact, Locale, Organization, Profile, Role
from frontdesk.platform import tenancy

READERS = 160
SAMPLE = 75
LIST = "News from Northgate"
FIRST = ("Lena", "Amir", "Sofía", "Tomasz", "Priya", "Jonas", "Yuki", "Grace", "Mateo", "Ingrid")
LAST = ("Okafor", "Haddad", "Reyes", "Nowak", "Nair", "Weber", "Tanaka", "Mensah", "Silva", "Larsen")
CITIES = ("London", "Leeds", "Bristol", "Cardiff")
WORDS = {
    "title": "New rules for family visas",
    "content": "From 1 April, family visas are applied for online.\n\n"
    "We have read the new rules so that you do not have to: most cases become quicker, and the income threshold stays "
    "as it is.",
    "action_url": "https://northgate.test/news/family-visas",
}
Habits = Mapping[int, tuple[int, int]]
# By variant: out of a hundred readers who open, and of those who click.
HABITS = {0: (32, 24), 1: (64, 31)}
ALIKE = {0: (45, 24), 1: (45, 24)}

_EVENLY = """
with numbered as (
  select r.id, substring(c.email from '[0-9]+')::int as n
  from campaign_recipient r join contacts c on c.id = r.contact_id where r.campaign_id = %(campaign)s)
update campaign_recipient r set variant = case
  when %(sample)s and n %% 4 = 0 then null when %(sample)s then (n / 4 + n) %% 2 else n %% %(variants)s end
from numbered where numbered.id = r.id
"""


def load() -> None:
    """Adds them once; running it again changes nothing. The caller refuses it in production."""
    with tenancy.platform("demo"):
        northgate = Organization.objects.get(slug="northgate")
        alice = Profile.objects.get(email="alice@northgate.test")
    with tenancy.tenant(northgate.id, user_id=alice.id, role=Role.ADMIN.value):
        if Campaign.objects.exists():
            return
        actor = Actor(
            profile_id=alice.id,
            email=alice.email,
            full_name=alice.full_name,
            role=Role.ADMIN,
            org_id=northgate.id,
            permissions=permissions_of(Role.ADMIN),
        )
        _fill(actor, northgate)


def _fill(actor: Actor, northgate: Organization) -> None:
    template, readers = _template(actor), _readers(northgate)
    values = {"en": WORDS}
    variants = [
        {"template_id": template.id, "values": values},
        {"template_id": template.id, "subject": "Family visas: what changes for you", "values": values},
    ]
    common: dict[str, object] = {"audience": {"list_ids": [str(readers.id)]}}
    now = timezone.now()
    test = {"variants": variants, "ab_sample_percent": SAMPLE, "ab_min_sample": 30}
    finished = {"name": "Family visas", "has_archive": True, **test}
    decided = editing.create_campaign(actor, {**common, **finished})
    # As though its second subject had been one of the suggested.
    CampaignVariant.objects.filter(campaign=decided, position=1).update(subject_ai_model=BY_PATTERN)
    _finish(decided, now - timedelta(days=9))
    undecided = {"name": "Office hours in spring", "ab_decides_itself": False, **test}
    _sample(editing.create_campaign(actor, {**common, **undecided}), now - timedelta(hours=5), ALIKE)
    paused = {"name": "Open evening", "variants": variants[:1]}
    _pause(editing.create_campaign(actor, {**common, **paused}), now - timedelta(hours=2))
    editing.create_campaign(actor, {**common, "name": "Summer letter", "variants": variants})


def _template(actor: Actor) -> EmailTemplate:
    starter = gallery.find_starter("bulletin", Locale.EN.value)
    if starter is None:
        raise LookupError("The gallery has no starter 'bulletin'.")
    info = TYPES[starter.type]
    made = authoring.create_template(
        actor,
        {
            "type": starter.type,
            "category": starter.category,
            "from_email_address_type": info.from_email_address_type,
            "locale": Locale.EN,
            "source_format": "visual",
            "name": starter.name,
            "description": starter.description,
            "subject": starter.subject,
            "preheader": starter.preheader,
            "html_code": starter.html_code,
        },
    )
    return authoring.update_template(actor, made.id, {"is_active": True}, version=made.version)


def _readers(northgate: Organization) -> MailList:
    found: MailList
    found, _ = MailList.objects.get_or_create(
        organization=northgate, name=LIST, defaults={"description": "A letter a month.", "is_public": True}
    )
    people = Contact.objects.bulk_create(
        Contact(
            organization=northgate,
            email=f"reader{number}@{('mail', 'post', 'inbox')[number % 3]}.test",
            full_name=f"{FIRST[number % 10]} {LAST[(number // 10 + number) % 10]}",
            fields={"city": CITIES[number % len(CITIES)]} if number % 4 else {},
            source="import",
        )
        for number in range(READERS)
    )
    Subscription.objects.bulk_create(
        Subscription(
            organization=northgate, list=found, contact=person, state=SubscriptionState.SUBSCRIBED, source="import"
        )
        for person in people
    )
    return found


def _begin(campaign: Campaign, at: datetime, limit: int) -> list[EmailMessage]:
    beginning.freeze(campaign)
    campaign.total = preparing.fix_audience(campaign, now=at)
    with connection.cursor() as cursor:  # not by lot: everybody's demo shows the same numbers
        values = {"variants": campaign.variants.count(), "sample": campaign.ab_sample_percent == SAMPLE}
        cursor.execute(_EVENLY, {"campaign": campaign.id, **values})
    campaign.prepared_at = campaign.started_at = at
    feeding.feed(campaign, limit=limit, now=timezone.now(), winner=None)
    return _queued(campaign)


def _queued(campaign: Campaign) -> list[EmailMessage]:
    return list(EmailMessage.objects.filter(campaign=campaign, status="queued").order_by("to_address"))


def _sample(campaign: Campaign, at: datetime, habits: Habits) -> None:
    _Readers(_begin(campaign, at, READERS), at, habits).act()
    campaign.state, campaign.ab_sampled_at = CampaignState.SENDING, at + timedelta(minutes=4)
    campaign.version += 1
    campaign.save()


def _finish(campaign: Campaign, at: datetime) -> None:
    _sample(campaign, at, HABITS)
    decided_at = next(at for at in looking.times(campaign) if winners.look(campaign, now=at))
    feeding.feed(campaign, limit=READERS, now=timezone.now(), winner=winners.find_winner(campaign))
    _Readers(_queued(campaign), decided_at + timedelta(seconds=10), HABITS).act()
    campaign.state, campaign.finished_at = CampaignState.FINISHED, decided_at + timedelta(minutes=4)
    campaign.version += 1
    campaign.save()


def _pause(campaign: Campaign, at: datetime) -> None:
    _Readers(_begin(campaign, at, 60), at, HABITS).act()
    campaign.state = CampaignState.PAUSED
    campaign.paused_reason = "The date in the second paragraph is wrong: Bob asks."
    campaign.version += 1
    campaign.save()


class _Readers:
    """What became of the mails of one campaign."""

    def __init__(self, mails: list[EmailMessage], at: datetime, habits: Habits) -> None:
        self.mails = mails
        self.at = at
        self.habits = habits
        self.luck = random.Random(len(mails))  # noqa: S311 - the same readers for everybody
        self.deeds: list[EmailEngagement] = []
        self.leavers: list[EmailMessage] = []

    def act(self) -> None:
        for mail in self.mails:
            self._send(mail)
            if mail.status == "delivered":
                self._read(mail)
        fields = ["status", "created_at", "sent_at", "delivered_at", "tries", "provider", "last_error", "bounce_kind"]
        EmailMessage.objects.bulk_update(self.mails, [*fields, "bounce_reason", "next_attempt_at"])
        EmailMessageEvent.objects.bulk_create(
            EmailMessageEvent(
                organization_id=mail.organization_id,
                message=mail,
                status=mail.status,
                created_at=mail.sent_at or self.at,
            )
            for mail in self.mails
        )
        EmailEngagement.objects.bulk_create(self.deeds)
        self._suppress()

    def _suppress(self) -> None:
        org_id = tenancy.current_org_id()
        for mail in self.mails:
            addresses.note_bounce(org_id, mail.to_address, mail.bounce_kind, mail.bounce_reason, mail.last_error)
        for mail in self.leavers:
            people.leave_everything(org_id, mail, how="with one click")

    def _send(self, mail: EmailMessage) -> None:
        mail.sent_at = self.at + timedelta(seconds=self.luck.randrange(200))
        mail.created_at = mail.next_attempt_at = self.at
        mail.tries, mail.provider, mail.status = 1, "outbox", "delivered"
        mail.delivered_at = mail.sent_at + timedelta(seconds=2)
        if self.luck.randrange(100) < 3:
            mail.status, mail.delivered_at = "bounced", None
            mail.last_error, mail.bounce_kind, mail.bounce_reason = "550 5.1.1 No such mailbox", "hard", "userunknown"

    def _read(self, mail: EmailMessage) -> None:
        opens, clicks = self.habits[mail.variant or 0]
        if self.luck.randrange(100) < 15:
            self._note(mail, "open", timedelta(seconds=20), is_machine=True)
        if self.luck.randrange(100) >= opens:
            return
        later = timedelta(minutes=self.luck.expovariate(1 / 400))
        self._note(mail, "open", later)
        if self.luck.randrange(100) < clicks:
            self._note(mail, "click", later + timedelta(minutes=1), url=WORDS["action_url"], position=0)
        elif self.luck.randrange(100) < 3:
            self.leavers.append(mail)

    def _note(self, mail: EmailMessage, kind: str, wait: timedelta, **values: str | int) -> None:
        at = min((mail.sent_at or self.at) + wait, timezone.now())
        self.deeds.append(make_deed(mail, kind, created_at=at, **values))

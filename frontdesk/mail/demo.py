"""A month of sent mail for the demo: what two of Northgate's templates were used for, and what people did with them.

Always the same numbers, reckoned back from today. Loaded after the templates (``templates.demo``).
"""

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from frontdesk.mail import composing, serving, template_types
from frontdesk.mail.addresses import write_address
from frontdesk.mail.audience import demo as audience
from frontdesk.mail.campaigns import demo as campaigns
from frontdesk.mail.inbound import demo as arrived
from frontdesk.mail.models import EmailEngagement, EmailMessage, EmailMessageEvent, EmailTemplate
from frontdesk.mail.outcomes.deeds import make_deed
from frontdesk.mail.rendering import Rendered, render
from frontdesk.mail.sending_settings import demo as sending_settings
from frontdesk.mail.template_types import TemplateType, known
from frontdesk.mail.tracking.links import Link, find_links
from frontdesk.orgs.models import Locale, Organization
from frontdesk.platform import tenancy

DAYS = 30
MARK = "<demo-"
PEOPLE = ("Carol Castillo", "Lena Okafor", "Amir Haddad", "Sofía Reyes", "Tomasz Nowak", "Priya Nair", "Jonas Weber")
# Out of a hundred mails.
BOUNCED, FAILED, COMPLAINED = 3, 1, 0.4
# Of clients whose address is alive; dead addresses are among the campaigns' readers.
ERRORS = {"bounced": "552 5.2.2 Mailbox full", "failed": "550 5.7.1 Refused: too many mails today"}


@dataclass(frozen=True, slots=True)
class Habit:
    """Mails on a working day, and how many of a hundred readers open and go on to click."""

    per_day: tuple[int, int]
    opened: int
    clicked: int


HABITS = (Habit((4, 9), 68, 41), Habit((2, 6), 47, 22), Habit((0, 2), 61, 35))


def load() -> None:
    """Adds the month, the campaigns and what arrived once; running it again changes nothing.

    The caller refuses it in production.
    """
    with tenancy.platform("demo"):
        sending_settings.load()
    _load_month()
    campaigns.load()
    audience.load()
    arrived.load()


def _load_month() -> None:
    with tenancy.platform("demo"):
        northgate = Organization.objects.get(slug="northgate")
        sent = EmailMessage.objects.filter(organization=northgate)
        if sent.filter(message_id_header__startswith=MARK).exists():
            return
        for template, habit in zip(_templates(northgate), HABITS, strict=False):
            _Month(northgate, template, habit).load()


def _templates(northgate: Organization) -> list[EmailTemplate]:
    """The newest two that serve in English, and the first of them in Spanish."""
    serving_now = EmailTemplate.objects.filter(organization=northgate, is_active=True)
    found = list(serving_now.filter(locale=Locale.EN).order_by("-id")[:2])
    groups = [template.variant_group for template in found[:1]]
    return [*found, *serving_now.filter(locale=Locale.ES, variant_group__in=groups)]


class _Month:
    """The mails of one template and what became of them."""

    def __init__(self, northgate: Organization, template: EmailTemplate, habit: Habit) -> None:
        self.northgate = northgate
        self.template = template
        self.habit = habit
        self.luck = random.Random(f"{template.type} {template.locale}")  # noqa: S311 - the same month for everybody
        self.rendered = {name: self._render(name) for name in PEOPLE}
        self.mails: list[EmailMessage] = []
        self.deeds: list[EmailEngagement] = []

    def load(self) -> None:
        now = timezone.now()
        for days_ago in range(DAYS, 0, -1):
            day = now - timedelta(days=days_ago)
            for _ in range(self.luck.randint(*self.habit.per_day) if day.weekday() < 5 else self.luck.randint(0, 1)):
                at = day.replace(hour=8, minute=0) + timedelta(minutes=self.luck.randrange(9 * 60))
                self._send(min(at, now - timedelta(minutes=5)), now)
        EmailMessage.objects.bulk_create(self.mails)
        EmailMessageEvent.objects.bulk_create(
            EmailMessageEvent(organization=self.northgate, message=mail, status=status, created_at=mail.created_at)
            for mail in self.mails
            for status in dict.fromkeys(["queued", "sent" if mail.sent_at else mail.status, mail.status])
        )
        EmailEngagement.objects.bulk_create(self.deeds)

    def _render(self, name: str) -> Rendered:
        type = TemplateType(self.template.type)
        common = serving.common_data(self.northgate, public_url=settings.PUBLIC_URL, name=name, address=_address(name))
        data = {**template_types.sample_data(type, self.template.locale), **common}
        if "name" in data:
            data["name"] = name.partition(" ")[0]
        return render(serving.source_of(self.template), data, strict=False, known=known(type))

    def _send(self, at: datetime, now: datetime) -> None:
        name = self.luck.choice(PEOPLE)
        status = self._status()
        mail = self._mail(name, status, at)
        self.mails.append(mail)
        if status in {"delivered", "complained"}:
            self._read(mail, list(find_links(mail.html)), now)

    def _status(self) -> str:
        chance = self.luck.uniform(0, 100)
        for status, share in (("bounced", BOUNCED), ("failed", FAILED), ("complained", COMPLAINED)):
            if chance < share:
                return status
            chance -= share
        return "delivered"

    def _mail(self, name: str, status: str, at: datetime) -> EmailMessage:
        rendered, id = self.rendered[name], uuid.uuid4()
        address = write_address(name, _address(name))
        envelope = composing.Envelope(
            message_id=f"{MARK}{id}@{settings.MAIL_FROM_DOMAIN}>",
            date=at,
            sender=write_address(self.northgate.name, f"desk@{settings.MAIL_FROM_DOMAIN}"),
            to=[address],
            reply_to=self.northgate.support_address,
        )
        return EmailMessage(
            id=id,
            organization=self.northgate,
            status=status,
            type=self.template.type,
            category=self.template.category,
            template=self.template,
            template_version=self.template.version,
            locale=self.template.locale,
            from_address=envelope.sender,
            to_address=address,
            reply_to=envelope.reply_to,
            subject=rendered.subject,
            html=rendered.html,
            text=rendered.text,
            mime=composing.build(envelope, rendered),
            message_id_header=envelope.message_id,
            tracks_opens=True,
            tracks_clicks=True,
            tries=1,
            last_error=ERRORS.get(status, ""),
            bounce_kind="soft" if status == "bounced" else "",
            bounce_reason="mailboxfull" if status == "bounced" else "",
            provider="outbox",
            sent_at=None if status == "failed" else at,
            created_at=at,
            next_attempt_at=at,
        )

    def _read(self, mail: EmailMessage, links: Sequence[Link], now: datetime) -> None:
        if self.luck.randrange(100) < 18:  # a proxy that fetches the pictures for its users
            self._note(mail, "open", timedelta(seconds=20), now, is_machine=True)
        if self.luck.randrange(100) >= self.habit.opened:
            return
        later = timedelta(minutes=self.luck.expovariate(1 / 300))
        self._note(mail, "open", later, now)
        if links and self.luck.randrange(100) < self.habit.clicked:
            link = links[min(int(self.luck.expovariate(1.2)), len(links) - 1)]
            for times in range(self.luck.choice((1, 1, 1, 2))):
                wait = later + timedelta(minutes=1 + times * 30)
                self._note(mail, "click", wait, now, url=link.url[:2000], position=link.position)

    def _note(self, mail: EmailMessage, kind: str, wait: timedelta, now: datetime, **values: str | int) -> None:
        at = min((mail.sent_at or mail.created_at) + wait, now)
        self.deeds.append(make_deed(mail, kind, created_at=at, **values))


def _address(name: str) -> str:
    return f"{name.partition(' ')[0].lower().replace('í', 'i')}@client.test"

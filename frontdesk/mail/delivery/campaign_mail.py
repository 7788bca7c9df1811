"""A campaign's mail: made of the variant's snapshot and of the recipient's data as it goes out, and again to be shown.

``prepare`` does once what is the same for all (CSS, sanitising, headers); ``Prepared.write`` costs each recipient
Liquid and the signing of links. Where Liquid decides about the layout, each mail is rendered whole.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from frontdesk.mail import serving
from frontdesk.mail.addresses import bare_address, split_address
from frontdesk.mail.delivery.skeleton import Skeleton
from frontdesk.mail.models import Campaign, CampaignVariant, EmailMessage
from frontdesk.mail.rendering import Limits, Rendered, RenderError, TemplateSource, mailings
from frontdesk.mail.rendering import render as render_template
from frontdesk.mail.rendering.mailings import Mailing
from frontdesk.mail.rendering.values import plain_data, with_brand
from frontdesk.mail.subscriptions import headers as subscription_headers
from frontdesk.mail.subscriptions import tokens as subscription_tokens
from frontdesk.mail.tracking import addresses, links, tokens
from frontdesk.mail.tracking.marking import CLICK_PATH, OPEN_PATH
from frontdesk.orgs.models import Organization
from frontdesk.platform.errors import NotFound

LIMITS = Limits()
# As browsers do: an address broken over lines is one.
_LEFT_OUT = str.maketrans("", "", "\t\r\n")
# What is filled in for each recipient.
_OURS = frozenset({"recipient", "unsubscribe_url", "preferences_url"})
# Most links are the same in each mail.
_is_web_address = lru_cache(maxsize=256)(links.is_web_address)
Data = Mapping[str, object]


class Unwritable(Exception):
    """No mail can be made for this recipient, however often it is tried; it says why."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """What a mail needs of its row. ``data``: the recipient's own values; ``to``: bare or ``Name <address>``."""

    message_id: UUID
    to: str
    data: Data
    from_address: str
    message_id_header: str
    contact_id: UUID | None = None
    reply_to: str = ""
    tracks_opens: bool = False
    tracks_clicks: bool = False

    @classmethod
    def of(cls, row: EmailMessage) -> "Recipient":
        return cls(
            message_id=row.id,
            to=row.to_address,
            data=row.data or {},
            from_address=row.from_address,
            message_id_header=row.message_id_header,
            contact_id=row.contact_id,
            reply_to=row.reply_to,
            tracks_opens=row.tracks_opens,
            tracks_clicks=row.tracks_clicks,
        )


@dataclass(frozen=True, slots=True)
class Written:
    subject: str
    mime: bytes


@dataclass(frozen=True, slots=True)
class Prepared:
    """One language of one variant. ``mailing`` None: each mail is rendered whole."""

    org_id: UUID
    campaign_id: UUID | None
    list_id: UUID | None
    source: TemplateSource
    mailing: Mailing | None
    common: Data
    base: str
    skeletons: dict[tuple[str, str], Skeleton] = field(default_factory=dict)

    def render(self, recipient: Recipient) -> Rendered:
        """As people see it: without the pixel, its links as they are. Raises Unwritable."""
        return self._render(
            recipient,
            None,
            subscription_tokens.unsubscribe_url(self.org_id, recipient.message_id, base=self.base),
        )

    def write(self, recipient: Recipient, *, now: datetime | None = None) -> bytes:
        """The mail as it goes over the wire. Raises Unwritable."""
        return self.compose(recipient, now=now).mime

    def compose(self, recipient: Recipient, *, now: datetime | None = None) -> Written:
        """The same, with its subject as people read it. Raises Unwritable."""
        lead = self._leader(recipient) if recipient.tracks_clicks else None
        headers = subscription_headers.list_headers(self.org_id, recipient.message_id, base=self.base)
        rendered = self._render(recipient, lead, headers["List-Unsubscribe"][1:-1])
        html = self._with_pixel(rendered.html, recipient) if recipient.tracks_opens else rendered.html
        mime = self._skeleton(recipient).write(
            to=recipient.to,
            subject=rendered.subject,
            date=now or timezone.now(),
            headers={"Message-ID": recipient.message_id_header, **headers},
            text=rendered.text,
            html=_as_ascii(html),
        )
        return Written(rendered.subject, mime)

    def _render(self, recipient: Recipient, lead: Callable[[str], str | None] | None, unsubscribe_url: str) -> Rendered:
        data = self._data_of(recipient, unsubscribe_url)
        try:
            if self.mailing is not None:
                return self.mailing.fitting(recipient.data).render(data, lead)
            rendered = render_template(self.source, data, strict=True)
        except (RenderError, ValueError) as error:
            raise Unwritable(f"The mail could not be made: {error}") from error
        if lead is None:
            return rendered
        return replace(rendered, html=links.replace_links(rendered.html, lambda link: lead(link.url)))

    def _data_of(self, recipient: Recipient, unsubscribe_url: str) -> dict[str, object]:
        """What is the recipient's own goes before what we fill in, and that before what all share."""
        name, address = split_address(recipient.to)
        data: dict[str, object] = {
            **self.common,
            "recipient": {"name": name or address.partition("@")[0], "email": address},
            "unsubscribe_url": unsubscribe_url,
        }
        if recipient.contact_id is not None:
            data["preferences_url"] = subscription_tokens.preferences_url(
                self.org_id, recipient.contact_id, base=self.base
            )
        else:
            data["preferences_url"] = data["unsubscribe_url"]
        for key, value in recipient.data.items():
            data[key] = plain_data(value)
        return with_brand(data) if "organization" in recipient.data else data

    def _leader(self, recipient: Recipient) -> Callable[[str], str | None]:
        """Signs each link in turn, as ``tracking.marking`` does for a whole mail."""
        position = -1
        public = settings.PUBLIC_URL
        own = (f"{self.base}/t/", f"{self.base}/m/", f"{public}/t/", f"{public}/m/")

        def lead(address: str) -> str | None:
            nonlocal position
            url = address.strip().translate(_LEFT_OUT)
            if not _is_web_address(url):
                return None
            position += 1
            if position > tokens.MAX_POSITION or len(url.encode()) > tokens.MAX_URL_BYTES or url.startswith(own):
                return None
            return f"{self.base}{CLICK_PATH}{tokens.sign_click(self.org_id, recipient.message_id, position, url)}"

        return lead

    def _with_pixel(self, html: str, recipient: Recipient) -> str:
        address = f"{self.base}{OPEN_PATH}{tokens.sign_open(self.org_id, recipient.message_id)}.gif"
        pixel = f'<img src="{address}" width="1" height="1" alt="" style="display:block;width:1px;height:1px;border:0">'
        end = html.rfind("</body>")
        return f"{html[:end]}{pixel}{html[end:]}"

    def _skeleton(self, recipient: Recipient) -> Skeleton:
        key = (recipient.from_address, recipient.reply_to)
        if key not in self.skeletons:
            headers = self._headers(recipient.from_address)
            self.skeletons[key] = Skeleton(headers, sender=recipient.from_address, reply_to=recipient.reply_to)
        return self.skeletons[key]

    def _headers(self, from_address: str) -> dict[str, str]:
        domain = bare_address(from_address).rpartition("@")[2] or settings.MAIL_FROM_DOMAIN
        return {
            "X-Frontdesk-Type": "newsletter",
            "Precedence": "bulk",
            # By organization, for filters of mail programs; and by campaign for who reports to senders (Gmail's form).
            "List-Id": f"<{self.list_id or self.org_id}.{domain}>",
            "Feedback-ID": f"{self.campaign_id or 'test'}:{self.org_id}:marketing:frontdesk",
        }


def _as_ascii(html: str) -> str:
    """With references in place of a few other characters, so that it needs no encoding."""
    if html.isascii():
        return html
    start = max(html.find("<body"), 0)
    if not html[:start].isascii():
        return html
    body = html[start:].encode("ascii", "xmlcharrefreplace").decode()
    return html[:start] + body if len(body) < len(html) * 1.1 else html


def prepare(
    entry: Mapping[str, object],
    *,
    locale: str,
    organization: Organization,
    campaign_id: UUID | None = None,
    list_id: UUID | None = None,
) -> Prepared:
    """``entry``: of ``CampaignVariant.snapshot`` (``campaigns.snapshots`` tells what is in it). In a tenant, or as the
    platform. Raises RenderError."""
    source = TemplateSource(
        subject=str(entry["subject"]),
        preheader=str(entry["preheader"]),
        html_code=str(entry["html"]),
        text_code=str(entry["text"]) or None,
        source_format=entry.get("source_format", "html"),  # type: ignore[arg-type]  # the closed set
        locale=locale,
    )
    shared = serving.common_data(
        organization, public_url=settings.PUBLIC_URL, name="", address="", logo=str(entry.get("logo", ""))
    )
    given = entry.get("data")
    common = {**shared, **(given if isinstance(given, dict) else {})}
    plain = with_brand({name: plain_data(value) for name, value in common.items()})
    mailing = mailings.prepare(source, LIMITS)
    return Prepared(
        org_id=organization.id,
        campaign_id=campaign_id,
        list_id=list_id,
        source=source,
        mailing=mailing and mailing.folded({name: plain[name] for name in plain.keys() - _OURS}),
        common=plain,
        base=addresses.base_url(organization.id),
    )


def load(campaign_id: UUID, variant: int, locale: str) -> Prepared:
    """Of a campaign that has begun. In its tenant, or as the platform. Raises NotFound, RenderError."""
    campaign = Campaign.objects.select_related("organization").filter(id=campaign_id).first()
    snapshot = (
        CampaignVariant.objects.filter(campaign_id=campaign_id, position=variant)
        .values_list("snapshot", flat=True)
        .first()
    )
    if campaign is None or not snapshot:
        raise NotFound
    locale = locale if locale in snapshot and locale != "default" else snapshot["default"]
    lists = campaign.audience.get("list_ids") or []
    return prepare(
        snapshot[locale],
        locale=locale,
        organization=campaign.organization,
        campaign_id=campaign_id,
        list_id=UUID(str(lists[0])) if len(lists) == 1 else None,
    )


def render(row: EmailMessage) -> Rendered:
    """A row of a campaign as people see it. Raises NotFound, RenderError, Unwritable."""
    return _prepared_for(row).render(Recipient.of(row))


def source_of(row: EmailMessage) -> bytes:
    """A row of a campaign as it goes, or went, over the wire."""
    return _prepared_for(row).write(Recipient.of(row), now=row.sent_at)


def _prepared_for(row: EmailMessage) -> Prepared:
    if row.campaign_id is None or row.variant is None:
        raise NotFound
    return load(row.campaign_id, row.variant, row.locale)

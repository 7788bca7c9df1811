"""A campaign's mail is made once and patched for each recipient: the same mail as any other way of making it."""

import email.policy
import re
import uuid
from email import message_from_bytes
from email.message import EmailMessage as Parsed
from html.parser import HTMLParser
from typing import Any

import pytest

from frontdesk.mail import composing, shipped, template_types
from frontdesk.mail.delivery import campaign_mail, deliver_due, skeleton
from frontdesk.mail.delivery.campaign_mail import Prepared, Recipient
from frontdesk.mail.rendering import Limits, TemplateSource, mailings, render
from frontdesk.mail.rendering.freezing import freeze
from frontdesk.mail.rendering.values import plain_data, with_brand
from frontdesk.mail.template_types import TemplateType
from frontdesk.mail.tests.campaigns_to_send import begin, feed, make_entry
from frontdesk.mail.tests.samples import history, message
from frontdesk.mail.tests.sink import Sink
from frontdesk.mail.tracking import marking
from frontdesk.orgs.models import Organization, Profile
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

ORG = uuid.uuid4()
HOSTILE = '<b>O\'Neil</b> & "Söhne"\r\nBcc: x@evil.test {{ 7 | times: 6 }}'


class _Reader(HTMLParser):
    """What a browser makes of it, as far as it tells two mails apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.read: list[object] = []

    # Where it is left out, a row has one all the same; in a loop each row has its own.
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "tbody":
            self.read.append((tag, sorted(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag != "tbody":
            self.read.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if self.read and isinstance(self.read[-1], list):
            self.read[-1].append(data)
        else:
            self.read.append([data])


def seen(html: str) -> list[object]:
    reader = _Reader()
    reader.feed(html.replace("\r\n", "\n"))
    reader.close()
    return ["".join(each) if isinstance(each, list) else each for each in reader.read]


def read(mime: bytes) -> Parsed:
    parsed = message_from_bytes(mime, policy=email.policy.SMTP)
    assert isinstance(parsed, Parsed)
    assert not parsed.defects
    return parsed


def prepare(source: TemplateSource, *, is_short: bool = True) -> Prepared:
    mailing = mailings.prepare(source, Limits())
    assert (mailing is not None) is is_short
    return Prepared(ORG, uuid.uuid4(), None, source, mailing, with_brand({}), "https://desk.test")


def recipient(**changes: Any) -> Recipient:
    values: dict[str, Any] = {
        "message_id": uuid.uuid4(),
        "to": "Carol <carol@client.test>",
        "data": {},
        "from_address": "Northgate <news@northgate.test>",
        "message_id_header": "<1@northgate.test>",
        **changes,
    }
    return Recipient(**values)


SHIPPED = [
    (kind, locale)
    for kind in (TemplateType.NEWSLETTER, TemplateType.CUSTOM, TemplateType.WELCOME, TemplateType.ORDER_CONFIRMATION)
    for locale in ("en", "es")
]


@pytest.mark.parametrize(("kind", "locale"), SHIPPED)
@pytest.mark.parametrize(
    "address", ["https://x.test/?a=1&b=2#c", "javascript:alert(1)", " JaVa\tscript:x", "/relative"]
)
def test_the_short_way_makes_the_same_mail(kind: TemplateType, locale: str, address: str) -> None:
    source = freeze(shipped.load(kind, locale).source())
    data = {**template_types.sample_data(kind, locale), "name": HOSTILE, "title": HOSTILE, "action_url": address}
    mailing = mailings.prepare(source, Limits())
    assert mailing is not None
    long, short = render(source, data, strict=True), mailing.render(with_brand({**data_of(data)}))
    assert seen(short.html) == seen(long.html)
    assert (short.subject, short.preheader, short.text) == (long.subject, long.preheader, long.text)
    plain = with_brand({**data_of(data)})
    folded = mailing.folded({name: value for name, value in plain.items() if name != "name"})
    assert folded.names
    assert folded.render(plain, marked) == mailing.render(plain, marked)


def data_of(data: dict[str, object]) -> dict[str, object]:
    return {name: plain_data(value) for name, value in data.items()}


@pytest.mark.parametrize(
    "html",
    [
        "<p>{% for each in items %}<a href='https://n.test/{{ each }}'>{{ each }}</a>{% endfor %}</p>",
        "<table>{% for each in items %}<tr><td background='{{ url }}'>{{ each }}</td></tr>{% endfor %}</table>",
        "<a href='{% if items %}https://n.test/{{ items[0] }}{% else %}{{ url }}{% endif %}'>x</a>",
        "<a href='mailto:{{ name }}'>x</a><a href='{{ url }}' class='{{ name }}' style='color:{{ name }}'>x</a>",
        "<img src='{{ url }}' alt='{{ name }}'><a href='#{{ name }}'>x</a><a href='tel:1'>y</a>",
        "{% if items == blank %}a{% elsif name %}<b>{{ name | upcase }}</b>{% endif %}<!-- gone {{ name }} -->",
        "<p onclick='{{ name }}'>{{ items | join: ', ' }}</p><script>{{ name }}</script>é — {{ name }}",
        "<style>.a{color:{{ colour }}}</style><p class='a' title='<!-- {{ name }} -->'>{{ no | default: 'x' }}</p>",
        "<p>{{ text | newline_to_br }}</p><!--[if mso]><a href='{{ url }}'>{{ name }}</a><![endif]-->",
    ],
)
@pytest.mark.parametrize(
    "url", ["https://x.test/?a=1&b=<2>", "javascript:alert(1)", "data:text/html,x", "", "//x.test"]
)
def test_values_land_as_safely_as_on_the_long_way(html: str, url: str) -> None:
    source = TemplateSource("S {{ name }}", html, "{{ name }}")
    data: dict[str, object] = {
        "name": HOSTILE, "url": url, "items": ["1", "<2>", "3"], "colour": "red", "text": "a\n<b>\nc",
    }  # fmt: skip
    mailing = mailings.prepare(source, Limits())
    assert mailing is not None
    long, short = render(source, data, strict=True), mailing.render(with_brand(data_of(data)))
    assert seen(short.html) == seen(long.html)
    assert "javascript:" not in short.html
    assert (short.subject, short.preheader, short.text) == (long.subject, long.preheader, long.text)


def marked(address: str) -> str | None:
    return f"https://led.test/{len(address)}" if address.startswith("https://n.test/") else None


@pytest.mark.parametrize(
    "html",
    [
        "<p>{% if name %}<a href='https://n.test/{{ plan }}'>{{ name }}</a>{% endif %}{{ plan | upcase }}</p>",
        "{% if plan == 'pro' %}<p>{{ name }}</p>{% elsif name %}<i>{{ plan }}</i>{% else %}<b>x</b>{% endif %}",
        "{% unless plan %}a{% else %}<a href='{{ url }}'>{{ plan }}</a>{% endunless %}"
        "{% if name %}{{ plan }}{% endif %}",
        "<ul>{% for plan in items %}<li>{{ plan }}{{ forloop.index }}{{ name }}</li>{% endfor %}</ul>{{ plan }}",
        "<ul>{% for each in items %}<li>{{ each }}{% if each == '2' %}{% break %}{% endif %}</li>{% endfor %}</ul>",
        "{% for each in items limit: 1 %}{{ each }}{% endfor %}{% for each in items offset: continue %}{{ each }}"
        "{% endfor %}",
        "{% case plan %}{% when 'pro' %}<a href='https://n.test/x'>{{ plan }}</a>{% else %}{{ name }}{% endcase %}",
        "<a href='{{ bad }}'>{{ items | join: plan }}</a><img src='{{ bad }}' alt='{{ plan }}'>"
        "{% if bad %} {% endif %}",
        "<p style='color:{{ colour }}' title='{{ plan }}'>{{ who.name }} {{ no | default: plan }} {{ items[0] }}</p>",
    ],
)
def test_what_all_share_is_written_once_and_says_the_same(html: str) -> None:
    mailing = mailings.prepare(TemplateSource("{{ plan }} for {{ name }}", html, "{{ plan }}"), Limits())
    assert mailing is not None
    data = with_brand({
        "name": HOSTILE, "plan": "pro & <more>", "url": "https://n.test/?a=<&b", "items": ["1", "2", "3"],
        "bad": "javascript:alert(1)", "colour": "red", "who": {"name": HOSTILE},
    })  # fmt: skip
    for own in (set[str](), {"name"}, {"plan"}, {"name", "items"}, {"url", "bad"}, set(data)):
        folded = mailing.folded({name: value for name, value in data.items() if name not in own})
        assert folded.names.isdisjoint(own)
        assert folded.fitting(own).render(data, marked) == mailing.render(data, marked)
        assert folded.fitting({"plan"}).render({**data, "plan": "other"}) == mailing.render({**data, "plan": "other"})


def test_a_missing_value_is_told_however_much_is_shared() -> None:
    mailing = mailings.prepare(TemplateSource("S", "<p>{{ plan }}{{ missing }}{{ name }}</p>"), Limits())
    assert mailing is not None
    with pytest.raises(mailings.MissingValues, match="missing"):
        mailing.folded({"plan": "pro"}).render(with_brand({"plan": "pro", "name": "x"}))


def test_links_are_led_and_counted_as_in_any_other_mail() -> None:
    html = (
        "<p><a href='https://n.test/a?x=1&amp;y=2'>a</a>{% if many %}<a href='{{ url }}'>b</a>{% endif %}"
        "<a href='mailto:a@b.test'>m</a><a href='{{ unsubscribe_url }}'>u</a><a href='HTTPS://n.test/last'>z</a></p>"
    )
    for many in (True, False):
        who = recipient(data={"many": many, "url": "https://n.test/b?c=<&d"}, tracks_clicks=True, tracks_opens=True)
        prepared = prepare(TemplateSource("S", html))
        sent = read(prepared.write(who)).get_body(("html",))
        assert sent is not None
        marks = marking.Marking(ORG, opens=True, clicks=True, base="https://desk.test")
        marked = marks.mark(prepared.render(who).html, who.message_id)
        assert seen(sent.get_content().strip()) == seen(marked.strip())


def test_the_bytes_say_what_the_standard_library_would_write() -> None:
    source = freeze(shipped.load(TemplateType.NEWSLETTER, "es").source())
    data = data_of(template_types.sample_data(TemplateType.NEWSLETTER, "es"))
    prepared = prepare(source)
    for to in ("carol@client.test", "Zoë Ñandú <z@client.test>", '"Neil, \\"O\\"" <n@client.test>', "z@münchen.test"):
        who = recipient(to=to, data=data, reply_to="Hélp <help@northgate.test>")
        made = read(prepared.write(who))
        envelope = composing.Envelope("<1@northgate.test>", made["Date"].datetime, who.from_address, [to],
                                      reply_to=who.reply_to)  # fmt: skip
        bare = read(composing.build(envelope, prepared.render(who)))
        for name in ("From", "To", "Reply-To", "Subject", "Date", "Message-ID"):
            if "ü" not in to or name != "To":
                assert made[name] == bare[name], name
        for kind in ("plain", "html"):
            mine, other = made.get_body((kind,)), bare.get_body((kind,))
            assert mine is not None
            assert other is not None
            assert seen(mine.get_content()) == seen(other.get_content())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "\n.\n..\nFrom me\n",
        "é" * 900,
        "日本語" * 500,
        "x" * 5000,
        "a\rb\r\nc",
        "tab\t \n trailing  \n",
        "--=_00\n",
    ],
)
def test_any_text_survives_the_wire(text: str) -> None:
    made = skeleton.Skeleton({}, sender="a@b.test").write(
        to="c@d.test", subject="s", date=read_date(), headers={}, text=text, html=text
    )
    assert made.isascii()
    assert max(map(len, made.split(b"\r\n"))) <= 998
    assert made.replace(b"\r\n", b"").count(b"\n") == made.replace(b"\r\n", b"").count(b"\r") == 0
    for part in read(made).iter_parts():
        expected = text.replace("\r\n", "\n").replace("\r", "\n")
        assert part.get_content().replace("\r\n", "\n").rstrip("\n") == expected.rstrip("\n")


def read_date() -> Any:
    from django.utils import timezone

    return timezone.now()


@pytest.mark.parametrize(
    "evil", ["a\r\nBcc: x@evil.test", "a\nX: y", "=?utf-8?q?x?=", "\u2028b", "a" * 3000, "ü\r\n\r\nbody"]
)
def test_no_field_can_add_a_header(evil: str) -> None:
    prepared = prepare(TemplateSource("{{ name }}", "<p>{{ name }}</p>", "{{ name }}"))
    who = recipient(to=f'"{evil}" <carol@client.test>', data={"name": evil}, reply_to=f"{evil} <r@client.test>")
    made = read(prepared.write(who))
    expected = [
        "From", "Reply-To", "X-Frontdesk-Type", "Precedence", "List-Id", "Feedback-ID", "To", "Subject", "Date",
        "Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post", "MIME-Version", "Content-Type",
    ]  # fmt: skip
    assert made.keys() == expected
    assert made["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    if "=?" in evil:
        assert made["Subject"] == evil


def test_liquid_that_decides_the_layout_takes_the_long_way() -> None:
    html = "{% capture who %}<b>{{ name }}</b>{% endcapture %}<p>{{ who }}</p>"
    prepared = prepare(TemplateSource("S", html), is_short=False)
    assert "<p><b>Carol</b></p>" in prepared.render(recipient(data={"name": "Carol", "a": "1"})).html


def test_a_campaign_goes_out_personal_with_ways_to_leave(
    alice: ApiClient, sink: Sink, cast: dict[str, Profile]
) -> None:
    campaign = begin(org_of(cast).id, preheader="For {{ name }}")
    sent, other = feed(campaign, "carol", "zoe")
    assert deliver_due() == 2
    row = message(sent)
    assert (row.status, row.provider, row.tries, row.claimed_by) == ("sent", "smtp", 1, None)
    assert (row.html, row.text, bytes(row.mime)) == ("", "", b"")
    assert history(sent) == ["sent"]
    arrived = {mail.recipient: mail for mail in sink.mails}["carol@client.test"].message
    assert (arrived["Subject"], arrived["Precedence"]) == ("News for Carol", "bulk")
    assert arrived["List-Unsubscribe"].startswith("<http")
    html = arrived.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert "Hello Carol" in html
    assert len(re.findall(r"/t/c/", html)) == 1
    assert len(re.findall(r"/t/o/", html)) == 1
    assert arrived["List-Unsubscribe"].strip("<>") in html
    assert str(sent) in arrived["Message-ID"]
    assert message(other).status == "sent"


def test_who_cannot_be_written_to_fails_alone(alice: ApiClient, sink: Sink, cast: dict[str, Profile]) -> None:
    campaign = begin(org_of(cast).id)
    (good,) = feed(campaign, "good")
    (bad,) = feed(campaign, "bad", data={})
    deliver_due()
    assert message(good).status == "sent"
    assert (message(bad).status, message(bad).tries) == ("failed", 1)
    assert "“name”" in message(bad).last_error


@pytest.mark.parametrize("state", ["paused", "cancelled"])
def test_a_campaign_that_is_held_keeps_its_mail(
    alice: ApiClient, sink: Sink, cast: dict[str, Profile], state: str
) -> None:
    campaign = begin(org_of(cast).id, state=state)
    (sent,) = feed(campaign, "carol")
    assert deliver_due() == 0
    assert message(sent).status == "queued"
    with tenancy.platform("tests"):
        campaign.state = "sending"
        campaign.save(update_fields=["state"])
    assert deliver_due() == 1


def test_what_was_under_way_when_its_campaign_was_cancelled_does_not_wait_for_ever(
    alice: ApiClient, sink: Sink, cast: dict[str, Profile]
) -> None:
    campaign = begin(org_of(cast).id, state="cancelled")
    (left,) = feed(campaign, "carol", status="sending", claimed_by=4711, claim_position=0, tries=1)
    assert deliver_due() == 0
    assert (message(left).status, message(left).last_error) == ("cancelled", "The campaign was cancelled.")
    assert history(left) == ["cancelled"]
    assert sink.mails == []


def test_a_snapshot_is_what_goes_out(cast: dict[str, Profile]) -> None:
    organization = org_of(cast)
    with tenancy.tenant(organization.id):
        prepared = campaign_mail.prepare(make_entry(), locale="en", organization=organization)
    assert prepared.render(recipient(data={"name": "Ann"})).subject == "News for Ann"


def org_of(cast: dict[str, Profile]) -> Organization:
    organization = cast["alice"].organization
    assert organization is not None
    return organization


def test_the_viewer_shows_what_the_recipient_reads(alice: ApiClient, sink: Sink, cast: dict[str, Profile]) -> None:
    campaign = begin(org_of(cast).id)
    sent, other = feed(campaign, "carol", "zoe")
    shown = alice.get(f"/api/mail/messages/{other}").json
    assert (shown["subject"], [each["status"] for each in shown["events"]]) == ("News for Zoe", ["queued"])
    deliver_due()
    shown = alice.get(f"/api/mail/messages/{sent}").json
    assert (shown["subject"], shown["status"], shown["in_doubt"]) == ("News for Carol", "sent", 0)
    assert "Hello Carol" in shown["html"]
    assert "Hello Carol" in shown["text"]
    assert "/t/" not in shown["html"]
    assert ["Precedence", "bulk"] in shown["headers"]
    assert [each["status"] for each in shown["events"]] == ["queued", "sent"]
    assert (shown["campaign_id"], shown["variant"], shown["account_name"]) == (str(campaign.id), 0, "")
    source = alice.get(f"/api/mail/messages/{sent}/source").content
    assert b"List-Unsubscribe: <" in source
    listed = alice.get(f"/api/mail/messages?campaign_id={campaign.id}&contact_id={shown['contact_id']}").json["items"]
    assert [each["subject"] for each in listed] == ["News for Carol"]
    assert alice.get(f"/api/mail/messages?provider_id={uuid.uuid4()}").json["items"] == []
    assert alice.get(f"/api/mail/messages?direction=in&campaign_id={campaign.id}").json["items"] == []

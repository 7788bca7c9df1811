"""Where the links under a newsletter lead. Nothing changes by looking: scanners follow every link of a mail.

The one exception is no page: mail programs unsubscribe with one POST (RFC 8058), without cookies or a look at it.
"""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.csrf import csrf_exempt

from frontdesk.mail.models import MailList, Subscription, SubscriptionState
from frontdesk.mail.subscriptions import choosing, leaving, opt_in, pages, tokens
from frontdesk.mail.subscriptions.choosing import Choices, Offer
from frontdesk.mail.subscriptions.leaving import Received
from frontdesk.mail.subscriptions.pages import Frame
from frontdesk.mail.subscriptions.words import LANGUAGES, WORDS
from frontdesk.mail.tracking import addresses
from frontdesk.mail.tracking.tokens import TokenRefused
from frontdesk.orgs.models import Contact, Organization
from frontdesk.platform import limits, tenancy
from frontdesk.platform.errors import TooMany

# Large mail providers unsubscribe for all of their people from few addresses.
LIMIT = "6000/m"
View = Callable[[HttpRequest, str], HttpResponse]


def _guarded(view: View) -> View:
    @csrf_exempt  # who holds the token may; and no cookie of ours says who somebody is here
    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        if request.method not in {"GET", "HEAD", "POST"}:
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD, POST"})
        try:
            limits.check_address(request, what="mail-links", limit=LIMIT)
            return view(request, token)
        except TooMany as error:
            return _notice(request, "failed", 429, headers=error.headers())
        except TokenRefused:
            return _notice(request, "unknown", 404)

    return guarded


def _check_host(request: HttpRequest, org_id: UUID) -> None:
    if not addresses.is_served_at(request.META.get("HTTP_HOST", "localhost"), org_id):
        raise TokenRefused


@_guarded
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    org_id, message_id = tokens.read_unsubscribe(token)
    _check_host(request, org_id)
    is_post = request.method == "POST"
    with tenancy.tenant(org_id):
        received = leaving.find_received(org_id, message_id, for_update=is_post)
        if received is None:
            return _notice(request, "gone", 410 if not is_post else 200)
        everything = is_post and leaving.leave(received, everything=request.POST.get("do") == "everything")
    if is_post and request.POST.get("List-Unsubscribe") == "One-Click":
        return HttpResponse("OK\n", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})
    frame = Frame(
        _language(request, received.organization, received.contact),
        received.organization,
        received.names,
        received.address,
    )
    return _left_page(frame, received, everything=everything) if is_post else _leave_page(frame, received)


def _leave_page(frame: Frame, received: Received) -> HttpResponse:
    by_list = bool(received.lists)
    buttons = [pages.button(frame.say("unsubscribe"), value="everything")]
    if by_list:
        buttons = [
            pages.button(frame.say("leave"), value="lists"),
            pages.button(frame.say("everything"), value="everything", is_second=True),
        ]
    return pages.answer(
        frame,
        frame.say("unsubscribe"),
        frame.paragraph("leave_question" if by_list else "everything_question"),
        frame.paragraph("for_address", faint=True),
        pages.form(*buttons),
        frame.paragraph("still_needed", faint=True),
        _preferences_link(frame, received),
    )


def _left_page(frame: Frame, received: Received, *, everything: bool) -> HttpResponse:
    if everything:
        parts = [frame.paragraph("stopped"), frame.paragraph("still_needed", faint=True)]
    else:
        more = pages.form(pages.button(frame.say("everything"), value="everything", is_second=True))
        parts = [frame.paragraph("left"), more]
    title = frame.say("stopped_title" if everything else "left_title")
    return pages.answer(frame, title, *parts, _preferences_link(frame, received))


def _preferences_link(frame: Frame, received: Received) -> SafeString:
    if received.contact is None:
        return SafeString("")
    url = tokens.preferences_url(received.organization.id, received.contact.id)
    # On the host that the person is on.
    path = tokens.PREFERENCES_PATH + url.rpartition("/")[2]
    return format_html('<p><a href="{}">{}</a></p>', path, frame.say("choose"))


@_guarded
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    org_id, contact_id = tokens.read_preferences(token)
    _check_host(request, org_id)
    is_post = request.method == "POST"
    with tenancy.tenant(org_id):
        choices = choosing.find_choices(org_id, contact_id)
        if choices is not None and is_post:
            choosing.choose(
                choices,
                wanted=_ids(request.POST.getlist("list")),
                is_paused=request.POST.get("pause") == "yes",
                locale=request.POST.get("locale", ""),
            )
            choices = choosing.find_choices(org_id, contact_id)
    if choices is None:
        return _notice(request, "gone", 410)
    frame = Frame(
        _language(request, choices.organization, choices.contact),
        choices.organization,
        address=choices.contact.email,
    )
    return _preferences_page(frame, choices, is_saved=is_post)


def _preferences_page(frame: Frame, choices: Choices, *, is_saved: bool) -> HttpResponse:
    saved = format_html('<p role="status">{}</p>', frame.say("saved")) if is_saved else SafeString("")
    complained = frame.paragraph("complained") if choices.has_complained else SafeString("")
    rows = format_html_join("", "{}", ((_offer(frame, each),) for each in choices.offers))
    offers = format_html("<fieldset><legend>{}</legend>{}</fieldset>", frame.say("lists"), rows)
    return pages.answer(
        frame,
        frame.say("preferences"),
        frame.paragraph("preferences_of"),
        saved,
        complained,
        pages.form(
            offers if choices.offers else frame.paragraph("no_lists", faint=True),
            format_html(
                "<fieldset>{}</fieldset>",
                _tick("pause", "yes", frame.say("pause"), frame.say("pause_help"), is_on=choices.is_paused),
            ),
            _languages(frame, choices.contact.locale),
            pages.button(frame.say("save")),
        ),
    )


def _offer(frame: Frame, offer: Offer) -> SafeString:
    is_pending = offer.state == SubscriptionState.PENDING
    help = " · ".join(part for part in (offer.description, frame.say("pending") if is_pending else "") if part)
    is_on = offer.state in (SubscriptionState.SUBSCRIBED, SubscriptionState.PENDING)
    return _tick("list", str(offer.id), offer.name, help, is_on=is_on)


def _tick(name: str, value: str, text: str, help: str, *, is_on: bool) -> SafeString:
    return format_html(
        '<label class="row"><input type="checkbox" name="{}" value="{}"{}><span>{}<small>{}</small></span></label>',
        name,
        value,
        SafeString(" checked" if is_on else ""),
        text,
        help,
    )


def _languages(frame: Frame, chosen: str) -> SafeString:
    offered = [("", frame.say("any_language")), *((each, WORDS[each]["language"]) for each in LANGUAGES)]
    options = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((code, SafeString(" selected" if code == chosen else ""), name) for code, name in offered),
    )
    return format_html(
        '<fieldset><label class="label" for="locale">{}</label>'
        '<select id="locale" name="locale">{}</select></fieldset>',
        frame.say("mail_language"),
        options,
    )


@_guarded
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    org_id, list_id, contact_id = tokens.read_confirm(token)
    _check_host(request, org_id)
    is_post = request.method == "POST"
    with tenancy.tenant(org_id):
        is_there = opt_in.confirm(org_id, list_id, contact_id) if is_post else True
        wanted = MailList.objects.filter(id=list_id, archived_at__isnull=True).first()
        contact = Contact.objects.filter(id=contact_id).first()
        row = Subscription.objects.filter(list_id=list_id, contact_id=contact_id).first()
        organization = Organization.objects.get(id=org_id) if contact else None
    if not is_there or wanted is None or contact is None or organization is None:
        return _notice(request, "gone", 410)
    frame = Frame(_language(request, organization, contact), organization, wanted.name, contact.email)
    state = row.state if row else ""
    if state == SubscriptionState.SUBSCRIBED:
        return pages.answer(frame, frame.say("confirmed_title"), frame.paragraph("confirmed"))
    left = state == SubscriptionState.UNSUBSCRIBED
    return pages.answer(
        frame,
        frame.say("confirm_title"),
        frame.paragraph("confirm_left" if left else "confirm"),
        pages.form(pages.button(frame.say("confirm_button"))),
    )


def _ids(texts: list[str]) -> set[UUID]:
    found = set()
    for text in texts[:500]:
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found


def _language(request: HttpRequest, organization: Organization, contact: Contact | None) -> str:
    return pages.language_for(request, contact.locale if contact else "", organization.locale)


def _notice(request: HttpRequest, what: str, status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    frame = Frame(pages.language_for(request, ""))
    response = pages.answer(frame, frame.say(f"{what}_title"), frame.paragraph(what), status=status)
    for name, value in (headers or {}).items():
        response.headers[name] = value
    return response

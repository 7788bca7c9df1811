"""The sign-up form of a list: a page to link to, to put into a frame, or to post a form of one's own to."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.csrf import csrf_exempt

from frontdesk.mail.audience import signing_up
from frontdesk.mail.models import MailList
from frontdesk.mail.subscriptions import pages, tokens
from frontdesk.mail.subscriptions.pages import Frame
from frontdesk.mail.tracking.tokens import TokenRefused
from frontdesk.orgs.models import Organization
from frontdesk.platform import limits, tenancy
from frontdesk.platform.errors import TooMany

LIMIT = "20/m"
# Of a list, from wherever: a flood of made-up addresses shall not fill somebody's contacts.
LIST_LIMIT = "2000/h"
# People do not see it, programs fill it in.
TRAP = "website"

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "email": "Your e-mail address",
        "name": "Your name (optional)",
        "button": "Sign up",
        "trap": "Leave this empty",
        "wrong": "This is no e-mail address. Check it for a missing part.",
        "done_title": "Look into your mailbox",
        "done": "If a mail asks you to confirm, follow the link in it. You receive nothing before that.",
        "gone_title": "This form is closed",
        "gone": "Nobody can sign up here any more.",
        "slow_title": "Too many tries",
        "slow": "Wait a minute, then try again.",
    },
    "es": {
        "email": "Su correo electrónico",
        "name": "Su nombre (opcional)",
        "button": "Suscribirme",
        "trap": "Deje esto vacío",
        "wrong": "Esto no es un correo electrónico. Compruebe si falta algo.",
        "done_title": "Mire su correo",
        "done": "Si un mensaje le pide que confirme, siga su enlace. Antes no recibirá nada.",
        "gone_title": "Este formulario está cerrado",
        "gone": "Ya nadie puede suscribirse aquí.",
        "slow_title": "Demasiados intentos",
        "slow": "Espere un minuto e inténtelo de nuevo.",
    },
}
_INPUT = (
    '<p><label class="label" for="{0}">{1}</label><input id="{0}" name="{0}" type="{2}" maxlength="254"'
    ' value="{3}"{4} style="width:100%;min-height:2.75rem;font:inherit;padding:0 .75rem"></p>'
)


@csrf_exempt  # forms of other sites post here, and no cookie of ours says who somebody is
def sign_up(request: HttpRequest, token: str) -> HttpResponse:
    language = pages.language_for(request, "")
    words = WORDS[language]
    if request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD, POST"})
    try:
        org_id, list_id = tokens.read_sign_up(token)
    except TokenRefused:
        return _notice(Frame(language), words, "gone", 404)
    try:
        limits.check_address(request, what="sign-up", limit=LIMIT)
        if request.method == "POST":
            limits.check(f"sign-up:{list_id}", limit=LIST_LIMIT)
    except TooMany as error:
        answer = _notice(Frame(language), words, "slow", 429)
        for name, value in error.headers().items():
            answer.headers[name] = value
        return answer
    return _serve(request, org_id, list_id, language)


def _serve(request: HttpRequest, org_id: UUID, list_id: UUID, language: str) -> HttpResponse:
    words = WORDS[language]
    with tenancy.tenant(org_id):
        wanted = signing_up.find_list(list_id)
        organization = Organization.objects.filter(id=org_id).first()
        if wanted is None or organization is None:
            return _notice(Frame(language), words, "gone", 410)
        frame = Frame(language, organization, wanted.name)
        if request.method != "POST":
            return _form(frame, words, wanted)
        email = signing_up.read_address(request.POST.get("email", ""))
        if email is None:
            return _form(frame, words, wanted, request.POST.get("email", ""), is_wrong=True)
        if not request.POST.get(TRAP):
            signing_up.sign_up(wanted, email=email, full_name=request.POST.get("full_name", ""), locale=language)
    return _notice(frame, words, "done", 200)


def _form(
    frame: Frame, words: Mapping[str, str], wanted: MailList, email: str = "", *, is_wrong: bool = False
) -> HttpResponse:
    required = SafeString(' required autocomplete="email"' + (' aria-invalid="true"' if is_wrong else ""))
    name = SafeString(' autocomplete="name"')
    trap = format_html(
        '<p hidden><label>{} <input name="{}" tabindex="-1" autocomplete="off"></label></p>', words["trap"], TRAP
    )
    answer = pages.answer(
        frame,
        wanted.name,
        format_html("<p>{}</p>", wanted.description),
        format_html('<p role="alert">{}</p>', words["wrong"]) if is_wrong else SafeString(""),
        pages.form(
            format_html(_INPUT, "email", words["email"], "email", email[:254], required),
            format_html(_INPUT, "full_name", words["name"], "text", "", name),
            trap,
            pages.button(words["button"]),
        ),
        status=422 if is_wrong else 200,
    )
    return _framed(answer)


def _notice(frame: Frame, words: Mapping[str, str], what: str, status: int) -> HttpResponse:
    text = format_html("<p>{}</p>", words[what])
    return _framed(pages.answer(frame, words[f"{what}_title"], text, status=status))


def _framed(answer: HttpResponse) -> HttpResponse:
    """Other sites may show it within theirs: nobody is signed in here, so that no click can be stolen. Where a browser
    knows ``frame-ancestors``, X-Frame-Options counts for nothing. The fields' own style stands at them."""
    policy = answer.headers["Content-Security-Policy"].replace("frame-ancestors 'none'", "frame-ancestors *")
    styles = "style-src-attr 'unsafe-inline'; style-src "
    answer.headers["Content-Security-Policy"] = policy.replace("style-src ", styles)
    return answer

"""The frame of the pages that people reach by a link in a mail: no script, no cookie, nothing from elsewhere.

Server-made HTML for whatever program a mail opens its links in, in the organization's name and colour.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_urlsafe

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_from_request

from frontdesk.mail.rendering import colours
from frontdesk.mail.subscriptions.words import LANGUAGES, WORDS
from frontdesk.orgs.models import Organization

_STYLE = """
:root{color-scheme:light dark;--ground:#f6f7f9;--card:#fff;--ink:#16202c;--faint:#55606e;--line:#d5dae1}
@media(prefers-color-scheme:dark){:root{--ground:#12161c;--card:#1b2129;--ink:#eef1f5;--faint:#a9b3c0;--line:#3a434f}}
*{box-sizing:border-box}
body{margin:0;padding:2rem 1rem;background:var(--ground);color:var(--ink);
font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
main{max-width:34rem;margin:6vh auto 0;padding:clamp(1.25rem,5vw,2.5rem);background:var(--card);
border:1px solid var(--line);border-top:4px solid var(--brand);border-radius:.75rem}
header{font-weight:600;margin-bottom:1.5rem}
header img{display:block;max-height:3rem;max-width:12rem}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 1rem}
p{margin:0 0 1rem}.faint{color:var(--faint);font-size:.9rem}
form{margin:1.5rem 0 0}
button{font:inherit;font-weight:600;min-height:2.75rem;padding:.5rem 1.25rem;border-radius:.5rem;cursor:pointer;
border:1px solid var(--brand);background:var(--brand);color:var(--on-brand);margin:0 .5rem .75rem 0}
button.second{background:none;color:inherit;border-color:var(--line)}
fieldset{border:0;margin:0 0 1.5rem;padding:0}legend,.label{font-weight:600;padding:0;margin-bottom:.5rem;display:block}
.row{display:flex;gap:.75rem;padding:.6rem 0;border-top:1px solid var(--line)}
.row input{width:1.25rem;height:1.25rem;margin:.15rem 0 0;flex:none;accent-color:var(--brand)}
.row small{display:block;color:var(--faint)}
select{font:inherit;min-height:2.75rem;width:100%;padding:0 .75rem;border:1px solid var(--line);border-radius:.5rem;
background:var(--card);color:inherit}
a{color:inherit}a:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible{
outline:3px solid var(--ink);outline-offset:2px}
[role=status]{border-left:4px solid var(--brand);padding:.5rem 1rem;background:var(--ground)}
"""


@dataclass(frozen=True, slots=True)
class Frame:
    """In whose name and which language a page speaks. ``lists`` and ``address`` fill the gaps of its words."""

    language: str
    organization: Organization | None = None
    lists: str = ""
    address: str = ""

    def say(self, word: str) -> str:
        words = WORDS[self.language]
        values = {
            "organization": self.organization.name if self.organization else "",
            "lists": self.lists,
            "address": masked(self.address),
            "support": (self.organization.support_address if self.organization else "") or words["support"],
        }
        return words[word].format_map(values)

    def paragraph(self, word: str, *, faint: bool = False) -> SafeString:
        return format_html('<p class="{}">{}</p>', "faint" if faint else "", self.say(word))


def language_for(request: HttpRequest, chosen: str, fallback: str = "") -> str:
    """The person's own, else the browser's where it names one of ours, else the organization's."""
    if chosen in LANGUAGES:
        return chosen
    if request.headers.get("Accept-Language"):
        asked = get_language_from_request(request)
        return asked if asked in LANGUAGES else "en"
    return fallback if fallback in LANGUAGES else "en"


def masked(address: str) -> str:
    """Enough for its owner to know it by: links are forwarded with the mail."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}•••@{domain}" if local else address


def button(text: str, *, name: str = "", value: str = "", is_second: bool = False) -> SafeString:
    return format_html(
        '<button type="submit" name="{}" value="{}" class="{}">{}</button>',
        name or "do",
        value or "yes",
        "second" if is_second else "",
        text,
    )


def form(*parts: SafeString) -> SafeString:
    return format_html('<form method="post">{}</form>', format_html_join("", "{}", ((each,) for each in parts)))


def answer(frame: Frame, title: str, *parts: SafeString, status: int = 200) -> HttpResponse:
    nonce = token_urlsafe(16)
    colour = colours.brand(frame.organization.brand_color if frame.organization else "")
    root = f":root{{--brand:{colour};--on-brand:{colours.text_on(colour)}}}"
    html = format_html(
        '<!doctype html><html lang="{}"><head><meta charset="utf-8"><title>{}</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">'
        '<style nonce="{}">{}</style></head><body><main>{}<h1>{}</h1>{}</main></body></html>',
        frame.language,
        title,
        nonce,
        mark_safe(root + _STYLE),  # noqa: S308 - our own style, and a colour of six digits
        _heading(frame),
        title,
        format_html_join("", "{}", ((each,) for each in parts)),
    )
    response = HttpResponse(html, status=status)
    for name, value in _headers(nonce).items():
        response.headers[name] = value
    return response


def _heading(frame: Frame) -> SafeString:
    if frame.organization is None:
        return SafeString("")
    logo = frame.organization.logo
    if logo.startswith("/") and not logo.startswith("//"):  # one of ours: nobody else learns of this visit
        return format_html('<header><img src="{}" alt="{}"></header>', logo, frame.organization.name)
    return format_html("<header>{}</header>", frame.organization.name)


def _headers(nonce: str) -> Mapping[str, str]:
    return {
        "Content-Security-Policy": (
            f"default-src 'none'; style-src 'nonce-{nonce}'; img-src 'self'; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'"
        ),
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex",
    }

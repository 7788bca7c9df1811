"""Placeholders that only one program for sending mail writes, each in Liquid's words."""

from __future__ import annotations

import re
from collections.abc import Callable

from frontdesk.mail.importing.draft import Draft, Edit
from frontdesk.mail.importing.model import UNSUPPORTED, Log
from frontdesk.mail.importing.names import link_name

_NAME = r"[A-Za-z_]\w{0,60}"
_PATH = rf"{_NAME}(?:\.{_NAME}){{0,6}}"
_WORDS = r"\"[^\"<>{}\n]{0,80}\"|'[^'<>{}\n]{0,80}'"
_OPEN, _SHUT = r"\{\{\s*", r"\s*\}\}"
_LINKS = {"unsubscribe": "unsubscribe_url", "preferences": "preferences_url", "webversion": "view_in_browser_url"}
_CONDITION = re.compile(
    rf"(?:(IF)|(ELSEIF)|(ELSE)|(ENDIF))\b\s*(?:@?({_PATH})\s*(==|!=)\s*([\w'\" -]{{1,60}}?)\s*THEN)?\Z", re.I
)
_ADVICE = "is program code of another system. Write {{ name }}, or {% if name %} … {% endif %}, instead."


def convert_senders(draft: Draft, log: Log) -> None:
    for form, convert in _FORMS:
        edits = []
        for match in form.finditer(draft.text):
            text = convert(match)
            place = draft.place(match.start())
            if text is None:
                log.problem("unsupported_code", f"“{match[0][:60]}” {_ADVICE}", place)
                text = f"{{{{ {UNSUPPORTED}.code }}}}"
            elif not match[0].startswith("</"):
                log.change("placeholder", f"“{match[0][:80]}” became {text or 'nothing'}.", place)
            edits.append(Edit(match.start(), match.end(), text))
        draft.apply(edits)


def _value(match: re.Match[str]) -> str:
    """The first group is the name; the second, where there is one, what stands for an empty value."""
    name = re.sub(r"\W+", "_", match[1].strip()) if " " in match[1] else match[1]
    name = link_name(name) or (name.lower() if " " in match[1] or name.isupper() else name)
    fallback = (match[2] or "").strip().strip("\"'") if match.re.groups > 1 else ""
    if not fallback or '"' in fallback:
        return f"{{{{ {name} }}}}"
    return f'{{{{ {name} | default: "{fallback}" }}}}'


def _marketo(match: re.Match[str]) -> str:
    if match[2] is None and " " not in match[1]:
        return match[0]
    head, _, rest = match[1].partition(".")
    name = f"{head}.{re.sub(r'[^A-Za-z0-9]+', '_', rest.strip()).lower()}"
    fallback = (match[2] or "").strip()
    return f'{{{{ {name} | default: "{fallback}" }}}}' if fallback and '"' not in fallback else f"{{{{ {name} }}}}"


def _link(match: re.Match[str]) -> str:
    """Campaign Monitor's `<unsubscribe>` is a link whose address it writes itself."""
    if match[2].lower() not in _LINKS:
        return ""
    return "</a>" if match[1] else f'<a href="{{{{ {_LINKS[match[2].lower()]} }}}}"{match[3]}>'


def _ampscript(match: re.Match[str]) -> str | None:
    """`%%[ IF @x == 1 THEN ]%%` and its parts."""
    found = _CONDITION.match(match[1].strip())
    if found is None:
        return None
    if found[4]:
        return "{% endif %}"
    if found[3]:
        return "{% else %}"
    if not found[5]:
        return None
    return f"{{% {'if' if found[1] else 'elsif'} {found[5]} {found[6]} {found[7].strip()} %}}"


def _subscription(match: re.Match[str]) -> str:
    return "{{ unsubscribe_url }}" if match[1] == "unsubscribe" else "{{ preferences_url }}"


def _condition(match: re.Match[str]) -> str:
    return f"{{{{#if {match[1]}}}}}" if match[1] else "{{/if}}"


def _code(match: re.Match[str]) -> None:
    return None


_Form = tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]]
_FORMS: tuple[_Form, ...] = (
    # Salesforce, Marketing Cloud, AWeber.
    (re.compile(r"%%\[([^\]]{0,1000})\]%%"), _ampscript),
    (re.compile(rf"%%=\s*v\(\s*@({_PATH})\s*\)\s*=%%", re.I), _value),
    (re.compile(r"%%=[^%\n]{0,300}=%%"), _code),
    (re.compile(rf"\{{!\$?({_PATH})\}}"), _value),
    # Marketo.
    (re.compile(r"\{\{\s*((?:lead|company|member)\.[\w .-]{1,60}?)\s*(?::default=([^{}\n]{0,80}))?\s*\}\}"), _marketo),
    # Mailjet.
    (re.compile(rf"(?:{_OPEN}|\[\[\s*)(?:var|data):({_PATH})(?::({_WORDS}|[\w .-]{{0,60}}))?\s*[\}}\]]{{2}}"), _value),
    # Magento, HubSpot, GetResponse, Klaviyo.
    (re.compile(rf"\{{\{{var\s+({_PATH})(?:\(\))?{_SHUT}"), _value),
    (re.compile(rf"\{{\{{(?:(?:if|depend)\s+({_PATH})|/depend){_SHUT}"), _condition),
    (re.compile(rf"{_OPEN}personalization_token\(\s*['\"]({_PATH})['\"]\s*(?:,\s*({_WORDS})\s*)?\){_SHUT}"), _value),
    (re.compile(rf"\{{\{{CONTACT\s+`({_NAME})`{_SHUT}"), _value),
    (re.compile(rf"{_OPEN}person\s*\|\s*lookup:\s*'([\w ]{{1,60}})'\s*(?:\|\s*default:\s*({_WORDS}))?{_SHUT}"), _value),
    # Campaign Monitor, Constant Contact, MailPoet, Zoho, Keap, GetResponse, Mautic, FreeMarker.
    (re.compile(r"<(/?)(unsubscribe|preferences|webversion|forwardtoafriend|tweet)\b([^<>/]{0,200})>", re.I), _link),
    (re.compile(rf"\[({_NAME}),\s*fallback=([^\[\]<>{{}}\n]{{0,60}})\]", re.I), _value),
    (re.compile(rf"\[\[?({_NAME})\s+OR\s+({_WORDS})\]\]?"), _value),
    (re.compile(rf"\[subscriber:({_NAME})(?:\s*\|\s*default:([^\[\]<>{{}}\n]{{0,60}}))?\]"), _value),
    (re.compile(r"\[link:subscription_(unsubscribe|manage)(?:_url)?\]"), _subscription),
    (re.compile(rf"\$\[({_NAME})(?:\|([^\[\]|<>{{}}\n]{{0,60}})\|?)?\]\$"), _value),
    (re.compile(r"~((?:Contact|Owner|Company|Order)\.\w{1,40})~"), _value),
    (re.compile(rf"(?<!\{{)\{{(?:contact|lead)field=({_PATH})(?:\|([^{{}}\n]{{0,100}}))?\}}(?!\}})"), _value),
    (re.compile(rf"\$\{{\s*({_PATH})!({_WORDS})?\s*\}}"), _value),
    (re.compile(r"</?[#@](?:if|elseif|else|list|assign|include|import|macro|function|t)\b[^<>]{0,200}>"), _code),
)  # fmt: skip

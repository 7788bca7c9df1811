"""Placeholders of other programs that are unmistakable: EJS and ERB, ${x}, [[x]], %recipient.x%, SendGrid's."""

from __future__ import annotations

import re

from frontdesk.mail.importing.draft import Draft, Edit
from frontdesk.mail.importing.model import UNSUPPORTED, Log
from frontdesk.mail.importing.names import link_name
from frontdesk.mail.importing.validity import parses

_PATH = r"[A-Za-z_][\w]{0,60}(?:\.[A-Za-z_]\w{0,60}){0,6}"
_FORMS: tuple[re.Pattern[str], ...] = (
    re.compile(r"\$\{\s*(" + _PATH + r")\s*\}"),
    re.compile(r"\[\[\s*(" + _PATH + r")\s*\]\]"),
    re.compile(r"%recipient\.(" + _PATH + r")%"),
    re.compile(r"%%(" + _PATH + r"|[A-Za-z]\w{0,30}(?: \w{1,30}){1,3})%%"),
    re.compile(r"%((?!SENDER)[A-Z][A-Z_]{3,40}|unsubscribe_url|tag_unsubscribe_url|mailing_list_unsubscribe_url)%"),
    re.compile(r"(?<![\w-])-(first_?name|last_?name|full_?name|email|name|code|company)-(?![\w-])", re.IGNORECASE),
    re.compile(r"\[%?(unsubscribe|weblink|unsubscribe_url|webversion|preferences)%?\]", re.IGNORECASE),
    re.compile(r"<%\s*(asm_[a-z_]{4,60})\s*%>"),
    re.compile(r"\{\$(" + _PATH + r")\}"),
    re.compile(r"(?<!\{)\{((?:unsubscribe|webview)_(?:url|text)|resubscribe_url|tracking_pixel)\}(?!\})"),
)
_OWN = {"unsubscribe_url", "tag_unsubscribe_url", "mailing_list_unsubscribe_url", "unsubscribelink", "unsubscribe_link"}
_WRITTEN = {"unsubscribe_text": '<a href="{{ unsubscribe_url }}">Unsubscribe</a>', "tracking_pixel": ""}
_CODE = re.compile(r"<%([=#_-]{0,2})")
_SIMPLE = re.compile(r"@?(" + _PATH + r")\Z")
_IF = re.compile(r"(?:\}\s*)?(else\s+if|elsif|if|unless)\b\s*(.*?)\s*(?:\{|then|:)?\s*\Z", re.DOTALL)
_EACH = re.compile(
    r"@?(" + _PATH + r")\.(?:each\s+do\s*\|\s*(\w+)\s*\||for[eE]ach\(\s*(?:function\s*\(\s*)?\(?\s*(\w+)[^{]{0,40}\{)"
)
_FOR = re.compile(r"for\s*\(\s*(?:let|var|const)\s+(\w+)\s+(?:of|in)\s+(" + _PATH + r")\s*\)\s*\{")
_END = re.compile(r"(?:\}\s*\)?\s*;?|end)\Z")
_ELSE = re.compile(r"(?:\}\s*else\s*\{|else)\Z")
_LENGTH = re.compile(r"\.(?:length|size|count|any\?|present\?)(?:\s*>\s*0)?\Z")
# In EJS <%- writes a value, in ERB it only takes blanks away.
_STATEMENT = re.compile(r"(?:if|unless|else|elsif|end|for)\b|\}|" + _PATH + r"\.(?:each|forEach)\b")
_METHODS = {
    "capitalize": "capitalize", "titleize": "capitalize", "upcase": "upcase", "downcase": "downcase", "strip": "strip",
    "toUpperCase": "upcase", "toLowerCase": "downcase", "trim": "strip", "length": "size", "size": "size",
}  # fmt: skip
_METHOD = re.compile(r"@?(" + _PATH + r")\.(" + "|".join(_METHODS) + r")(?:\(\))?\Z")
_DEFAULTED = re.compile(r"@?(" + _PATH + r")\s*(?:\|\||or|\?\?)\s*(\"[^\"\n]{0,100}\"|'[^'\n]{0,100}')\Z")
_LONGEST = 2_000


def convert_simple(draft: Draft, log: Log) -> None:
    """Values only: `${name}`, `[[name]]`, `%recipient.name%`, `-name-` and links of known senders."""
    edits = []
    for form in _FORMS:
        for match in form.finditer(draft.text):
            own = link_name(match[1]) or ("unsubscribe_url" if match[1].lower() in _OWN else None)
            text = _WRITTEN.get(match[1], f"{{{{ {own or _spelled(match[1])} }}}}")
            log.change("placeholder", f"“{match[0][:80]}” became {text}.", draft.place(match.start()))
            edits.append(Edit(match.start(), match.end(), text))
    draft.apply(edits)


def _spelled(name: str) -> str:
    if " " in name:
        return name.replace(" ", "_").lower()
    return name.lower() if name.isupper() else name


def convert_code(draft: Draft, log: Log) -> None:
    """EJS and ERB: values, conditions and loops of the plain kinds; else a problem."""
    walk = _Walk(draft, log)
    position, text = 0, draft.text
    while (opening := _CODE.search(text, position)) is not None:
        end = text.find("%>", opening.end())
        if end < 0:
            log.problem("never_closed", "“<%” is never closed. Close or remove it.", draft.place(opening.start()))
            break
        position = end + 2
        walk.take(opening.start(), position, opening[1], text[opening.end() : end].strip(" -_\n\r\t"))
    draft.apply(walk.finish())


class _Walk:
    def __init__(self, draft: Draft, log: Log) -> None:
        self.draft = draft
        self.log = log
        self.edits: list[Edit] = []
        self.ends: list[str] = []

    def take(self, start: int, end: int, mark: str, code: str) -> None:
        place = self.draft.place(start)
        source = self.draft.text[start : min(end, start + 80)]
        if mark.startswith("#"):
            self.log.change("comment_removed", "Comments of the template language were removed.", place)
            self.edits.append(Edit(start, end, ""))
            return
        own = link_name(code)
        if own is not None:
            mark, code = "=", own
        if mark.startswith("-") and _STATEMENT.match(code):
            mark = ""
        text = None if len(code) > _LONGEST else (_value(code) if mark else self._statement(code, place))
        if text is None:
            advice = "Write {{ name }}, {% if name %} … {% endif %} or {% for item in items %} … {% endfor %} instead."
            self.log.problem("unsupported_code", f"“{source}” is program code. {advice}", place)
            text = f"{{{{ {UNSUPPORTED}.code }}}}"
        else:
            self.log.change("code", f"“{source}” became {text}.", place)
        self.edits.append(Edit(start, end, text))

    def finish(self) -> list[Edit]:
        end = len(self.draft.text)
        return [*self.edits, Edit(end, end, "".join(reversed(self.ends)))] if self.ends else self.edits

    def _statement(self, code: str, place: tuple[int, int]) -> str | None:
        for pattern, read in ((_FOR, _for), (_EACH, _each)):
            match = pattern.match(code)
            if match is not None:
                self.ends.append("{% endfor %}")
                return read(match)
        if _END.match(code):
            return self.ends.pop() if self.ends else ""
        if _ELSE.match(code):
            return "{% else %}" if self.ends else ""
        match = _IF.match(code)
        return None if match is None else self._condition(match[1], match[2], place)

    def _condition(self, word: str, written: str, place: tuple[int, int]) -> str | None:
        condition = _plain_condition(written)
        tag = "elsif" if word.startswith("els") else word
        if tag != "elsif":
            self.ends.append("{% endunless %}" if tag == "unless" else "{% endif %}")
        elif not self.ends:
            return None
        if condition is None:
            message = f"The condition “{written[:80]}” cannot be converted. Write it in Liquid: {{% if name %}}."
            self.log.problem("unsupported_condition", message, place)
        return f"{{% {tag} {condition or UNSUPPORTED + '.condition'} %}}"


def _value(code: str) -> str | None:
    code = code.removeprefix("locals.").removeprefix("= ")
    method, defaulted = _METHOD.match(code), _DEFAULTED.match(code)
    if method is not None:
        return f"{{{{ {method[1]} | {_METHODS[method[2]]} }}}}"
    if defaulted is not None:
        return f"{{{{ {defaulted[1]} | default: {defaulted[2]} }}}}"
    match = _SIMPLE.match(code)
    return f"{{{{ {match[1]} }}}}" if match is not None else None


def _for(match: re.Match[str]) -> str:
    return f"{{% for {match[1]} in {match[2]} %}}"


def _each(match: re.Match[str]) -> str:
    return f"{{% for {match[2] or match[3]} in {match[1]} %}}"


def _plain_condition(written: str) -> str | None:
    inner = written.strip()
    if inner.startswith("(") and inner.endswith(")"):
        inner = inner[1:-1].strip()
    inner = re.sub(r"===?", "==", inner.replace("!==", "!=").replace("&&", "and").replace("||", "or")).replace("@", "")
    if inner.startswith("!") and re.fullmatch(_PATH, inner[1:].strip()):
        return f"{inner[1:].strip()} == blank"
    inner = _LENGTH.sub(" != blank", inner)
    return inner if parses(f"{{% if {inner} %}}{{% endif %}}") else None

"""PHP inside a template: values, conditions and loops of the plain kinds; else a problem."""

from __future__ import annotations

import re

from frontdesk.mail.importing.draft import Draft, Edit
from frontdesk.mail.importing.model import UNSUPPORTED, Log
from frontdesk.mail.importing.validity import parses

_OPENING = re.compile(r"<\?(php\b|=)", re.IGNORECASE)
_VARIABLE = r"\$([A-Za-z_]\w{0,60}(?:->\w{1,60}|\[['\"]?\w{1,60}['\"]?\]){0,6})"
_SHOWN = re.compile(r"(?:htmlspecialchars|htmlentities|esc_html|esc_attr|esc_url|e)\(\s*(" + _VARIABLE + r")\s*\)\Z")
_IF = re.compile(r"(if|elseif)\s*\((.{1,300})\)\s*[:{]\Z", re.DOTALL)
_EACH = re.compile(r"foreach\s*\(\s*" + _VARIABLE + r"\s+as\s+\$(\w{1,60})\s*\)\s*[:{]\Z")
_ENDS = {"endif": "{% endif %}", "endforeach": "{% endfor %}", "else:": "{% else %}"}
_LONGEST = 2_000


def convert_php(draft: Draft, log: Log) -> None:
    edits, position, text = [], 0, draft.text
    while (opening := _OPENING.search(text, position)) is not None:
        end = text.find("?>", opening.end())
        position = len(text) if end < 0 else end + 2
        code = text[opening.end() : end if end >= 0 else position].strip()
        place, source = draft.place(opening.start()), text[opening.start() : min(position, opening.start() + 60)]
        liquid = None if len(code) > _LONGEST else _converted(code, is_value=opening[1] == "=")
        if liquid is None:
            message = f"“{source}” is program code. Write {{{{ name }}}}, or {{% if name %}} … {{% endif %}}, instead."
            log.problem("unsupported_code", message, place)
            liquid = f"{{{{ {UNSUPPORTED}.code }}}}"
        else:
            log.change("code", f"“{source}” became {liquid}.", place)
        edits.append(Edit(opening.start(), position, liquid))
    draft.apply(edits)


def _converted(code: str, *, is_value: bool) -> str | None:
    code = code.rstrip("; \t\r\n")
    if is_value or re.match(r"(?:echo|print)\b", code):
        value = re.sub(r"\A(?:echo|print)\s+", "", code)
        shown = _SHOWN.match(value)
        found = re.fullmatch(_VARIABLE, shown[1] if shown else value)
        return f"{{{{ {_path(found[1])} }}}}" if found else None
    if code in _ENDS or f"{code}:" in _ENDS:
        return _ENDS.get(code) or _ENDS[f"{code}:"]
    each = _EACH.match(code)
    if each is not None:
        return f"{{% for {each[2]} in {_path(each[1])} %}}"
    tested = _IF.match(code)
    if tested is None:
        return None
    condition = re.sub(_VARIABLE, lambda match: _path(match[1]), tested[2].replace("&&", "and").replace("||", "or"))
    condition = re.sub(r"\A!\s*empty\(\s*([\w.]+)\s*\)\Z|\Aisset\(\s*([\w.]+)\s*\)\Z", _present, condition.strip())
    condition = re.sub(r"\Aempty\(\s*([\w.]+)\s*\)\Z|\A!\s*([\w.]+)\Z", _absent, condition).replace("===", "==")
    tag = "if" if tested[1] == "if" else "elsif"
    return f"{{% {tag} {condition} %}}" if parses(f"{{% if {condition} %}}{{% endif %}}") else None


def _path(variable: str) -> str:
    return re.sub(r"->|\[['\"]?|['\"]?\]", ".", variable).replace("..", ".").strip(".")


def _present(match: re.Match[str]) -> str:
    return f"{match[1] or match[2]} != blank"


def _absent(match: re.Match[str]) -> str:
    return f"{match[1] or match[2]} == blank"

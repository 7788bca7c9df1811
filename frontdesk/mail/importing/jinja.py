"""Tags of Jinja, Django and Twig, which look like Liquid's and mostly are."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from frontdesk.mail.importing.model import UNSUPPORTED
from frontdesk.mail.importing.validity import parses

# Tags of ours that stand alone or end something; their blocks are checked when the whole is.
_PLAIN = frozenset(
    [
        "else",
        "endif",
        "endunless",
        "endfor",
        "endcase",
        "endcapture",
        "endraw",
        "endcomment",
        "break",
        "continue",
        "raw",
        "comment",
        "when",
    ]
)
_BLOCKS = {"if": "endif", "unless": "endunless", "for": "endfor", "case": "endcase"}
_LINK_TAG = re.compile(r"(unsubscribe|manage_preferences|web_view|view_in_browser)(_link|_url)?\Z")
_LINKS = {
    "unsubscribe": ("unsubscribe_url", "Unsubscribe"),
    "manage_preferences": ("preferences_url", "Preferences"),
    "web_view": ("view_in_browser_url", "View in browser"),
    "view_in_browser": ("view_in_browser_url", "View in browser"),
}
_TEXT = r"\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'"
_OTHERWISE = re.compile(rf"([\w.]{{1,200}})\s+(?:or|\?\?|\|\||if\s+([\w.]{{1,200}})\s+else)\s+({_TEXT})")
_JOINED = re.compile(rf"([\w.]{{1,200}}|{_TEXT})\s*~\s*([\w.]{{1,200}}|{_TEXT})")
_SIZED = re.compile(r"\b([\w.]{1,200})\s*\|\s*(?:length|size|count)\b")
_WITHIN = re.compile(rf"([\w.]{{1,200}}|{_TEXT})\s+in\s+([\w.]{{1,200}})")
_LAST_NOT = re.compile(r"(.*\b(?:and|or)\s+)not\s+([\w.-]{1,200})\Z", re.DOTALL)
_PREFIX = re.compile(r"\b(?:var|data):(?=[A-Za-z_])")
_PARTS = frozenset({"include", "import", "from", "render", "embed", "extends", "sections"})
_WITHOUT_MEANING = frozenset(
    [
        "load",
        "autoescape",
        "endautoescape",
        "spaceless",
        "endspaceless",
        "block",
        "endblock",
        "blocktrans",
        "endblocktrans",
        "blocktranslate",
        "endblocktranslate",
        "language",
        "endlanguage",
        "filter",
        "endfilter",
        "apply",
        "endapply",
        "csrf_token",
        "localize",
        "endlocalize",
        "endtrans",
        "endwith",
        "verbatim",
        "endverbatim",
        "layout",
        "style",
        "endstyle",
        "form",
        "endform",
    ]
)
_LITERAL = re.compile(r"""(?:trans|translate|_)\s+(?:"([^"]*)"|'([^']*)')""")
_SET = re.compile(r"(?:set|with)\s+([A-Za-z_]\w*)\s*=\s*(.+)\Z", re.DOTALL)
_NOT = re.compile(r"not\s+([\w.-]+)\Z")
_DEFINED = re.compile(r"([\w.-]+)\s+is\s+(not\s+)?(?:defined|none|null|empty)\Z")
_LOOP_WORDS = {
    "loop.index": "forloop.index",
    "loop.index0": "forloop.index0",
    "loop.first": "forloop.first",
    "loop.last": "forloop.last",
    "loop.length": "forloop.length",
    "forloop.counter": "forloop.index",
    "forloop.counter0": "forloop.index0",
}
_LOOP_NAME = re.compile(r"\b(?:loop\.(?:index0?|first|last|length)|forloop\.counter0?)\b")


@dataclass(frozen=True, slots=True)
class Converted:
    """`text` None: as it stands. A change or a problem is a code and words."""

    text: str | None = None
    change: tuple[str, str] | None = None
    problem: tuple[str, str] | None = None


def renamed(expression: str) -> str:
    return _LOOP_NAME.sub(lambda match: _LOOP_WORDS[match[0]], expression) if "loop." in expression else expression


def as_default(expression: str) -> str:
    """`a or 'b'`, `a ?? 'b'` and `a if a else 'b'` as Liquid's `default`; `a ~ b` as its `append`."""
    match = _OTHERWISE.fullmatch(expression)
    if match is not None and (match[2] is None or match[2] == match[1]):
        return f"{match[1]} | default: {match[3]}"
    joined = _JOINED.fullmatch(expression)
    return f"{joined[1]} | append: {joined[2]}" if joined else expression


def _link(tag: re.Match[str], text: str) -> Converted:
    """Klaviyo's and Customer.io's tags for the links below a mail: the address alone, or a whole link."""
    own, shown = _LINKS[tag[1]]
    if tag[2]:
        return _rewritten(f"{{{{ {own} }}}}", tag[0])
    shown = text.strip().strip("'\"") or shown
    return _rewritten(f'<a href="{{{{ {own} }}}}">{html.escape(shown)}</a>', tag[0])


def convert_tag(inner: str) -> Converted:
    name, _, rest = inner.partition(" ")
    if (link := _LINK_TAG.match(name)) is not None:
        return _link(link, rest)
    if inner.startswith("#") or name in _PLAIN:
        return Converted()
    if name in ("if", "elsif", "elif", "unless"):
        return _condition(name, rest.strip())
    if name == "for":
        return _loop(inner)
    if name == "case" and parses(f"{{% {inner} %}}{{% endcase %}}"):
        return Converted()
    if name in ("assign", "capture", "set", "with"):
        return _assignment(name, inner)
    if name == "empty":
        return _rewritten("{% else %}", name)
    literal = _LITERAL.match(inner)
    if literal is not None:
        return Converted(literal[1] or literal[2] or "", ("translation", "Texts to translate stand as they are."))
    if name in _WITHOUT_MEANING:
        return Converted("", ("tag_removed", f"“{{% {name} %}}” has no meaning here and was removed."))
    if name in _PARTS:
        message = f"“{{% {inner[:60]} %}}” means another file. Paste its code here instead."
        return Converted(f"{{{{ {UNSUPPORTED}.part }}}}", problem=("unknown_tag", message))
    message = f"“{{% {inner[:60]} %}}” belongs to another template language. Replace it by what it should show."
    shown = re.sub(r"\W", "_", name)[:40] or "tag"
    return Converted(f"{{{{ {UNSUPPORTED}.{shown} }}}}", problem=("unknown_tag", message))


def _rewritten(text: str, name: str) -> Converted:
    return Converted(text, ("tag", f"“{{% {name} %}}” became {text[:80]}."))


def _condition(name: str, written: str) -> Converted:
    own = "elsif" if name == "elif" else name
    condition = _without_negation(renamed(written))
    if parses(f"{{% if {condition} %}}{{% endif %}}"):
        if own == name and condition == written:
            return Converted()
        return _rewritten(f"{{% {own} {condition} %}}", f"{name} {written}"[:60])
    message = f"The condition “{written[:80]}” cannot be converted. Write it in Liquid, without brackets or “not”."
    return Converted(f"{{% {own} {UNSUPPORTED}.condition %}}", problem=("unsupported_condition", message))


def _without_negation(condition: str) -> str:
    condition = _SIZED.sub(r"\1.size", _PREFIX.sub("", condition))
    last = _LAST_NOT.match(condition)
    if last is not None and " or " not in last[1]:
        # Liquid reads from the right: what stands last may have an "or" of its own.
        condition = f"{last[1]}{last[2]} == blank or {last[2]} == false"
    within = _WITHIN.fullmatch(condition)
    if within is not None:
        return f"{within[2]} contains {within[1]}"
    negated = _NOT.match(condition)
    if negated is not None:
        return f"{negated[1]} == blank or {negated[1]} == false"
    defined = _DEFINED.match(condition)
    if defined is not None:
        wanted = ("defined" in condition) != bool(defined[2])
        return f"{defined[1]} != blank" if wanted else f"{defined[1]} == blank"
    return condition.replace("&&", "and").replace("||", "or")


def _loop(inner: str) -> Converted:
    if parses(f"{{% {inner} %}}{{% endfor %}}"):
        return Converted()
    message = f"The loop “{inner[:80]}” cannot be converted. Write {{% for item in items %}}."
    return Converted(f"{{% for item in {UNSUPPORTED}.list %}}", problem=("unsupported_loop", message))


def _assignment(name: str, inner: str) -> Converted:
    if name == "capture" or (name == "assign" and parses(f"{{% {inner} %}}")):
        return Converted()
    match = _SET.match(inner)
    if match is not None and parses(f"{{% assign {match[1]} = {match[2]} %}}"):
        return _rewritten(f"{{% assign {match[1]} = {match[2]} %}}", f"{name} {match[1]}")
    message = f"“{{% {inner[:60]} %}}” cannot be converted. Write {{% assign name = value %}}."
    return Converted("", problem=("unsupported_assignment", message))

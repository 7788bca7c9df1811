"""Handlebars and Mustache blocks: which of them is a loop, which a condition, and what their names mean inside."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from frontdesk.mail.importing.expressions import Scope, Words, lexemes
from frontdesk.mail.importing.model import UNSUPPORTED
from frontdesk.mail.importing.tokens import Token

_FLAG = re.compile(r"(?:is|has|show|can|should|no|not|with|if|enable|use)(?:_|(?=[A-Z]))|.*\?\Z")
_NO_PLURAL = re.compile(r".*(?:ss|us|is|news|address|previous|details|status)\Z", re.IGNORECASE)
_LIST = re.compile(r"(?:.*(?:_|(?<=[a-z])(?=[A-Z])))?(?:list|items|entries|rows)\Z", re.IGNORECASE)
_PARAMETERS = re.compile(r"\s+as\s+\|([^|]*)\|\s*\Z")


@dataclass(slots=True)
class Block:
    """An opened block: how it goes on, how it ends, and the scope inside."""

    token: Token
    name: str
    otherwise: str = "{% else %}"
    end: str = "{% endif %}"
    tail: str = "endif"
    has_scope: bool = False


@dataclass(slots=True)
class Opened:
    """What an opening tag becomes. `problem`: code and words of what was not understood; `note`: of what was chosen."""

    text: str
    block: Block
    scope: Scope | None = None
    problem: tuple[str, str] | None = None
    note: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Inside:
    """What stands directly in a block; for sections, whose kind the tag itself does not tell."""

    names: frozenset[str] = field(default_factory=frozenset)
    loops_over_itself: bool = False


def look_inside(tokens: list[Token]) -> dict[int, Inside]:
    """For each opening token (by its start), what stands in it."""
    found: dict[int, Inside] = {}
    stack: list[tuple[Token, set[str], list[bool]]] = []
    for token in tokens:
        if token.kind in ("output", "raw_output") and stack:
            stack[-1][1].add(token.inner)
        elif token.kind in ("open", "inverse"):
            if stack and re.fullmatch(r"(?:each\s+)?(?:\.|this)", token.inner.strip()):
                stack[-1][2].append(True)
            stack.append((token, set(), []))
        elif token.kind == "close" and stack:
            opened, names, loops = stack.pop()
            found[opened.start] = Inside(frozenset(names), bool(loops))
    return found


def open_block(token: Token, scopes: list[Scope], inside: Inside) -> Opened:
    parameters = _PARAMETERS.search(token.inner)
    inner = token.inner[: parameters.start()] if parameters else token.inner
    names = parameters[1].split() if parameters else []
    words = Words(scopes)
    helper, _, rest = inner.strip().partition(" ")
    rest = rest.strip()
    if token.kind == "inverse":
        return _unless(token, helper, words.condition(inner), inner)
    if helper == "each" or (helper == "for" and rest):
        return _each(token, words, rest or ".", names)
    if helper == "if":
        return _if(token, "if", words.condition(rest), inner)
    if helper == "unless":
        return _unless(token, "unless", words.condition(rest), inner)
    if helper == "with":
        return _with(token, words, rest, names)
    if rest:
        return _helper(token, words, helper, rest)
    return _section(token, words, helper, inside)


def _if(token: Token, name: str, condition: str | None, source: str) -> Opened:
    if condition is None:
        message = f"The condition “{source[:80]}” cannot be converted. Write it in Liquid: {{% if status == 'paid' %}}."
        return Opened(
            f"{{% if {UNSUPPORTED}.condition %}}", Block(token, name), problem=("unsupported_condition", message)
        )
    return Opened(f"{{% if {condition} %}}", Block(token, name))


def _unless(token: Token, name: str, condition: str | None, source: str) -> Opened:
    opened = _if(token, name, condition, source)
    opened.text = opened.text.replace("{% if ", "{% unless ", 1)
    opened.block.end, opened.block.tail = "{% endunless %}", "endunless"
    return opened


def _each(token: Token, words: Words, over: str, names: list[str]) -> Opened:
    source = words.path(over) if len(lexemes(over)) == 1 else None
    problem = None
    if source is None:
        message = f"The loop over “{over[:80]}” cannot be converted. Write {{% for item in items %}} … {{% endfor %}}."
        source, problem = f"{UNSUPPORTED}.list", ("unsupported_loop", message)
    variable = names[0] if names and names[0].isidentifier() else loop_variable(source, words.scopes)
    known = {names[1]: "forloop.index0"} if len(names) > 1 else {}
    if names:
        known[variable] = variable
    scope = Scope(variable, is_loop=True, names=known)
    block = Block(token, "each", end="{% endfor %}", tail="endfor", has_scope=True)
    return Opened(f"{{% for {variable} in {source} %}}", block, scope, problem)


def _with(token: Token, words: Words, over: str, names: list[str]) -> Opened:
    source = words.path(over) if len(lexemes(over)) == 1 else None
    opened = _if(token, "with", None if source is None else f"{source} and {source} != blank", f"with {over}")
    opened.scope = Scope(source or "", names={names[0]: source} if names and source else {})
    opened.block.has_scope = True
    return opened


def _helper(token: Token, words: Words, helper: str, rest: str) -> Opened:
    condition = words.compared(helper.lower(), lexemes(rest))
    if condition is not None:
        return _if(token, helper, condition, rest)
    message = (
        f"“{{{{#{helper} …}}}}” is a helper of the program this template came from. What it encloses stands here; "
        "write {% if … %} or {% for … %} around it."
    )
    block = Block(token, helper, otherwise="", end="", tail="")
    name = re.sub(r"[^\w-]", "_", helper)[:40]
    return Opened(f"{{{{ {UNSUPPORTED}.{name} }}}}", block, problem=("unknown_helper", message))


def _section(token: Token, words: Words, name: str, inside: Inside) -> Opened:
    """A Mustache section is a loop over a list, a condition, or both: the data decides. Here the words have to."""
    source = words.path(name)
    if source is None or name in (".", "this"):
        return _each(token, words, name, []) if name in (".", "this") else _if(token, name, None, name)
    simple = {each for each in inside.names if re.fullmatch(r"[\w.-]+", each)}
    if inside.loops_over_itself:
        opened = _if(token, name, words.condition(name), name)
        opened.scope, opened.block.has_scope = Scope(source), True
        return opened
    is_flag = bool(_FLAG.match(name)) or name in simple or not simple
    is_plural = bool(_LIST.match(name)) or (name.endswith("s") and not _NO_PLURAL.match(name))
    if not is_flag and ("." in simple or "this" in simple or is_plural):
        opened = _each(token, words, name, [])
        opened.block.name = name
        words_for_it = f"“{{{{#{name}}}}}” became a loop. Where it is only a condition, write {{% if {source} %}}."
        opened.note = ("section_as_loop", words_for_it)
        return opened
    opened = _if(token, name, words.condition(name), name)
    if not is_flag:
        words_for_it = (
            f"“{{{{#{name}}}}}” became a condition. If {name} is a list, write {{% for item in {source} %}}; if it has "
            f"fields of its own, write {{{{ {source}.field }}}}."
        )
        opened.note = ("section_as_condition", words_for_it)
    return opened


def loop_variable(source: str, scopes: list[Scope]) -> str:
    """A name for the entries of a list: its singular, or `item`."""
    last = re.split(r"[.\[]", source)[-1].strip('"] ')
    name = last[:-1] if last.endswith("s") and not _NO_PLURAL.match(last) and len(last) > 3 else "item"
    if not name.isidentifier():
        name = "item"
    taken = {scope.prefix for scope in scopes} | {source.split(".")[0]}
    number, chosen = 2, name
    while chosen in taken:
        chosen, number = f"{name}_{number}", number + 1
    return chosen

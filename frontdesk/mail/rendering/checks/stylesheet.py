"""The rules of style sheets that colour text, matched against a source's own elements."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import tinycss2
import tinycss2.ast

from frontdesk.mail.rendering.checks.reading import Element
from frontdesk.mail.rendering.markup import words

COLOURING = words(
    "color background background-color background-image font-size font-weight font display visibility opacity",
    "max-height mso-hide",
)
# More is no mail any more, and each costs time.
_MOST_RULES = 500
_MOST_CHARACTERS = 64 * 1024
# Python refuses to read longer ones.
_NO_NUMBER = re.compile(r"\d{1000}")
_SIMPLE = re.compile(r"([a-zA-Z][\w-]*|\*)?((?:[.#][\w-]+)*)")
_PART = re.compile(r"([.#])([\w-]+)")

Declarations = dict[str, tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Compound:
    tag: str
    classes: frozenset[str]
    ids: frozenset[str]

    def fits(self, element: Element, classes: frozenset[str]) -> bool:
        if self.tag and self.tag != element.name and not (self.tag == "body" and element.name == "mj-body"):
            return False
        if not self.classes <= classes:
            return False
        return not self.ids or self.ids <= {_value(element, "id")}


@dataclass(frozen=True, slots=True)
class Rule:
    """`chain` is what the element must fit and, from it outwards, its ancestors; `direct`: the next is its parent."""

    chain: tuple[Compound, ...]
    direct: tuple[bool, ...]
    rank: tuple[int, int, int, int]
    declarations: Declarations


def _value(element: Element, name: str) -> str:
    attribute = element.attributes.get(name)
    return (attribute.value or "") if attribute else ""


def classes_of(element: Element) -> frozenset[str]:
    return frozenset(f"{_value(element, 'class')} {_value(element, 'css-class')}".split())


class Sheet:
    """Rules by the last word of their selector; media queries and states are left out."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._by_key: dict[str, list[Rule]] = defaultdict(list)
        count = 0
        left = _MOST_CHARACTERS
        for text in texts:
            left -= len(text)
            if left < 0:
                return
            if _NO_NUMBER.search(text):
                continue
            for node in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
                if isinstance(node, tinycss2.ast.QualifiedRule) and count < _MOST_RULES:
                    count += 1
                    self._add(node, count)

    def _add(self, node: tinycss2.ast.QualifiedRule, number: int) -> None:
        declarations = parse_declarations(_written(node.content))
        if not declarations:
            return
        for selector in _written(node.prelude).split(","):
            rule = _rule(selector.strip(), number, declarations)
            if rule is not None:
                last = rule.chain[0]
                key = next((f".{each}" for each in sorted(last.classes)), last.tag or "*")
                self._by_key[key].append(rule)

    def declarations_for(self, element: Element) -> Declarations:
        if not self._by_key:
            return {}
        classes = classes_of(element)
        keys = [element.name, "*", *(f".{name}" for name in classes)]
        if element.name == "mj-body":
            keys.append("body")
        rules = [rule for key in keys for rule in self._by_key.get(key, ()) if _matches(rule, element, classes)]
        found: Declarations = {}
        for rule in sorted(rules, key=lambda each: each.rank):
            merge(found, rule.declarations)
        return found


def merge(into: Declarations, later: Declarations) -> None:
    for name, (value, important) in later.items():
        if important or not into.get(name, ("", False))[1]:
            into[name] = value, important


def _written(nodes: list[tinycss2.ast.Node]) -> str:
    """Empty for brackets nested so deep that no style needs them."""
    try:
        return str(tinycss2.serialize(nodes))
    except RecursionError:
        return ""


def parse_declarations(text: str) -> Declarations:
    found: Declarations = {}
    if len(text) > _MOST_CHARACTERS or _NO_NUMBER.search(text):
        return found
    for node in tinycss2.parse_blocks_contents(text, skip_comments=True, skip_whitespace=True):
        if isinstance(node, tinycss2.ast.Declaration) and node.lower_name in COLOURING:
            merge(found, {node.lower_name: (_written(node.value).strip(), node.important)})
    return found


def _rule(selector: str, number: int, declarations: Declarations) -> Rule | None:
    steps = re.findall(r"[^\s>+~]+|[>+~]", selector)
    chain: list[Compound] = []
    direct: list[bool] = []
    child = False
    for step in steps:
        if step in "+~":
            return None
        if step == ">":
            child = True
            continue
        match = _SIMPLE.fullmatch(step)
        if match is None:
            return None
        parts = _PART.findall(match[2])
        tag = (match[1] or "").lower().replace("*", "")
        names = frozenset(name for kind, name in parts if kind == ".")
        ids = frozenset(name for kind, name in parts if kind == "#")
        chain.insert(0, Compound(tag, names, ids))
        direct.insert(0, child)
        child = False
    if not chain or len(chain) > 8:
        return None
    rank = (
        sum(len(each.ids) for each in chain),
        sum(len(each.classes) for each in chain),
        sum(bool(each.tag) for each in chain),
        number,
    )
    return Rule(tuple(chain), tuple(direct), rank, declarations)


def _matches(rule: Rule, element: Element, classes: frozenset[str]) -> bool:
    if not rule.chain[0].fits(element, classes):
        return False
    at = element.parent
    for number, compound in enumerate(rule.chain[1:]):
        if rule.direct[number] and (at is None or not compound.fits(at, classes_of(at))):
            return False
        while at is not None and not compound.fits(at, classes_of(at)):
            at = at.parent
        if at is None:
            return False
        at = at.parent
    return True

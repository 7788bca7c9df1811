"""What a template says to everybody is written once, ahead of its recipients.

Outputs, conditions and loops that ask only for what all recipients share become text; a condition that is decided
becomes its branch. The template then makes the same mail from the same data, as long as no recipient brings a value of
its own for one of the names that were used: whoever folds looks after that.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from liquid.ast import BlockNode, Node
from liquid.builtin.expressions import LoopExpression
from liquid.builtin.expressions.path import Path
from liquid.exceptions import LiquidInterrupt
from liquid.expression import Expression
from liquid.template import BoundTemplate
from liquid.token import TOKEN_CONTENT, Token

from frontdesk.mail.rendering.branch_nodes import MailCaseNode, MailForNode, MailIfNode, MailUnlessNode
from frontdesk.mail.rendering.liquid_env import MailContentNode, MailOutputNode
from frontdesk.mail.rendering.model import Limits
from frontdesk.mail.rendering.parsing import LIQUID_FAILURES
from frontdesk.mail.rendering.running import MailContext, Run

_WRITTEN = (MailOutputNode, MailIfNode, MailUnlessNode, MailCaseNode, MailForNode)
_NO_NAMES: frozenset[str] = frozenset()
N = TypeVar("N", bound=Node)


@dataclass(frozen=True, slots=True)
class Folded:
    """``template``: its text where nothing else is left of it. ``names``: what it took from the shared data."""

    template: BoundTemplate | str
    names: frozenset[str]


class Folder:
    """Nodes are shared with others that render the same template: none is changed, what differs is a copy."""

    def __init__(self, template: BoundTemplate, limits: Limits, shared: Mapping[str, object]) -> None:
        self._template, self._limits, self._shared = template, limits, shared
        self.names: set[str] = set()

    def fold(self) -> Folded:
        nodes = self._template.nodes
        if any(_reaches_on(node) for node in nodes):
            return Folded(self._template, _NO_NAMES)
        folded = self.fold_all(nodes, _NO_NAMES)
        if all(type(node) is MailContentNode for node in folded):
            return Folded("".join(str(node) for node in folded), frozenset(self.names))
        template = copy.copy(self._template)
        template.nodes = folded
        return Folded(template, frozenset(self.names))

    def fold_all(self, nodes: Iterable[Node], inner: frozenset[str]) -> list[Node]:
        """``inner``: names that mean something else here, such as a loop's."""
        folded: list[Node] = []
        for node in nodes:
            each = self._fold(node, inner)
            # Of a blank block Liquid writes nothing.
            for part in each.nodes if type(each) is BlockNode and not each.blank else [each]:
                if type(part) is MailContentNode and folded and type(folded[-1]) is MailContentNode:
                    folded.append(content(part.token, str(folded.pop()) + str(part)))
                else:
                    folded.append(part)
        return folded

    def _fold(self, node: Node, inner: frozenset[str]) -> Node:
        # Of nodes that know by themselves what is left of them.
        fold_itself = getattr(node, "folded", None)
        if fold_itself is not None:
            return fold_itself(self, inner)  # type: ignore[no-any-return]  # a Node
        if isinstance(node, _WRITTEN):
            text = self._write(node, inner)
            if text is not None:
                return content(node.token, text)
        if isinstance(node, MailIfNode | MailUnlessNode):
            return self._fold_condition(node, inner)
        if isinstance(node, MailForNode):
            names = inner | {str(each) for each in node.block_scope()}
            return _changed(node, block=self.fold_block(node.block, names))
        return node

    def fold_block(self, block: BlockNode, inner: frozenset[str]) -> BlockNode:
        return _changed(block, nodes=self.fold_all(block.nodes, inner))

    def _fold_condition(self, node: MailIfNode | MailUnlessNode, inner: frozenset[str]) -> Node:
        if self._knows([node.condition], inner):
            run = Run(self._limits, time.monotonic)
            context = MailContext(self._template, run=run, data=self._shared)
            try:
                is_taken = bool(node.condition.evaluate(context)) is isinstance(node, MailIfNode)
            except LIQUID_FAILURES:
                return node
            if is_taken:
                self._use([node.condition])
                return self.fold_block(node.consequence, inner)
        return _changed(
            node,
            consequence=self.fold_block(node.consequence, inner),
            alternatives=[_changed(each, block=self.fold_block(each.block, inner)) for each in node.alternatives],
            default=self.fold_block(node.default, inner) if node.default else None,
        )

    def _write(self, node: Node, inner: frozenset[str]) -> str | None:
        """What it comes to for everybody; None where that depends on the recipient, or fails."""
        if any(hasattr(each, "folded") for each in _nodes_below(node)):
            return None
        expressions = list(_expressions_below(node))
        own = {str(each) for below in _nodes_below(node) for each in below.block_scope()}
        if not self._knows(expressions, inner, own) or own & self._shared.keys():
            return None
        run = Run(self._limits, time.monotonic)
        context = MailContext(self._template, run=run, data=self._shared)
        buffer = context.get_buffer()
        try:
            node.render(context, buffer)
        except (*LIQUID_FAILURES, LiquidInterrupt):
            return None
        if run.missing:
            return None
        self._use(expressions)
        return buffer.getvalue()

    def _knows(self, expressions: Iterable[Expression], inner: frozenset[str], own: Iterable[str] = ()) -> bool:
        known = (self._shared.keys() - inner) | set(own)
        return all(isinstance(name, str) and name in known for name in _names(expressions))

    def _use(self, expressions: Iterable[Expression]) -> None:
        self.names.update(name for name in _names(expressions) if isinstance(name, str) and name in self._shared)


def fold(template: BoundTemplate | str, limits: Limits, shared: Mapping[str, object]) -> Folded:
    return Folded(template, _NO_NAMES) if isinstance(template, str) else Folder(template, limits, shared).fold()


def content(token: Token, text: str) -> MailContentNode:
    return MailContentNode(token._replace(kind=TOKEN_CONTENT), text)


def _changed(node: N, **attributes: object) -> N:
    changed = copy.copy(node)
    for name, value in attributes.items():
        setattr(changed, name, value)
    return changed


def _reaches_on(node: Node) -> bool:
    """What later nodes build on may not be left out: assignments, and loops that others go on with."""
    return any(list(each.template_scope()) for each in _nodes_below(node)) or any(
        isinstance(each, LoopExpression) and each.offset is not None for each in _expressions_below(node)
    )


def _nodes_below(node: Node) -> Iterable[Node]:
    yield node
    for child in node.children(None, include_partials=False):  # type: ignore[arg-type]  # there are no partials
        yield from _nodes_below(child)


def _expressions_below(node: Node) -> Iterable[Expression]:
    for each in _nodes_below(node):
        yield from each.expressions()


def _names(expressions: Iterable[Expression]) -> Iterable[object]:
    for each in expressions:
        if isinstance(each, Path):
            yield each.path[0]
        yield from _names(each.children())

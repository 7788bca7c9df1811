"""Conditions and loops that can show every branch, for authors who want to see what their sample does not reach."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

from liquid import RenderContext
from liquid.ast import BlockNode, Node
from liquid.builtin.tags import case_tag, for_tag, if_tag, unless_tag
from liquid.exceptions import BreakLoop, ContinueLoop, LiquidError, ResourceLimitError

from frontdesk.mail.rendering.running import Branching, mail_context, run_of

Branch = tuple[bool, BlockNode]


def _branching_of(node: Node, context: RenderContext) -> Branching | None:
    branchings = run_of(context).branchings
    return branchings.get(node.token.start_index) if branchings else None


def _show_all(branching: Branching, branches: list[Branch], context: RenderContext, buffer: TextIO) -> int:
    """Writes every branch under its label. A loop that the taken one ends is ended once all are shown."""
    interrupt: BreakLoop | ContinueLoop | None = None
    for number, (taken, block) in enumerate(branches):
        if number < len(branching.labels):
            buffer.write(branching.labels[number])
        if not taken:
            _show_aside(block, context, buffer)
            continue
        try:
            block.render(context, buffer)
        except (BreakLoop, ContinueLoop) as raised:
            interrupt = raised
    if interrupt is not None:
        raise interrupt
    return len(branches)


def _show_aside(block: BlockNode, context: RenderContext, buffer: TextIO) -> None:
    """A branch that the data does not take may rely on data that is not there: its failures end it alone."""
    with mail_context(context).apart():
        try:
            block.render(context, buffer)
        except ResourceLimitError:
            raise
        except (BreakLoop, ContinueLoop, LiquidError, ArithmeticError, ValueError, TypeError, LookupError):
            return


def _of_condition(node: if_tag.IfNode | unless_tag.UnlessNode, context: RenderContext, wanted: bool) -> list[Branch]:
    tests: list[tuple[Callable[[], bool], BlockNode]] = [
        (lambda: bool(node.condition.evaluate(context)) is wanted, node.consequence),
        *((lambda each=each: bool(each.expression.evaluate(context)), each.block) for each in node.alternatives),
    ]
    if node.default:
        tests.append((lambda: True, node.default))
    decided = False
    branches = []
    for test, block in tests:
        taken = not decided and test()
        decided = decided or taken
        branches.append((taken, block))
    return branches


class MailIfNode(if_tag.IfNode):
    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        branching = _branching_of(self, context)
        if branching is None:
            return super().render_to_output(context, buffer)
        return _show_all(branching, _of_condition(self, context, True), context, buffer)


class MailUnlessNode(unless_tag.UnlessNode):
    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        branching = _branching_of(self, context)
        if branching is None:
            return super().render_to_output(context, buffer)
        return _show_all(branching, _of_condition(self, context, False), context, buffer)


class MailCaseNode(case_tag.CaseNode):
    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        branching = _branching_of(self, context)
        if branching is None:
            return super().render_to_output(context, buffer)
        branches: list[Branch] = []
        decided = False
        for block in self.blocks:
            if isinstance(block, BlockNode):
                branches.append((not decided, block))
            else:
                taken = any(block.expression.evaluate(context))
                decided = decided or taken
                branches.append((taken, block.block))
        return _show_all(branching, branches, context, buffer)


class MailForNode(for_tag.ForNode):
    """Shown whole, a loop turns once: with its first entry, or with none where the list is empty."""

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        branching = _branching_of(self, context)
        if branching is None:
            return super().render_to_output(context, buffer)
        entries, length = self.expression.evaluate(context)
        turn = _Turn(self, next(entries) if length else None)
        branches: list[Branch] = [(bool(length), turn)]
        if self.default:
            branches.append((not length, self.default))
        elif length:
            branching = Branching(())
        return _show_all(branching, branches, context, buffer)


class _Turn(BlockNode):
    """One turn of a loop."""

    __slots__ = ("entry", "loop")

    def __init__(self, loop: for_tag.ForNode, entry: object) -> None:
        super().__init__(loop.block.token, [loop.block])
        self.blank = loop.block.blank
        self.loop, self.entry = loop, entry

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        name = self.loop.expression.identifier
        forloop = for_tag.ForLoop(
            f"{name}-{self.loop.expression.iterable}", iter([self.entry]), 1, context.parentloop()
        )
        with context.loop({"forloop": forloop, name: self.entry}, forloop):
            next(forloop)
            with suppress(BreakLoop, ContinueLoop):
                return self.loop.block.render(context, buffer)
        return 0


class MailIf(if_tag.IfTag):
    node_class = MailIfNode


class MailUnless(unless_tag.UnlessTag):
    node_class = MailUnlessNode


class MailCase(case_tag.CaseTag):
    node_class = MailCaseNode


class MailFor(for_tag.ForTag):
    node_class = MailForNode

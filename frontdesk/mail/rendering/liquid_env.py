"""Liquid with every limit on, and without the parts that reach outside the template."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from io import StringIO
from typing import TextIO, cast

from liquid import Environment, Markup, Mode, RenderContext, Token
from liquid.ast import Node
from liquid.builtin.content import ContentNode, Literal
from liquid.builtin.expressions import FilteredExpression, tokenize
from liquid.builtin.expressions.logical import EqExpression, NeExpression
from liquid.builtin.expressions.path import Path
from liquid.builtin.expressions.primitive import Blank, Empty
from liquid.builtin.illegal import Illegal
from liquid.builtin.output import Output, OutputNode
from liquid.builtin.tags import (
    assign_tag,
    capture_tag,
    comment_tag,
    for_tag,
    inline_comment_tag,
)
from liquid.expression import Expression
from liquid.stream import TokenStream
from liquid.template import BoundTemplate
from liquid.token import TOKEN_EXPRESSION, TOKEN_OUTPUT
from liquid.undefined import is_undefined

from frontdesk.mail.rendering import filters
from frontdesk.mail.rendering.branch_nodes import MailCase, MailFor, MailIf, MailUnless
from frontdesk.mail.rendering.model import Limits
from frontdesk.mail.rendering.running import MailContext, Run, run_of
from frontdesk.mail.rendering.values import Place, plain, written

# A compiled output says where it came from and where it stands: {{ ~120u~ reset_url }}.
PLACE_LETTERS: dict[str, Place] = {"t": "text", "a": "attribute", "u": "url", "c": "css", "p": "plain"}
_MARK = re.compile(r"~(\d+)([tauc])~\s*")


def _plain_path(expression: Expression) -> list[object] | None:
    """The names of a path that has no path inside: it is the same at every turn."""
    if not isinstance(expression, Path) or any(isinstance(each, Path) for each in expression.path):
        return None
    return list(expression.path)


class MailOutputNode(OutputNode):
    """An output that knows its place in the source and in the document."""

    __slots__ = ("has_default", "left", "name", "origin", "path", "place", "through")

    def __init__(self, token: Token, expression: FilteredExpression, origin: int, place: Place) -> None:
        super().__init__(token, expression)
        self.origin = origin
        self.place = place
        # Read once here: an output is rendered thousands of times.
        self.left = expression.left
        self.path = _plain_path(expression.left)
        self.name = str(expression.left)
        self.through = tuple(expression.filters or ())
        self.has_default = any(each.name == "default" for each in self.through)

    def render(self, context: RenderContext, buffer: TextIO) -> int:
        run: Run = context.run  # type: ignore[attr-defined]  # always ours; a cast costs a call
        run.step()
        value = context.get(self.path, token=self.token) if self.path else self.left.evaluate(context)
        # Most values are text, and then nothing has to be found out.
        if type(value) is not str and not self.has_default and (value is None or is_undefined(value)):
            run.miss(self.name, self.origin)
            value = f"⟦{self.name}⟧"
        elif self.through:
            value = self._filtered(value, context)
        if run.hold is not None and not run.capturing:
            run.held.append(plain(value) if is_undefined(value) else value)
            return buffer.write(run.hold(len(run.held) - 1))
        return buffer.write(written(value, self.place))

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        return self.render(context, buffer)

    def _filtered(self, value: object, context: RenderContext) -> object:
        for each in self.through:
            value = each.evaluate(value, context)
        return value


class MailContentNode(ContentNode):
    def render(self, context: RenderContext, buffer: TextIO) -> int:
        return buffer.write(self.text)


class MailContent(Literal):
    node_class = MailContentNode


class MailOutput(Output):
    def parse(self, stream: TokenStream) -> MailOutputNode:
        token = stream.eat(TOKEN_OUTPUT)
        inside = stream.expect(TOKEN_EXPRESSION)
        env = cast(MailEnvironment, self.env)
        origin, place, text = inside.start_index, env.place, inside.value
        mark = _MARK.match(text) if env.compiled else None
        if mark is not None:
            origin, place = int(mark[1]), PLACE_LETTERS[mark[2]]
            inside = inside._replace(value=text[mark.end() :])
        expression = FilteredExpression.parse(self.env, TokenStream(tokenize(inside.value, inside)))
        # Ternaries, the other kind, are off.
        return MailOutputNode(token, cast(FilteredExpression, expression), origin, place)


class MailCaptureNode(capture_tag.CaptureNode):
    """Inside a capture, values are written as they are: the captured text is what gets held later."""

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        run = run_of(context)
        run.capturing += 1
        try:
            return super().render_to_output(context, buffer)
        finally:
            run.capturing -= 1

    def _assign(self, context: RenderContext, buf: StringIO) -> None:
        text = buf.getvalue()
        place = cast(MailEnvironment, context.env).place
        context.assign(self.name, text if place == "plain" else Markup(text))


class MailCapture(capture_tag.CaptureTag):
    node_class = MailCaptureNode


# Left out: include, render (they load), echo, liquid, cycle, tablerow, increment, decrement, ifchanged
# (they print around the output node, which is what escapes).
TAGS = (
    MailContent,
    MailOutput,
    Illegal,
    MailIf,
    MailUnless,
    MailCase,
    MailFor,
    for_tag.BreakTag,
    for_tag.ContinueTag,
    assign_tag.AssignTag,
    MailCapture,
    comment_tag.CommentTag,
    inline_comment_tag.InlineCommentTag,
)


class _MissingAsEmpty(Expression):
    """What stands opposite `blank` or `empty` in a comparison: a missing value is an empty one there."""

    __slots__ = ("inner", "path")

    def __init__(self, inner: Expression) -> None:
        super().__init__(inner.token)
        self.inner = inner
        self.path = _plain_path(inner)

    def __str__(self) -> str:
        return str(self.inner)

    def evaluate(self, context: RenderContext) -> object:
        value = context.get(self.path, token=self.token) if self.path else self.inner.evaluate(context)
        if type(value) is str:
            return value
        return "" if value is None or is_undefined(value) else value

    def children(self) -> Iterable[Expression]:
        return [self.inner]


def _let_blank_include_missing(node: Node, context: RenderContext) -> None:
    """As in Shopify's Liquid, `x == blank` holds for a missing x; python-liquid has it the other way round."""
    for expression in node.expressions():
        _wrap_comparisons(expression)
    for child in node.children(context, include_partials=False):
        _let_blank_include_missing(child, context)


def _wrap_comparisons(expression: Expression) -> None:
    if isinstance(expression, EqExpression | NeExpression):
        if isinstance(expression.right, Blank | Empty):
            expression.left = _MissingAsEmpty(expression.left)
        elif isinstance(expression.left, Blank | Empty):
            expression.right = _MissingAsEmpty(expression.right)
    for child in expression.children():
        _wrap_comparisons(child)


class MailEnvironment(Environment):
    """One per (limits, language, kind of field); `compiled` ones read the marks of compiled outputs."""

    place: Place = "text"
    compiled: bool = False

    def __init__(self, limits: Limits, locale: str, place: Place, compiled: bool) -> None:
        self.limits = limits
        self.locale = locale
        self.place = place
        self.compiled = compiled
        # Liquid's own escaping trusts string literals and a few filters. Ours is in MailOutputNode, the only node
        # that prints a value, and trusts none of them.
        super().__init__(tolerance=Mode.STRICT, autoescape=False, strict_filters=True)

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        super().setup_tags_and_filters(extra=False)
        self.tags.clear()
        for tag in TAGS:
            self.add_tag(tag)
        filters.register(self, self.limits, self.locale)

    def _parse(self, source: str) -> list[Node]:
        nodes = super()._parse(source)
        template = BoundTemplate(self, nodes)
        for node in nodes:
            _let_blank_include_missing(node, RenderContext(template))
        return nodes


@lru_cache(maxsize=64)
def environment(
    limits: Limits,
    locale: str,
    place: Place = "text",
    compiled: bool = False,
    base: type[MailEnvironment] = MailEnvironment,
) -> MailEnvironment:
    limited = type(
        "LimitedMailEnvironment",
        (base,),
        {
            "block_nesting_limit": limits.block_nesting,
            "context_depth_limit": limits.context_depth,
            "loop_iteration_limit": limits.loop_turns,
            "local_namespace_limit": limits.namespace_bytes,
            "output_stream_limit": limits.output_bytes,
        },
    )
    return cast(MailEnvironment, limited(limits, locale, place, compiled))


def run_templates(templates: list[BoundTemplate], run: Run, data: Mapping[str, object]) -> list[str]:
    """Renders the parts of one document in one context, so that what an earlier part assigns a later one sees."""
    context = MailContext(templates[0], run=run, data=data)
    written_parts = []
    for template in templates:
        buffer = context.get_buffer()
        template.render_with_context(context, buffer)
        written_parts.append(buffer.getvalue())
    return written_parts

"""The same mail for many: sanitised once, so that each recipient costs Liquid alone.

What a recipient's data adds afterwards cannot change that. Values are escaped where they stand, in styles nothing
passes that could load or end them, and addresses (`href`, `src`, `background`) are judged when they are whole: those
that the sanitiser would drop are dropped with their attribute. Where Liquid decides about anything else, there is no
short way, and `render` takes the long one.
"""

from __future__ import annotations

import copy
import html
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TextIO

from liquid import RenderContext, Token
from liquid.ast import BlockNode, Node
from liquid.parser import get_parser
from liquid.stream import TokenStream
from liquid.tag import Tag
from liquid.template import BoundTemplate
from liquid.token import TOKEN_EOF, TOKEN_EXPRESSION, TOKEN_TAG

from frontdesk.mail.rendering import compiling, plain_text
from frontdesk.mail.rendering.addresses import Addresses
from frontdesk.mail.rendering.folding import Folder, content, fold
from frontdesk.mail.rendering.framing import Frame, frame_of
from frontdesk.mail.rendering.liquid_env import MailContentNode, MailEnvironment, environment, run_templates
from frontdesk.mail.rendering.model import Field, Limits, Rendered, RenderError, TemplateSource
from frontdesk.mail.rendering.parsing import LIQUID_FAILURES, liquid_problem
from frontdesk.mail.rendering.pieces import StandIns
from frontdesk.mail.rendering.running import Run, run_of
from frontdesk.mail.rendering.sanitising import Document, clean_body, is_safe_address, put_together
from frontdesk.mail.rendering.values import header_text

# Given the address of each link of a mail in turn; what it returns stands in its place, as it is.
Lead = Callable[[str], str | None]
_TITLE, _PREHEADER = "\ue000title\ue000", "\ue000preheader\ue000"
_HEADS_KEPT = 64


class _AddressNode(Node):
    """An attribute with an address: of a link, so that it may lead elsewhere, or one that Liquid makes."""

    __slots__ = ("address", "attribute", "block", "is_link", "written")

    def __init__(self, token: Token, attribute: str, is_link: bool, block: BlockNode) -> None:
        super().__init__(token)
        self.attribute = attribute
        self.is_link = is_link
        self.block = block
        # Without Liquid in it: it was judged with the rest of the body.
        self.written: str | None = None
        self.address = ""
        self._settle()

    def _settle(self) -> bool:
        """Whether it is the same for everybody."""
        if all(isinstance(node, MailContentNode) for node in self.block.nodes):
            self.written = "".join(str(node) for node in self.block.nodes)
            self.address = html.unescape(self.written)
        return self.written is not None

    def folded(self, folder: Folder, inner: frozenset[str]) -> Node:
        if self.written is None:
            changed = copy.copy(self)
            changed.block = folder.fold_block(self.block, inner)
            if not changed._settle():
                return changed
            return (
                changed.folded(folder, inner)
                if is_safe_address(self.attribute, changed.address)
                else content(self.token, "")
            )
        return self if self.is_link else content(self.token, f'{self.attribute}="{self.written}"')

    def children(self, static_context: RenderContext, *, include_partials: bool = True) -> Iterable[Node]:
        yield self.block

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        written, address = self.written, self.address
        if written is None:
            inside = context.get_buffer(buffer)
            self.block.render(context, inside)
            written = inside.getvalue()
            address = html.unescape(written)
            if not is_safe_address(self.attribute, address):
                return 0
        lead: Lead | None = getattr(run_of(context), "lead", None)
        if lead is not None and self.is_link:
            written = lead(address) or written
        return buffer.write(f'{self.attribute}="{written}"')


class _AddressTag(Tag):
    """`{% fd_address href link %}…{% end_fd_address %}`. Known to this environment alone: no author can write it."""

    name = "fd_address"
    end = "end_fd_address"

    def parse(self, stream: TokenStream) -> _AddressNode:
        token = stream.eat(TOKEN_TAG)
        given = stream.eat(TOKEN_EXPRESSION).value.split()
        block = get_parser(self.env).parse_block(stream, frozenset((self.end, TOKEN_EOF)))
        stream.expect(TOKEN_TAG, value=self.end)
        return _AddressNode(token, given[0], len(given) > 1, block)


class _MailingEnvironment(MailEnvironment):
    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        super().setup_tags_and_filters(extra=extra)
        self.add_tag(_AddressTag)


class _MailingRun(Run):
    lead: Lead | None = None


@dataclass(frozen=True, slots=True)
class Mailing:
    """A template ready for its recipients. Data is plain already (`values.plain_data`), with the brand in it."""

    source: TemplateSource
    limits: Limits
    fields: Mapping[Field, BoundTemplate | str]
    styles: BoundTemplate | str
    body_style: BoundTemplate | str
    body: BoundTemplate | str
    text: BoundTemplate | str
    frame: Frame
    heads: dict[tuple[str, str, bool], tuple[str, str, str]]
    # Of a folded one: the names that it needs no data for, and the one that takes it from the data.
    names: frozenset[str] = frozenset()
    whole: Mailing | None = None

    def folded(self, shared: Mapping[str, object]) -> Mailing:
        """The same for recipients who all share this data; ``fitting`` has to be asked with what is their own."""
        fields = {name: fold(field, self.limits, shared) for name, field in self.fields.items()}
        styles, body_style, body, text = (
            fold(each, self.limits, shared) for each in (self.styles, self.body_style, self.body, self.text)
        )
        return replace(
            self,
            fields={name: field.template for name, field in fields.items()},
            styles=styles.template,
            body_style=body_style.template,
            body=body.template,
            text=text.template,
            names=frozenset().union(*(each.names for each in (*fields.values(), styles, body_style, body, text))),
            whole=self,
        )

    def fitting(self, own: Collection[str]) -> Mailing:
        """For a recipient with values of these names."""
        return self if self.whole is None or self.names.isdisjoint(own) else self.whole

    def render(self, data: dict[str, object], lead: Lead | None = None) -> Rendered:
        """With what the data lacks in `missing` of the result. Raises RenderError."""
        missing: dict[str, None] = {}
        subject = header_text(self._run(self.fields["subject"], data, missing))
        preheader = header_text(self._run(self.fields["preheader"], data, missing))
        styles = self._run(self.styles, data, missing)
        body_style = self._run(self.body_style, data, missing)
        body = self._run(self.body, data, missing, lead)
        text = self._run(self.text, data, missing)
        if "text_code" not in self.fields:
            text = plain_text.without_unsafe_addresses(text)
        before, between, after = self._head(styles, body_style, has_preheader=bool(preheader))
        shown = f"{before}{html.escape(subject)}{between}{html.escape(preheader)}{after}{body}\n</body>\n</html>\n"
        if missing:
            raise MissingValues(list(missing))
        return Rendered(subject, preheader, shown, plain_text.tidy(text))

    def _run(
        self,
        template: BoundTemplate | str,
        data: dict[str, object],
        missing: dict[str, None],
        lead: Lead | None = None,
    ) -> str:
        if isinstance(template, str):
            return template
        run = _MailingRun(self.limits, time.monotonic)
        run.lead = lead
        try:
            (written,) = run_templates([template], run, data)
        except LIQUID_FAILURES as error:
            raise RenderError([liquid_problem(error, "html_code", self.source.html_code)]) from error
        missing.update((name, None) for name, _ in run.missing)
        return written

    def _head(self, styles: str, body_style: str, *, has_preheader: bool) -> tuple[str, str, str]:
        key = (styles, body_style, has_preheader)
        if key not in self.heads:
            whole = put_together(
                Document(styles, body_style, ""),
                locale=self.source.locale,
                title=_TITLE,
                preheader=_PREHEADER if has_preheader else "",
                frame=self.frame,
            ).removesuffix("\n</body>\n</html>\n")
            before, _, rest = whole.partition(_TITLE)
            between, _, after = rest.partition(_PREHEADER)
            if len(self.heads) >= _HEADS_KEPT:
                self.heads.clear()
            self.heads[key] = (before, between, after)
        return self.heads[key]


class MissingValues(RenderError):
    """The data lacks what the template asks for."""

    def __init__(self, names: list[str]) -> None:
        super().__init__([])
        self.names = names

    def __str__(self) -> str:
        return "No value was given for " + ", ".join(f"“{name}”" for name in self.names[:10]) + "."


def prepare(source: TemplateSource, limits: Limits) -> Mailing | None:
    """None where each recipient's mail must be sanitised by itself. Raises RenderError."""
    compiled = compiling.compile_source(source, limits)
    layout = compiling.lay_out(source, limits)
    if compiled.parts is None or layout is None or any(_reaches_far(piece.tag) for piece in layout.liquid):
        return None
    body = _sanitise(layout)
    text = compiled.fields["text_code"].template if "text_code" in compiled.fields else compiled.text
    if body is None or text is None:
        return None
    env = environment(limits, source.locale, "text", compiled=True, base=_MailingEnvironment)
    try:
        template = env.from_string(body)
    except LIQUID_FAILURES:
        return None
    styles, body_style, _ = compiled.parts
    fields = {name: _unless_plain(field.source, field.template) for name, field in compiled.fields.items()}
    return Mailing(
        source=source,
        limits=limits,
        fields=fields,
        styles=_unless_plain(layout.document.styles, styles, layout.stand_ins),
        body_style=_unless_plain(layout.document.body_style, body_style, layout.stand_ins),
        body=template,
        text=text,
        frame=frame_of(source.html_code, is_mjml=source.is_mjml),
        heads={},
    )


def _reaches_far(tag: str) -> bool:
    """Tags by which one part decides about another, in ways that only whole mails show."""
    return tag in ("capture", "assign")


def _unless_plain(source: str, template: BoundTemplate, stand_ins: StandIns | None = None) -> BoundTemplate | str:
    """The text itself where there is no Liquid in it."""
    has_liquid = bool(stand_ins.numbers(source)) if stand_ins else "{{" in source or "{%" in source
    return template if has_liquid else source


def _sanitise(layout: compiling.Layout) -> str | None:
    """The body in Liquid, sanitised, with the addresses in our own tags; None when that moved or lost a tag."""
    places = Addresses(layout)
    marked = places.take_out(layout.document.body)
    stand_ins = layout.stand_ins
    cleaned = clean_body(marked, keeps=stand_ins.pattern)
    if places.is_lost(marked, cleaned):
        return None
    # Lines short enough to go as they are: an end of line before the end of a tag means nothing.
    ready = places.mark_all(cleaned).replace('"><', '"\n><')
    return places.put_in(stand_ins.replace(ready, layout.restored))

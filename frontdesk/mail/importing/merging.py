"""Tags in curly braces to Liquid. What is valid Liquid already passes untouched."""

from __future__ import annotations

import re

from frontdesk.mail.importing import jinja
from frontdesk.mail.importing.blocks import Block, Inside, look_inside, open_block
from frontdesk.mail.importing.date_forms import from_moment
from frontdesk.mail.importing.draft import Draft, Edit
from frontdesk.mail.importing.expressions import DATES, Scope, Words, as_one_name, first_name, is_simple, lexemes
from frontdesk.mail.importing.filters import rewrite, told
from frontdesk.mail.importing.model import UNSUPPORTED, Log
from frontdesk.mail.importing.names import known_name
from frontdesk.mail.importing.tokens import Token, find_tokens
from frontdesk.mail.importing.validity import is_liquid

_LONGEST = 2_000
_FORMATTED = re.compile(r"\{\{([^{}]{1,2000})\}\}")
_TAGS = re.compile(r"(</?[a-zA-Z][^<>]*>)")
_DEEPEST = 100
_VERBATIM = {"raw": "endraw", "comment": "endcomment", "verbatim": "endverbatim", "doc": "enddoc"}


def convert_curly(draft: Draft, log: Log) -> None:
    _join(draft, log)
    tokens = find_tokens(draft.text)
    if tokens:
        draft.apply(_Conversion(draft, log, tokens).run())


def _join(draft: Draft, log: Log) -> None:
    """`{{<b>name</b>}}`: editors that show no code put formatting in the middle of a placeholder."""
    edits = []
    for match in _FORMATTED.finditer(draft.text):
        parts = _TAGS.split(match[1])
        name = "".join(parts[::2]).strip()
        if len(parts) == 1 or not is_simple(name):
            continue
        first = next(index for index in range(0, len(parts), 2) if parts[index].strip())
        text = "".join(
            f"{{{{ {name} }}}}" if index == first else part
            for index, part in enumerate(parts)
            if index % 2 or index == first
        )
        log.change(
            "placeholder",
            f"“{name}”, with tags inside its braces, became {{{{ {name} }}}}.",
            draft.place(match.start()),
        )
        edits.append(Edit(match.start(), match.end(), text))
    draft.apply(edits)


class _Conversion:
    """One walk over the tags, with the blocks that are open."""

    def __init__(self, draft: Draft, log: Log, tokens: list[Token]) -> None:
        self.draft = draft
        self.log = log
        self.tokens = tokens
        self.inside = look_inside(tokens)
        self.scopes = [Scope()]
        self.blocks: list[Block] = []
        self.edits: list[Edit] = []
        self.skipping = ""

    def run(self) -> list[Edit]:
        for token in self.tokens:
            if self.skipping:
                self._skip(token)
            elif token.kind == "tag":
                self._tag(token)
            else:
                getattr(self, f"_{token.kind}")(token)
        for block in reversed(self.blocks):
            self._problem(block.token, "block_never_closed", f"“{self._source(block.token)}” is never closed.")
            end = len(self.draft.text)
            self.edits.append(Edit(end, end, block.end))
        return self.edits

    def _source(self, token: Token) -> str:
        return self.draft.text[token.start : min(token.end, token.start + 80)]

    def _replace(self, token: Token, text: str) -> None:
        if text and token.trims != ("", "") and text[:2] in ("{{", "{%"):
            before, after = token.trims
            text = f"{text[:2]}{before}{text[2:-2]}{after}{text[-2:]}"
        if text != self.draft.text[token.start : token.end]:
            self.edits.append(Edit(token.start, token.end, text))

    def _change(self, token: Token, code: str, message: str) -> None:
        self.log.change(code, message, self.draft.place(token.start))

    def _problem(self, token: Token, code: str, message: str) -> None:
        self.log.problem(code, message, self.draft.place(token.start))

    def _skip(self, token: Token) -> None:
        if token.kind == "tag" and token.inner == self.skipping:
            self.skipping = ""

    def _broken(self, token: Token) -> None:
        self._problem(token, "never_closed", f"“{token.inner}” is never closed; it stands as text. Close or remove it.")
        self._replace(token, "&#123;" + ("&#123;" if token.inner == "{{" else "%"))

    def _comment(self, token: Token) -> None:
        self._change(token, "comment_removed", "Comments of the template language were removed.")
        self._replace(token, "")

    def _partial(self, token: Token) -> None:
        name = first_name(token.inner)
        message = f"The part “{token.inner[:60]}” is in another file. Paste its code here instead."
        self._problem(token, "partial", message)
        self._replace(token, f"{{{{ {UNSUPPORTED}.{name} }}}}")

    def _raw_output(self, token: Token) -> None:
        if not self._output(token):
            return
        message = "Values are always escaped: {{{ … }}} became {{ … }}, so tags inside a value are shown as text."
        self._change(token, "raw_output", message)

    def _output(self, token: Token) -> bool:
        """True unless something stands there that could not be converted."""
        written = jinja.as_default(jinja.renamed(token.inner))
        inside = "|" in written or len(written) > _LONGEST
        found = None if inside else known_name(written) or Words(self.scopes).output(written)
        if found is not None and (is_simple(found) or is_liquid(found)):
            self._replace(token, written_output(found, self.draft.text[token.start : token.end]))
            if found != token.inner or "~" in (self.draft.text[token.start + 2], self.draft.text[token.end - 3]):
                self._change(token, "placeholder", f"“{self._source(token)}” became {{{{ {found} }}}}.")
            return True
        return self._filtered(token)

    def _filtered(self, token: Token) -> bool:
        source = jinja.as_default(jinja.renamed(token.inner))
        chain = rewrite(source)
        if len(source) <= _LONGEST and not chain.dropped and not chain.differs and is_liquid(source):
            self._replace(token, written_output(source, self.draft.text[token.start : token.end]))
            if source != token.inner:
                self._change(token, "placeholder", f"“{self._source(token)}” became {{{{ {source} }}}}.")
            return True
        if len(source) <= _LONGEST and is_liquid(chain.text):
            for message in told(chain.dropped):
                self._problem(token, "unknown_filter", message)
            if chain.changed:
                self._change(token, "filter", f"Filters were rewritten: {', '.join(chain.changed)}.")
            self._replace(token, f"{{{{ {chain.text} }}}}")
            return True
        return self._helper(token)

    def _helper(self, token: Token) -> bool:
        written = token.inner
        name = as_one_name(written)
        if name is not None and not self.blocks:
            self._change(token, "placeholder", f"“{self._source(token)}” became {{{{ {name} }}}}.")
            self._replace(token, f"{{{{ {name} }}}}")
            return True
        parts = lexemes(written)
        path = Words(self.scopes).path(parts[1][1]) if len(parts) > 1 and parts[1][0] == "word" else None
        form = from_moment(parts[2][1].strip("\"'")) if len(parts) > 2 and parts[2][0] == "string" else None
        if path and form and parts[0][1].lower() in DATES:
            self._change(token, "placeholder", f"“{self._source(token)}” became {{{{ {path} | date: '{form}' }}}}.")
            self._replace(token, f"{{{{ {path} | date: '{form}' }}}}")
            return True
        if path and parts[0][1].lower() in DATES:
            advice = f'{{{{ {path} | date: "%d %B %Y" }}}}'
            message = f"The date of “{written[:60]}” stands in our usual form. For another write {advice}."
            self._problem(token, "date_helper", message)
            self._replace(token, f"{{{{ {path} | date }}}}")
            return True
        advice = f" Write {{{{ {path} }}}} with a filter of ours, or remove it." if path else " Write it in Liquid."
        self._problem(token, "unknown_helper", f"“{written[:80]}” cannot be converted.{advice}")
        self._replace(token, f"{{{{ {UNSUPPORTED}.{first_name(written)} }}}}")
        return False

    def _open(self, token: Token) -> None:
        opened = open_block(token, self.scopes, self.inside.get(token.start, Inside()))
        if opened.problem is not None:
            self._problem(token, *opened.problem)
        else:
            self._change(token, "block", f"“{self._source(token)}” became {opened.text}.")
        if opened.note is not None:
            self.log.problem(*opened.note, self.draft.place(token.start), level="warning")
        self._replace(token, opened.text)
        self.blocks.append(opened.block)
        if opened.scope is not None:
            self.scopes.append(opened.scope)

    _inverse = _open

    def _else(self, token: Token) -> None:
        if not self.blocks:
            self._problem(token, "block_mismatch", f"“{self._source(token)}” stands in no block; it was removed.")
            self._replace(token, "")
            return
        block = self.blocks[-1]
        condition = token.inner.removeprefix("if ").strip()
        if not condition or block.tail not in ("endif", "endunless"):
            self._replace(token, block.otherwise)
            return
        found = Words(self.scopes).condition(condition)
        if found is None:
            self._problem(token, "unsupported_condition", f"The condition “{condition[:80]}” cannot be converted.")
        self._replace(token, f"{{% elsif {found or UNSUPPORTED + '.condition'} %}}")

    def _close(self, token: Token) -> None:
        name = token.inner.strip()
        if not any(block.name == name for block in self.blocks[-_DEEPEST:]):
            self._problem(token, "block_mismatch", f"“{self._source(token)}” closes nothing; it was removed.")
            self._replace(token, "")
            return
        ends = ""
        while self.blocks:
            block = self.blocks.pop()
            if block.has_scope:
                self.scopes.pop()
            ends += block.end
            if block.name == name:
                break
            self._problem(block.token, "block_never_closed", f"“{self._source(block.token)}” is never closed.")
        self._replace(token, ends)

    def _tag(self, token: Token) -> None:
        name = token.inner.partition(" ")[0]
        if name in _VERBATIM:
            self.skipping = _VERBATIM[name]
            if name in ("verbatim", "doc"):
                self.skipping = ""
        result = jinja.convert_tag(token.inner)
        if result.problem is not None:
            self._problem(token, *result.problem)
        elif result.change is not None:
            self._change(token, *result.change)
        if result.text is not None:
            self._replace(token, result.text)


def written_output(found: str, source: str) -> str:
    """The source itself where it says the same already."""
    inside = source[2:-2].strip()
    return source if inside == found and not source.startswith("{{{") else f"{{{{ {found} }}}}"

"""Quotes and signatures in HTML, told by the marks that mail programs leave in its structure."""

import re
from typing import TYPE_CHECKING

from frontdesk.mail.parsing import html_text, replies
from frontdesk.mail.parsing.replies import Reply

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

# Elements that hold a quote and nothing else.
_QUOTES = {
    "yahoo_quoted", "protonmail_quote", "tutanota_quote", "moz-cite-prefix", "moz-forward-container", "gmail_attr",
    "zmail_extra", "ntes-mailmaster-quote", "front-blockquote", "freshdesk_quote", "airmail_ext_on", "ymail_quote",
    "mail-editor-reference-message-container", "ms-outlook-mobile-reference-message", "isreplycontent",
    "isforwardcontent", "olk_src_body_section", "qt", "superhuman-quoted-content", "hey-quote", "missive_quote",
}  # fmt: skip
# From these on, to the end of the mail, everything is quoted.
_MARKS = {"divrplyfwdmsg", "appendonsend", "stopspelling", "replysplit", "reply-intro", "x_divrplyfwdmsg"}
_SIGNATURES = {
    "gmail_signature", "moz-signature", "ms-outlook-mobile-signature", "protonmail_signature_block", "x_signature",
    "tutanota_signature", "signature", "applemailsignature", "_signature",
}  # fmt: skip
_CITING = {"gmail_quote", "cite", "quote", "clean_bq"}
# Outlook on the desktop draws this line above the quoted headers.
_OUTLOOK_LINE = re.compile(
    r"border:\s*none;\s*border-top:\s*solid\s+(?:#[0-9a-f]{6}|windowtext)\s+1\.0pt", re.IGNORECASE
)
_HINT = re.compile(
    r"blockquote|gmail_|yahoo_quoted|divRplyFwdMsg|appendonsend|stopSpelling|moz-|_quote|reference-message|isReplyContent|"
    r"isForwardContent|OLK_SRC|border-top:\s*solid|signature|superhuman|zmail_extra|quoted|reply-intro",
    re.IGNORECASE,
)


def split(html: str) -> Reply | None:
    """None where no mark is found: then the text has to tell."""
    if not _HINT.search(html):
        return None
    root = html_text.parse(html)
    if root is None:
        return None
    quoted, signed = _marked(root)
    if not quoted and not signed:
        return None
    quotes, signatures = [_cut(each) for each in quoted], [_cut(each) for each in signed]
    rest = replies.split_lines(html_text.tree_to_text(root))
    if not rest.new_text.strip():
        return None
    return Reply(
        rest.new_text,
        "\n\n".join(filter(None, [rest.quoted_text, *quotes])),
        "\n\n".join(filter(None, [rest.signature, *signatures])),
    )


def _marked(root: "HtmlElement") -> tuple[list["HtmlElement"], list["HtmlElement"]]:
    """The outermost elements that hold quotes, and those that hold signatures, in the order of the document."""
    quoted: list[HtmlElement] = []
    signed: list[HtmlElement] = []
    waiting = [root]
    after_mark = False
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str):
            continue
        names = _names(element)
        if after_mark or _is_quote(element, names):
            quoted.append(element)
        elif names & _MARKS or _OUTLOOK_LINE.search(element.get("style") or ""):
            quoted.append(element)
            after_mark = True
        elif names & _SIGNATURES:
            signed.append(element)
        else:
            waiting += reversed(list(element))
    return quoted, signed


def _names(element: "HtmlElement") -> set[str]:
    told = f"{element.get('class') or ''} {element.get('id') or ''}".lower()[:1000]
    return {name.removeprefix("x_") for name in told.split()}


def _is_quote(element: "HtmlElement", names: set[str]) -> bool:
    if names & _QUOTES or any(name.startswith("yahoo_quoted") for name in names):
        return True
    if element.tag == "blockquote":
        told = (element.get("type") or "").lower() == "cite" or element.get("cite") is not None
        return told or bool(names & _CITING) or "border-left" in (element.get("style") or "").lower()
    if names & {"gmail_quote", "gmail_quote_container"}:  # answers between its quotes are new
        return element.find(".//blockquote") is None
    return False


def _cut(element: "HtmlElement") -> str:
    """Takes what is in it out of the tree; what follows it stays. Returns its words."""
    tail, element.tail = element.tail, None
    text = html_text.tidy("\n".join(element.itertext()))
    element.tail = tail
    element.clear(keep_tail=True)
    return text

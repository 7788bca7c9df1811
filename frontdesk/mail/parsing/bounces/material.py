"""A mail that may be a notice, taken apart: the words for people, the fields for machines, our mail that came back."""

import re
from dataclasses import dataclass, field

from frontdesk.mail.parsing import bodies, headers, html_text, mime
from frontdesk.mail.parsing.bounces import reports
from frontdesk.mail.parsing.bounces import returned as came_back
from frontdesk.mail.parsing.bounces.returned import Returned
from frontdesk.mail.parsing.mime import Part, Tree

_STATUS_TYPES = {"message/delivery-status", "message/global-delivery-status"}
_RETURNED_TYPES = mime.MAIL_TYPES | {"text/rfc822-headers", "message/global-headers", "message/rfc822-headers"}
_FEEDBACK = "message/feedback-report"
_DISPOSITION = {"message/disposition-notification", "message/global-disposition-notification"}
_MAX_NOTICE = 100_000  # characters
_MAX_PART = 1_000_000  # bytes of a returned mail or a report that are read
_MAX_PARTS = 50
# Only what begins so: a plain notice may quote a letter in HTML.
_HTML = re.compile(r"\s*<(?:!doctype|html|head|body|meta|table|p|br|div|font)\b", re.IGNORECASE)


@dataclass
class Material:
    notice: str = ""
    entries: list[reports.Entry] = field(default_factory=list)
    returned: Returned = field(default_factory=Returned)
    feedback: str = ""
    disposition: str = ""
    has_report: bool = False
    is_report: bool = False  # multipart/report, as RFC 3464 and its family have it
    report_type: str = ""


def collect(tree: Tree, *, is_inner: bool = False) -> Material:
    found = Material(
        is_report=tree.root.content_type == "multipart/report",
        report_type=tree.root.parameters.get("report-type", "").lower(),
    )
    notices: list[str] = []
    for number, part in enumerate(tree.leaves()):
        if number >= _MAX_PARTS:
            break
        _take(tree, found, notices, part)
    found.notice = "\n\n".join(notices)[:_MAX_NOTICE]
    if not found.entries and not is_inner and _returns_report(found):
        inner = _wrapped(tree)
        if inner is not None:  # a gateway that put the notice into an envelope of its own
            return collect(inner, is_inner=True)
    if not found.returned.items:
        _take_from_notice(found)
    if not found.entries and reports.looks_like_report(found.notice):
        found.entries = reports.read(found.notice)
        found.notice = reports.without_fields(found.notice)
        found.has_report = True
    return found


def _returns_report(found: Material) -> bool:
    return found.returned.first("content-type").lower().startswith("multipart/report")


def _wrapped(tree: Tree) -> Tree | None:
    part = next((each for each in tree.leaves() if each.is_mail), None)
    return mime.split(part.body()[:_MAX_PART]) if part is not None else None


def _take(tree: Tree, found: Material, notices: list[str], part: Part) -> None:
    kind = part.content_type
    if kind in _STATUS_TYPES:
        found.has_report = True
        found.entries += reports.read(_decoded(part))
    elif kind == _FEEDBACK:
        found.feedback = found.feedback or _decoded(part)
    elif kind in _DISPOSITION:
        found.disposition = found.disposition or _decoded(part)
    elif kind in _RETURNED_TYPES and part.parent is not None:
        if not found.returned.items:
            found.returned = came_back.from_part(part.body()[:_MAX_PART])
    elif notices and part.header("from") and (part.header("message-id") or part.header("received")):
        if not found.returned.items:  # our mail without a line that says so
            found.returned = Returned(part.block.items)
    elif kind.startswith("text/") or (kind.startswith("message/") and part.parent is None):
        _take_words(tree, found, notices, part)


def _take_words(tree: Tree, found: Material, notices: list[str], part: Part) -> None:
    text = bodies.text_of(tree, part)[: 4 * _MAX_NOTICE]
    if part.content_type == "text/html" or (not notices and _HTML.match(text)):
        if notices and "".join(notices).strip():  # the alternative of what was read already
            return
        text = html_text.to_text(text)
    if found.is_report and notices and reports.looks_like_report(text):  # mislabelled
        found.has_report = True
        found.entries += reports.read(text)
        return
    notices.append(text)


def _take_from_notice(found: Material) -> None:
    inside = came_back.from_text(found.notice)
    if inside.start < 0:
        return
    lines = found.notice.split("\n")
    found.returned = inside
    rest = "\n".join(lines[inside.start :])
    found.notice = "\n".join(lines[: inside.start])
    if not found.entries and reports.looks_like_report(rest):
        found.entries, found.has_report = reports.read(rest), True


def _decoded(part: Part) -> str:
    return headers.raw_text(part.body()[:_MAX_PART]).replace("\r\n", "\n").replace("\r", "\n")

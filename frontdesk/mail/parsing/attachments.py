"""What a mail carries besides its text."""

from collections.abc import Callable

from frontdesk.mail.parsing import filenames, headers, mime, tnef
from frontdesk.mail.parsing.mime import Part, Tree
from frontdesk.mail.parsing.model import Attachment

_TNEF_TYPES = {"application/ms-tnef", "application/vnd.ms-tnef"}


def read(tree: Tree, used: list[Part]) -> tuple[list[Attachment], list[tnef.Opened]]:
    """The attachments, with those inside of winmail.dat; and what else was inside of it."""
    found: list[Attachment] = []
    opened: list[tnef.Opened] = []
    taken = {id(part) for part in used}
    for part in tree.leaves():
        if id(part) in taken or _is_nothing(part):
            continue
        inside = tnef.read(part.body()) if _is_tnef(part) else None
        if inside is None:
            found.append(_attachment(part, len(found)))
            continue
        opened.append(inside)
        found += [_inside(each, len(found) + number) for number, each in enumerate(inside.files)]
        if inside.truncated:
            tree.note("Its winmail.dat is broken off or larger than is read.", truncated=True)
    return found, opened


def _is_nothing(part: Part) -> bool:
    """Empty text between parts, and multiparts without any."""
    if part.is_multipart:
        return True
    named = part.disposition_parameters.get("filename") or part.parameters.get("name")
    is_text = part.content_type in {"text/plain", "text/html"}
    return is_text and not named and part.disposition != "attachment" and not part.body().strip()


def _is_tnef(part: Part) -> bool:
    name = (part.disposition_parameters.get("filename") or part.parameters.get("name", "")).lower()
    return part.content_type in _TNEF_TYPES or name == "winmail.dat"


def _attachment(part: Part, index: int) -> Attachment:
    name = part.disposition_parameters.get("filename") or part.parameters.get("name", "")
    if not name and part.is_mail:
        name = _subject_inside(part) + ".eml"
    content_type = part.content_type
    return Attachment(
        index=index,
        filename=filenames.safe(name, content_type, index),
        content_type=content_type,
        size=len(part.body()),
        content_id=part.header("content-id").strip().strip("<>").strip()[:255],
        is_inline=_is_inline(part),
        read=part.body,
    )


def _is_inline(part: Part) -> bool:
    if part.disposition == "attachment":
        return False
    related = part.parent is not None and part.parent.content_type == "multipart/related"
    shown = part.disposition == "inline" or related
    return bool(shown and part.header("content-id")) or (shown and part.content_type.startswith("image/"))


def _subject_inside(part: Part) -> str:
    subject = headers.decode(mime.split_head(part.body()).first("subject"))
    return subject.replace("/", " ").replace("\\", " ")[:80] or "message"


def _inside(file: tnef.File, index: int) -> Attachment:
    return Attachment(
        index=index,
        filename=filenames.safe(file.name, file.content_type, index),
        content_type=file.content_type,
        size=len(file.data),
        content_id=file.content_id[:255],
        is_inline=False,
        read=_constant(file.data),
    )


def _constant(data: bytes) -> Callable[[], bytes]:
    return lambda: data

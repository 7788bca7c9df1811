"""What somebody wrote now, apart from what they quote and sign with. When in doubt, a line is theirs."""

import re
from dataclasses import dataclass

from frontdesk.mail.parsing import reply_words as words

_QUOTED = re.compile(r"^\s{0,3}[>|]")
_DELIMITER = re.compile(r"^(?:--|—|––|__)\s*$")
_RULE = re.compile(r"^\s*(?:_{5,}|-{5,}|={5,}|\*{5,}|─{5,})\s*$")
_DATE = re.compile(r"\d{4}|\d{1,2}[./-]\d{1,2}|\d{1,2}[:.h時시点]\s?\d{2}")
_MAX_LINE = 500  # no mail program introduces a quote in a longer one
_MAX_SIGNATURE = 25  # lines
_MAX_DEVICE_PLACE = 4  # lines from the end
_WRAPPED = 3  # lines that an introduction may be wrapped over
_HEADERS = 8  # lines among which the quoted mail's headers stand


@dataclass(frozen=True)
class Reply:
    new_text: str
    quoted_text: str = ""
    signature: str = ""


def split(text: str, html: str = "") -> Reply:
    """The HTML's structure tells most surely where a quote begins; the lines of the text tell else."""
    if html:
        from frontdesk.mail.parsing import replies_html  # it needs this module

        found = replies_html.split(html)
        if found is not None:
            return found
    return split_lines(text)


def split_lines(text: str) -> Reply:
    """Linear in the length of the text. An empty result falls back to all of it."""
    lines = text.replace("\r\n", "\n").split("\n")
    new, quoted = _unquote(lines)
    new, signature = _unsign(new)
    rest = _joined(new)
    if not rest:
        return Reply(text.strip("\n"))
    return Reply(rest, _joined(quoted), _joined(signature))


def _unquote(lines: list[str]) -> tuple[list[str], list[str]]:
    new: list[str] = []
    quoted: list[str] = []
    number = 0
    while number < len(lines):
        line = lines[number]
        if _QUOTED.match(line) and not _is_table(line):
            quoted.append(line)
            number += 1
            continue
        length, ends_all = _introduction(lines, number)
        if not length:
            new.append(line)
            number += 1
        elif ends_all and not _quotes_follow(lines, number + length):
            quoted += lines[number:]
            _drop_rule(new)
            break
        else:
            quoted += lines[number : number + length]
            number += length
    return new, quoted


def _is_table(line: str) -> bool:
    return line.lstrip().startswith("|") and line.rstrip().endswith("|")


def _introduction(lines: list[str], number: int) -> tuple[int, bool]:
    """How many lines from here introduce a quote, and whether all that follows is the quote."""
    line = lines[number]
    if len(line) > _MAX_LINE or not line.strip():
        return 0, False
    bare = line.strip()
    if words.ORIGINAL.match(bare) or words.BEGIN_FORWARDED.match(bare):
        return 1, True
    if words.FROM_LINE.match(bare) and _is_header_block(lines, number):
        return 1, True
    return _attribution(lines, number), True


def _is_header_block(lines: list[str], number: int) -> bool:
    """From, and two more of date, to, subject within the next lines: nobody types that."""
    following = [line for line in lines[number + 1 : number + 1 + _HEADERS] if line.strip()]
    return sum(bool(words.OTHER_LINE.match(line[:_MAX_LINE])) for line in following) >= 2


def _attribution(lines: list[str], number: int) -> int:
    """ "On … wrote:", wrapped over up to three lines."""
    joined = ""
    for length, line in enumerate(lines[number : number + _WRAPPED], 1):
        if len(line) > _MAX_LINE or _QUOTED.match(line) or not line.strip():
            return 0
        joined = f"{joined} {line.strip()}".strip()
        if joined.endswith((":", "：")):
            return length if _introduces(joined[:-1].strip(), is_wrapped=length > 1) else 0
    return 0


def _introduces(sentence: str, *, is_wrapped: bool) -> bool:
    """A verb of writing alone is not enough: "here is what she wrote:" is a sentence. A date or an address must be."""
    if words.DATED_SENDER.match(sentence):
        return not is_wrapped or "<" in sentence
    tells_who = "@" in sentence or bool(
        re.search(r"\d{1,4}.{0,40}\d{1,2}[:.h時시点]\s?\d{2}|\d{4}|\d{1,2}[./-]\d{1,2}", sentence)
    )
    return tells_who and bool(words.WROTE.fullmatch(sentence) or words.WROTE.search(sentence[-200:]))


def _quotes_follow(lines: list[str], number: int) -> bool:
    """Marked lines come next: then the unmarked ones after them are answers."""
    following = [line for line in lines[number : number + 4] if line.strip()]
    return bool(following) and bool(_QUOTED.match(following[0]))


def _drop_rule(new: list[str]) -> None:
    """The line drawn above the quoted headers is the program's."""
    while new and (not new[-1].strip() or _RULE.match(new[-1])):
        new.pop()


def _unsign(lines: list[str]) -> tuple[list[str], list[str]]:
    lines = _stripped(lines)
    for number in range(len(lines) - 1, max(-1, len(lines) - _MAX_SIGNATURE - 2), -1):
        if _DELIMITER.match(lines[number]) and number > 0:
            return lines[:number], lines[number + 1 :]
    start = max(0, len(lines) - _MAX_DEVICE_PLACE)
    for number in range(start, len(lines)):
        if len(lines[number]) <= _MAX_LINE and words.DEVICE.match(lines[number]):
            return lines[:number], lines[number:]
    return lines, []


def _stripped(lines: list[str]) -> list[str]:
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return lines[start:end]


def _joined(lines: list[str]) -> str:
    """One empty line where several came together."""
    kept: list[str] = []
    for line in _stripped(lines):
        if line.strip() or (kept and kept[-1].strip()):
            kept.append(line.rstrip())
    return "\n".join(kept)

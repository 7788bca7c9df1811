"""Which column of a list of addresses means what: our own export, and those of listmonk, Mailchimp, Amazon SES and
others by the names that they give. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from frontdesk.orgs.models import SuppressionReason

_R = SuppressionReason
_ADDRESS = {
    "email", "e-mail", "email address", "emailaddress", "email_address", "address", "recipient", "mail", "subscriber",
    "correo", "correo electrónico", "dirección", "dirección de correo",
}  # fmt: skip
_REASON = {"reason", "status", "type", "suppression reason", "event", "motivo", "estado"}
_DETAIL = {"detail", "details", "description", "note", "notes", "comment", "error", "unsub_reason"}
# Mailchimp has a file for each: these columns stand in it, filled for whom it holds.
_BY_TIME = {"clean_time": _R.HARD_BOUNCE, "unsub_time": _R.UNSUBSCRIBE, "blocked_time": _R.MANUAL}
_SAID = {
    _R.HARD_BOUNCE: {
        "bounce", "bounced", "bounces", "hard_bounce", "hard bounce", "hardbounce", "cleaned", "invalid", "permanent",
        "undeliverable", "dead", "rebote",
    },
    _R.COMPLAINT: {"complaint", "complained", "spam", "abuse", "spamreport", "spam_report", "spamcomplaint", "queja"},
    _R.UNSUBSCRIBE: {
        "unsubscribe", "unsubscribed", "optout", "opt-out", "opt_out", "unsub", "group_unsubscribe", "baja",
    },
    _R.MANUAL: {"manual", "blocklisted", "blocklist", "blacklisted", "blocked", "manualsuppression", "disabled"},
}  # fmt: skip
_NOT_SUPPRESSED = {"enabled", "active", "subscribed", "confirmed", "unconfirmed", "activo"}


class NotSuppressed(Exception):
    """The file says that this person does get mail."""


@dataclass(frozen=True, slots=True)
class Columns:
    address: int
    reason: int | None = None
    detail: int | None = None
    by_time: tuple[tuple[int, SuppressionReason], ...] = ()


def find(header: Sequence[str]) -> Columns | None:
    """None when no column's name says that it holds addresses."""
    names = [cell.strip().strip("\ufeff").lower() for cell in header]
    address = _first(names, _ADDRESS)
    if address is None:
        return None
    by_time = tuple((index, _BY_TIME[name]) for index, name in enumerate(names) if name in _BY_TIME)
    return Columns(address, _first(names, _REASON), _first(names, _DETAIL), by_time)


def without_header(row: Sequence[str]) -> Columns:
    """The first column that holds an address."""
    return Columns(next((index for index, cell in enumerate(row) if "@" in cell), 0))


def read(cells: Sequence[str], columns: Columns, otherwise: SuppressionReason) -> tuple[str, SuppressionReason, str]:
    """Address, reason and detail of a line. Raises NotSuppressed."""
    said = _cell(cells, columns.reason)
    reason, detail = otherwise, _cell(cells, columns.detail)
    if said.lower() in _NOT_SUPPRESSED:
        raise NotSuppressed
    if known := next((each for each, words in _SAID.items() if said.lower() in words), None):
        reason = known
    elif said:
        detail = f"{said}: {detail}" if detail else said
    for index, of_time in columns.by_time:
        if _cell(cells, index):
            reason = of_time
    return _cell(cells, columns.address), reason, detail


def _first(names: Sequence[str], wanted: set[str]) -> int | None:
    return next((index for index, name in enumerate(names) if name in wanted), None)


def _cell(cells: Sequence[str], index: int | None) -> str:
    if index is None or index >= len(cells):
        return ""
    # Our own export puts an apostrophe before what a spreadsheet would run.
    return cells[index].strip().removeprefix("'")

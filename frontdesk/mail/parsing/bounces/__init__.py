"""What came back: who did not get the mail, and why."""

import re

from frontdesk.mail.parsing import addresses, headers
from frontdesk.mail.parsing.bounces import free_form, notifications, provider_codes, reasons, reports, status_codes
from frontdesk.mail.parsing.bounces.material import Material
from frontdesk.mail.parsing.model import Bounce, FailedRecipient, MailKind, Parsed, Reason

_FOR = re.compile(r"\bfor\s+<([^<>\s]{1,320})>")
_ANSWERED = re.compile(
    r"(?:error|response|answer|reply|reason)\b.{0,60}\b(?:returned|gave|sent|from .{1,80}) (?:was|is):\s|"
    r"\b(?:the )?(?:response|error) (?:from .{1,80} )?was:\s", re.IGNORECASE
)  # fmt: skip
_UNSURE = {Reason.ON_HOLD, Reason.UNDEFINED}
_ACTIONS = {"failed": MailKind.BOUNCE, "expired": MailKind.BOUNCE, "delayed": MailKind.DELAY}


def read(parsed: Parsed, found: Material, kind: MailKind) -> Bounce:
    """``kind`` is what the notice as a whole seems to be: it holds for recipients of whom no action is told."""
    told = notifications.read(parsed.text)
    if told is not None:
        return _of_notification(told)
    ours = _ours(parsed, found)
    written_to = _written_to(found)
    mentioned = free_form.mentions(found.notice, ours=ours, written_to=written_to)
    if found.entries and not found.disposition:
        recipients = _merged([_of_entry(each, found, mentioned, written_to) for each in found.entries])
    else:
        recipients = _of_words(parsed, found, mentioned, kind)
    kinds = [_ACTIONS.get(each.action, MailKind.RECEIPT) for each in recipients] or [kind]
    return Bounce(
        kind=next(each for each in (MailKind.BOUNCE, MailKind.DELAY, MailKind.RECEIPT) if each in kinds),
        recipients=recipients,
        original_message_id=found.returned.message_id or _answered(parsed),
        returned_headers=found.returned.as_dict(),
    )


def _ours(parsed: Parsed, found: Material) -> set[str]:
    """Who sent the mail that came back: the notice goes to them."""
    returned = (
        each for name in ("from", "sender", "return-path") for each in addresses.bare(found.returned.first(name))
    )
    # Junk is sent in the name of the one whom it goes to.
    forged = set(addresses.bare(found.returned.first("to")))
    return {*parsed.to, *parsed.delivered_to, parsed.from_address, *parsed.reply_to, *(set(returned) - forged)} - {""}


def _written_to(found: Material) -> list[str]:
    names = ("x-failed-recipients", "to", "cc", "apparently-to", "x-original-to", "delivered-to")
    named = [each for name in names for each in addresses.bare(found.returned.first(name))]
    return list(dict.fromkeys(_taken_for(found) + named))


def _taken_for(found: Material) -> list[str]:
    """Whom the server that wrote the notice took our mail for; it writes so above all other headers."""
    for name, value in found.returned.items:
        if name.lower() == "received" and (taken := _FOR.search(value)):
            return addresses.bare(taken[1])
    return []


def _answered(parsed: Parsed) -> str:
    return parsed.in_reply_to or (parsed.references[-1] if parsed.references else "")


def _of_entry(
    entry: reports.Entry, found: Material, mentioned: list[free_form.Mention], written_to: list[str]
) -> FailedRecipient:
    final, original = entry.final, entry.original
    words = " ".join(each.diagnostic for each in mentioned if each.address in {final, original})
    if len(found.entries) == 1:
        words = f"{words} {' '.join(found.notice.split())}"
    address = original or final
    if not address:
        named = [each.address for each in mentioned] or written_to
        address = named[0] if named else ""
    diagnostic = entry.diagnostic or headers.decode(entry.get("x-supplementary-info")) or entry.comment
    action = entry.action or "failed"
    command = reasons.command_of(reasons.normalise(words))
    reason = reasons.decide(status=entry.status, diagnostic=diagnostic, action=action, command=command)
    is_local = diagnostic.lower().startswith("x-unix")  # a program on that server, with its exit code
    if (reason in _UNSURE or not diagnostic or _says_nothing(diagnostic)) and words and reason is not Reason.DELIVERED:
        better = reasons.decide(status=entry.status, diagnostic=f"{diagnostic} {words}", action=action, command=command)
        reason = better if better not in _UNSURE else reason
    if is_local and reasons.is_weak(reason):
        reason = Reason.MAILER_ERROR
    reason = provider_codes.of_category(entry.get("x-powermta-bouncecategory")) or reason
    return _recipient(address, final, original, action, entry.status, diagnostic or words.strip()[:1000], reason)


def _says_nothing(diagnostic: str) -> bool:
    """A code without words."""
    return not any(len(word) > 3 and word.isalpha() for word in diagnostic.partition(";")[2].split())


def _of_words(
    parsed: Parsed, found: Material, mentioned: list[free_form.Mention], kind: MailKind
) -> list[FailedRecipient]:
    named = addresses.bare(parsed.header("x-failed-recipients"))
    by_address = {each.address: each for each in mentioned}
    whole = " ".join(found.notice.split())
    action = {MailKind.DELAY: "delayed", MailKind.RECEIPT: "delivered"}.get(kind, "failed")
    recipients = []
    nobody = [""] if kind is MailKind.BOUNCE and whole else []  # some name only a part of the address, or none
    for address in named or list(by_address) or nobody:
        mention = by_address.get(address)
        words = (mention.diagnostic if mention else "") or whole
        original = mention.original if mention else ""
        status = status_codes.find_status(reasons.normalise(words)) or status_codes.find_status(
            reasons.normalise(whole)
        )
        beside = (mention.beside if mention else "") or _quoted(words)
        nearest = reasons.decide(status=status, diagnostic=beside, action=action) if beside else Reason.UNDEFINED
        reason = reasons.decide(status=status, diagnostic=words, action=action) if nearest in _UNSURE else nearest
        if reason is not nearest and reasons.is_weak(reason) and not status_codes.find_reply(reasons.normalise(words)):
            better = reasons.decide(status=status, diagnostic=f"{whole} {parsed.subject}", action=action)
            reason = reason if better in _UNSURE else better
        if reason in _UNSURE and action == "delayed":
            reason = Reason.EXPIRED
        recipients.append(_recipient(original or address, address, original, action, status, words[:2000], reason))
    return _merged(recipients)


def _quoted(words: str) -> str:
    """What the other server answered, where a service wraps it into words of its own."""
    found = _ANSWERED.search(words)
    return words[found.end() :] if found else ""


def _recipient(
    address: str, final: str, original: str, action: str, status: str, diagnostic: str, reason: Reason
) -> FailedRecipient:
    text = reasons.normalise(diagnostic)
    status = status_codes.find_status(text) or status if not status or status.endswith(".0.0") else status
    reply = status_codes.find_reply(text)
    hard = action in {"failed", "expired"} and reasons.is_hard(reason, status, reply, text)
    return FailedRecipient(address, final, original, action, status, diagnostic, hard, reason)


def _merged(recipients: list[FailedRecipient]) -> list[FailedRecipient]:
    """Some reports tell of a recipient twice."""
    found: dict[str, FailedRecipient] = {}
    for each in recipients:
        if each.address not in found or found[each.address].reason in _UNSURE:
            found[each.address] = each
    return list(found.values())


def _of_notification(told: tuple[str, list[dict[str, str]], dict[str, str]]) -> Bounce:
    action, entries, sent = told
    recipients = []
    for each in entries:
        reason = reasons.decide(status=each["status"], diagnostic=each["diagnostic"], action=action)
        recipients.append(
            _recipient(each["address"], each["address"], "", action, each["status"], each["diagnostic"], reason)
        )
    kind = {"failed": MailKind.BOUNCE, "delayed": MailKind.DELAY}.get(action, MailKind.RECEIPT)
    message_id = next(iter(headers.message_ids(sent.get("message-id", ""))), "")
    return Bounce(kind, recipients, message_id, sent)

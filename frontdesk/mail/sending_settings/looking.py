"""What name servers say of a mail domain. Outside of transactions."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from frontdesk.mail.sending_settings import dns_records, spf
from frontdesk.mail.sending_settings.dns_records import Answers, Facts
from frontdesk.platform import dns
from frontdesk.platform.outbound.transactions import refuse_inside

_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Looked:
    answers: Answers
    spf_lookups: int


def look(facts: Facts) -> Looked:
    """Asks for all records at once; takes as long as the slowest."""
    refuse_inside()
    asked = dns_records.questions(facts)
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="dns") as pool:
        answers = dict(zip(asked, pool.map(lambda question: _ask(*question), asked), strict=True))
    records = spf.records_in(answers.get((facts.domain, "TXT")) or ())
    lookups = _count(records) if len(records) == 1 else 0
    return Looked(answers, lookups)


def _ask(name: str, type: str) -> list[str] | None:
    try:
        return dns.ask(name, type)
    except dns.DnsFailed:
        return None


def _count(records: list[str]) -> int:
    return spf.count_lookups(records[0], lambda name: _ask(name, "TXT") or [])

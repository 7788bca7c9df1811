"""The records that a mail domain needs in DNS, and what is to be done about those that are there. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from frontdesk.mail.sending_settings import spf
from frontdesk.mail.sending_settings.advice import ADVICE


class Purpose(StrEnum):
    OWNERSHIP = "ownership"
    DKIM = "dkim"
    DKIM_NEXT = "dkim_next"
    SPF = "spf"
    DMARC = "dmarc"
    RETURN_PATH = "return_path"
    RETURN_PATH_SPF = "return_path_spf"
    TRACKING = "tracking"
    RECEIVING = "receiving"


class State(StrEnum):
    """``warning``: it works, and could be better, or nobody could be asked."""

    UNCHECKED = "unchecked"
    OK = "ok"
    MISSING = "missing"
    DIFFERENT = "different"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the records are made of. ``our_host``: the name under which this installation is reached; empty
    while the internet knows none.

    ``spf_term``: what the way out needs in SPF; empty where its provider has a return path of its own.
    """

    domain: str
    token: str
    selector: str
    public_key: str
    our_host: str
    next_selector: str = ""
    next_public_key: str = ""
    return_path_host: str = ""
    tracking_host: str = ""
    spf_term: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """``code`` names the advice for translation, with ``values`` for its gaps; ``advice`` is it in English."""

    purpose: str
    type: str
    name: str
    expected: str
    required: bool = False
    state: str = State.UNCHECKED
    found: list[str] = field(default_factory=list)
    code: str = ""
    values: dict[str, str] = field(default_factory=dict)
    advice: str = ""

    def told(self) -> dict[str, object]:
        return asdict(self)


# Name and type → what was found; None where no name server answered.
Answers = Mapping[tuple[str, str], Sequence[str] | None]


def wanted(facts: Facts) -> list[Record]:
    """The records to set, as nobody has looked yet."""
    domain, ours = facts.domain, facts.our_host
    rows = [
        Record(Purpose.OWNERSHIP, "TXT", f"_frontdesk.{domain}", f"frontdesk-verify={facts.token}", True),
        Record(Purpose.DKIM, "TXT", f"{facts.selector}._domainkey.{domain}", facts.public_key, True),
    ]
    if facts.next_selector:
        name = f"{facts.next_selector}._domainkey.{domain}"
        rows.append(Record(Purpose.DKIM_NEXT, "TXT", name, facts.next_public_key))
    rows.append(Record(Purpose.SPF, "TXT", domain, f"v=spf1 {facts.spf_term} ~all" if facts.spf_term else ""))
    rows.append(Record(Purpose.DMARC, "TXT", f"_dmarc.{domain}", "v=DMARC1; p=none"))
    if facts.return_path_host:
        rows.append(_leading_to(ours, Purpose.RETURN_PATH, "MX", facts.return_path_host))
        if facts.spf_term:
            name = facts.return_path_host
            rows.append(Record(Purpose.RETURN_PATH_SPF, "TXT", name, f"v=spf1 {facts.spf_term} -all"))
    if facts.tracking_host:
        rows.append(_leading_to(ours, Purpose.TRACKING, "CNAME", facts.tracking_host))
    rows.append(_leading_to(ours, Purpose.RECEIVING, "MX", domain))
    return rows


def _leading_to(host: str, purpose: Purpose, kind: str, name: str) -> Record:
    if not host:
        return Record(purpose, kind, name, "", code="no_public_name", advice=ADVICE["no_public_name"])
    return Record(purpose, kind, name, f"10 {host}." if kind == "MX" else f"{host}.")


def questions(facts: Facts) -> list[tuple[str, str]]:
    """What to ask name servers: the records, and the policy of the domain above."""
    asked = [(row.name, row.type) for row in wanted(facts)]
    return list(dict.fromkeys([*asked, *((f"_dmarc.{above}", "TXT") for above in _above(facts.domain))]))


def _above(domain: str) -> list[str]:
    parts = domain.split(".")
    return [".".join(parts[cut:]) for cut in range(1, len(parts) - 1)]


def compare(facts: Facts, answers: Answers, *, spf_lookups: int = 0) -> list[Record]:
    """The records with what was found of each, and what to do about it."""
    return [_compare(facts, row, answers, spf_lookups) for row in wanted(facts)]


def _compare(facts: Facts, row: Record, answers: Answers, spf_lookups: int) -> Record:
    found = answers.get((row.name, row.type))
    if found is None:
        return _judged(row, [], State.WARNING, "unanswered")
    texts = [text.strip() for text in found]
    match row.purpose:
        case Purpose.OWNERSHIP:
            return _ownership(row, texts)
        case Purpose.DKIM | Purpose.DKIM_NEXT:
            return _dkim(row, texts)
        case Purpose.SPF:
            return _spf(row, spf.records_in(texts), facts.spf_term, spf_lookups)
        case Purpose.RETURN_PATH_SPF:
            return _return_path_spf(row, spf.records_in(texts), facts.spf_term)
        case Purpose.DMARC:
            return _dmarc(facts, row, texts, answers)
    return _pointer(row, texts)


def is_right(records: Sequence[Record]) -> bool | None:
    """Whether the domain is its owner's and mail of it can be signed; None when nobody could be asked."""
    needed = [row for row in records if row.required]
    if any(row.code == "unanswered" for row in needed):
        return None
    return all(row.state in {State.OK, State.WARNING} for row in needed)


def mark_taken(records: Sequence[Record]) -> list[Record]:
    """For a domain that another organization has verified."""
    return [
        _judged(row, row.found, State.DIFFERENT, "taken") if row.purpose == Purpose.OWNERSHIP else row
        for row in records
    ]


def _ownership(row: Record, texts: list[str]) -> Record:
    own = [text for text in texts if text.lower().startswith("frontdesk-verify")]
    if any("".join(text.split()) == row.expected for text in own):
        return _judged(row, own, State.OK)
    return _judged(
        row,
        own,
        State.DIFFERENT if own else State.MISSING,
        f"ownership_{'different' if own else 'missing'}",
    )


def tags_of(text: str) -> dict[str, str]:
    """``a=1; b=2`` of DKIM and DMARC; spaces inside values, which splitting a record leaves, do not count."""
    pairs = (part.partition("=") for part in text.split(";") if "=" in part)
    return {name.strip().lower(): "".join(value.split()) for name, _, value in pairs}


def _dkim(row: Record, texts: list[str]) -> Record:
    keys = [text for text in texts if "p" in tags_of(text)]
    missing = "dkim_next" if row.purpose == Purpose.DKIM_NEXT else "dkim_missing"
    if not keys:
        return _judged(row, texts, State.MISSING, missing)
    if len(keys) > 1:
        return _judged(row, keys, State.DIFFERENT, "dkim_several")
    tags, ours = tags_of(keys[0]), tags_of(row.expected)
    if tags["p"] != ours["p"] or tags.get("k", "rsa") != ours.get("k", "rsa"):
        return _judged(row, keys, State.DIFFERENT, "dkim_different" if tags["p"] else "dkim_revoked")
    if "y" in tags.get("t", "").split(":"):
        return _judged(row, keys, State.WARNING, "dkim_testing")
    return _judged(row, keys, State.OK)


def _spf(row: Record, records: list[str], term: str, lookups: int) -> Record:
    if len(records) > 1:
        return _judged(row, records, State.DIFFERENT, "spf_several", count=str(len(records)))
    if not records:
        return _judged(row, [], State.MISSING if term else State.OK, "spf_missing" if term else "spf_provider")
    record = " ".join(records[0].split())
    if spf.lets_everybody(record):
        return _judged(row, records, State.DIFFERENT, "spf_all")
    if term and not spf.has_term(record, term):
        better = Record(row.purpose, row.type, row.name, spf.with_term(record, term), row.required)
        return _judged(better, records, State.DIFFERENT, "spf_lacks", term=term)
    kept = Record(row.purpose, row.type, row.name, record, row.required)
    if lookups > spf.MOST_LOOKUPS:
        return _judged(kept, records, State.WARNING, "spf_lookups")
    return _judged(kept, records, State.OK)


def _return_path_spf(row: Record, records: list[str], term: str) -> Record:
    if len(records) == 1 and spf.has_term(records[0], term):
        return _judged(row, records, State.OK)
    return _judged(row, records, State.DIFFERENT if records else State.MISSING, "return_path_spf_missing")


def _dmarc(facts: Facts, row: Record, texts: list[str], answers: Answers) -> Record:
    policies = _policies(texts)
    if len(policies) > 1:
        return _judged(row, policies, State.DIFFERENT, "dmarc_several", count=str(len(policies)))
    if policies:
        policy = tags_of(policies[0]).get("p", "").lower()
        kept = Record(row.purpose, row.type, row.name, policies[0])
        if policy not in {"none", "quarantine", "reject"}:
            return _judged(row, policies, State.DIFFERENT, "dmarc_invalid")
        return _judged(kept, policies, State.OK, "dmarc_none" if policy == "none" else "")
    for above in _above(facts.domain):
        if inherited := _policies(answers.get((f"_dmarc.{above}", "TXT")) or ()):
            return _judged(row, inherited[:1], State.OK, "dmarc_inherited", domain=above)
    return _judged(row, [], State.MISSING, "dmarc_missing")


def _policies(texts: Sequence[str]) -> list[str]:
    return [text for text in texts if tags_of(text).get("v", "").upper() == "DMARC1"]


def _pointer(row: Record, values: list[str]) -> Record:
    """Records that lead somewhere: CNAME and MX."""
    if not row.expected:
        return _judged(row, values, State.UNCHECKED, "no_public_name")
    targets = [value.split()[-1].rstrip(".").lower() for value in values if value.split()]
    if row.expected.split()[-1].rstrip(".").lower() in targets:
        return _judged(row, values, State.OK)
    if not targets:
        return _judged(row, [], State.MISSING, f"{row.purpose}_missing")
    return _judged(row, values, State.DIFFERENT, f"{row.purpose}_different", target=", ".join(targets))


def _judged(row: Record, found: Sequence[str], state: State, code: str = "", **values: str) -> Record:
    return Record(
        row.purpose,
        row.type,
        row.name,
        row.expected,
        row.required,
        state.value,
        [text[:1000] for text in found[:5]],
        code,
        values,
        ADVICE[code].format(**values) if code else "",
    )

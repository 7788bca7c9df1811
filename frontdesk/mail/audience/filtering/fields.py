"""What can be asked of a contact: fields, their types, and the operators of each type."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from frontdesk.orgs.models import ConsentPurpose, ConsentState, Locale, SuppressionReason


class Type(StrEnum):
    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    DATE = "date"
    BOOL = "bool"
    TAGS = "list"
    LISTS = "mail_lists"
    MAIL = "mail"


class Takes(StrEnum):
    """What an operator wants as its value."""

    NOTHING = "nothing"
    ONE = "one"
    SEVERAL = "several"
    TWO = "two"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Operator:
    name: str
    takes: Takes = Takes.ONE
    # The operator of which this is the opposite.
    denies: str = ""


_EMPTY = (Operator("is_empty", Takes.NOTHING), Operator("is_not_empty", Takes.NOTHING, denies="is_empty"))
_IS = (
    Operator("is"),
    Operator("is_not", denies="is"),
    Operator("one_of", Takes.SEVERAL),
    Operator("not_one_of", Takes.SEVERAL, denies="one_of"),
)

OPERATORS: Mapping[Type, Mapping[str, Operator]] = {
    kind: {operator.name: operator for operator in operators}
    for kind, operators in {
        Type.TEXT: (
            *_IS,
            Operator("contains"),
            Operator("not_contains", denies="contains"),
            Operator("starts_with"),
            Operator("ends_with"),
            *_EMPTY,
        ),
        Type.CHOICE: _IS,
        Type.NUMBER: (
            Operator("is"),
            Operator("is_not", denies="is"),
            Operator("less_than"),
            Operator("at_most"),
            Operator("more_than"),
            Operator("at_least"),
            Operator("between", Takes.TWO),
            *_EMPTY,
        ),
        Type.DATE: (
            Operator("on"),
            Operator("before"),
            Operator("after"),
            Operator("between", Takes.TWO),
            Operator("in_last_days", Takes.DAYS),
            Operator("not_in_last_days", Takes.DAYS, denies="in_last_days"),
            Operator("in_next_days", Takes.DAYS),
            *_EMPTY,
        ),
        Type.BOOL: (Operator("is_true", Takes.NOTHING), Operator("is_false", Takes.NOTHING, denies="is_true")),
        Type.TAGS: (
            Operator("has"),
            Operator("has_not", denies="has"),
            Operator("has_any", Takes.SEVERAL),
            Operator("has_none", Takes.SEVERAL, denies="has_any"),
            Operator("has_all", Takes.SEVERAL),
            *_EMPTY,
        ),
        # Any of the lists that the value names.
        Type.LISTS: (
            Operator("is_on", Takes.SEVERAL),
            Operator("is_not_on", Takes.SEVERAL, denies="is_on"),
            Operator("is_pending_on", Takes.SEVERAL),
            Operator("has_left", Takes.SEVERAL),
        ),
        # {"campaign_id", "days"}, both optional: any campaign or mail, at any time.
        Type.MAIL: (
            Operator("did"),
            Operator("did_not", denies="did"),
            Operator("received_but_did_not"),
        ),
    }.items()
}


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    type: Type
    # SQL over the alias ``c``; behaviour and lists are joined instead.
    sql: str = ""
    choices: tuple[str, ...] = ()
    # Nothing is ever missing in it.
    is_always_set: bool = False
    # Operators of the type that make no sense here.
    without: frozenset[str] = frozenset()

    @property
    def operators(self) -> Mapping[str, Operator]:
        left_out = self.without | ({"is_empty", "is_not_empty"} if self.is_always_set else frozenset())
        return {name: operator for name, operator in OPERATORS[self.type].items() if name not in left_out}


def _consent(purpose: str) -> Field:
    sql = f"coalesce(c.consent -> '{purpose}' ->> 'state', 'unknown')"
    return Field(f"consent.{purpose}", Type.CHOICE, sql, choices=tuple(ConsentState.values), is_always_set=True)


_LAST = frozenset({"on", "in_next_days"})
FIELDS: Mapping[str, Field] = {
    field.name: field
    for field in (
        Field("email", Type.TEXT, "c.email", is_always_set=True),
        Field("domain", Type.TEXT, "split_part(c.email, '@', -1)", is_always_set=True),
        Field("full_name", Type.TEXT, "c.full_name"),
        Field("phone", Type.TEXT, "c.phone"),
        Field("locale", Type.CHOICE, "c.locale", choices=(*Locale.values, "")),
        Field("timezone", Type.TEXT, "c.timezone"),
        Field("source", Type.TEXT, "c.source"),
        Field("created_at", Type.DATE, "c.created_at", is_always_set=True, without=frozenset({"in_next_days"})),
        Field("has_profile", Type.BOOL, "c.profile_id is not null", is_always_set=True),
        *(_consent(purpose) for purpose in ConsentPurpose.values),
        Field("is_suppressed", Type.BOOL, "c.suppressed_at is not null", is_always_set=True),
        Field("suppression_reason", Type.CHOICE, "c.suppression_reason", choices=(*SuppressionReason.values, "")),
        Field("lists", Type.LISTS),
        Field("received", Type.MAIL, without=frozenset({"received_but_did_not"})),
        Field("opened", Type.MAIL),
        Field("clicked", Type.MAIL),
        Field("replied", Type.MAIL),
        Field("bounced", Type.MAIL, without=frozenset({"received_but_did_not"})),
        Field("last_opened_at", Type.DATE, without=_LAST),
        Field("last_clicked_at", Type.DATE, without=_LAST),
    )
}

OWN = "fields."
# A field of the organization's own may be asked for as any of these.
OWN_TYPES = (Type.TEXT, Type.NUMBER, Type.DATE, Type.BOOL, Type.TAGS)

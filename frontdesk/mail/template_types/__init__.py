"""The closed set of mail types, and the placeholders each of them declares."""

from functools import lru_cache

from frontdesk.mail.rendering.model import Known
from frontdesk.mail.template_types.accounts import ACCOUNT_TYPES
from frontdesk.mail.template_types.clients import CLIENT_TYPES
from frontdesk.mail.template_types.declaring import CARRYING_KEYS, Placeholder, TemplateType, TypeInfo
from frontdesk.mail.template_types.meetings import MEETING_TYPES

__all__ = ["CARRYING_KEYS", "TYPES", "Placeholder", "TemplateType", "TypeInfo", "known", "sample_data"]

_DECLARED = {info.type: info for info in (*ACCOUNT_TYPES, *CLIENT_TYPES, *MEETING_TYPES)}
TYPES: dict[TemplateType, TypeInfo] = {type: _DECLARED[type] for type in TemplateType}


@lru_cache(maxsize=32)
def known(kind: TemplateType) -> Known:
    """The names a template of that type may use; any for `custom`."""
    declared = TYPES[kind].placeholders
    return Known(
        names=frozenset(each.name for each in declared),
        containers=frozenset(each.name for each in declared if each.kind in ("list", "object")),
        any_name=kind is TemplateType.CUSTOM,
    )


def sample_data(kind: TemplateType, locale: str) -> dict[str, object]:
    """Samples of every placeholder as the nested data that a template reads."""
    data: dict[str, object] = {}
    groups: dict[str, dict[str, object]] = {}
    for each in TYPES[kind].placeholders:
        group, _, name = each.name.rpartition(".")
        if group:
            data[group] = groups.setdefault(group, {})
        target = groups[group] if group else data
        target[name] = each.sample(locale)
    return data

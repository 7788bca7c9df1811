"""Filters over contacts: what people put together in the segment builder, checked and compiled to SQL.

    {"match": "all", "conditions": [
        {"field": "domain", "operator": "is", "value": "example.com"},
        {"match": "any", "conditions": [
            {"field": "opened", "operator": "did", "value": {"days": 30}},
            {"field": "fields.plan", "type": "text", "operator": "is", "value": "pro"}]}]}

A group holds when all, any or none of its conditions do; one without conditions does not count, and a filter without
any holds for everybody. Negative operators are the exact opposite of the positive ones: who has no such field is not
"in Madrid".
"""

from frontdesk.mail.audience.filtering.compiling import Compiler, Surroundings
from frontdesk.mail.audience.filtering.fields import FIELDS, OPERATORS, Field, Operator, Type
from frontdesk.mail.audience.filtering.reading import Condition, Group, Match, read

__all__ = [
    "FIELDS",
    "OPERATORS",
    "Compiler",
    "Condition",
    "Field",
    "Group",
    "Match",
    "Operator",
    "Surroundings",
    "Type",
    "read",
]

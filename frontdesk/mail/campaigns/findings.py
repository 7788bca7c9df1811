"""Something to tell before a campaign begins."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """``place``: content, audience, when or sending, where it is mended; ``position``: of the variant."""

    level: str
    code: str
    message: str
    place: str
    position: int | None = None
    values: Mapping[str, object] = field(default_factory=dict)

"""A quota's refusal says which limit, what of it is used, and when it resets."""

from datetime import datetime

from frontdesk.ai.models import ModelType
from frontdesk.ai.periods import Period
from frontdesk.ai.targets import QuotaRule, Scope
from frontdesk.platform.errors import TooMany

_WHOSE = {Scope.ORGANIZATION: "your organization's", Scope.PERSON: "your own"}
_LIFTED_BY = {
    (ModelType.SYSTEM, Scope.ORGANIZATION): "The platform's operator can raise it, or another model can be used.",
    (ModelType.USER, Scope.PERSON): "You can raise it where you keep your own models.",
}
_BY_ADMIN = "An admin can raise it under AI models."


class QuotaExceeded(TooMany):
    """429. The reset is in the detail, in ``resets_at`` and, in seconds, in ``Retry-After``."""

    title = "A token quota is used up"

    def __init__(self, rule: QuotaRule, period: Period, *, used: int, wanted: int, now: datetime) -> None:
        seconds = max(1, int((period.end - now).total_seconds()))
        left = max(0, rule.limit - used)
        lifted_by = _LIFTED_BY.get((rule.model_type, rule.scope), _BY_ADMIN)
        super().__init__(
            f"This call may take {wanted} tokens, and {_WHOSE[rule.scope]} {rule.period_type.value} limit of "
            f"{rule.limit} has {left} left. It resets at {period.end:%Y-%m-%d %H:%M} UTC. {lifted_by}",
            retry_after=seconds,
            code="quota-exceeded",
        )
        self.extra |= {
            "rule": "quota",
            "scope": rule.scope.value,
            "limit": rule.limit,
            "used": used,
            "remaining": left,
            "wanted": wanted,
            "period_type": rule.period_type.value,
            "resets_at": period.end.isoformat().replace("+00:00", "Z"),
            "lifted_by": lifted_by,
        }
        self.rule = rule
        self.resets_at = period.end
        self.used = used

"""A circuit breaker per endpoint: who has failed several times in a row is left alone for a while.

Endpoints of organizations and persons have breakers of their own: what one of them does to a server (a short time-out,
a flood) must not close it to others.
"""

from dataclasses import dataclass
from time import monotonic

from frontdesk.ai.models import ModelType
from frontdesk.ai.providers.errors import Kind, ProviderError
from frontdesk.ai.targets import Target

FAILURES = 5
OPEN_SECONDS = 20.0
COUNTED = frozenset({Kind.OVERLOADED, Kind.TIMEOUT, Kind.CONNECT})


@dataclass(slots=True)
class Breaker:
    """Open after FAILURES in a row, for OPEN_SECONDS; then one call tries whether the endpoint is back."""

    failures: int = 0
    opened_at: float = 0.0
    is_trying: bool = False

    def check(self, name: str) -> None:
        """Raises ProviderError while it is open."""
        if self.failures < FAILURES:
            return
        if monotonic() - self.opened_at >= OPEN_SECONDS and not self.is_trying:
            self.is_trying = True
            return
        wait = max(1.0, OPEN_SECONDS - (monotonic() - self.opened_at))
        raise ProviderError(
            Kind.OVERLOADED,
            f"The endpoint of {name} has failed {FAILURES} times in a row and is left alone for {OPEN_SECONDS:.0f} s.",
            retry_after=wait,
        )

    def succeed(self) -> None:
        self.failures, self.is_trying = 0, False

    def fail(self, error: ProviderError) -> None:
        self.is_trying = False
        if error.kind not in COUNTED:
            self.failures = 0 if error.upstream_status else self.failures
            return
        self.failures += 1
        self.opened_at = monotonic()


_breakers: dict[tuple[object, ...], Breaker] = {}
MOST = 10_000


def breaker_for(target: Target) -> Breaker:
    owner = None if target.model_type is ModelType.SYSTEM else (target.model_type, target.id)
    key = (owner, target.provider, target.endpoint)
    if key not in _breakers and len(_breakers) >= MOST:
        _breakers.clear()
    return _breakers.setdefault(key, Breaker())

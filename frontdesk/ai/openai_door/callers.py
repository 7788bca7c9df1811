"""Who calls, and what they may call: read once, kept for seconds, dropped at once when something changed."""

import hashlib
import io
from dataclasses import dataclass
from time import monotonic
from typing import Generic, TypeVar
from uuid import UUID

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest

from frontdesk.ai.registry import lookup
from frontdesk.ai.targets import Person, Target
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.middleware import identify_key
from frontdesk.platform import limits, listening, loops, tenancy
from frontdesk.platform.errors import NotSignedIn
from frontdesk.platform.front import Scope, make_environ

CHANNEL = "frontdesk_registry"
KEPT_SECONDS = 5.0
MOST_KEPT = 20_000
Value = TypeVar("Value")


class _Kept(Generic[Value]):
    """Values that are good for a few seconds, unless forgotten before."""

    def __init__(self) -> None:
        self._values: dict[object, tuple[float, Value]] = {}

    def get(self, key: object) -> Value | None:
        found = self._values.get(key)
        return found[1] if found and found[0] > monotonic() else None

    def put(self, key: object, value: Value) -> None:
        if len(self._values) >= MOST_KEPT:
            self._values.clear()
        self._values[key] = (monotonic() + KEPT_SECONDS, value)

    def clear(self) -> None:
        self._values.clear()


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever holds the key."""

    actor: Actor
    person: Person
    key_id: UUID | None

    @property
    def limit_key(self) -> str:
        return f"ai-key:{self.key_id or self.actor.profile_id}"


_callers: _Kept[Caller] = _Kept()
_targets: _Kept[Target] = _Kept()


class _News:
    """``generation`` is raised by every piece of news: what was read before it must not be kept. Nothing is kept while
    nobody listens."""

    generation = 0
    is_heard = False


def forget() -> None:
    _News.generation += 1
    _callers.clear()
    _targets.clear()


def _may_keep(since: int) -> bool:
    return _News.is_heard and _News.generation == since


async def identify(scope: Scope, authorization: bytes) -> Caller:
    """Raises NotSignedIn, Forbidden (the key lacks the scope ai.use), TooMany (the key's rate limit)."""
    if not authorization:
        raise NotSignedIn("Send a Frontdesk API key as: Authorization: Bearer fd_…")
    digest = hashlib.sha256(authorization).digest()
    caller = _callers.get(digest)
    if caller is None:
        before = _News.generation
        caller = await loops.in_database(_identify, scope)
        if _may_keep(before):
            _callers.put(digest, caller)
    if not limits.spend_held(caller.limit_key, limit=settings.AI_RATE_LIMIT):
        await loops.in_database(lambda: limits.check(caller.limit_key, limit=settings.AI_RATE_LIMIT))
    return caller


def _identify(scope: Scope) -> Caller:
    request = WSGIRequest(make_environ(scope, io.BytesIO(), 0))
    with tenancy.bind_for_request(identifying=False) as outcome:
        actor, reason = identify_key(request, request.headers.get("Authorization", ""))
        if actor is None:
            raise NotSignedIn(reason)
        outcome.keep = True  # a key's last use is noted
        access.require(actor, Permission.AI_USE)
        return Caller(actor, lookup.person_of(actor), actor.api_key_id)


async def find_target(caller: Caller, ref: str) -> Target:
    """The model by its id in the door. Raises what refuses it (NotFound, PlanRequired, Forbidden)."""
    key = (caller.person, ref)
    target = _targets.get(key)
    if target is None:
        before = _News.generation
        target = await loops.in_database(_find_target, caller.person, ref)
        if _may_keep(before) and not target.starts_trial:
            _targets.put(key, target)
    return target


def _find_target(person: Person, ref: str) -> Target:
    model_type, slug = lookup.parse_ref(ref)
    with lookup.acting(person):
        return lookup.find_target(person, model_type, slug=slug)


async def listen() -> None:
    """Hears that something changed, for as long as the process lives. While it cannot, nothing is kept."""
    await listening.listen(CHANNEL, lambda _: forget(), began=_hear, lost=_stop_hearing)


def _hear() -> None:
    _News.is_heard = True


def _stop_hearing() -> None:
    _News.is_heard = False
    forget()

"""Which words of OpenAI's protocol a server knows: assumed from its kind, corrected by what it refuses."""

import re
from dataclasses import dataclass, replace

from frontdesk.ai.calls import Json
from frontdesk.ai.models import Provider
from frontdesk.ai.providers.base import Connection

_OLD, _NEW = "max_tokens", "max_completion_tokens"
_UNKNOWN = re.compile(
    r"(?i)unsupported|not support|unknown|unrecogni[sz]ed|unexpected|not permitted|not allowed|no such|instead"
    r"|extra|additional propert|invalid (?:param|arg)"
)
_MOST_KEPT = 2000


@dataclass(frozen=True, slots=True)
class Dialect:
    """``limit``: what the server calls the bound of an answer."""

    limit: str
    stream_options: bool = True


# By endpoint and model: the same endpoint may serve models that differ.
_learned: dict[tuple[str, str], Dialect] = {}


def dialect_of(connection: Connection) -> Dialect:
    found = _learned.get((connection.endpoint, connection.model_id))
    newer = connection.provider in {Provider.OPENAI, Provider.AZURE}
    return found or Dialect(_NEW if newer else _OLD)


def apply(connection: Connection, body: Json, *, stream: bool) -> Json:
    """The body as this server wants it: its model, its name for the answer's bound, usage at the end of a stream."""
    dialect = dialect_of(connection)
    sent = {name: value for name, value in body.items() if name not in {_OLD, _NEW, "stream", "stream_options"}}
    sent["model"] = connection.model_id
    bound = body.get(_NEW, body.get(_OLD))
    if bound is not None:
        sent[dialect.limit] = bound
    if stream:
        sent["stream"] = True
        if dialect.stream_options:
            sent["stream_options"] = {**(body.get("stream_options") or {}), "include_usage": True}
    return sent


def learn(connection: Connection, sent: Json, refusal: str) -> bool:
    """Whether ``refusal`` (the answer's words) says that the server does not know a word of ours, so that asking again
    in another dialect may help. What is learned is kept as long as the process lives."""
    dialect = dialect_of(connection)
    if not _UNKNOWN.search(refusal):
        return False
    if "stream_options" in sent and re.search(r"stream_options|include_usage", refusal):
        changed = replace(dialect, stream_options=False)
    elif dialect.limit in sent and re.search(rf"\b{dialect.limit}\b", refusal):
        changed = replace(dialect, limit=_OLD if dialect.limit == _NEW else _NEW)
    else:
        return False
    if len(_learned) >= _MOST_KEPT:
        _learned.clear()
    _learned[connection.endpoint, connection.model_id] = changed
    return True


def forget() -> None:
    """For tests, whose servers come and go at the same addresses."""
    _learned.clear()

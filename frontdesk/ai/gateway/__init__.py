"""The one way to a model: every call is allowed, held against its quotas, and booked in here.

Coroutines of the process's event loop. Plain code (a job) calls ``run(lambda: chat(call, target, request))``, outside a
transaction; routes return ``platform.later.Later``.
"""

from frontdesk.ai.calls import (
    ChatAnswer,
    ChatRequest,
    EmbeddingAnswer,
    EmbeddingRequest,
    ListedModel,
    TranscriptionAnswer,
    TranscriptionRequest,
    Usage,
)
from frontdesk.ai.gateway.booking import Call, Charged
from frontdesk.ai.gateway.chats import ServedChat, chat, check_schema, structured
from frontdesk.ai.gateway.checking import Checked, check, list_models
from frontdesk.ai.gateway.media import ServedEmbeddings, ServedTranscription, embed, transcribe
from frontdesk.ai.gateway.streaming import ChatStream, Streaming
from frontdesk.platform.loops import run

__all__ = [
    "Call",
    "Charged",
    "ChatAnswer",
    "ChatRequest",
    "ChatStream",
    "Checked",
    "EmbeddingAnswer",
    "EmbeddingRequest",
    "ListedModel",
    "ServedChat",
    "ServedEmbeddings",
    "ServedTranscription",
    "Streaming",
    "TranscriptionAnswer",
    "TranscriptionRequest",
    "Usage",
    "chat",
    "check",
    "check_schema",
    "embed",
    "list_models",
    "run",
    "structured",
    "transcribe",
]

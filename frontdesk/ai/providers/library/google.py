"""Google's embeddings. Imported at the first use alone: it loads pydantic-ai."""

from pydantic_ai.embeddings.google import GoogleEmbeddingModel, GoogleEmbeddingSettings

from frontdesk.ai.calls import EmbeddingAnswer, EmbeddingRequest
from frontdesk.ai.providers.base import Connection
from frontdesk.ai.providers.errors import Kind, ProviderError
from frontdesk.ai.providers.library import answers, clients

# The one that takes its task as words before the text; the others take it as a parameter.
_WITH_WORDS = "gemini-embedding-2"


async def embed(connection: Connection, request: EmbeddingRequest) -> EmbeddingAnswer:
    """One kind of vector for questions and documents alike, as OpenAI's protocol has it."""
    settings = GoogleEmbeddingSettings()
    if request.dimensions is not None:
        settings["dimensions"] = request.dimensions
    if connection.model_id == _WITH_WORDS:
        settings["google_task"] = "raw"
    else:
        settings["google_task_type"] = "SEMANTIC_SIMILARITY"
    model = GoogleEmbeddingModel(connection.model_id, provider=await clients.google(connection))
    result = await model.embed(list(request.input), input_type="document", settings=settings)
    if len(result.embeddings) != len(request.input):
        raise ProviderError(Kind.BAD_ANSWER, "The provider did not give one vector for each text.")
    return EmbeddingAnswer(result.embeddings, answers.read_usage(result.usage))

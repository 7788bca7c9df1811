"""Sentence embeddings on the CPU: texts in, unit vectors out.

The session is made at the first call, once per process (about 0.6 s), and keeps some 250 MB. What a call needs on top
is bounded: a batch holds at most ``_BATCH_TOKENS`` tokens, whatever the number and the length of the texts.
"""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from frontdesk.ai.local import graph, weights

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

DIMENSIONS = 384
_BATCH_TOKENS = 4096
_BATCH_TEXTS = 128
# A text's first words decide, and the tokenizer's time grows with the whole of it: 256 tokens are some 1 200 letters.
_LONGEST_TEXT = 20_000

Vectors = NDArray[np.float32]
"""Rows of float32, each of length one; (number of texts, DIMENSIONS)."""


def is_available() -> bool:
    """Whether the weights are installed. Cheap: nothing is loaded."""
    return weights.is_available()


def embed(texts: Sequence[str]) -> Vectors:
    """One unit vector per text, in their order. Texts are cut at the model's longest input (256 tokens).

    An empty text gets the vector of the empty sentence. Raises weights.WeightsError.
    """
    made = np.empty((len(texts), DIMENSIONS), np.float32)
    if not texts:
        return made
    encoder = _session()
    tokens = encoder.tokenize(texts)
    for batch in _batches([len(ids) for ids in tokens]):
        made[batch] = encoder.encode([tokens[number] for number in batch], graph.OUTPUTS[:1])[0]
    return made


def embed_layers(texts: Sequence[str]) -> Vectors:
    """Three unit vectors a text, side by side: ``embed``'s, then the means after two thirds and a third of the layers.

    The last layer says what a text is about. Earlier ones keep how it is said, which tells the mood better.
    """
    made = np.empty((len(texts), len(graph.OUTPUTS) * DIMENSIONS), np.float32)
    if not texts:
        return made
    encoder = _session()
    tokens = encoder.tokenize(texts)
    for batch in _batches([len(ids) for ids in tokens]):
        made[batch] = np.hstack(encoder.encode([tokens[number] for number in batch], graph.OUTPUTS))
    return made


def count_tokens(texts: Sequence[str]) -> int:
    """How many tokens the model reads for these texts: after the cut, its two marks per text included."""
    return sum(len(ids) for ids in _session().tokenize(texts)) if texts else 0


def fingerprint() -> str:
    """Which weights the vectors come from: vectors of different fingerprints must not be compared."""
    return _session().fingerprint


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Numbers of texts of similar length, so that little is spent on padding."""
    batch: list[int] = []
    for number in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) == _BATCH_TEXTS or (len(batch) + 1) * lengths[number] > _BATCH_TOKENS):
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch


@dataclass(frozen=True)
class _Session:
    onnx: "InferenceSession"
    tokenizer: "Tokenizer"
    pooling: str
    fingerprint: str

    def tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        cut = [text[:_LONGEST_TEXT] for text in texts]
        return [encoding.ids for encoding in self.tokenizer.encode_batch_fast(cut)]

    def encode(self, tokens: Sequence[Sequence[int]], outputs: Sequence[str]) -> list[Vectors]:
        ids = np.zeros((len(tokens), max(map(len, tokens))), np.int64)
        mask = np.zeros(ids.shape, np.int32)
        for row, line in enumerate(tokens):
            ids[row, : len(line)] = line
            mask[row, : len(line)] = 1
        inputs = {"input_ids": ids, "positions": np.arange(ids.shape[1], dtype=np.int64), "mask": mask}
        kept = mask.astype(np.float32)
        states: list[Vectors] = self.onnx.run(list(outputs), inputs)
        first = self.pooling == "cls"
        return [
            _pool(state, kept, first=first and name == "hidden") for name, state in zip(outputs, states, strict=True)
        ]


def _pool(state: Vectors, kept: Vectors, *, first: bool) -> Vectors:
    # Cosine similarity looks at direction alone, so a sum is as good as a mean.
    pooled = state[:, 0] if first else np.einsum("nlw,nl->nw", state, kept)
    return np.asarray(pooled / np.linalg.norm(pooled, axis=1, keepdims=True), np.float32)


_lock = threading.Lock()
_loaded: _Session | None = None


def _session() -> _Session:
    """The lock is held for loading alone: a loaded session may be used by many threads at once."""
    global _loaded  # noqa: PLW0603 - one session per process is the point
    if _loaded is None:
        with _lock:
            if _loaded is None:
                _loaded = _load()
    return _loaded


def _load() -> _Session:
    # Here, since importing them takes 0.3 s that a process without AI need not spend.
    from onnxruntime import InferenceSession, OrtValue, SessionOptions
    from tokenizers import Tokenizer

    encoder = weights.read_encoder()
    model, tensors = graph.build_graph(encoder)
    if tensors["words"].shape[1] != DIMENSIONS:
        raise weights.WeightsError(
            f"The encoder's vectors have {tensors['words'].shape[1]} numbers; Frontdesk keeps vectors of {DIMENSIONS}."
        )
    options = SessionOptions()
    options.intra_op_num_threads = settings.BUILTIN_THREADS
    options.inter_op_num_threads = 1
    # The arena never gives memory back: one long batch would stay with the process for good.
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    values = [OrtValue.ortvalue_from_numpy_with_onnx_type(tensor, graph.FLOAT) for tensor in tensors.values()]
    options.add_external_initializers(list(tensors), values)
    tokenizer = Tokenizer.from_str(encoder.tokenizer)
    tokenizer.no_padding()
    tokenizer.enable_truncation(encoder.max_tokens)
    session = InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return _Session(session, tokenizer, encoder.pooling, encoder.fingerprint)

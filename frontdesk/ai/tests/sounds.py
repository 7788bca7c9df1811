"""Sounds for tests: made of numbers, or spoken by espeak-ng where it is installed."""

import io
import shutil
import subprocess
import wave
from collections.abc import Sequence

import numpy as np
import pytest

RATE = 16_000


def wav(samples: Sequence[float], rate: int = RATE) -> bytes:
    """16-bit mono."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(np.asarray(samples), -1, 1) * 32767).astype("<i2").tobytes())
    return out.getvalue()


def spoken(text: str, *, voice: str = "en-us", words_a_minute: int = 150) -> bytes:
    """The text in a robot's voice, as a WAV file. Skips the test where the robot is missing."""
    robot = shutil.which("espeak-ng")
    if robot is None:
        pytest.skip("espeak-ng is not installed (apt-get install espeak-ng)")
    command = [robot, "-v", voice, "-s", str(words_a_minute), "--stdout", text]
    return subprocess.run(command, check=True, capture_output=True).stdout

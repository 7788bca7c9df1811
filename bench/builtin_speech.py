"""Speed of the built-in model's speech, summaries and extractions, and the memory that speech takes.

usage: python -m bench.builtin_speech [--minutes 3] [--rounds 3] [--file speech.wav --words words.txt]

A robot (espeak-ng) speaks a text of our own, in several voices: good for speed, a hint for mistakes. Recordings of
people are given by --file, with what they say in --words. The floor of speech is bare faster-whisper: the whole file in
one call, with the same weights, beams and threads. Without espeak-ng and --file nothing is said about speech.
"""

import argparse
import io
import os
import re
import resource
import shutil
import subprocess
import tempfile
import time
import wave
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frontdesk.settings")

from bench import figures
from frontdesk.ai.local import extract, speech, speech_model, summary

VOICES = ("en-us", "en-gb", "en-us+f3", "en-gb+m3")
PARAGRAPHS = (
    "Good morning everybody, and thank you for joining. Today we look at the visa application of the Smith family. "
    "They sent us their bank statements last week, but the letter from the employer is still missing.",
    "I spoke with the office on Tuesday. The hearing was moved to the third of March, so we have a little more time. "
    "Could you call the client and ask for the original passports?",
    "The landlord wants to raise the rent by ten percent. We agreed to offer five percent and a longer contract. "
    "If he refuses, we will look for another office near the station.",
    "Please send the invoice before the end of the month. The school has paid for the first course, and the second "
    "payment is expected on Friday. After that the account can be closed.",
    "Our new website had more than two thousand visitors in its first week. Most people came from the newsletter. "
    "The booking page is slow on old telephones, and somebody should look into that.",
    "The doctor can see the child tomorrow afternoon at half past four. The mother should bring the vaccination "
    "card and a list of all medicines. There is a car park behind the building.",
)
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def speak(minutes: float, folder: Path) -> tuple[Path, str]:
    """A recording of at least so many minutes, and what is said in it."""
    said: list[str] = []
    frames: list[bytes] = []
    seconds, number = 0.0, 0
    while seconds < minutes * 60:
        text, voice = PARAGRAPHS[number % len(PARAGRAPHS)], VOICES[number // len(PARAGRAPHS) % len(VOICES)]
        made = subprocess.run(
            ["espeak-ng", "-v", voice, "-s", "155", "--stdout", text], check=True, capture_output=True
        )
        with wave.open(io.BytesIO(made.stdout)) as heard:
            rate = heard.getframerate()
            sound = heard.readframes(10**9)
        frames += [sound, b"\0" * rate]
        seconds += len(sound) / 2 / rate + 0.5
        said.append(text)
        number += 1
    file = folder / "speech.wav"
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(b"".join(frames))
    return file, " ".join(said)


def count_errors(said: str, heard: str) -> float:
    """Word error rate; case and punctuation do not count."""
    first, second = (re.findall(r"[a-z0-9']+", text.lower()) for text in (said, heard))
    row = list(range(len(second) + 1))
    for i, word in enumerate(first, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(second, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != other))
    return row[-1] / max(1, len(first))


def time_speech(file: Path, said: str, rounds: int) -> list[figures.Figure]:
    from faster_whisper import WhisperModel

    speech.transcribe(file)  # loads the weights
    size = peak_memory()
    bare = WhisperModel(
        str(speech_model.bundled_folder()), device="cpu", compute_type="int8", cpu_threads=speech_model.threads()
    )
    ours, floors = [], []
    for _ in range(rounds):
        began = time.perf_counter()
        heard = speech.transcribe(file)
        ours.append(heard.duration_s / (time.perf_counter() - began))
        began = time.perf_counter()
        segments, _ = bare.transcribe(
            str(file),
            language="en",
            beam_size=5,
            word_timestamps=True,
            vad_filter=True,
            condition_on_previous_text=False,
        )
        text = " ".join(segment.text for segment in segments)
        floors.append(heard.duration_s / (time.perf_counter() - began))
    minutes = f"{heard.duration_s / 60:.1f} minutes of sound"
    found = [
        figures.compare("transcription, times real time", ours, floors, "x", aim="> 1.0 of bare", note=minutes),
        figures.Figure("memory of the process while it transcribes", size, "MB", aim="< 500 MB", note=minutes),
    ]
    if said:
        own, other = count_errors(said, heard.text) * 100, count_errors(said, text) * 100
        found.append(figures.Figure("words wrong", own, "%", floor=other, note="a robot's words unless --file"))
    return found


def peak_memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def time_texts(rounds: int) -> list[figures.Figure]:
    ticket = " ".join(PARAGRAPHS)
    talk = "\n".join(f"Speaker{n % 4}: {PARAGRAPHS[n % 6]} That is case {n}." for n in range(260))
    summary.summarize(ticket)
    found = []
    for name, text, count in (("a ticket of 230 words", ticket, 20), ("an hour of talk", talk, 1)):
        summaries, extractions = [], []
        for _ in range(rounds):
            summaries.append(rate(count, lambda text=text: summary.summarize(text, sentences=5)))
            extractions.append(rate(count, lambda text=text: extract.extract(text, now=NOW, timezone="UTC")))
        note = f"{len(text.split())} words"
        found.append(figures.Figure(f"summaries of {name}", sorted(summaries)[rounds // 2], "/s", note=note))
        found.append(figures.Figure(f"extractions from {name}", sorted(extractions)[rounds // 2], "/s", note=note))
    return found


def rate(count: int, work: Callable[[], object]) -> float:
    began = time.perf_counter()
    for _ in range(count):
        work()
    return count / (time.perf_counter() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=3.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--words", type=Path)
    options = parser.parse_args()
    found: list[figures.Figure] = []
    with tempfile.TemporaryDirectory(prefix="frontdesk-bench-") as folder:
        if options.file:
            said = options.words.read_text(encoding="utf-8") if options.words else ""
            found += time_speech(options.file, said, options.rounds)
        elif shutil.which("espeak-ng"):
            found += time_speech(*speak(options.minutes, Path(folder)), options.rounds)
        else:
            print("Nothing about speech: install espeak-ng, or give a recording with --file.")
    figures.report("builtin_speech", [*found, *time_texts(options.rounds)])


if __name__ == "__main__":
    main()

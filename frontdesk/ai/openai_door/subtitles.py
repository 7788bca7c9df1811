"""Transcriptions as subtitles; pure."""

from frontdesk.ai.calls import TranscriptionAnswer


def render(answer: TranscriptionAnswer, format: str) -> str:
    """``srt`` (SubRip) or ``vtt`` (WebVTT)."""
    segments = list(answer.segments) or [{"start": 0.0, "end": answer.duration_s, "text": answer.text}]
    mark = "," if format == "srt" else "."
    blocks = []
    for number, segment in enumerate(segments, start=1):
        times = f"{_clock(segment['start'], mark)} --> {_clock(segment['end'], mark)}"
        head = f"{number}\n" if format == "srt" else ""
        blocks.append(f"{head}{times}\n{str(segment['text']).strip()}\n")
    return ("WEBVTT\n\n" if format == "vtt" else "") + "\n".join(blocks)


def _clock(seconds: float | None, mark: str) -> str:
    milliseconds = round((seconds or 0.0) * 1000)
    hours, rest = divmod(milliseconds, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}{mark}{rest % 1000:03}"

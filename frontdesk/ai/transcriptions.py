"""Long recordings, written down by a job: kept, heard piece by piece, thrown away."""

import time
import uuid
from pathlib import PurePath
from typing import BinaryIO
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from frontdesk.ai.local import speech
from frontdesk.ai.models.transcriptions import Transcription, TranscriptionStatus
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.platform import jobs, observe, storage, tenancy
from frontdesk.platform.errors import AppError, NotFound

log = observe.logger(__name__)

FOLDER = "transcriptions/"
MOST_TRIES = 3
TELL_EVERY_S = 2.0
UNDER_WAY = (TranscriptionStatus.QUEUED, TranscriptionStatus.RUNNING)


def start_transcription(
    actor: Actor, *, file_name: str, content: bytes, language: str | None, duration_s: float
) -> Transcription:
    """Keeps the recording and queues its transcription.

    The file is written before the row: a request that fails afterwards leaves a file that nobody knows.
    """
    access.require(actor, Permission.AI_USE)
    org_id = access.require_org(actor)
    key = f"{FOLDER}{uuid.uuid4()}"
    storage.put(key, content, "application/octet-stream")
    made = Transcription.objects.create(
        organization_id=org_id,
        user_id=actor.profile_id,
        file_name=_plain_name(file_name),
        audio_key=key,
        language=language or "",
        duration_s=duration_s,
    )
    jobs.enqueue(transcribe_recording, org_id=org_id, transcription_id=made.id)
    return made


def get_transcription(actor: Actor, transcription_id: UUID) -> Transcription:
    """Raises NotFound for what is somebody else's too; row level security tells admins from the rest."""
    access.require(actor, Permission.AI_USE)
    found = Transcription.objects.filter(id=transcription_id).first()
    if found is None:
        raise NotFound("There is no such transcription.")
    return found


# One recording at a time in the whole deployment: a second would only take the processor and memory from the first.
@jobs.task(
    "ai.transcribe",
    queue=jobs.Queue.BULK,
    retry=jobs.Retry(max_attempts=MOST_TRIES + 1, base=5.0, cap=60.0),
    lock="ai.transcribe",
)
def transcribe_recording(*, org_id: UUID, transcription_id: UUID) -> None:
    """Claim, hear, record. Whatever breaks it off, a later try begins anew; after three it is given up."""
    found = _claim(org_id, transcription_id)
    if found is None:
        return
    if found.tries > MOST_TRIES:
        _give_up(found, "The transcription was broken off three times. Send the recording again.")
        return
    try:
        with storage.open(found.audio_key) as file:
            heard = _hear(found, file)
    except AppError as error:
        if error.status >= 500 and found.tries < MOST_TRIES:
            raise
        _give_up(found, error.detail)
        return
    _finish(found, status=TranscriptionStatus.DONE, progress=1.0, result=heard.as_dict(), duration_s=heard.duration_s)


def _hear(found: Transcription, file: BinaryIO) -> speech.Transcript:
    told = time.monotonic()

    def tell(progress: float) -> None:
        nonlocal told
        if time.monotonic() - told >= TELL_EVERY_S:
            told = time.monotonic()
            with tenancy.tenant(found.organization_id):
                Transcription.objects.filter(id=found.id).update(progress=round(progress, 4))

    return speech.transcribe(file, language=found.language or None, on_progress=tell)


def _claim(org_id: UUID, transcription_id: UUID) -> Transcription | None:
    """The recording, marked as under way; None when it is done already or its organization is gone."""
    with tenancy.tenant(org_id):
        mine = Transcription.objects.filter(id=transcription_id, status__in=UNDER_WAY)
        mine.update(status=TranscriptionStatus.RUNNING, tries=F("tries") + 1, progress=0.0)
        return mine.first()


def _give_up(found: Transcription, reason: str) -> None:
    log.warning("ai.transcription_failed", transcription_id=str(found.id), reason=reason)
    _finish(found, status=TranscriptionStatus.FAILED, error=reason)


def _finish(found: Transcription, **values: object) -> None:
    """Records the end, then throws the recording away: a crash between the two leaves a file, never a loss."""
    with tenancy.tenant(found.organization_id):
        ended = {**values, "finished_at": timezone.now(), "audio_key": ""}
        Transcription.objects.filter(id=found.id, status__in=UNDER_WAY).update(**ended)
    storage.delete(found.audio_key)


def _plain_name(file_name: str) -> str:
    """The last part of a path, of whichever system, without control characters."""
    name = PurePath(file_name.replace("\\", "/")).name
    return "".join(character for character in name if character.isprintable())[:200] or "recording"

"""The built-in model through the API: texts, recordings, who may and what is refused."""

import io
import math
import sys
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from frontdesk.ai import local
from frontdesk.ai.local import speech_model
from frontdesk.ai.models import ModelCall, Transcription, TranscriptionStatus
from frontdesk.ai.registry import shipped
from frontdesk.ai.tests.sounds import spoken, wav
from frontdesk.orgs.testing import Answer, ApiClient
from frontdesk.platform import jobs, storage, tenancy

ROOT = "/api/ai/builtin"
THREAD = "We agreed to refund the fee. Please send the signed form by Friday. The office is closed on Monday."
TEXT_ROUTES: dict[str, dict[str, Any]] = {
    "classify": {"texts": ["Where is my parcel?"], "labels": ["delivery", "refund"]},
    "sentiment": {"texts": ["This is wonderful, thank you!"]},
    "summarize": {"text": THREAD, "sentences": 1},
    "extract": {"text": THREAD},
    "embed": {"texts": ["hello", "world"]},
}


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    shipped.ensure_builtin()


def upload(client: ApiClient, content: bytes, name: str = "call.wav", **fields: str) -> Answer:
    """A multipart form, which the cast's clients do not speak."""
    sender = Client(raise_request_exception=False)
    file = io.BytesIO(content)
    file.name = name
    response: Any = sender.post(f"{ROOT}/transcribe", {"file": file, **fields}, headers=client.headers)
    return Answer(response.status_code, response.json(), dict(response.headers), response.content)


@pytest.mark.parametrize("name", TEXT_ROUTES)
def test_every_text_route_answers_as_the_builtin_model_and_is_booked(alice: ApiClient, name: str) -> None:
    answer = alice.post(f"{ROOT}/{name}", TEXT_ROUTES[name])
    assert answer.status == 200, answer.json
    assert answer.json["model"] == "builtin"
    assert alice.profile
    with tenancy.tenant(alice.profile.organization_id):
        assert ModelCall.objects.filter(feature=f"builtin.{name}", user_id=alice.profile.id).count() == 1


@pytest.mark.parametrize("name", TEXT_ROUTES)
def test_needs_somebody_who_may_use_ai(nobody: ApiClient, alice: ApiClient, name: str) -> None:
    assert nobody.post(f"{ROOT}/{name}", TEXT_ROUTES[name]).status == 401
    narrow = ApiClient(alice.profile, scopes=["contacts.read"])
    assert narrow.post(f"{ROOT}/{name}", TEXT_ROUTES[name]).status == 403


def test_classifies_by_the_names_of_labels(bob: ApiClient) -> None:
    texts = ["I want my money back for the course", "I cannot log in, the password is rejected"]
    answer = bob.post(f"{ROOT}/classify", {"texts": texts, "labels": ["refund request", "login problem", "job offer"]})
    predictions = answer.json["predictions"]
    assert [each["label"] for each in predictions] == ["refund request", "login problem"]
    assert all(
        math.isclose(sum(a["probability"] for a in each["alternatives"]), 1, abs_tol=0.01) for each in predictions
    )


def test_tells_how_texts_are_meant(bob: ApiClient) -> None:
    texts = ["This is wonderful, thank you so much!", "I am furious. This is the worst service ever."]
    results = bob.post(f"{ROOT}/sentiment", {"texts": texts}).json["results"]
    assert [each["label"] for each in results] == ["positive", "negative"]
    assert results[0]["score"] > 0 > results[1]["score"]


def test_embeds_alike_what_means_alike(bob: ApiClient) -> None:
    texts = ["The invoice is wrong", "There is a mistake in my bill", "We went hiking in the Alps"]
    answer = bob.post(f"{ROOT}/embed", {"texts": texts}).json
    first, second, third = answer["embeddings"]
    assert answer["dimensions"] == len(first) == 384
    assert sum(a * b for a, b in zip(first, second, strict=True)) > sum(
        a * b for a, b in zip(first, third, strict=True)
    )


def test_summarises_in_the_words_of_the_text(bob: ApiClient) -> None:
    answer = bob.post(f"{ROOT}/summarize", {"text": THREAD, "sentences": 1}).json
    (sentence,) = answer["sentences"]
    assert answer["summary"] == sentence["text"] == THREAD[sentence["start"] : sentence["end"]]


def test_extracts_with_places_in_the_text(bob: ApiClient) -> None:
    asked = {"text": THREAD, "now": "2026-03-02T10:00:00Z", "timezone": "Europe/London", "locale": "en"}
    answer = bob.post(f"{ROOT}/extract", asked).json
    (action,) = answer["actions"]
    assert (action["text"], action["owner"], action["due"]["date"]) == (
        "Please send the signed form by Friday",
        "you",
        "2026-03-06",
    )
    assert THREAD[action["start"] : action["end"]] == action["text"]
    assert [each["text"] for each in answer["decisions"]] == ["We agreed to refund the fee"]


@pytest.mark.parametrize(
    ("name", "body", "field"),
    [
        ("classify", {"texts": ["a"]}, "body"),
        ("classify", {"texts": ["a"], "labels": ["one"]}, "labels"),
        ("classify", {"texts": ["a"], "labels": ["one", "one"]}, "body"),
        ("classify", {"texts": ["a"], "labels": ["one", "two"], "classifier_id": 1}, "body"),
        ("sentiment", {"texts": []}, "texts"),
        ("sentiment", {"texts": ["x"] * 257}, "texts"),
        ("embed", {"texts": ["x" * 20_001]}, "texts.0"),
        ("embed", {"texts": [""]}, "texts.0"),
        ("summarize", {"text": "x" * 500_001}, "text"),
        ("summarize", {"text": "hello", "sentences": 0}, "sentences"),
        ("extract", {"text": "hello", "timezone": "Mars/Olympus"}, "timezone"),
        ("extract", {"text": "hello", "locale": "fr"}, "locale"),
        ("extract", {"text": "hello", "later": True}, "later"),
    ],
)
def test_says_what_is_wrong_with_a_payload(bob: ApiClient, name: str, body: dict[str, Any], field: str) -> None:
    answer = bob.post(f"{ROOT}/{name}", body)
    assert answer.status == 422
    assert field in [error["field"] for error in answer.json["errors"]]


def test_another_organizations_classifier_is_not_there(dave: ApiClient, alice: ApiClient) -> None:
    made = alice.post("/api/ai/classifiers", {"name": "Ours"})
    assert made.status == 201, made.json
    asked = {"texts": ["hello"], "classifier_id": made.json["id"]}
    assert dave.post(f"{ROOT}/classify", asked).status == 404


def test_a_short_recording_is_answered_at_once(bob: ApiClient) -> None:
    answer = upload(bob, spoken("Please send the contract by Friday."), language="en")
    assert answer.status == 200, answer.json
    assert answer.json["model"] == "builtin"
    assert "friday" in answer.json["text"].lower()
    assert answer.json["segments"][0]["words"][0]["start"] < 1


def test_silence_has_no_words(bob: ApiClient) -> None:
    answer = upload(bob, wav([0.0] * 32_000))
    assert (answer.status, answer.json["text"], answer.json["segments"]) == (200, "", [])
    assert answer.json["duration_s"] == 2.0


@pytest.mark.parametrize("content", [b"", b"not a sound at all" * 50, b"#EXTM3U\n#EXTINF:9,\nfile:///etc/passwd\n"])
def test_what_is_no_recording_is_refused(bob: ApiClient, content: bytes) -> None:
    answer = upload(bob, content)
    assert answer.status == 422
    assert [error["field"] for error in answer.json["errors"]] == ["file"]


def test_a_language_that_the_model_does_not_know_is_refused(bob: ApiClient) -> None:
    answer = upload(bob, wav([0.0] * 16_000), language="es")
    assert answer.status == 422
    assert answer.json["errors"][0]["field"] == "language"
    assert "English" in answer.json["detail"]


def started(client: ApiClient) -> str:
    answer = upload(client, long_recording(), name="../board meeting.wav")
    assert answer.status == 202, answer.json
    assert (answer.json["status"], answer.json["progress"], answer.json["result"]) == ("queued", 0.0, None)
    assert answer.json["file_name"] == "board meeting.wav"
    return str(answer.json["id"])


def long_recording() -> bytes:
    return wav([0.2 * math.sin(each / 20) for each in range(16_000 * 61)])


def test_a_long_recording_is_a_job_and_is_thrown_away_afterwards(bob: ApiClient) -> None:
    number = started(bob)
    with tenancy.platform("tests"):
        key = Transcription.objects.get(id=number).audio_key
    assert storage.exists(key)
    assert jobs.run_pending() >= 1
    answer = bob.get(f"{ROOT}/transcriptions/{number}").json
    assert (answer["status"], answer["progress"], answer["error"]) == ("done", 1.0, "")
    assert answer["result"]["model"] == "builtin"
    assert answer["result"]["duration_s"] == pytest.approx(61, abs=0.1)
    assert not storage.exists(key)


def test_people_see_their_own_transcriptions_and_admins_all(
    alice: ApiClient, bob: ApiClient, carol: ApiClient, dave: ApiClient, nobody: ApiClient
) -> None:
    path = f"{ROOT}/transcriptions/{started(bob)}"
    assert [each.get(path).status for each in (bob, alice, carol, dave, nobody)] == [200, 200, 404, 404, 401]
    assert bob.get(f"{ROOT}/transcriptions/{uuid4()}").status == 404


def test_a_recording_that_is_lost_fails_with_a_reason(bob: ApiClient) -> None:
    number = started(bob)
    with tenancy.platform("tests"):
        storage.delete(Transcription.objects.get(id=number).audio_key)
    jobs.run_pending()
    answer = bob.get(f"{ROOT}/transcriptions/{number}").json
    assert (answer["status"], answer["error"]) == ("failed", "This file is not there")


def test_a_transcription_that_breaks_off_again_and_again_is_given_up(bob: ApiClient) -> None:
    number = started(bob)
    with tenancy.platform("tests"):
        Transcription.objects.filter(id=number).update(tries=3, status=TranscriptionStatus.RUNNING)
    jobs.run_pending()
    answer = bob.get(f"{ROOT}/transcriptions/{number}").json
    assert answer["status"] == "failed"
    assert "three times" in answer["error"]


@pytest.mark.parametrize(
    ("module", "name"),
    [("faster_whisper", "transcribe"), ("frontdesk.ai.local.embeddings", "summarize")],
)
def test_says_how_to_install_what_is_missing(
    bob: ApiClient, monkeypatch: pytest.MonkeyPatch, module: str, name: str
) -> None:
    speech_model.unload()
    monkeypatch.delattr(local, "embeddings", raising=False)
    monkeypatch.setitem(sys.modules, module, None)
    answer = upload(bob, wav([0.0] * 16_000)) if name == "transcribe" else bob.post(f"{ROOT}/{name}", TEXT_ROUTES[name])
    assert answer.status == 503
    assert "frontdesk[builtin]" in answer.json["detail"]

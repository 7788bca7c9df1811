"""Files in a folder and in a bucket, and what of them the world may see."""

from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from django.test import RequestFactory
from moto.server import ThreadedMotoServer
from pytest_django import Settings

from frontdesk.platform import storage
from frontdesk.platform.errors import UpstreamFailed


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.STORAGE_BUCKET, settings.STORAGE_DIR = "", tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(settings: Settings, s3: str) -> None:
    settings.STORAGE_BUCKET, settings.STORAGE_ENDPOINT, settings.STORAGE_REGION = "desk", s3, "us-east-1"
    settings.STORAGE_ACCESS_KEY = settings.STORAGE_SECRET_KEY = "test"
    client = boto3.client(
        "s3", endpoint_url=s3, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
    )
    client.create_bucket(Bucket="desk")


@pytest.mark.parametrize("kind", ["folder", "bucket"])
def test_a_file_is_stored_replaced_read_and_removed(kind: str, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue(kind)
    key = "mail/2026/raw.eml"
    assert not storage.exists(key)
    with pytest.raises(storage.FileMissing):
        storage.get(key)
    storage.put(key, b"first", "message/rfc822")
    storage.put(key, b"second", "message/rfc822")
    assert storage.exists(key)
    assert storage.get(key) == b"second"
    with storage.open(key) as file:
        assert file.read(3) == b"sec"
    storage.delete(key)
    storage.delete(key)
    assert not storage.exists(key)


def test_a_bucket_that_does_not_answer_is_an_upstream_failure(settings: Settings, bucket: None) -> None:
    settings.STORAGE_BUCKET = "missing-bucket"
    with pytest.raises(UpstreamFailed, match="NoSuchBucket"):
        storage.put("a", b"", "text/plain")


@pytest.mark.parametrize(
    "key", ["", "/etc/passwd", "../x", "a/../../x", "a//b", ".hidden", "a/.x", "a\\b", "a\0b", "a b", "a/", "x" * 301]
)
def test_a_key_that_is_no_plain_path_is_refused(folder: Path, key: str) -> None:
    for use in (storage.get, storage.delete, storage.exists, storage.url):
        with pytest.raises(ValueError, match="storage key"):
            use(key)
    with pytest.raises(ValueError, match="storage key"):
        storage.put(key, b"", "text/plain")


def test_nothing_half_written_stays(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage.put("public/a.png", b"whole", "image/png")
    monkeypatch.setattr("os.fsync", lambda descriptor: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        storage.put("public/a.png", b"other", "image/png")
    assert storage.get("public/a.png") == b"whole"
    assert [path.name for path in (folder / "public").iterdir()] == ["a.png"]


def test_public_files_are_served_for_ever_to_any_origin(folder: Path, settings: Settings) -> None:
    storage.put("public/a.png", b"pixels", "image/png")
    response = storage.serve_public(RequestFactory().get("/media/public/a.png"), "public/a.png")
    assert (response.status_code, response.content) == (200, b"pixels")
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert storage.url("public/a.png") == f"{settings.PUBLIC_URL}/media/public/a.png"


def test_what_is_no_image_is_only_downloaded(folder: Path) -> None:
    storage.put("public/a.html", b"<script>", "text/html")
    response = storage.serve_public(RequestFactory().get("/"), "public/a.html")
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"] == "attachment"


@pytest.mark.parametrize("key", ["mail/raw.eml", "public/../mail/raw.eml", "public/none.png", "public", "/public/a"])
def test_nothing_else_is_served(folder: Path, key: str) -> None:
    storage.put("mail/raw.eml", b"private", "message/rfc822")
    assert storage.serve_public(RequestFactory().get("/"), key).status_code == 404


def test_only_reading_is_offered(folder: Path) -> None:
    assert storage.serve_public(RequestFactory().post("/"), "public/a.png").status_code == 405


def test_only_public_files_have_an_address(folder: Path) -> None:
    with pytest.raises(ValueError, match="Only files under public/"):
        storage.url("mail/raw.eml")

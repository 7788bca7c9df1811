"""Files: in a folder, or in an S3-compatible bucket when settings.STORAGE_BUCKET names one.

Keys look like paths (``public/1f….png``). Only what lies under ``public/`` is served, to everybody who has the address.
"""

import io
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol, TypedDict, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from frontdesk.platform.errors import NotFound, UpstreamFailed

PUBLIC = "public/"
MAX_KEY = 300
COPIED_AT_ONCE = 1024 * 1024
# Names of files and folders: no dot in front, so neither ".." nor hidden or half-written files can be named.
_KEY = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._\-]*(?:/[A-Za-z0-9_][A-Za-z0-9._\-]*)*")
IMAGE_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp"}


class FileMissing(NotFound):
    """Nothing is stored under this key."""

    title = "This file is not there"


class StoredObject(TypedDict):
    Body: BinaryIO


class S3Client(Protocol):
    """What we use of boto3's client, which makes its methods at run time."""

    def upload_fileobj(self, Fileobj: BinaryIO, Bucket: str, Key: str) -> None: ...
    def put_object(self, *, Bucket: str, Key: str, Body: bytes, ContentType: str) -> object: ...
    def get_object(self, *, Bucket: str, Key: str, Range: str = ...) -> StoredObject: ...
    def delete_object(self, *, Bucket: str, Key: str) -> object: ...
    def head_object(self, *, Bucket: str, Key: str) -> Mapping[str, int]: ...


class Store(Protocol):
    def put(self, key: str, content: bytes, content_type: str) -> None: ...
    def put_file(self, key: str, file: BinaryIO) -> None: ...
    def open_from(self, key: str, position: int) -> BinaryIO: ...
    def open(self, key: str) -> BinaryIO: ...
    def delete(self, key: str) -> None: ...
    def exists(self, key: str) -> bool: ...


def checked(key: str) -> str:
    """``key``, or ValueError when it is no plain relative path."""
    if len(key) > MAX_KEY or not _KEY.fullmatch(key):
        raise ValueError("A storage key is a relative path of letters, digits, dots, dashes and underscores.")
    return key


class FolderStore:
    """Files under one folder. A write is whole or not there: written beside, synced, renamed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _path(self, key: str) -> Path:
        return self.folder / checked(key)

    def put(self, key: str, content: bytes, content_type: str) -> None:
        self.put_file(key, io.BytesIO(content))

    def put_file(self, key: str, file: BinaryIO) -> None:
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch = path.with_name(f".{secrets.token_hex(8)}")
        try:
            with scratch.open("xb") as written:
                shutil.copyfileobj(file, written, COPIED_AT_ONCE)
                written.flush()
                os.fsync(written.fileno())
            scratch.replace(path)
        finally:
            scratch.unlink(missing_ok=True)
        _sync_folder(path.parent)

    def open(self, key: str) -> BinaryIO:
        try:
            return self._path(key).open("rb")
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            raise FileMissing from None

    def open_from(self, key: str, position: int) -> BinaryIO:
        file = self.open(key)
        file.seek(position)
        return file

    def delete(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def exists(self, key: str) -> bool:
        return self._path(key).is_file()


def _sync_folder(folder: Path) -> None:
    """Makes the rename itself survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class BucketStore:
    """Objects in a bucket of S3 or anything that speaks its protocol (MinIO, Garage, R2)."""

    def __init__(self, bucket: str) -> None:
        self.bucket = bucket
        self.client = _s3_client()

    def put(self, key: str, content: bytes, content_type: str) -> None:
        with _s3_errors():
            self.client.put_object(Bucket=self.bucket, Key=checked(key), Body=content, ContentType=content_type)

    def put_file(self, key: str, file: BinaryIO) -> None:
        with _s3_errors():
            self.client.upload_fileobj(file, self.bucket, checked(key))

    def open_from(self, key: str, position: int) -> BinaryIO:
        if position >= self._size(key):
            return io.BytesIO()  # there is no range behind the end
        with _s3_errors():
            return self.client.get_object(Bucket=self.bucket, Key=checked(key), Range=f"bytes={position}-")["Body"]

    def _size(self, key: str) -> int:
        with _s3_errors():
            return int(self.client.head_object(Bucket=self.bucket, Key=checked(key))["ContentLength"])

    def open(self, key: str) -> BinaryIO:
        with _s3_errors():
            return io.BytesIO(self.client.get_object(Bucket=self.bucket, Key=checked(key))["Body"].read())

    def delete(self, key: str) -> None:
        with _s3_errors():
            self.client.delete_object(Bucket=self.bucket, Key=checked(key))

    def exists(self, key: str) -> bool:
        try:
            with _s3_errors():
                self.client.head_object(Bucket=self.bucket, Key=checked(key))
        except FileMissing:
            return False
        return True


def _s3_client() -> S3Client:
    """Imported here: boto3 takes a third of a second and 30 MB, which a folder need not pay."""
    import boto3
    from botocore.config import Config

    # Anything newer than plain checksums is unknown to many servers that only resemble S3.
    config = Config(
        connect_timeout=3,
        read_timeout=15,
        retries={"max_attempts": 2},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    client = boto3.client(
        "s3",
        endpoint_url=settings.STORAGE_ENDPOINT or None,
        region_name=settings.STORAGE_REGION or None,
        aws_access_key_id=settings.STORAGE_ACCESS_KEY or None,
        aws_secret_access_key=settings.STORAGE_SECRET_KEY or None,
        config=config,
    )
    return cast(S3Client, client)


@contextmanager
def _s3_errors() -> Iterator[None]:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in {"NoSuchKey", "404", "NotFound"}:
            raise FileMissing from None
        code = error.response.get("Error", {}).get("Code", "an error")
        raise UpstreamFailed(f"The file storage refused the request ({code}).", code="storage-failed") from error
    except BotoCoreError as error:
        raise UpstreamFailed("The file storage does not answer.", code="storage-failed") from error


@lru_cache(maxsize=4)
def _store(bucket: str, endpoint: str, folder: Path) -> Store:
    return BucketStore(bucket) if bucket else FolderStore(folder)


def store() -> Store:
    return _store(settings.STORAGE_BUCKET, settings.STORAGE_ENDPOINT, settings.STORAGE_DIR)


def put(key: str, content: bytes, content_type: str) -> None:
    """Stores or replaces. ValueError for a bad key, UpstreamFailed when the bucket does not take it."""
    store().put(key, content, content_type)


def put_file(key: str, file: BinaryIO) -> None:
    """As ``put``, of a file that need not fit into memory: it is read to its end."""
    store().put_file(key, file)


def open_from(key: str, position: int) -> BinaryIO:
    """A file that is read on from a byte, without seeking and without holding all of it; FileMissing as ``open``."""
    return store().open_from(key, position)


def open(key: str) -> BinaryIO:
    """A readable binary file; FileMissing when there is none."""
    return store().open(key)


def get(key: str) -> bytes:
    """The whole content; FileMissing when there is none."""
    with open(key) as file:
        return file.read()


def delete(key: str) -> None:
    """Removes the file; nothing happens when there is none."""
    store().delete(key)


def exists(key: str) -> bool:
    return store().exists(key)


def url(key: str) -> str:
    """The absolute public address, fit for mails. ValueError for what is not under ``public/``."""
    if not checked(key).startswith(PUBLIC):
        raise ValueError("Only files under public/ have an address.")
    return f"{settings.PUBLIC_URL}/media/{key}"


@require_safe
def serve_public(request: HttpRequest, key: str) -> HttpResponse:
    """A file under ``public/``. Mail programs of any origin may embed it; names never get new content, so it may be
    kept for ever. What is no image is only offered for download."""
    try:
        body = get(key) if checked(key).startswith(PUBLIC) else None
    except (ValueError, FileMissing):
        body = None
    if body is None:
        return HttpResponse("There is no such file.\n", status=404, content_type="text/plain; charset=utf-8")
    content_type = IMAGE_TYPES.get(PurePosixPath(key).suffix)
    response = HttpResponse(body, content_type=content_type or "application/octet-stream")
    if content_type is None:
        response.headers["Content-Disposition"] = "attachment"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response

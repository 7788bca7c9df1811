"""Zip files for the tests: taken out of the API, and tampered with."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from frontdesk.mail.tests.samples import TEMPLATES
from frontdesk.orgs.testing import Answer, ApiClient


def export(client: ApiClient, query: str = "") -> bytes:
    answer = client.get(f"{TEMPLATES}/export?{query}")
    assert answer.status == 200, answer.content
    assert answer.headers["Content-Type"] == "application/zip"
    return answer.content


def bring_in(
    client: ApiClient, content: bytes, *, plan: bool = False, name: str = "templates.zip", **choices: str
) -> Answer:
    """Sends the form of an import; ``choices`` are by the beginnings of entries, ``e001="skip"``."""
    fields: dict[str, Any] = {"file": SimpleUploadedFile(name, content), "plan": json.dumps(plan)}
    if choices:
        entries = [each["entry"] for each in bring_in(client, content, plan=True, name=name).json["items"]]
        named = {entry: choices[f"e{entry[:3]}"] for entry in entries if f"e{entry[:3]}" in choices}
        fields["choices"] = json.dumps(named)
    return post_form(client, fields)


def post_form(client: ApiClient, fields: dict[str, Any]) -> Answer:
    response: Any = client.client.post(f"{TEMPLATES}/import", fields, headers=client.headers)
    return Answer(response.status_code, json.loads(response.content), dict(response.headers), response.content)


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def with_manifest(content: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    files = unpacked(content)
    manifest = json.loads(files["manifest.json"])
    change(manifest)
    return packed({**files, "manifest.json": json.dumps(manifest).encode()})

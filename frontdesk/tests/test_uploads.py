"""Images that people upload and find again: sent as a form, listed by organization, purpose and name."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pytest_django import Settings

from frontdesk.orgs.models import Profile
from frontdesk.orgs.testing import ApiClient


def picture(width: int = 40, height: int = 20) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(out, "PNG")
    return out.getvalue()


def send(client: ApiClient, name: str, content: bytes | None = None, purpose: str = "image") -> Any:
    file = SimpleUploadedFile(name, picture() if content is None else content, "image/png")
    return client.client.post("/api/uploads", {"file": file, "purpose": purpose}, headers=client.headers)


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Any) -> None:
    settings.STORAGE_BUCKET, settings.STORAGE_DIR = "", tmp_path


def names(client: ApiClient, query: str = "") -> list[str]:
    answer = client.get(f"/api/uploads{query}")
    assert answer.status == 200, answer.json
    return [each["file_name"] for each in answer.json["items"]]


def test_an_upload_is_found_again(alice: ApiClient) -> None:
    sent = send(alice, "Tower bridge.png", picture(2000, 1000))
    assert sent.status_code == 201, sent.content
    [found] = alice.get("/api/uploads").json["items"]
    assert found == sent.json()
    assert (found["width"], found["height"], found["purpose"]) == (1600, 800, "image")
    assert found["url"].endswith(".png")


def test_the_newest_come_first_and_a_page_at_a_time(alice: ApiClient) -> None:
    for number in range(5):
        assert send(alice, f"picture {number}.png").status_code == 201
    first = alice.get("/api/uploads?limit=3").json
    assert [each["file_name"] for each in first["items"]] == ["picture 4.png", "picture 3.png", "picture 2.png"]
    rest = alice.get(f"/api/uploads?limit=3&cursor={first['next_cursor']}").json
    assert [each["file_name"] for each in rest["items"]] == ["picture 1.png", "picture 0.png"]
    assert rest["next_cursor"] is None


def test_they_are_looked_for_by_name_and_purpose(alice: ApiClient) -> None:
    send(alice, "Bridge.png")
    send(alice, "100% wool.png")
    send(alice, "brand bridge.png", purpose="logo")
    assert names(alice, "?q=BRIDGE") == ["brand bridge.png", "Bridge.png"]
    assert names(alice, "?q=bridge&purpose=logo") == ["brand bridge.png"]
    assert names(alice, "?q=%25") == ["100% wool.png"]  # a sign of the search language is a sign like others
    assert alice.get("/api/uploads?purpose=film").status == 422


def test_whoever_uploads_or_reads_templates_sees_them(alice: ApiClient, cast: dict[str, Profile]) -> None:
    send(alice, "ours.png")
    for scope in ("uploads.create", "templates.read"):
        assert names(ApiClient(cast["alice"], scopes=[scope])) == ["ours.png"]
    refused = ApiClient(cast["alice"], scopes=["contacts.read"]).get("/api/uploads")
    assert refused.status == 403
    assert ApiClient(cast["carol"]).get("/api/uploads").status == 403


def test_each_organization_has_its_own_and_the_platform_too(alice: ApiClient, dave: ApiClient, root: ApiClient) -> None:
    send(alice, "northgate.png")
    assert names(dave) == []
    assert names(root) == []
    assert send(root, "platform.png").status_code == 201
    assert names(root) == ["platform.png"]
    assert names(alice) == ["northgate.png"]


def test_refusals_name_the_file_and_keep_nothing(alice: ApiClient) -> None:
    svg = send(alice, "logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    assert svg.status_code == 422
    assert "SVG" in svg.json()["errors"][0]["message"]
    assert send(alice, "text.png", b"no image").status_code == 422
    assert names(alice) == []

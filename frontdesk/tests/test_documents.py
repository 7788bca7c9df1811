"""The documents that describe the API."""

from frontdesk.orgs.testing import ApiClient


def test_sign_in_is_described_too(nobody: ApiClient) -> None:
    answer = nobody.get("/_allauth/openapi.json")
    assert answer.status == 200
    assert any(path.endswith("/auth/login") for path in answer.json["paths"])


def test_mistyped_routes_answer_404(nobody: ApiClient) -> None:
    for path in ("/api/nothing", "/_allauth/nothing", "/_allauth/openapi.html"):
        answer = nobody.get(path)
        assert answer.status == 404, path
        assert answer.json["status"] == 404

"""What breaks is answered as a problem document too, and tells nothing of the inside."""

from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from frontdesk import urls
from frontdesk.orgs.testing import ApiClient

handler400, handler500 = urls.handler400, urls.handler500


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("the inside of the house")


urlpatterns = [path("api/broken", broken), path("broken", broken), *urls.urlpatterns]


@pytest.fixture(autouse=True)
def routes_that_break() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


def test_the_api_answers_a_problem_document(nobody: ApiClient) -> None:
    answer = nobody.get("/api/broken")
    assert (answer.status, answer.json["status"]) == (500, 500)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "inside" not in answer.content.decode()


def test_a_page_answers_a_page(nobody: ApiClient) -> None:
    answer = nobody.get("/broken")
    assert (answer.status, answer.json) == (500, None)
    assert "inside" not in answer.content.decode()


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=10)
def test_a_body_beyond_all_limits(alice: ApiClient, nobody: ApiClient) -> None:
    for client, address in ((alice, "/api/contacts"), (nobody, "/_allauth/browser/v1/auth/login")):
        answer = client.post(address, {"email": "x" * 100})
        assert (answer.status, answer.headers["Content-Type"]) == (400, "application/problem+json"), address

"""What the OpenAPI document promises, held against generated requests: no 5xx, no status, content type or body that it
does not name. Deterministic, so that a failure can be repeated."""

import copy
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from frontdesk.orgs.models import Profile
from frontdesk.orgs.testing import ApiClient
from frontdesk.tests.routes import DOCUMENT, make_objects

SCHEMA = schemathesis.openapi.from_dict(copy.deepcopy(DOCUMENT))
SCHEMA.app = WSGIHandler()
EXAMPLES = 16


@pytest.fixture
def objects(alice: ApiClient, cast: dict[str, Profile]) -> Iterator[dict[str, object]]:
    """Northgate's objects; then requests stay in the test's own transaction, as with Django's test client."""
    made = make_objects(alice, cast["bob"].id)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield made
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@SCHEMA.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@pytest.mark.django_db(databases="__all__")
def test_the_api_keeps_its_promises(case: Case[Any], alice: ApiClient, objects: dict[str, object]) -> None:
    # Long answers are packed for who takes them so; what calls the application here does not unpack them.
    headers = {**alice.headers, "Accept-Encoding": "identity"}
    # Schemas cannot say what a time zone or a cursor is; who may come in is test_outsider's matter.
    case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance, ignored_auth])


def test_operations_have_names_of_their_own() -> None:
    names = Counter(operation["operationId"] for path in DOCUMENT["paths"].values() for operation in path.values())
    assert [name for name, count in names.items() if count > 1] == []

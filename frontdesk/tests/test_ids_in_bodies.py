"""Foreign keys do not ask row level security: an id in a body is looked up as the tenant before it is written.

The API's document says which fields of bodies are ids. Each is tried with what is Northgate's, by Harbour's admin.
"""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from frontdesk.orgs.models import Profile
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy
from frontdesk.tests.routes import (
    BODIES,
    DOCUMENT,
    add_campaign,
    add_import,
    fingerprint,
    list_routes,
    made,
    make_objects,
)

Place = tuple[str, ...]
ITEM = "[]"
SCHEMAS = DOCUMENT["components"]["schemas"]
PREFIXES = ("/api/mail", "/api/contacts", "/api/email", "/api/send-email")
# Which object a field means; those that are not here are another service's names.
MEANS = {
    "list_ids": "list_id",
    "exclude_list_ids": "list_id",
    "segment_ids": "segment_id",
    "exclude_segment_ids": "segment_id",
    "confirmation_template_id": "template_id",
    "contact_ids": "contact_id",
    "ai_model_id": "org_model_id",
    "organization_id": "organization_id",
}
OF_OTHERS = {"client_id", "authserv_id"}
# Domains that are not built yet: nothing reads what these name, and it is kept as the caller's own words.
NO_ROWS = {"ticket_id", "meeting_id", "workflow_run_id"}
# What else a body needs, so that the id is what it is refused for.
MORE: dict[str, dict[str, Any]] = {
    "send_email": {"to": "dave@harbour.test", "data": {}},
    "test_campaign": {"to": ["dave@harbour.test"]},
    "set_template_ai_config": {"ai_model_type": "org_default"},
}
# They say of each id what became of it.
TELLS_OF_EACH = {"change_templates"}


def ids_in(schema: dict[str, Any], place: Place = ()) -> Iterator[Place]:
    """Where a body has an id; ``[]`` stands for each item of a list."""
    schema = SCHEMAS[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    for either in (schema.get("anyOf", []), schema.get("allOf", []), schema.get("oneOf", [])):
        for each in either:
            yield from ids_in(each, place)
    if schema.get("type") == "array":
        yield from ids_in(schema.get("items", {}), (*place, ITEM))
    for name, inner in (schema.get("properties") or {}).items():
        if len(place) < 6:
            yield from ids_in(inner, (*place, name))
    name = next((each for each in reversed(place) if each != ITEM), "")
    is_id = schema.get("format") == "uuid" or name in ("id", "ids") or name.endswith(("_id", "_ids"))
    if is_id and schema.get("type") in ("string", "integer"):
        yield place


def list_cases() -> list[tuple[str, Place]]:
    cases = set()
    for path, operations in DOCUMENT["paths"].items():
        for operation in operations.values():
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            if body and path.startswith(PREFIXES):
                cases |= {(operation["operationId"], place) for place in ids_in(body)}
    return sorted(case for case in cases if case[1][-1] not in OF_OTHERS | NO_ROWS)


CASES = list_cases()


def object_of(operation: str, place: Place, objects: dict[str, object]) -> object:
    name = next(each for each in reversed(place) if each != ITEM)
    value = objects["template_id" if (operation, name) == ("change_templates", "ids") else MEANS.get(name, name)]
    return value if isinstance(value, int) else str(value)


def put(body: dict[str, Any], place: Place, value: object) -> dict[str, Any]:
    inside: Any = body
    for name, following in zip(place, [*place[1:], None], strict=True):
        if name == ITEM:
            continue
        new: Any = [value] if following == ITEM and place[-1] == ITEM else {}
        if following is None:
            inside[name] = value
        elif following == ITEM and place[-1] != ITEM:
            inside[name] = [{}]
            inside = inside[name][0]
        elif following == ITEM:
            inside[name] = new
            break
        else:
            inside = inside.setdefault(name, {})
    return body


def daves(dave: ApiClient) -> dict[str, object]:
    """What the routes themselves are asked about."""
    own = made(dave, "/api/email-templates", {"name": "D", "type": "custom", "subject": "S", "html_code": "<p>x</p>"})
    return {
        "template_id": own["id"],
        "campaign_id": add_campaign(dave),
        "list_id": made(dave, "/api/mail/lists", {"name": "Ours"})["id"],
        "import_id": add_import(dave),
        "type": "welcome",
    }


def test_nothing_of_northgates_is_written_by_its_id(
    alice: ApiClient, dave: ApiClient, cast: dict[str, Profile]
) -> None:
    objects, own = make_objects(alice, cast["bob"].id), daves(dave)
    routes = {route.operation_id: route for route in list_routes()}
    before = fingerprint(cast["alice"].organization_id)
    wrong = {}
    for operation, place in CASES:
        route = routes[operation]
        body = {**copy.deepcopy(BODIES.get(operation) or {}), **MORE.get(operation, {})}
        put(body, place, object_of(operation, place, objects))
        body.pop("sample", None)  # the other of two
        answer = dave.call(route.method, route.path.format(**own), body)
        if answer.status not in (403, 404, 422) and operation not in TELLS_OF_EACH:
            wrong[operation, place] = (answer.status, answer.json)
    assert wrong == {}
    assert len(CASES) > 15
    assert fingerprint(cast["alice"].organization_id) == before
    assert list_crossing() == []


def test_every_id_in_a_body_is_known_here(alice: ApiClient, cast: dict[str, Profile]) -> None:
    """A new field needs an object to try it with."""
    objects = make_objects(alice, cast["bob"].id)
    for operation, place in CASES:
        assert object_of(operation, place, objects), (operation, place)


def list_crossing() -> list[str]:
    """Foreign keys by which a row of one organization points at a row of another."""
    keys = """
        select c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text, b.attname
        from pg_constraint c
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
        join pg_attribute b on b.attrelid = c.confrelid and b.attnum = c.confkey[1]
        where c.contype = 'f' and a.attname <> 'organization_id'
          and exists (select from pg_attribute o where o.attrelid = c.conrelid and o.attname = 'organization_id')
          and exists (select from pg_attribute o where o.attrelid = c.confrelid and o.attname = 'organization_id')
    """
    with tenancy.platform("tests"), connection.cursor() as cursor:
        cursor.execute(keys)
        found = []
        for table, column, other, key in cursor.fetchall():
            cursor.execute(
                f"select count(*) from {table} x join {other} y on y.{key} = x.{column}"
                " where x.organization_id <> y.organization_id"
            )
            if cursor.fetchone()[0]:
                found.append(f"{table}.{column}")
    return found


@pytest.mark.parametrize("name", sorted(MEANS))
def test_no_name_stands_here_for_nothing(name: str) -> None:
    assert any(name in place for _, place in CASES)

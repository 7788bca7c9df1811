"""Pages stay in step while rows come and go."""

import base64
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import QuerySet

from frontdesk.platform import tenancy
from frontdesk.platform.errors import BadInput
from frontdesk.platform.models import Event, Upload
from frontdesk.platform.paging import encode_cursor, page

pytestmark = pytest.mark.django_db
ORG = uuid4()
START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def add_upload(minutes: int) -> UUID:
    return Upload.objects.create(
        organization_id=ORG, purpose="image", key="k", file_name="a", content_type="image/png", size=1, width=1,
        height=1, created_at=START + timedelta(minutes=minutes),
    ).id  # fmt: skip


def test_every_row_comes_once_also_with_equal_times_and_new_rows() -> None:
    with tenancy.tenant(ORG):
        ids = {add_upload(minutes) for minutes in (0, 1, 1, 1, 1, 2, 3)}
        seen: list[UUID] = []
        cursor: str | None = None
        for pages in range(1, 9):
            rows, cursor = page(Upload.objects.all(), cursor=cursor, limit=2)
            seen += [row.id for row in rows]
            add_upload(60 + pages)  # newer than all: belongs before the first page
            if cursor is None:
                break
        assert pages == 4
        assert len(seen) == 7
        assert set(seen) == ids


def test_values_and_ascending_text_columns_work() -> None:
    with tenancy.tenant(ORG):
        for name in ("b", "a", "ñ", "a"):
            Event.objects.create(organization_id=ORG, name=name, record_type="t", record_id="1")
        names: list[str] = []
        cursor: str | None = None
        while True:
            rows, cursor = page(Event.objects.values("name", "id"), cursor=cursor, limit=1, order=("name", "id"))
            names += [str(row["name"]) for row in rows]
            if cursor is None:
                break
        assert sorted(names) == ["a", "a", "b", "ñ"]
        assert len(names) == 4


def test_the_condition_is_one_that_an_index_answers() -> None:
    with tenancy.tenant(ORG):
        cursor = encode_cursor([START, uuid4()])
        seen: list[str] = []

        class Spy(QuerySet[Upload]):
            def __iter__(self):  # type: ignore[no-untyped-def]
                seen.append(str(self.query))
                return super().__iter__()

        page(Spy(Upload).filter(organization_id=ORG), cursor=cursor, limit=5)
        assert '("uploads"."created_at", "uploads"."id") < (' in seen[0]
        with connection.cursor() as raw:
            raw.execute("set local enable_seqscan = off")
            raw.execute(
                "explain select * from events where organization_id = %s and (organization_id, id) < (%s, 9)"
                " order by organization_id desc, id desc limit 5",
                [ORG, ORG],
            )
            assert "events_org_id" in str(raw.fetchall())


def encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "ñ",
        "====",
        encoded("{}"),
        encoded("[]"),
        encoded("null"),
        encoded('["2026-03-01T12:00:00+00:00"]'),
        encoded('["2026-03-01T12:00:00", "00000000-0000-0000-0000-000000000001"]'),
        encoded('["yesterday", "00000000-0000-0000-0000-000000000001"]'),
        encoded('["0001-01-01T00:00:00+14:00", "00000000-0000-0000-0000-000000000001"]'),
        encoded('["2026-03-01T12:00:00+00:00", 5]'),
        encoded('["2026-03-01T12:00:00+00:00", "x", 1]'),
        encoded('[{"a": 1}, ["b"]]'),
        "A" * 3000,
    ],
)
def test_a_cursor_that_is_not_ours_is_bad_input(cursor: str) -> None:
    with tenancy.tenant(ORG), pytest.raises(BadInput) as caught:
        page(Upload.objects.all(), cursor=cursor, limit=2)
    assert caught.value.errors[0]["field"] == "cursor"


@pytest.mark.parametrize("cursor", ['["a\\u0000", 1]', '["a", "1"]', '["a", 99999999999999999999]', '["a", true]'])
def test_text_and_numbers_of_a_cursor_are_checked_too(cursor: str) -> None:
    with tenancy.tenant(ORG), pytest.raises(BadInput):
        page(Event.objects.all(), cursor=encoded(cursor), limit=2, order=("name", "id"))


def test_a_mixed_direction_is_a_mistake_in_the_program() -> None:
    with tenancy.tenant(ORG), pytest.raises(ValueError, match="one way"):
        page(Upload.objects.all(), cursor=None, limit=2, order=("-created_at", "id"))

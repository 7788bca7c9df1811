"""Keys of models: sealed at rest, out of reach of requests, given to whom may call the model."""

import psycopg
import pytest
from django.db import ProgrammingError, connection

from frontdesk.ai.models import ModelType, OrganizationModel, PersonalModel, SystemModel
from frontdesk.ai.registry import keys, shipped
from frontdesk.ai.tests.test_lookup import KEY, acting, make, org_of
from frontdesk.orgs.models import Profile
from frontdesk.platform import tenancy
from frontdesk.platform.secrets import SecretUnreadable


def sealed_of(table: str, row_id: int) -> str:
    with tenancy.platform("tests"), connection.cursor() as cursor:
        cursor.execute(f"select api_key from {table} where id = %s", [row_id])
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize("kind", [SystemModel, OrganizationModel, PersonalModel])
def test_no_request_reads_the_column(kind: type[SystemModel], cast: dict[str, Profile]) -> None:
    make(api_key=KEY)
    for person in ("root", "alice", "carol"):
        with (
            pytest.raises(ProgrammingError) as caught,
            acting(cast[person]),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"select api_key from {kind._meta.db_table}")
        assert isinstance(caught.value.__cause__, psycopg.errors.InsufficientPrivilege)


def test_what_is_kept_is_sealed_and_bound_to_its_row(cast: dict[str, Profile]) -> None:
    one, two = make(api_key=KEY), make(slug="two", api_key="other")
    sealed = sealed_of("ai_models_system", one.id)
    assert KEY not in sealed
    with tenancy.platform("tests"), connection.cursor() as cursor:
        cursor.execute("update ai_models_system set api_key = %s where id = %s", [sealed, two.id])
    with acting(cast["bob"]):
        assert keys.read_key(ModelType.SYSTEM, one.id) == KEY
        with pytest.raises(SecretUnreadable):
            keys.read_key(ModelType.SYSTEM, two.id)


def test_a_key_is_cleared_and_told_of_without_being_read(cast: dict[str, Profile]) -> None:
    row = make(api_key=KEY)
    with acting(cast["root"]):
        assert SystemModel.objects.get(id=row.id).api_key_set is True
        keys.write_key(row, None)
        assert SystemModel.objects.get(id=row.id).api_key_set is False
        assert keys.read_key(ModelType.SYSTEM, row.id) is None


def test_the_key_goes_to_those_who_may_call(cast: dict[str, Profile]) -> None:
    for_clinics = make(slug="clinics", api_key=KEY, organization_types=["healthcare"])
    switched_off = make(slug="off", api_key=KEY, is_active=False)
    northgates = make(OrganizationModel, organization_id=org_of(cast["bob"]), api_key=KEY)
    with acting(cast["bob"]):
        assert keys.read_key(ModelType.SYSTEM, for_clinics.id) is None
        assert keys.read_key(ModelType.SYSTEM, switched_off.id) is None
        assert keys.read_key(ModelType.ORG_DEFAULT, northgates.id) == KEY
        assert keys.read_key(ModelType.ORG_DEFAULT, 2**40) is None
    with acting(cast["dave"]):
        assert keys.read_key(ModelType.ORG_DEFAULT, northgates.id) is None
    with acting(cast["root"]):
        assert keys.read_key(ModelType.SYSTEM, for_clinics.id) == KEY


def test_the_built_in_model_ships_once_and_stays_as_it_was_set(db: None) -> None:
    shipped.ensure_builtin()
    with tenancy.platform("tests"):
        row = SystemModel.objects.get(slug="builtin")
        assert (row.provider, row.endpoint, row.api_key_set, row.is_free) == ("builtin", "", False, True)
        assert row.capabilities == ["embedding", "transcription"]
        SystemModel.objects.filter(id=row.id).update(is_active=False, name="Ours")
    shipped.ensure_builtin()
    with tenancy.platform("tests"):
        assert SystemModel.objects.get(slug="builtin").name == "Ours"
        assert SystemModel.objects.get(slug="builtin").is_active is False

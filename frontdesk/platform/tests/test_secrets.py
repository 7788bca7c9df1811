"""Secrets at rest: who opens them, where they open, and that they show themselves to nobody."""

import base64
import copy
import os
import pickle
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, models, transaction
from django.test.utils import isolate_apps
from pytest_django import Settings

from frontdesk.platform import secrets
from frontdesk.platform.secrets import SealedField, Secret, SecretUnreadable, seal, unseal

PLAIN = "sk-very-secret-ñ"


def key(name: str) -> str:
    return f"{name}:{base64.urlsafe_b64encode(os.urandom(32)).decode()}"


# A model made inside a fixture has no name that a type could use.
Sample = Any

OLD, NEW = key("old"), key("new")


def test_what_is_sealed_opens_for_its_own_context_alone() -> None:
    sealed = seal(PLAIN, "providers/api_key/1")
    assert PLAIN not in sealed
    assert sealed != seal(PLAIN, "providers/api_key/1")
    assert unseal(sealed, "providers/api_key/1") == PLAIN
    for other in ("providers/api_key/2", "providers/secret/1", ""):
        with pytest.raises(SecretUnreadable, match="belongs to another row"):
            unseal(sealed, other)


def test_a_changed_bit_or_a_cut_does_not_open() -> None:
    sealed = seal(PLAIN, "c")
    for broken in (sealed[:-4], sealed[:-6] + "AAAA==", sealed + "!", sealed[:12], "v1.", "", "plain text"):
        with pytest.raises(SecretUnreadable) as caught:
            unseal(broken, "c")
        assert PLAIN not in str(caught.value)


def test_the_first_key_seals_and_all_open(settings: Settings) -> None:
    settings.SEALING_KEYS = [OLD]
    sealed = seal(PLAIN, "c")
    settings.SEALING_KEYS = [NEW, OLD]
    assert unseal(sealed, "c") == PLAIN
    assert not secrets.is_current(sealed)
    assert secrets.is_current(seal(PLAIN, "c"))
    settings.SEALING_KEYS = [NEW]
    with pytest.raises(SecretUnreadable, match="No key opens"):
        unseal(sealed, "c")
    settings.SEALING_KEYS = [key("old")]  # the same name, another key
    with pytest.raises(SecretUnreadable, match="was altered"):
        unseal(sealed, "c")


@pytest.mark.parametrize("keys", [[], ["short:YWJj"], ["nokey"], [":" + OLD.partition(":")[2]], ["a.b:" + "A" * 44]])
def test_keys_that_are_none_are_said_to_be_so(settings: Settings, keys: list[str]) -> None:
    settings.SEALING_KEYS = keys
    with pytest.raises(ImproperlyConfigured):
        seal(PLAIN, "c")


def test_a_secret_shows_itself_to_nobody() -> None:
    secret = Secret(plain=PLAIN)
    assert PLAIN not in f"{secret} {secret!r} {[secret]} {vars(type(secret))}"
    assert secret.reveal() == PLAIN
    for leak in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError):
            leak(secret)


@pytest.fixture
def provider(db: None) -> Iterator[Sample]:
    """A table with a sealed column, for the length of a test."""
    with isolate_apps("frontdesk.platform"):

        class SealedSample(models.Model):
            id = models.UUIDField(primary_key=True, default=uuid.uuid4)
            name = models.CharField(max_length=20, default="")
            api_key = SealedField()

            class Meta:
                app_label = "platform"

        with connection.schema_editor() as editor:
            editor.create_model(SealedSample)
        yield SealedSample


def raw(model: Sample, pk: uuid.UUID) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(f"select api_key from {model._meta.db_table} where id = %s", [pk])
        row = cursor.fetchone()
    return row[0] if row else None


def test_a_sealed_field_is_set_kept_and_cleared(provider: Sample) -> None:
    made = provider.objects.create(api_key=PLAIN)
    assert made.api_key.reveal() == PLAIN
    stored = raw(provider, made.pk)
    assert stored is not None
    assert PLAIN not in stored
    found = provider.objects.get(pk=made.pk)
    assert repr(found.api_key) == "[secret]"
    assert found.api_key.reveal() == PLAIN
    found.name = "renamed"
    found.save()
    assert raw(provider, made.pk) == stored  # an untouched secret is not sealed again
    found.api_key = "another"
    found.save(update_fields=["api_key"])
    made.refresh_from_db()
    assert made.api_key.reveal() == "another"
    assert provider.objects.defer("api_key").get(pk=made.pk).api_key.reveal() == "another"
    found.api_key = ""
    found.save()
    assert raw(provider, made.pk) is None
    assert provider.objects.get(api_key__isnull=True).api_key is None


def test_a_sealed_text_copied_to_another_row_does_not_open(provider: Sample) -> None:
    first, second = provider.objects.create(api_key=PLAIN), provider.objects.create(api_key="own")
    with connection.cursor() as cursor:
        cursor.execute(
            f"update {provider._meta.db_table} set api_key = %s where id = %s", [raw(provider, first.pk), second.pk]
        )
    second.refresh_from_db()
    with pytest.raises(SecretUnreadable):
        second.api_key.reveal()
    second.api_key = first.api_key  # through the program it is sealed anew
    second.save()
    assert provider.objects.get(pk=second.pk).api_key.reveal() == PLAIN


def test_plain_text_gets_into_the_column_in_no_other_way(provider: Sample) -> None:
    made = provider.objects.create(api_key=PLAIN)
    with pytest.raises(TypeError, match="is sealed"), transaction.atomic():
        provider.objects.update(api_key="leak")
    with pytest.raises(TypeError, match="is sealed"):
        provider.objects.filter(api_key=PLAIN).exists()
    assert provider.objects.bulk_create([provider(api_key="bulk")])[0].api_key.reveal() == "bulk"
    assert PLAIN not in str(list(provider.objects.filter(pk=made.pk).values()))


def test_rotation_seals_everything_with_the_first_key(provider: Sample, settings: Settings) -> None:
    settings.SEALING_KEYS = [OLD]
    rows = [provider.objects.create(api_key=f"{PLAIN}{number}") for number in range(3)]
    provider.objects.create()
    settings.SEALING_KEYS = [NEW, OLD]
    field = provider._meta.get_field("api_key")
    assert isinstance(field, SealedField)
    assert secrets.rotate_column(provider, field) == 3
    assert secrets.rotate_column(provider, field) == 0
    settings.SEALING_KEYS = [NEW]
    assert [provider.objects.get(pk=row.pk).api_key.reveal() for row in rows] == [f"{PLAIN}{n}" for n in range(3)]


def test_rotation_also_calls_what_registered_itself(db: None) -> None:
    walker = secrets.also_rotate(lambda: 2)
    try:
        assert secrets.rotate() >= 2
    finally:
        secrets._walkers.remove(walker)

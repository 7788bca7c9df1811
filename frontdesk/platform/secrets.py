"""Secrets at rest: AES-256-GCM under keys with ids, bound to the row and column they belong to.

A sealed text moved to another row, another column or altered by a bit does not open. The first key of
settings.SEALING_KEYS seals; all of them open, until ``rotate`` has sealed everything anew.
"""

import base64
import binascii
import os
from collections.abc import Callable
from functools import lru_cache
from typing import Any, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from frontdesk.platform import tenancy

_VERSION = "v1"
_NONCE = 12
_BATCH = 200


class SecretUnreadable(RuntimeError):
    """A sealed text does not open: its key is gone, it was altered, or it belongs to another row."""


@lru_cache(maxsize=4)
def _parsed(keys: tuple[str, ...]) -> dict[str, AESGCM]:
    parsed = {}
    for entry in keys:
        name, _, encoded = entry.partition(":")
        try:
            key = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
        except (binascii.Error, ValueError):
            key = b""
        if not name or "." in name or len(key) != 32:
            raise ImproperlyConfigured('A sealing key is written "id:" and 32 bytes in base64 (an id has no dot).')
        parsed[name] = AESGCM(key)
    if not parsed:
        raise ImproperlyConfigured("No sealing key: set FRONTDESK_SEALING_KEYS or FRONTDESK_SECRET_KEY.")
    return parsed


def _keys() -> dict[str, AESGCM]:
    return _parsed(tuple(settings.SEALING_KEYS))


def _bound_to(key_id: str, context: str) -> bytes:
    return f"frontdesk\0{key_id}\0{context}".encode()


def seal(text: str, context: str) -> str:
    """``text`` encrypted for ``context`` alone (table/column/row), as printable text."""
    key_id, key = next(iter(_keys().items()))
    nonce = os.urandom(_NONCE)
    sealed = nonce + key.encrypt(nonce, text.encode(), _bound_to(key_id, context))
    return f"{_VERSION}.{key_id}.{base64.urlsafe_b64encode(sealed).decode()}"


def unseal(sealed: str, context: str) -> str:
    """What was sealed for ``context``. Raises SecretUnreadable, which tells nothing of the content."""
    version, key_id, encoded = (*sealed.split(".", 2), "", "")[:3]
    key = _keys().get(key_id)
    if version != _VERSION or key is None:
        raise SecretUnreadable(
            f"No key opens this secret for {context}. Put the key it was sealed with back into FRONTDESK_SEALING_KEYS."
        )
    try:
        raw = base64.b64decode(encoded, altchars=b"-_", validate=True)
        return key.decrypt(raw[:_NONCE], raw[_NONCE:], _bound_to(key_id, context)).decode()
    except (InvalidTag, ValueError) as error:
        raise SecretUnreadable(f"The secret for {context} was altered, or belongs to another row.") from error


def is_current(sealed: str) -> bool:
    """Whether ``sealed`` is under the first key."""
    return sealed.startswith(f"{_VERSION}.{next(iter(_keys()))}.")


class SealedText(str):
    """A sealed text as it stands in the database; tells it from plain text that must not get there."""

    __slots__ = ()


class Secret:
    """A secret that shows itself only when asked by name: not in logs, errors, templates or JSON."""

    __slots__ = ("_context", "_plain", "_sealed")

    def __init__(self, *, plain: str | None = None, sealed: str | None = None, context: str = "") -> None:
        self._plain = plain
        self._sealed = sealed
        self._context = context

    def reveal(self) -> str:
        """The text in clear. Raises SecretUnreadable."""
        if self._plain is not None:
            return self._plain
        return unseal(self._sealed or "", self._context)

    def sealed_for(self, context: str) -> SealedText:
        """As the database keeps it in the row that ``context`` names; sealed anew when it was another's."""
        if self._sealed is not None and self._context == context:
            return SealedText(self._sealed)
        return SealedText(seal(self.reveal(), context))

    def __repr__(self) -> str:
        return "[secret]"

    def __reduce__(self) -> str:
        raise TypeError("A secret is not pickled.")


class _SealedAttribute:
    """``row.api_key`` is a Secret or None; text assigned to it becomes one, empty text becomes None."""

    def __init__(self, field: "SealedField") -> None:
        self.field = field

    def __get__(self, row: models.Model | None, owner: type[models.Model]) -> Any:
        if row is None:
            return self
        if self.field.attname not in row.__dict__:
            row.refresh_from_db(fields=[self.field.attname])
        value = row.__dict__[self.field.attname]
        if isinstance(value, SealedText):
            return Secret(sealed=value, context=self.field.context_of(row))
        return value

    def __set__(self, row: models.Model, value: str | Secret | None) -> None:
        plain = isinstance(value, str) and not isinstance(value, SealedText)
        row.__dict__[self.field.attname] = Secret(plain=cast(str, value)) if plain and value else value or None


class SealedField(models.TextField):  # type: ignore[type-arg]  # the stubs' parameters vanish at run time
    """A text column that is sealed at rest and bound to its row: the primary key must be known before the first save.

    Set it on a row and save the row; ``update(column="…")`` and filters on it are refused.
    """

    descriptor_class = _SealedAttribute

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{**options, "null": True, "editable": False})

    def context_of(self, row: models.Model) -> str:
        if row.pk is None:
            raise ValueError(f"{row._meta.label} needs its primary key before {self.name} can be sealed.")
        return self.context_for(row.pk)

    def context_for(self, pk: object) -> str:
        return f"{self.model._meta.db_table}/{self.column}/{pk}"

    def from_db_value(
        self, value: str | None, expression: object, connection: BaseDatabaseWrapper
    ) -> SealedText | None:
        return None if value is None else SealedText(value)

    def to_python(self, value: Any) -> Any:
        return value

    def pre_save(self, model_instance: models.Model, add: bool) -> SealedText | None:
        value = getattr(model_instance, self.attname)
        return value.sealed_for(self.context_of(model_instance)) if isinstance(value, Secret) else None

    def get_prep_value(self, value: Any) -> Any:
        if value is None or isinstance(value, SealedText) or hasattr(value, "resolve_expression"):
            return value
        raise TypeError(f"{self.name} is sealed: set it on a row and save that row.")

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError(f"{self.name} is sealed: it is not exported.")


# For sealed texts that are no SealedField (second factors in the library's JSON): each walks its rows, says how many.
_walkers: list[Callable[[], int]] = []


def also_rotate(walk: Callable[[], int]) -> Callable[[], int]:
    """Decorator: ``rotate`` calls this as well, as the owner, in a transaction."""
    _walkers.append(walk)
    return walk


def rotate() -> int:
    """Seals with the first key whatever is under an older one; says how many. Safe while Frontdesk serves, and to
    repeat. Raises SecretUnreadable when a key is missing; what was done before stays done."""
    changed = 0
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, SealedField):
                changed += rotate_column(model, field)
    for walk in _walkers:
        with tenancy.platform("rotate secrets"):
            changed += walk()
    return changed


def rotate_column(model: type[models.Model], field: SealedField) -> int:
    changed, after = 0, None
    while True:
        with tenancy.platform("rotate secrets"):
            rows = model._base_manager.exclude(**{f"{field.name}__isnull": True}).order_by("pk")
            if after is not None:
                rows = rows.filter(pk__gt=after)
            batch = list(rows.values_list("pk", field.attname)[:_BATCH])
            changed += sum(_rotate_row(model, field, pk, sealed) for pk, sealed in batch)
        if len(batch) < _BATCH:
            return changed
        after = batch[-1][0]


def _rotate_row(model: type[models.Model], field: SealedField, pk: object, sealed: SealedText) -> int:
    if is_current(sealed):
        return 0
    context = field.context_for(pk)
    fresh = SealedText(seal(unseal(sealed, context), context))
    # Only if nobody has set another secret meanwhile: that one is under the first key already.
    row = model._base_manager.filter(models.Q(pk=pk), models.Q(**{field.attname: sealed}))
    return row.update(**{field.attname: fresh})

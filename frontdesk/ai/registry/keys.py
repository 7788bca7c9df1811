"""The sealed API keys of models: set on a row, read through the one function of the database that gives them out."""

from django.db import connection

from frontdesk.ai.models import ModelType, OrganizationModel, PersonalModel, SystemModel
from frontdesk.platform import secrets

AnyModel = SystemModel | OrganizationModel | PersonalModel
_TABLES = {
    ModelType.SYSTEM: SystemModel._meta.db_table,
    ModelType.ORG_DEFAULT: OrganizationModel._meta.db_table,
    ModelType.USER: PersonalModel._meta.db_table,
}


def read_key(model_type: ModelType, model_id: int) -> str | None:
    """The key in plain text; None without one, and for a model that the bound tenant may not call.

    Raises SecretUnreadable when the deployment has lost the key that it was sealed with.
    """
    with connection.cursor() as cursor:
        cursor.execute("select ai_model_key(%s, %s)", [model_type.value, model_id])
        row = cursor.fetchone()
    sealed = row[0] if row else None
    return secrets.unseal(sealed, f"{_TABLES[model_type]}/api_key/{model_id}") if sealed else None


def write_key(row: AnyModel, key: str | None) -> None:
    """Seals ``key`` into a row that is saved already: what is sealed is bound to the row's id. None clears it."""
    row.api_key = key or None
    row.save(update_fields=["api_key"])

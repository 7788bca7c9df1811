"""The kinds of providers: what each wants to be told, and whether what somebody told it will do."""

from collections.abc import Mapping

from frontdesk.mail.transports.kinds import catalogue, fields
from frontdesk.mail.transports.kinds.fields import Field, FieldType, Kind, Value
from frontdesk.platform.errors import BadInput

__all__ = ["KINDS", "Field", "FieldType", "Kind", "Value", "validate"]

KINDS: dict[str, Kind] = {
    kind.name: kind for kind in (catalogue.OUTBOX, catalogue.SMTP, catalogue.SES, *catalogue.APIS)
}


def validate(
    kind: str, settings: Mapping[str, object], secrets: Mapping[str, str], *, guarded: bool = True
) -> tuple[dict[str, Value], dict[str, str]]:
    """What a provider's row keeps: settings with their defaults, and the secrets that are set (all of them, also those
    that stay as they were). Raises BadInput that names the field.

    ``guarded``: an organisation's, which may not use private addresses or the machine's own role at Amazon. Asks no
    name server: what a name resolves to is checked whenever it is connected to.
    """
    if kind not in KINDS:
        raise BadInput.field("kind", f"There is no such kind of provider. Choose one of: {', '.join(KINDS)}.")
    cleaned, opened = fields.check(KINDS[kind], settings, secrets, guarded=guarded)
    if kind == "ses" and guarded and not opened.get("secret_access_key"):
        raise BadInput.field("settings.access_key_id", "An organisation's own Amazon SES needs an access key.")
    return cleaned, opened

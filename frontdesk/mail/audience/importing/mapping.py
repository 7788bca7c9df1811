"""Which column means what: proposed from names and values, and checked when somebody has decided. Pure."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from frontdesk.platform.errors import BadInput

MAX_FIELDS = 50
MAX_COLUMNS = 200
TARGETS = ("email", "full_name", "first_name", "last_name", "phone", "locale", "timezone")
OWN = "fields."
TYPES = ("text", "number", "date", "bool", "list")
_OWN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,59}")

# Names of columns as other programs write them, without accents, signs and capitals.
_NAMES = {
    "email": "email e mail mail emailaddress correo correoelectronico direcciondecorreo emailaddress1 primaryemail",
    "full_name": "name fullname nombre nombrecompleto nombreyapellidos contactname displayname subscribername",
    "first_name": "firstname givenname forename nombredepila primernombre fname",
    "last_name": "lastname surname familyname apellido apellidos lname",
    "phone": "phone phonenumber telephone mobile tel telefono movil celular mobilephone",
    "locale": "locale language lang idioma lengua",
    "timezone": "timezone tz zonahoraria husohorario",
}
_MEANT = {name: target for target, names in _NAMES.items() for name in names.split()}
_TAGS = {"tags", "etiquetas", "labels", "groups", "grupos", "categories", "interests"}
_ADDRESS = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")
_NUMBER = re.compile(r"-?\d{1,15}([.,]\d{1,10})?")
_DAY = re.compile(r"\d{4}-\d\d?-\d\d?|\d\d?[./]\d\d?[./]\d{4}")
_BOOL = {"yes", "no", "true", "false", "y", "n", "si", "sí", "verdadero", "falso"}


@dataclass(frozen=True, slots=True)
class Column:
    """``to``: one of TARGETS, ``fields.<name>``, or empty for a column that is left out."""

    column: int
    to: str
    type: str = "text"

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def propose(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Column]:
    """For each column what it seems to be; without a header the addresses alone are known."""
    width = min(max([len(header), *map(len, rows)], default=0), MAX_COLUMNS)
    taken: set[str] = set()
    proposed = []
    for index in range(width):
        name = header[index] if index < len(header) else ""
        values = [row[index].strip() for row in rows if index < len(row) and row[index].strip()]
        to, kind = _meaning(name, values)
        if to in taken or (to.startswith(OWN) and len([one for one in taken if one.startswith(OWN)]) >= MAX_FIELDS):
            to = ""
        taken |= {to} - {""}
        proposed.append(Column(index, to, kind))
    if "email" not in taken:
        proposed = [_address_instead(one, rows) for one in proposed]
    return proposed


def _meaning(name: str, values: Sequence[str]) -> tuple[str, str]:
    plain = re.sub(r"[^a-z0-9]", "", _without_accents(name).lower())
    if plain in _MEANT:
        return _MEANT[plain], "text"
    slug = own_name(name)
    if not slug:
        return "", "text"
    return f"{OWN}{slug}", "list" if plain in _TAGS else _type_of(values)


def _address_instead(column: Column, rows: Sequence[Sequence[str]]) -> Column:
    values = [row[column.column].strip() for row in rows if column.column < len(row)]
    found = sum(bool(_ADDRESS.fullmatch(value)) for value in values)
    return Column(column.column, "email") if values and found > len(values) / 2 else column


def own_name(name: str) -> str:
    """``Último pago (€)`` → ``ultimo_pago``; empty when nothing is left of it."""
    slug = re.sub(r"[^a-z0-9]+", "_", _without_accents(name).lower()).strip("_")[:60]
    return slug if _OWN_NAME.fullmatch(slug) else f"field_{slug}"[:60] if slug else ""


def _without_accents(name: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))


def _type_of(values: Sequence[str]) -> str:
    if not values:
        return "text"
    if all(_NUMBER.fullmatch(value) and not re.match(r"-?0\d", value) for value in values):
        return "number"  # a leading zero makes a code of it
    if all(_DAY.fullmatch(value) for value in values):
        return "date"
    return "bool" if all(value.lower() in _BOOL for value in values) else "text"


def check(raw: Sequence[Mapping[str, object]], *, allows_new: bool, known: set[str]) -> list[Column]:
    """Raises BadInput where the mapping cannot be worked with."""
    columns = [Column(int(str(one["column"])), str(one["to"]), str(one.get("type") or "text")) for one in raw]
    used = [column for column in columns if column.to]
    for index, column in enumerate(columns):
        path = f"mapping.{index}"
        if column.to and column.to not in TARGETS and not _is_own(column.to):
            raise BadInput.field(f"{path}.to", f"A column is one of {', '.join(TARGETS)}, or {OWN}<name>.")
        if column.type not in TYPES:
            raise BadInput.field(f"{path}.type", f"The type is one of: {', '.join(TYPES)}.")
        if not allows_new and column.to.startswith(OWN) and column.to.removeprefix(OWN) not in known:
            raise BadInput.field(f"{path}.to", "No contact has this field. Allow new fields, or leave the column out.")
    targets = [column.to for column in used]
    if repeated := sorted({to for to in targets if targets.count(to) > 1}):
        raise BadInput.field("mapping", f"Two columns are {repeated[0]}. Choose one.")
    if len({column.column for column in columns}) < len(columns):
        raise BadInput.field("mapping", "A column is named twice.")
    if "email" not in targets:
        raise BadInput.field("mapping", "Say which column has the e-mail address.")
    if len([to for to in targets if to.startswith(OWN)]) > MAX_FIELDS:
        raise BadInput.field("mapping", f"A contact has at most {MAX_FIELDS} fields of your own.")
    return used


def _is_own(to: str) -> bool:
    return to.startswith(OWN) and bool(_OWN_NAME.fullmatch(to.removeprefix(OWN)))

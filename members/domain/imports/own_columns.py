"""All columns that a file of a party may have: those that every file may have, consents, and the party's own fields."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from foundation.refusals import Refused
from foundation.text import normal_name
from members.domain.imports.columns import BILLS, MEMBERS, Column
from members.domain.imports.consent_cells import CONSENTS, NO, YES
from members.domain.imports.dates import read_day
from members.domain.registry.custom_fields import fields_of
from members.models import CustomField, FieldKind, ImportKind

OWN: Final = "custom_"


def columns_for(kind: str, party_id: int, *, held: Collection[str] = ()) -> Sequence[Column]:
    """What a column may hold; fields that were retired only where a code in ``held`` names them."""
    if kind == ImportKind.BILLS:
        return BILLS
    ids = [code.removeprefix(OWN) for code in held if code.startswith(OWN)]
    own = [Column(f"{OWN}{field.pk}", field.name, (field.name,)) for field in fields_of(party_id, held=ids)]
    return (*MEMBERS, *CONSENTS, *own)


def read_own(field: CustomField, text: str) -> Any:
    """A cell as the field takes it. Refused: ``members.custom_wrong``."""
    try:
        if field.kind == FieldKind.DATE:
            return read_day(text, f"{OWN}{field.pk}")
    except Refused:
        raise Refused("members.custom_wrong", f"{OWN}{field.pk}", name=field.name)
    if field.kind == FieldKind.YES_NO:
        word = normal_name(text)
        return "yes" if word in YES else "no" if word in NO else text
    return text


def taken_out(said: dict[str, Any], fields: Mapping[str, CustomField]) -> dict[str, Any]:
    """The values of own fields out of what a row says, by the field's id as text. Refused as :func:`read_own`."""
    codes = [code for code in said if code.startswith(OWN)]
    given = {code.removeprefix(OWN): said.pop(code) for code in codes}
    return {key: read_own(fields[key], text) for key, text in given.items() if key in fields}

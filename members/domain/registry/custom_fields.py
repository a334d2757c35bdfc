"""What a party wants to know of its members beyond what every KTV does."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Q

from foundation.refusals import Refused
from foundation.text import clean_line
from members.domain.privacy.showing import without_numbers
from members.models import CustomField, FieldKind
from parties.domain.scope import Scope, writing

LONGEST_NAME: Final = 40
LONGEST_VALUE: Final = 100
MOST_CHOICES: Final = 50
LARGEST: Final = Decimal(1_000_000)
"""A larger number may be somebody's telephone."""
VERB: Final = "members.import"


def add_field(party_id: int, name: str, kind: str, choices: Sequence[str] = (), *, by: Scope) -> CustomField:
    """A new field of this party's members.

    Refused: ``parties.not_yours``, ``members.field_name_missing``, ``.choice_unknown`` (of the kind),
    ``.field_choices``, ``.field_taken``.
    """
    by.require_for(VERB, party_id)
    line = clean_line(name, LONGEST_NAME, "name")
    if not line:
        raise Refused("members.field_name_missing", "name")
    if kind not in FieldKind.values:
        raise Refused("members.choice_unknown", "kind")
    lines = [clean_line(choice, LONGEST_NAME, "choices") for choice in choices]
    offered = list(dict.fromkeys(filter(None, lines))) if kind == FieldKind.CHOICE else []
    if kind == FieldKind.CHOICE and not 2 <= len(offered) <= MOST_CHOICES:
        raise Refused("members.field_choices", "choices")
    try:
        with writing(by), transaction.atomic():
            return CustomField.objects.create(party_id=party_id, name=line, kind=kind, choices=offered)
    except IntegrityError:
        raise Refused("members.field_taken", "name") from None


def retire_field(field_id: int, *, by: Scope, at: datetime) -> None:
    """The field is asked no more; what it holds of members stays until they change. Refused: ``parties.not_yours``."""
    with writing(by):
        field = CustomField.objects.within(by, verb=VERB).select_for_update(no_key=True).filter(pk=field_id).first()
        if field is None:
            raise Refused("parties.not_yours")
        if field.retired_at is None:
            field.retired_at = at
            field.save(update_fields=["retired_at"])


def fields_of(party_id: int, *, held: Collection[str] = ()) -> list[CustomField]:
    """What the party asks of its members, and the retired fields in ``held`` (ids as text) besides."""
    fields = CustomField.objects.filter(party=party_id)
    return list(fields.filter(Q(retired_at=None) | Q(pk__in=held)))


def fields_by_id(party_id: int) -> Mapping[str, CustomField]:
    """All fields of the party by their id as text, the retired ones, too."""
    return {str(field.pk): field for field in CustomField.objects.filter(party=party_id)}


def checked_values(
    party_id: int, given: Mapping[str, Any], *, fields: Mapping[str, CustomField] | None = None
) -> dict[str, Any]:
    """The values as they are kept, by the field's id as text; empty ones are left out. Who checks those of many members
    hands in ``fields`` (:func:`fields_by_id`), so that they are read once.

    Refused: ``members.custom_wrong``, ``members.number_in_text``; LookupError for a field of another party.
    """
    said = {key: value for key, value in given.items() if _says(value)}
    if not said:
        return {}
    known = fields_by_id(party_id) if fields is None else fields
    return {key: _value(known[key], value) for key, value in said.items()}


def _says(value: Any) -> bool:
    return value is not None and value != ""


def _value(field: CustomField, value: Any) -> Any:
    try:
        return _KINDS[field.kind](field, value)
    except (ValueError, InvalidOperation):
        raise Refused("members.custom_wrong", f"custom_{field.pk}", name=field.name) from None


def _text(field: CustomField, value: Any) -> str:
    name = f"custom_{field.pk}"
    return without_numbers(clean_line(str(value), LONGEST_VALUE, name), name)


def _number(field: CustomField, value: Any) -> str:
    number = Decimal(str(value))
    if not (number.is_finite() and abs(number) < LARGEST):
        raise ValueError
    return f"{number.normalize():f}"


def _date(field: CustomField, value: Any) -> str:
    return (value if isinstance(value, date) else date.fromisoformat(str(value))).isoformat()


def _choice(field: CustomField, value: Any) -> str:
    if value not in field.choices:
        raise ValueError
    return str(value)


def _yes_no(field: CustomField, value: Any) -> bool:
    if value not in ("yes", "no", True, False):
        raise ValueError
    return value in ("yes", True)


_KINDS: Final[Mapping[str, Callable[[CustomField, Any], Any]]] = {
    FieldKind.TEXT: _text,
    FieldKind.NUMBER: _number,
    FieldKind.DATE: _date,
    FieldKind.CHOICE: _choice,
    FieldKind.YES_NO: _yes_no,
}

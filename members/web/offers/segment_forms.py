"""The builder of segments: a field for each kind of criterion, all optional."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members.domain.offers.criteria import KINDS, Kind, Number, OneOf, SomeOf
from members.domain.offers.segments import LONGEST_NAME

NOTHING = ("", "—")


class SegmentForm(forms.Form):
    """A name, and criteria of which each that is filled in narrows the segment."""

    name = forms.CharField(label=_("Name of the segment"), max_length=LONGEST_NAME)

    def __init__(self, *args: Any, party_id: int, criteria: Iterable[Mapping[str, Any]] = (), **kwargs: Any) -> None:
        chosen = {f"{each['kind']}-{name}": value for each in criteria for name, value in each.items()}
        kwargs["initial"] = chosen | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        for kind in KINDS.values():
            for field in kind.fields:
                self.fields[f"{kind.code}-{field.name}"] = _field(kind, field, party_id)

    @property
    def kinds(self) -> list[tuple[Kind, list[forms.BoundField]]]:
        """Each kind with its fields."""
        return [(kind, [self[f"{kind.code}-{field.name}"] for field in kind.fields]) for kind in KINDS.values()]

    def criteria(self) -> list[dict[str, Any]]:
        """The criteria that were filled in, as the domain reads them. A kind that is filled in by half counts not."""
        self.full_clean()
        said = getattr(self, "cleaned_data", {})
        found = []
        for kind in KINDS.values():
            values = {field.name: said.get(f"{kind.code}-{field.name}") for field in kind.fields}
            if all(value not in (None, "", []) for value in values.values()):
                found.append({"kind": kind.code, **values})
        return found


def _field(kind: Kind, field: Number | SomeOf | OneOf, party_id: int) -> forms.Field:
    label = kind.label if len(kind.fields) == 1 else field.label
    match field:
        case Number():
            return forms.IntegerField(label=label, min_value=field.least, max_value=field.most, required=False)
        case SomeOf():
            return forms.MultipleChoiceField(
                label=label, choices=field.choices(party_id), required=False, widget=forms.CheckboxSelectMultiple
            )
        case OneOf():
            return forms.ChoiceField(label=label, choices=[NOTHING, *field.choices(party_id)], required=False)

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class LeaveForm(forms.Form):
    """From when to when somebody is away, and who stands in; the domain knows whom one may choose."""

    person = forms.TypedChoiceField(label=_("Who is away?"), required=False, coerce=int, empty_value=None)
    from_date = forms.DateField(label=_("First day"), widget=_day())
    until_date = forms.DateField(label=_("Last day"), widget=_day())
    substitute = forms.TypedChoiceField(
        label=_("Who stands in?"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Empty: the next person in the chain of each step."),
    )

    def __init__(
        self, *args: Any, people: Sequence[tuple[Any, str]], colleagues: Sequence[tuple[Any, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]
        self.fields["substitute"].choices = [("", "—"), *colleagues]  # type: ignore[attr-defined]
        if len(people) == 1:
            self.fields["person"].widget = forms.HiddenInput()

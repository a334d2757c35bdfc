"""Forms around shared tablets. They check shape alone."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.domain.floor import pins, tablets

Choices = Iterable[tuple[int, str]]


def _pin_field(label: Any) -> forms.CharField:
    digits = {"inputmode": "numeric", "autocomplete": "off", "pattern": "[0-9]*"}
    return forms.CharField(label=label, max_length=pins.LONGEST, widget=forms.PasswordInput(attrs=digits))


class TabletForm(forms.Form):
    """A device that becomes a venue's."""

    name = forms.CharField(label=_("Name of the tablet"), max_length=tablets.LONGEST_NAME)
    venue = forms.IntegerField(label=_("Venue"), widget=forms.Select)

    def __init__(self, *args: Any, venues: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["venue"].widget.choices = list(venues)


class OwnPinForm(forms.Form):
    """One's own PIN."""

    pin = _pin_field(_("New PIN"))


class TakeOverForm(forms.Form):
    """Who takes the tablet."""

    person = forms.IntegerField(label=_("Who are you?"), widget=forms.RadioSelect)
    pin = _pin_field(_("PIN"))

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].widget.choices = list(people)

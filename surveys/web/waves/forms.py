"""What is settled of a wave. Shape only: what is allowed, the domain says."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from surveys.domain.waves.arranging import LARGEST, LONGEST_NAME, Arrangement, window_of
from surveys.domain.waves.own import NewWave
from surveys.domain.waves.running import LONGEST_REASON
from surveys.domain.waves.windows import Window
from surveys.models import Frame, Method, Wave

DAY: Final = {"type": "date"}


class WindowForm(forms.Form):
    """On which days answers are taken."""

    first = forms.DateField(label=pgettext_lazy("survey window", "Answers from"), widget=forms.DateInput(attrs=DAY))
    last = forms.DateField(label=pgettext_lazy("survey window", "to, included"), widget=forms.DateInput(attrs=DAY))

    @property
    def window(self) -> Window:
        return Window(self.cleaned_data["first"], self.cleaned_data["last"])


class NewWaveForm(WindowForm):
    """One of a party's own."""

    party = forms.TypedChoiceField(label=pgettext_lazy("survey wave", "Run by"), coerce=int)
    name = forms.CharField(label=_("Name of the wave"), max_length=LONGEST_NAME)
    frame = forms.ChoiceField(label=_("Whom to ask"), choices=Frame.choices, initial=Frame.OPEN)

    def __init__(self, *args: Any, parties: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = list(parties)  # type: ignore[attr-defined]

    @property
    def wave(self) -> NewWave:
        said = self.cleaned_data
        return NewWave(said["party"], said["name"], self.window, said["frame"])


class SettingsForm(WindowForm):
    """The whole wave."""

    name = forms.CharField(label=_("Name of the wave"), max_length=LONGEST_NAME)
    version = forms.TypedChoiceField(label=_("Questionnaire"), required=False, coerce=int, empty_value=None)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("For whoever has none of the questionnaire's languages. Members are asked in their own."),
    )
    frame = forms.ChoiceField(label=_("Whom to ask"), choices=Frame.choices)
    method = forms.ChoiceField(
        label=_("How they are drawn"),
        choices=Method.choices,
        help_text=_("Strata are venue and tier. Each gives five members at least, so that small ones are heard, too."),
    )
    margin_percent = forms.DecimalField(
        label=_("Wanted margin"),
        required=False,
        max_digits=4,
        decimal_places=2,
        help_text=_("To within so many percentage points a share is known, with 95 % confidence. Usual: 5."),
    )
    wanted_size = forms.IntegerField(label=_("or number of answers"), required=False, min_value=1, max_value=LARGEST)
    response_percent = forms.IntegerField(
        label=_("Of 100 invited will answer"),
        min_value=1,
        max_value=100,
        help_text=_("So many more are invited. Look at the last wave's response rate."),
    )

    def __init__(self, *args: Any, versions: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].choices = [("", "—"), *versions]  # type: ignore[attr-defined]

    @property
    def arrangement(self) -> Arrangement:
        """What was typed, as the domain takes it."""
        said = dict(self.cleaned_data)
        window = Window(said.pop("first"), said.pop("last"))
        return Arrangement(version_id=said.pop("version"), window=window, **said)


class CancelForm(forms.Form):
    """Why a wave is called off."""

    reason = forms.CharField(
        label=_("Why it is called off"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Both sides of the contract read it."),
    )


def settled(wave: Wave) -> dict[str, Any]:
    """What the form of settings begins with."""
    window = window_of(wave)
    names = ("name", "language", "frame", "method", "margin_percent", "wanted_size", "response_percent")
    first = {"version": wave.version_id, "first": window.first, "last": window.last}
    return first | {name: getattr(wave, name) for name in names}

"""Forms of causes, whys and corrective actions. They check shape alone; what is allowed, the domain says."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.domain.handling.actions import LONGEST, MOST_DAYS, NewAction
from complaints.domain.handling.causes import LONGEST_WHY, MOST_WHYS
from complaints.models import Cause, Gravity, Sameness
from complaints.web.handling.forms import DayField, end_of, sentences
from parties.models import User

CAUSE_ICONS = {
    Cause.PRODUCT.value: "glass-full",
    Cause.SERVICE.value: "user-heart",
    Cause.PROMOTION.value: "speakerphone",
    Cause.FACILITIES.value: "microphone-2",
    Cause.PRICE.value: "receipt-yuan",
}


class CauseForm(forms.Form):
    """What a complaint came from."""

    cause = forms.ChoiceField(label=_("What did it come from?"), choices=Cause.choices, widget=forms.RadioSelect)


class WhysForm(forms.Form):
    """The chain of whys, one a line."""

    whys = sentences(
        _("Why?"),
        MOST_WHYS * (LONGEST_WHY + 2),
        rows=5,
        help_text=_("One reason a line, up to five: each line says why the line above happened."),
    )

    def chain(self) -> list[str]:
        """As typed, line by line."""
        return str(self.cleaned_data["whys"]).splitlines()


class ActionForm(forms.Form):
    """What is changed, by whom, until when, and when its effect is looked at."""

    what = sentences(_("What is changed"), LONGEST, rows=2)
    owner = forms.TypedChoiceField(label=_("Who does it"), coerce=int)
    due_date = DayField(label=_("Until"))
    sameness = forms.ChoiceField(label=_("What counts as a repeat"), choices=Sameness.choices)
    check_days = forms.IntegerField(
        label=_("Look whether it worked after"),
        min_value=1,
        max_value=MOST_DAYS,
        initial=30,
        help_text=_("Days after it was done. As many days before are counted for comparison."),
    )

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [("", _("Choose")), *((person.pk, person.name) for person in people)]
        self.fields["owner"].choices = named  # type: ignore[attr-defined]

    def action(self) -> NewAction:
        """As typed."""
        said = self.cleaned_data
        return NewAction(said["what"], said["owner"], end_of(said["due_date"]), said["sameness"], said["check_days"])


class CauseRuleForm(forms.Form):
    """From which gravity on a venue wants the cause known."""

    gravity = forms.ChoiceField(label=_("Cause needed before closing, from"), choices=Gravity.choices)

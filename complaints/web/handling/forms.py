"""Forms of tasks, mediation and apologies. They check shape alone; what is allowed, the domain says."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.domain.handling.tasks import LONGEST_TASK, Doer
from complaints.models import ApologyWay
from parties.domain.roles import Role
from parties.models import User

DeskList = Sequence[tuple[Doer, str, Sequence[User]]]


def sentences(label: Any, most: int, *, rows: int = 3, help_text: Any = "", required: bool = True) -> forms.CharField:
    """A field for a few sentences."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, widget=area, help_text=help_text, required=required)


class MomentField(forms.DateTimeField):
    """A moment in the browser's own calendar."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class DayField(forms.DateField):
    """A day in the browser's own calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def end_of(day: Any) -> datetime:
    """The last minute of that day here."""
    return timezone.make_aware(datetime.combine(day, time(23, 59)))


class TaskForm(forms.Form):
    """What is to be done, by whom, until when."""

    what = sentences(_("What is to be done"), LONGEST_TASK, rows=2)
    doer = forms.ChoiceField(label=_("Desk or person"))
    due_at = MomentField(label=_("Until"), help_text=_("While a clock of the complaint still runs."))

    def __init__(self, *args: Any, desks: DeskList, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["doer"].choices = [("", _("Choose")), *_doers(desks)]  # type: ignore[attr-defined]

    def chosen(self) -> Doer:
        """As chosen: ``<party>:<desk>:<user>``, one of the last two empty."""
        party, desk, user = self.cleaned_data["doer"].split(":")
        return Doer(int(party), user_id=int(user) if user else None, desk=desk)


def _doers(desks: DeskList) -> Iterable[tuple[str, list[tuple[str, str]]]]:
    """Grouped by party: each desk, then who sits there."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for doer, party, people in desks:
        label = str(Role(doer.desk).label)
        seats = [(f"{doer.party_id}::{person.pk}", f"{label} · {person.name}") for person in people]
        groups.setdefault(party, []).extend([(f"{doer.party_id}:{doer.desk}:", label), *seats])
    return groups.items()


class EndForm(forms.Form):
    """What is said when a task or an action ends."""

    words = sentences(_("Note"), 1000, rows=2, required=False)


class StatementForm(forms.Form):
    """What somebody said."""

    speaker = forms.TypedChoiceField(label=_("Who speaks"), coerce=int, empty_value=None, required=False)
    text = sentences(_("What they say"), 4000, rows=4)

    def __init__(self, *args: Any, speakers: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(person.pk, person.name) for person in speakers]
        self.fields["speaker"].choices = [("", _("The customer")), *people]  # type: ignore[attr-defined]


class MediatorForm(forms.Form):
    """Who mediates."""

    mediator = forms.TypedChoiceField(label=_("Who mediates"), coerce=int)

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [("", _("Choose")), *((person.pk, person.name) for person in people)]
        self.fields["mediator"].choices = named  # type: ignore[attr-defined]


class OutcomeForm(forms.Form):
    """What came of a mediation."""

    outcome = sentences(_("Outcome"), 2000)


class ApologyForm(forms.Form):
    """An apology as the plan foresees it."""

    way = forms.ChoiceField(
        label=_("How to apologise"), choices=ApologyWay.choices, widget=forms.RadioSelect, initial="spoken"
    )
    person = forms.TypedChoiceField(label=_("Who apologises"), coerce=int)
    words = sentences(_("For what"), 1000, rows=2)

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [("", _("Choose")), *((person.pk, person.name) for person in people)]
        self.fields["person"].choices = named  # type: ignore[attr-defined]


class GivenForm(forms.Form):
    """When an apology was made."""

    given_at = MomentField(label=_("Made at"))

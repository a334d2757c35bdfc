"""Forms of care and visits. They check shape; what is allowed, the domain says."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.domain.care.festivals import TABLE
from members.domain.care.greetings import LANGUAGE_FIELDS, LONGEST_TEXT
from members.domain.care.rules import LONGEST_NAME, MOST_DAYS_BEFORE, OFFERED, SILENCE, Saying
from members.domain.care.visiting import LONGEST_WORDS, Report
from members.models import CareChannel, CareRuleVersion, CareState, VisitOutcome

NOTHING = ("", "—")
ALL = ("", _("All"))
TURNS = ("first", "second", "third")


def _area(label: Any, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}), strip=True, **kwargs
    )


def _date(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class RuleForm(forms.Form):
    """On which occasion, when, by which way and in which words."""

    place = forms.ChoiceField(label=_("Belongs to"))
    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    occasion = forms.ChoiceField(label=_("Occasion"), choices=[(each.value, each.label) for each in OFFERED])
    festival = forms.ChoiceField(
        label=_("Festival"), required=False, choices=[NOTHING, *((each.code, each.label) for each in TABLE)]
    )
    silent_days = forms.IntegerField(
        label=_("Days of silence"), required=False, min_value=SILENCE[0], max_value=SILENCE[1]
    )
    days_before = forms.IntegerField(label=_("Days before"), min_value=0, max_value=MOST_DAYS_BEFORE, initial=0)
    hour = forms.IntegerField(label=_("At which hour"), min_value=0, max_value=23, initial=11)
    first = forms.ChoiceField(label=pgettext_lazy("consent", "Channel"), choices=CareChannel.choices)
    second = forms.ChoiceField(label=_("Else"), required=False, choices=[NOTHING, *CareChannel.choices])
    third = forms.ChoiceField(label=_("Else"), required=False, choices=[NOTHING, *CareChannel.choices])
    zh_hans = _area(_("Simplified Chinese"))
    zh_hant = _area(_("Traditional Chinese"), required=False)
    en = _area(_("English"), required=False)
    offer = forms.TypedChoiceField(
        label=_("Voucher with it"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Only offers that rules of care may hand out, of the same house."),
    )

    def __init__(
        self, *args: Any, places: Sequence[tuple[str, str]], offers: Iterable[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places  # type: ignore[attr-defined]
        self.fields["offer"].choices = [NOTHING, *offers]  # type: ignore[attr-defined]

    def saying(self) -> Saying:
        """What was said, as the domain knows it."""
        said = self.cleaned_data
        return Saying(
            occasion=said["occasion"],
            hour=said["hour"],
            channels=[said[turn] for turn in TURNS if said[turn]],
            texts={language: said[column] for language, column in LANGUAGE_FIELDS.items()},
            festival=said["festival"],
            silent_days=said["silent_days"],
            days_before=said["days_before"],
            offer_id=said["offer"],
        )


def initial_of(version: CareRuleVersion) -> dict[str, Any]:
    """What a version says, as the form shows it."""
    names = ("occasion", "festival", "silent_days", "days_before", "hour", *LANGUAGE_FIELDS.values())
    turns = dict(zip(TURNS, version.channels, strict=False))
    return {name: getattr(version, name) for name in names} | turns | {"offer": version.offer_id}


class LimitsForm(forms.Form):
    """When members are left in peace, and how often they are written to."""

    place = forms.ChoiceField(label=_("Belongs to"), widget=forms.HiddenInput)
    quiet_from = forms.IntegerField(label=_("Quiet from"), min_value=0, max_value=23)
    quiet_until = forms.IntegerField(
        label=_("Quiet until"), min_value=0, max_value=23, help_text=_("What falls into it waits for its end.")
    )
    most = forms.IntegerField(label=_("Messages to one member at most"), min_value=1, max_value=100)
    per_days = forms.IntegerField(label=_("Within so many days"), min_value=1, max_value=366)

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places  # type: ignore[attr-defined]


class MessageFilter(forms.Form):
    """Which messages to show."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[ALL, *CareState.choices])
    rule = forms.TypedChoiceField(label=_("Rule"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, rules: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = [ALL, *rules]  # type: ignore[attr-defined]


class PlanForm(forms.Form):
    """Whom to visit, in which days, and who does it."""

    venue = forms.TypedChoiceField(label=_("Venue"), coerce=int)
    obligation = forms.TypedChoiceField(
        label=_("For the duty"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("The plan then takes the days of the duty."),
    )
    from_date = _date(_("From"), required=False)
    until_date = _date(_("Until"), required=False)
    segment = forms.TypedChoiceField(
        label=_("Members"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("As far as they agreed to be called."),
    )
    people = forms.TypedMultipleChoiceField(
        label=_("Who does the visits"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, choices: dict[str, list[tuple[int, str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regulars = ("", _("Those who came in the period before"))
        none = ("", pgettext_lazy("duty", "None"))
        firsts = {"segment": [regulars], "obligation": [none]}
        for name, found in choices.items():
            self.fields[name].choices = [*firsts.get(name, []), *found]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Without a duty, the days are needed."""
        said = super().clean() or {}
        for name in ("from_date", "until_date"):
            if said.get("obligation") is None and not said.get(name) and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
        return said


class VisitForm(forms.Form):
    """What came of an attempt to reach somebody."""

    outcome = forms.ChoiceField(
        label=pgettext_lazy("visit", "What came of it"), choices=VisitOutcome.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("In a few words"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What they wish, or complain about."),
    )
    next_date = _date(_("Again on"), required=False)

    def report(self) -> Report:
        """What was told, as the domain knows it."""
        said = self.cleaned_data
        return Report(said["outcome"], said["words"], said["next_date"])


class HandOverForm(forms.Form):
    """Which visits go to whom."""

    to = forms.TypedChoiceField(label=_("To whom"), coerce=int)
    visits = forms.TypedMultipleChoiceField(
        label=_("Return visits"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, people: Iterable[tuple[int, str]], visits: Iterable[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [NOTHING, *people]  # type: ignore[attr-defined]
        self.fields["visits"].choices = list(visits)  # type: ignore[attr-defined]

"""Forms of the house's rules: limits, chain, opening hours. What is allowed, the domain says."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.domain.clocks.chain import LEVELS, Rung
from complaints.domain.clocks.house import HouseLimit
from complaints.domain.clocks.rules import CLOCKS
from complaints.domain.stages.reaching import MOST_ATTEMPTS
from complaints.models import Counting
from complaints.models.escalations import Chief
from parties.domain.opening_hours import OpeningHours, read, read_days, written

WEEKDAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)
SHUT = pgettext_lazy("a day without opening hours", "closed")


class Line(NamedTuple):
    """One row of a form that is drawn as a table."""

    label: Any
    fields: tuple[forms.BoundField, ...]


class LimitsForm(forms.Form):
    """Hours for each step, and which hours are counted."""

    def __init__(self, *args: Any, limits: Mapping[str, HouseLimit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for rule in CLOCKS:
            label = format_lazy("{} · {}" if rule.major_only else "{}", rule.label, _("Major"))
            self.fields[f"hours_{rule.name}"] = forms.IntegerField(
                label=label, min_value=0, max_value=720, initial=limits[rule.name].hours
            )
            self.fields[f"counts_{rule.name}"] = forms.ChoiceField(
                label=format_lazy("{}: {}", label, _("which hours")),
                choices=Counting.choices,
                initial=limits[rule.name].counts,
            )

    def lines(self) -> Iterator[Line]:
        """A row for each step."""
        for rule in CLOCKS:
            hours = self[f"hours_{rule.name}"]
            yield Line(hours.label, (hours, self[f"counts_{rule.name}"]))

    def wanted(self) -> dict[str, HouseLimit]:
        """What was typed."""
        said = self.cleaned_data
        return {rule.name: HouseLimit(said[f"hours_{rule.name}"], said[f"counts_{rule.name}"]) for rule in CLOCKS}


class ChainForm(forms.Form):
    """Who is asked at each level, and how many minutes they have."""

    def __init__(self, *args: Any, rungs: Mapping[int, Rung], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for level in LEVELS:
            name = format_lazy(_("Level {level}"), level=level)
            self.fields[f"chief_{level}"] = forms.ChoiceField(
                label=format_lazy("{}: {}", name, _("who is asked")), choices=Chief.choices, initial=rungs[level].chief
            )
            for field, label, initial in (
                ("minutes", _("minutes"), rungs[level].minutes),
                ("minutes_major", _("minutes when major"), rungs[level].minutes_major),
            ):
                self.fields[f"{field}_{level}"] = forms.IntegerField(
                    label=format_lazy("{}: {}", name, label), min_value=1, max_value=10_080, initial=initial
                )

    def lines(self) -> Iterator[Line]:
        """A row for each level."""
        for level in LEVELS:
            fields = tuple(self[f"{name}_{level}"] for name in ("chief", "minutes", "minutes_major"))
            yield Line(format_lazy(_("Level {level}"), level=level), fields)

    def wanted(self) -> dict[int, Rung]:
        """What was typed."""
        said = self.cleaned_data
        return {
            level: Rung(said[f"chief_{level}"], said[f"minutes_{level}"], said[f"minutes_major_{level}"])
            for level in LEVELS
        }


class ReachingForm(forms.Form):
    """How often the customer is tried before a complaint is closed without their word."""

    attempts = forms.IntegerField(label=_("Attempts that count"), min_value=1, max_value=MOST_ATTEMPTS)
    days = forms.IntegerField(label=_("On how many different days"), min_value=1, max_value=MOST_ATTEMPTS)


class HoursForm(forms.Form):
    """Opening hours as people type them: ``11:00-14:00, 18:00-05:00``."""

    holidays = forms.CharField(
        label=_("Statutory holidays"),
        required=False,
        max_length=100,
        help_text=_("Empty: as on that day of the week. Write “closed” for a day without opening."),
    )
    make_up_days = forms.CharField(label=_("Working days that make up for a holiday"), required=False, max_length=100)
    days = forms.CharField(
        label=_("Single days"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: 2026-12-31 18:00-06:00, or 2027-01-01 closed."),
    )

    def __init__(self, *args: Any, hours: OpeningHours | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, label in enumerate(WEEKDAYS):
            self.fields[f"day_{number}"] = forms.CharField(
                label=label, required=False, max_length=100, initial=written(hours.week[number]) if hours else ""
            )
        self.order_fields([f"day_{number}" for number in range(7)])
        if hours is not None:
            self.fields["holidays"].initial = _typed(hours.on_holidays)
            self.fields["make_up_days"].initial = _typed(hours.on_make_up_days)
            self.fields["days"].initial = "\n".join(
                f"{day.isoformat()} {_typed(windows)}" for day, windows in sorted(hours.days.items())
            )

    def hours(self) -> OpeningHours:
        """What was typed. Refused: ``parties.hours_unreadable``, ``parties.hours_overlap``."""
        said = self.cleaned_data
        others = {name: read(said[name], name) if said[name] else None for name in ("holidays", "make_up_days")}
        return OpeningHours(
            tuple(read(said[f"day_{number}"], f"day_{number}") for number in range(7)),
            others["holidays"],
            others["make_up_days"],
            read_days(said["days"], "days"),
        )


def _typed(windows: Any) -> str:
    return "" if windows is None else written(windows) or str(SHUT)

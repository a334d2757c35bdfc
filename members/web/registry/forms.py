"""Forms about one member. They check shape only; what fits is for the domain to say."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.domain.privacy.showing import LONGEST_REASON
from members.domain.registry.notes import LONGEST_NOTE
from members.domain.registry.profile import Birthday
from members.models import (
    ENCIPHERED,
    BirthCalendar,
    ConsentChannel,
    ConsentPurpose,
    ConsentWay,
    CustomField,
    FieldKind,
    Gender,
    Member,
    MemberSource,
    Shown,
)

NOTHING: Final = ("", "—")
PERSONAL: Final = ("name", "phone", "email", "identity")
KEPT: Final = _("Empty: it stays as it is.")


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ProfileForm(forms.Form):
    """All that is known of a member. Of one who is there already, what is enciphered is typed anew or left empty."""

    venue = forms.TypedChoiceField(label=_("Home venue"), required=False, coerce=int, empty_value=None)
    name = forms.CharField(label=pgettext_lazy("of a member", "Name"))
    phone = forms.CharField(label=pgettext_lazy("of a member", "Telephone number"), required=False)
    email = forms.CharField(label=_("E-mail"), required=False)
    identity = forms.CharField(label=_("Identity number"), required=False)
    number = forms.CharField(label=_("Card number"), required=False, help_text=_("Empty: one is given."))
    gender = forms.ChoiceField(label=_("Gender"), required=False, choices=Gender.choices)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    calendar = forms.ChoiceField(label=_("Calendar of the birthday"), choices=BirthCalendar.choices)
    month = forms.TypedChoiceField(
        label=_("Month of birth"), required=False, coerce=int, empty_value=None, choices=[NOTHING, *MONTHS.items()]
    )
    day = forms.IntegerField(label=_("Day of birth"), required=False, min_value=1, max_value=31)
    leap = forms.BooleanField(label=_("In the leap month"), required=False)
    year = forms.IntegerField(label=_("Year of birth"), required=False)
    joined_date = forms.DateField(label=_("Joined on"), widget=_day())
    source = forms.ChoiceField(label=_("Won through"), choices=MemberSource.choices)
    referrer = forms.CharField(label=_("Recommended by (card number)"), required=False)
    songs = forms.CharField(label=_("Songs, one a line"), required=False, widget=_area(2))
    drinks = forms.CharField(label=_("Drinks, one a line"), required=False, widget=_area(2))
    room = forms.CharField(label=pgettext_lazy("preference", "Room"), required=False)
    remove = forms.MultipleChoiceField(
        label=_("Remove"), required=False, widget=forms.CheckboxSelectMultiple, choices=Shown.choices[1:5]
    )

    def __init__(
        self,
        *args: Any,
        venues: Sequence[tuple[Any, str]],
        own_fields: Iterable[CustomField],
        member: Member | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        self.own_fields = list(own_fields)
        self.fields["venue"].choices = venues  # type: ignore[attr-defined]
        for field in self.own_fields:
            self.fields[f"custom_{field.pk}"] = _own_field(field)
        if member is None:
            del self.fields["remove"]
            return
        for name in (*PERSONAL, "year"):
            self.fields[name].required = False
            self.fields[name].help_text = KEPT
        self.fields["number"].help_text = ""

    @property
    def own(self) -> list[forms.BoundField]:
        """The party's own fields."""
        return [self[f"custom_{field.pk}"] for field in self.own_fields]

    def said(self) -> dict[str, Any]:
        """What was said, by the names of the profile; of a member who is there already, without what was left empty."""
        given = self.cleaned_data
        removed = set(given.get("remove", ()))
        said = {name: "" if name in removed else given[name] for name in PERSONAL}
        if self.member is not None:
            said = {name: text for name, text in said.items() if text or name in removed}
        preferences = {what: given[what].splitlines() for what in ("songs", "drinks")}
        return {
            **said,
            "venue_id": given["venue"],
            "number": given["number"],
            "gender": given["gender"],
            "language": given["language"],
            "joined_date": given["joined_date"],
            "source": given["source"],
            "preferences": {**preferences, "room": given["room"]},
            "custom": {str(field.pk): given.get(f"custom_{field.pk}") for field in self.own_fields},
        }

    def birthday(self, year: str) -> Birthday | None:
        """The birthday as typed; ``year`` is the one known so far. Half a birthday is none, and the form says so."""
        given = self.cleaned_data
        month, day = given["month"], given["day"]
        if not month and not day:
            return None
        if not month or not day:
            self.add_error("day" if month else "month", _("A birthday has a month and a day. The year can stay empty."))
            return None
        kept = int(year) if year and "birth_year" not in given.get("remove", ()) else None
        return Birthday(month, day, given["calendar"], given["leap"], given["year"] or kept)


def _own_field(field: CustomField) -> forms.Field:
    """The field for one of the party's own data."""
    match field.kind:
        case FieldKind.DATE:
            return forms.DateField(label=field.name, required=False, widget=_day())
        case FieldKind.NUMBER:
            return forms.CharField(label=field.name, required=False)
        case FieldKind.CHOICE:
            return forms.ChoiceField(
                label=field.name, required=False, choices=[NOTHING, *((each, each) for each in field.choices)]
            )
        case FieldKind.YES_NO:
            yes_no = [NOTHING, ("yes", _("Yes")), ("no", _("No"))]
            return forms.ChoiceField(label=field.name, required=False, choices=yes_no)
        case _:
            return forms.CharField(label=field.name, required=False)


class ReasonForm(forms.Form):
    """Why somebody wants to see data in the clear."""

    reason = forms.CharField(label=_("What do you need it for?"), max_length=LONGEST_REASON)


class ShowForm(ReasonForm):
    """What is to be shown, and why."""

    field = forms.ChoiceField(
        label=pgettext_lazy("of a member", "What"),
        choices=[choice for choice in Shown.choices if choice[0] in ENCIPHERED],
    )


class NoteForm(forms.Form):
    note = forms.CharField(label=pgettext_lazy("of a member", "Note"), max_length=LONGEST_NOTE, widget=_area(3))


class ConsentForm(forms.Form):
    """What the member allows now; each box that changes is one word of theirs."""

    given = forms.MultipleChoiceField(label=_("Allowed"), required=False, widget=forms.CheckboxSelectMultiple)
    way = forms.ChoiceField(
        label=_("How they said it"), choices=[choice for choice in ConsentWay.choices if choice[0] != ConsentWay.LINK]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["given"].choices = [  # type: ignore[attr-defined]
            (f"{channel}-{purpose}", f"{purpose_label} · {channel_label}")
            for purpose, purpose_label in ConsentPurpose.choices
            for channel, channel_label in ConsentChannel.choices
        ]


class CustomFieldForm(forms.Form):
    name = forms.CharField(label=_("Name"))
    kind = forms.ChoiceField(label=_("Kind"), choices=FieldKind.choices)
    choices = forms.CharField(
        label=_("Choices, one a line"), required=False, widget=_area(3), help_text=_("Only for one of a list.")
    )


def initial_of(member: Member) -> Mapping[str, Any]:
    """What stands in the form of a member who is there already: nothing that is enciphered."""
    own = {f"custom_{pk}": _typed(value) for pk, value in member.custom.items()}
    return {
        "venue": member.venue_id,
        "number": member.number,
        "gender": member.gender,
        "language": member.language,
        "calendar": member.birth_calendar,
        "month": member.birth_month,
        "day": member.birth_day,
        "leap": member.birth_is_leap_month,
        "joined_date": member.joined_date,
        "source": member.source,
        "referrer": member.referrer.number if member.referrer else "",
        "songs": "\n".join(member.preferences.get("songs", [])),
        "drinks": "\n".join(member.preferences.get("drinks", [])),
        "room": member.preferences.get("room", ""),
        **own,
    }


def _typed(value: Any) -> Any:
    return ("yes" if value else "no") if isinstance(value, bool) else value

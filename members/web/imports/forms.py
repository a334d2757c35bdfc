"""Forms about imports. They check shape alone; what is allowed, the domain says."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from members.domain.imports.columns import Column
from members.models import ImportKind

ACCEPTED: Final = ".xlsx,.csv,.txt"


class ImportForm(forms.Form):
    """A file, what it holds and for which venue."""

    kind = forms.ChoiceField(label=_("What does the file hold?"), choices=ImportKind.choices)
    venue = forms.TypedChoiceField(
        label=_("Venue"),
        coerce=int,
        help_text=_("Where new members are at home, or where the bills were paid."),
    )
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        max_length=255,
        help_text=_("XLSX or CSV, 50 MB and 200,000 rows at most. The first row holds the headings."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )

    def __init__(self, *args: Any, venues: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["venue"].choices = list(venues)  # type: ignore[attr-defined]


class ColumnsForm(forms.Form):
    """What each column of a file holds."""

    def __init__(self, *args: Any, columns: Sequence[Column], headings: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Leave this out")), *((column.code, column.label) for column in columns)]
        for place, heading in enumerate(headings):
            name = heading or _("Column %(number)s") % {"number": place + 1}
            self.fields[f"column_{place}"] = forms.ChoiceField(label=name, choices=choices, required=False)

    def chosen(self) -> dict[int, str]:
        """Place → code; empty where the column is left out."""
        return {int(name.rpartition("_")[2]): code for name, code in self.cleaned_data.items()}

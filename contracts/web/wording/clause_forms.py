"""The form of a clause's words."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.domain.wording.editing import LONGEST_HEADING, LONGEST_TEXT, Words
from contracts.models import Clause


class ClauseForm(forms.Form):
    """Chinese and English words of a clause, and a tick for each number in them that nothing acts on."""

    edits = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    heading_zh = forms.CharField(label=_("Heading"), max_length=LONGEST_HEADING, required=False)
    heading_en = forms.CharField(label=_("Heading in English"), max_length=LONGEST_HEADING, required=False)
    text_zh = forms.CharField(
        label=_("Text"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 12})
    )
    text_en = forms.CharField(
        label=_("Text in English"),
        help_text=_("For reading only: the Chinese text is what is signed. Where it is empty, the Chinese is shown."),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    does_not_act = forms.MultipleChoiceField(
        label=_("These numbers do not act"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *, edits: int, clause: Clause | None = None, data: Mapping[str, Any] | None = None) -> None:
        initial: dict[str, Any] = {"edits": edits}
        if clause is not None:
            names = ("heading_zh", "heading_en", "text_zh", "text_en", "does_not_act")
            initial |= {name: getattr(clause, name) for name in names}
        super().__init__(data, initial=initial)
        if clause is not None and not clause.is_added:
            del self.fields["heading_zh"], self.fields["heading_en"]
        self._offer_numbers()

    def _offer_numbers(self) -> None:
        """One tick for each number that stands in the words as typed, so that the page can ask about it."""
        names = ("heading_zh", "heading_en", "text_zh", "text_en")
        typed = {name: str(self[name].value() or "") if name in self.fields else "" for name in names}
        numbers = Words(typed["heading_zh"], typed["heading_en"], typed["text_zh"], typed["text_en"]).loose_numbers
        self.fields["does_not_act"].choices = [(number, number) for number in numbers]  # type: ignore[attr-defined]
        if not numbers:
            del self.fields["does_not_act"]

    @property
    def seen(self) -> int:
        """How often the draft had been saved when the page was shown. Call on a valid form."""
        seen: int = self.cleaned_data["edits"]
        return seen

    @property
    def words(self) -> Words:
        """What was typed. Call on a valid form."""
        given = self.cleaned_data
        return Words(
            heading_zh=given.get("heading_zh", ""),
            heading_en=given.get("heading_en", ""),
            text_zh=given["text_zh"],
            text_en=given["text_en"],
            does_not_act=tuple(given.get("does_not_act", ())),
        )

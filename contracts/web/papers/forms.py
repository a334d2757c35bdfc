"""Forms of the registers of annexes, data and notices. They check shape alone; what is allowed, the domain says."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contracts.domain.papers import annex_register, handing_over, registers
from contracts.domain.papers.annex_versions import LONGEST_NOTE
from contracts.domain.papers.annexes import LONGEST_REASON, Delivery
from contracts.domain.papers.handing_over import Parcel, Word
from contracts.models import Obligation
from contracts.models.notices import Channel, NoticeKind, NoticeState
from contracts.web.life.forms import DateField

FILE_HELP = _("PDF, Office document, text, JPEG or PNG, 20 MB at most.")
ORDER = _("Order")
USUAL = ("", _("As usual"))


class _Chosen(forms.Form):
    """What narrows a list; a choice that is not offered narrows nothing."""

    def chosen(self) -> dict[str, Any]:
        """The valid choices, empty for all others."""
        self.full_clean()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}


def _choice(label: Any, labels: Mapping[str, str | Promise]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=list(labels.items()))


def _sorting(orders: Mapping[str, tuple[Any, ...]]) -> forms.ChoiceField:
    choices = [USUAL, *((code, order[0]) for code, order in orders.items())]
    return forms.ChoiceField(label=ORDER, required=False, choices=choices)


class AnnexFilter(_Chosen):
    """Which annexes to list."""

    state = _choice(_("State"), annex_register.FILTERS)
    side = _choice(_("Who delivers"), annex_register.SIDES)
    sort = _sorting(annex_register.ORDERS)


class NoticeFilter(_Chosen):
    """Which notices to list."""

    kind = _choice(_("Kind"), {"": _("All"), **dict(NoticeKind.choices)})
    channel = _choice(_("Sent by"), {"": _("All"), **dict(Channel.choices)})
    state = _choice(_("State"), {"": _("All"), **dict(NoticeState.choices)})
    side = _choice(_("Given by"), registers.SIDES)
    sort = _sorting(registers.NOTICE_ORDERS)


class DataFilter(_Chosen):
    """Which hand-overs to list."""

    state = _choice(_("State"), registers.DATA_STATES)
    side = _choice(_("Given by"), registers.SIDES)
    sort = _sorting(registers.DATA_ORDERS)


class DeliverForm(forms.Form):
    """A version of an annex, and the duty that it does."""

    obligation = forms.TypedChoiceField(
        label=_("What it does"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("The obligation is recorded as done with this file."),
    )
    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput,
        allow_empty_file=True,
        help_text=FILE_HELP,
        error_messages={"required": _("Choose the file.")},
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=LONGEST_NOTE)

    def __init__(self, *args: Any, owed: Iterable[Obligation], is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(each.pk), f"{each.title} · {each.planned_day.isoformat()}") for each in owed]
        if not choices:
            del self.fields["obligation"]
            return
        others = [] if is_first else [("", _("Another version of what was delivered before"))]
        self.fields["obligation"].choices = [*choices, *others]  # type: ignore[attr-defined]

    def delivery(self) -> Delivery:
        """As given."""
        given = self.cleaned_data
        return Delivery(given["file"], given["note"], given.get("obligation"))


class ReturnForm(forms.Form):
    """Why a version is returned."""

    reason = forms.CharField(
        label=_("Reason for returning it"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only needed to return it. The other side reads it."),
    )


class ParcelForm(forms.Form):
    """Data that is handed over."""

    what = forms.CharField(label=_("What"), max_length=handing_over.LONGEST["what"])
    medium = forms.CharField(
        label=_("Format and medium"),
        max_length=handing_over.LONGEST["medium"],
        help_text=_("For example: Excel file by encrypted e-mail."),
    )
    records = forms.IntegerField(
        label=_("Number of records"),
        required=False,
        min_value=0,
        max_value=10**12,
        help_text=_("Leave it empty where they are not counted."),
    )
    is_personal = forms.BooleanField(label=_("It holds personal data"), required=False)
    purpose = forms.CharField(
        label=_("Purpose"), max_length=handing_over.LONGEST["purpose"], help_text=_("What the receiver may use it for.")
    )
    handed_date = DateField(label=_("Handed over on"), initial=timezone.localdate)
    list_file = forms.FileField(
        label=_("List or receipt"), required=False, widget=forms.FileInput, allow_empty_file=True, help_text=FILE_HELP
    )

    def parcel(self) -> Parcel:
        """As given."""
        given = self.cleaned_data
        return Parcel(**{**given, "list_file": given["list_file"] or None})


class WordForm(forms.Form):
    """What a side says about data that was handed over."""

    text = forms.CharField(
        label=_("Statement"),
        required=False,
        max_length=handing_over.LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The other side reads it."),
    )

    def word(self) -> Word:
        """As given."""
        given = self.cleaned_data
        return Word(given["text"], given.get("on_date"), given.get("proof") or None)


class EndForm(WordForm):
    """That data was returned or destroyed, when, and what proves it."""

    on_date = DateField(label=_("Done on"), required=False)
    proof = forms.FileField(
        label=_("Proof"), required=False, widget=forms.FileInput, allow_empty_file=True, help_text=FILE_HELP
    )
    field_order = ("on_date", "proof", "text")

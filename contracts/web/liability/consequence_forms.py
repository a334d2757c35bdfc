"""Forms of what follows a breach. They check shape alone; what is allowed, the domain says."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contracts.domain.liability.demands import MOST_DAYS
from contracts.domain.liability.losses import LONGEST
from contracts.domain.liability.recording import BOTH, Failure
from contracts.domain.liability.remedies import Choice, offered
from contracts.domain.life.notices import Letter
from contracts.models import Breach, BreachKind, Contract, Obligation
from contracts.models.adjustments import AdjustmentKind
from contracts.models.disputes import CostBearer
from contracts.models.force_majeure import Covers, ForceMajeureEffect
from contracts.models.notices import Channel
from contracts.web.liability.breach_forms import StatementForm
from contracts.web.life.forms import DateField
from foundation.web.upload_fields import FilesField
from foundation.web.yuan_field import YuanField
from parties.models import Party


def words(label: Any, help_text: Any = _("The other side reads it."), *, required: bool = True) -> forms.CharField:
    """A field for a few sentences."""
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=LONGEST, widget=area, help_text=help_text, required=required)


def paper(label: Any, help_text: Any = _("PDF, picture, Office file, sound or video; 20 MB at most.")) -> FilesField:
    """A field for files; whether one is needed, the domain says."""
    return FilesField(label=label, required=False, help_text=help_text)


class LossForm(forms.Form):
    """What was lost by the breach."""

    amount = YuanField(label=_("Loss"))
    text = words(_("How it came about and was counted"))
    papers = paper(_("File that shows it"))


class ProofForm(forms.Form):
    """What a side puts on record about a breach."""

    text = words(_("What it shows"), required=False)
    papers = paper(_("Files"), _("Up to 6 files of 20 MB each: PDF, pictures, Office documents, sound or video."))


class AdjustForm(forms.Form):
    """What shall be owed, or what was decided."""

    kind = forms.ChoiceField(label=_("By"), choices=AdjustmentKind.choices)
    amount = YuanField(label=_("Owed from now on"), help_text=_("The whole sum, not the difference."))
    text = words(_("Why"))
    decided_date = DateField(label=_("Decided on"), required=False, help_text=_("Not for an agreement."))
    papers = paper(_("Award, judgment or record"), _("Not needed for an agreement. PDF or pictures, 20 MB at most."))


class WarnForm(forms.Form):
    """A written warning."""

    text = words(_("What it says"))
    channel = forms.ChoiceField(label=_("Sent by"), choices=Channel.choices)
    sent_date = DateField(label=_("Sent on"), initial=timezone.localdate)

    def letter(self) -> Letter:
        """As typed."""
        return Letter(**{name: self.cleaned_data[name] for name in ("text", "channel", "sent_date")})


class DemandForm(WarnForm):
    """A demand for performance, with the time it gives."""

    days = forms.IntegerField(
        label=_("Days given"),
        min_value=1,
        max_value=MOST_DAYS,
        initial=15,
        help_text=_("A reasonable time, counted from the day on which the demand arrives."),
    )
    field_order = ("text", "days", "channel", "sent_date")


class StepForm(forms.Form):
    """What happened in a dispute."""

    happened_date = DateField(label=_("Day"), initial=timezone.localdate)
    text = words(_("What happened"))
    papers = paper(_("Paper"))


class BodyForm(StepForm):
    """Somebody mediates or decides from now on."""

    body = forms.CharField(label=_("Who mediates or decides"), max_length=200)
    field_order = ("body", "happened_date", "text", "papers")


class OutcomeForm(StepForm):
    """How the dispute ended."""

    costs = forms.ChoiceField(label=_("Costs of the dispute"), choices=CostBearer.choices)
    amount = YuanField(
        label=_("Damages owed by it"),
        required=False,
        help_text=_("Empty where they stay. It counts together with the rest."),
    )
    field_order = ("happened_date", "text", "costs", "amount", "papers")


class DisputeDateForm(forms.Form):
    """A date that a side has to keep in a dispute."""

    subject = forms.CharField(label=_("What is to be done"), max_length=120)
    day = DateField(label=_("Until"))


class HindranceForm(forms.Form):
    """What nobody could prevent. ``duties``: those that the claim can name."""

    first_day = DateField(label=_("First day"))
    last_day = DateField(label=_("Last day"))
    effect = forms.ChoiceField(label=_("Asked for"), choices=ForceMajeureEffect.choices)
    covers = forms.ChoiceField(
        label=_("Hindered"), choices=Covers.choices, help_text=_("It exempts only as far as it hindered you.")
    )
    duties = forms.TypedMultipleChoiceField(
        label=_("Duties named"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    text = words(_("What happened, and how it hindered you"))
    papers = paper(_("Evidence"), _("A public notice, say. One file, 20 MB at most."))

    def __init__(self, *args: Any, duties: Iterable[Obligation] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(duty.pk, f"{duty.title} · {duty.due_day:%Y-%m-%d}") for duty in duties]
        self.fields["duties"].choices = named  # type: ignore[attr-defined]
        if not named:
            del self.fields["duties"]
            self.fields["covers"].choices = [(Covers.ALL.value, Covers.ALL.label)]  # type: ignore[attr-defined]


class ClaimAnswerForm(StatementForm):
    """The other side's word, and for which of the days it accepts; empty: for all that were claimed."""

    first_day = DateField(required=False)
    last_day = DateField(required=False)


class DecisionForm(forms.Form):
    """What the injured party says, and which remedies it chooses."""

    text = words(_("Statement"), _("The other side reads it. Give a reason if you waive."), required=False)
    chosen = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)
    remedies = forms.MultipleChoiceField(
        label=_("What shall follow"), required=False, widget=forms.CheckboxSelectMultiple
    )
    until = DateField(label=_("To be done by"), required=False, help_text=_("For what is to be done or mended."))
    refund = YuanField(label=_("Fees to be refunded"), required=False)
    is_grave = forms.BooleanField(
        label=_("The third party acted with intent or gross negligence: its limit does not hold"),
        required=False,
    )

    def __init__(self, *args: Any, breach: Breach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = offered(breach)
        self.fields["remedies"].choices = [(code.value, code.label) for code in codes]  # type: ignore[attr-defined]
        self.fields["remedies"].initial = [code for code in codes if code in ("damages", "compensation")]
        if "refund" not in codes:
            del self.fields["refund"]
        if not breach.is_of_third:
            del self.fields["is_grave"]

    def choice(self) -> Choice | None:
        """What was picked; ``None`` where nobody was asked."""
        given = self.cleaned_data
        if not given["chosen"]:
            return None
        return Choice(given["remedies"], until=given["until"], refund=given.get("refund"))


class RecordForm(forms.Form):
    """A breach that a person records."""

    kind = forms.ChoiceField(label=_("Kind of breach"))
    at_fault = forms.ChoiceField(label=_("Party at fault"))
    occurred_at = forms.DateTimeField(
        label=_("Happened"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
    text = words(_("What happened"))
    papers = paper(_("Files that show it"), _("At least one, up to 6, of 20 MB each."))

    def __init__(
        self, *args: Any, contract: Contract, kinds: Iterable[BreachKind], third: Party | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered_kinds = [kind for kind in kinds if third or kind.fault != BreachKind.Fault.THIRD]
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.code, f"{kind.clause.label} · {kind.text}") for kind in offered_kinds
        ]
        sides = [("A", str(contract.party_a)), ("B", str(contract.party_b)), (BOTH, _("Both"))]
        others = [(str(third.pk), third.name)] if third else []
        self.fields["at_fault"].choices = [*sides, *others]  # type: ignore[attr-defined]

    def failure(self) -> Failure:
        """As typed."""
        given = dict(self.cleaned_data)
        fault = given.pop("at_fault")
        return Failure(at_fault=int(fault) if fault.isdigit() else fault, **given)

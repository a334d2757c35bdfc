"""Forms of compensation and of the rules behind it. They check shape alone; what is allowed, the domain says."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.domain.handling.compensation_rules import APPROVERS, NewLimit, NewRule
from complaints.domain.handling.proposing import Proposal
from complaints.models import CompensationKind, CompensationTable, Gravity, Subject
from complaints.web.handling.forms import DayField, sentences
from foundation.web.upload_fields import FilesField
from foundation.web.yuan_field import YuanField
from parties.domain.roles import Role

ANY = ("", _("Any"))
EMPTY_LINES = 3


class ProposalForm(forms.Form):
    """What a customer shall be given."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What is given"), choices=CompensationKind.choices, widget=forms.RadioSelect)
    amount = YuanField(label=_("Worth"))
    reason = sentences(_("Why"), 1000, rows=2, help_text=_("Only your own side reads it."))

    def proposal(self) -> Proposal:
        """As typed."""
        return Proposal(**self.cleaned_data)


class DecisionForm(forms.Form):
    """What is said to a proposal."""

    words = sentences(_("Reason"), 1000, rows=2, required=False)


class PaidForm(forms.Form):
    """The slip that shows that the customer got it."""

    receipt = FilesField(label=_("Signed slip or proof of payment"), required=False)


class RuleForm(forms.Form):
    """One line of the rules; a line without a kind is left out."""

    kind = forms.ChoiceField(label=_("What is given"), choices=[("", "–"), *CompensationKind.choices], required=False)
    subject = forms.ChoiceField(label=_("Subject"), choices=[ANY, *Subject.choices], required=False)
    gravity = forms.ChoiceField(label=_("Gravity"), choices=[ANY, *Gravity.choices], required=False)
    level = forms.TypedChoiceField(
        label=_("Level"),
        choices=[ANY, (1, _("Level 1")), (2, _("Level 2")), (3, _("Level 3"))],
        required=False,
        coerce=int,
        empty_value=None,
    )
    least = YuanField(label=_("At least"), required=False)
    most = YuanField(label=_("At most"), required=False)
    free_up_to = YuanField(label=_("No approval up to"), required=False)

    def clean(self) -> dict[str, Any]:
        """A line that is begun needs its upper end."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("kind") and said.get("most") is None and "most" not in self.errors:
            self.add_error("most", _("Please fill this in."))
        return said


class LimitForm(forms.Form):
    """How much one role may approve."""

    role = forms.CharField(widget=forms.HiddenInput)
    within = YuanField(label=_("Within the rules up to"), required=False)
    beyond = YuanField(label=_("Beyond the rules up to"), required=False)

    @property
    def role_label(self) -> str:
        """The role in the reader's language."""
        value = self["role"].value()
        return str(Role(value).label) if value in Role.values else ""


class TableForm(forms.Form):
    """From when the rules act, and the most for one complaint."""

    starts_date = DayField(label=_("In force from"))
    cap = YuanField(label=_("Most for one complaint"), help_text=_("All of it together, whoever approves."))


RuleLines = forms.formset_factory(RuleForm, extra=EMPTY_LINES, max_num=60, absolute_max=60)
LimitLines = forms.formset_factory(LimitForm, extra=0, max_num=len(APPROVERS), absolute_max=len(APPROVERS))


def rule_lines(table: CompensationTable | None) -> list[dict[str, Any]]:
    """The lines that the form starts with: those in force."""
    names = ("kind", "subject", "gravity", "level", "least", "most", "free_up_to")
    return [{name: getattr(rule, name) for name in names} for rule in table.rules.all()] if table else []


def limit_lines(table: CompensationTable | None) -> list[dict[str, Any]]:
    """A line for each role that may approve."""
    known = {limit.role: limit for limit in table.limits.all()} if table else {}
    return [
        {"role": role.value, "within": known[role].within, "beyond": known[role].beyond}
        if role in known
        else {"role": role.value}
        for role in APPROVERS
    ]


def new_rules(lines: Iterable[Any]) -> list[NewRule]:
    """What was typed, without the empty lines."""
    return [
        NewRule(**{**said, "least": said["least"] or Decimal(0), "free_up_to": said["free_up_to"] or Decimal(0)})
        for line in lines
        if (said := line.cleaned_data).get("kind")
    ]


def new_limits(lines: Iterable[Any]) -> list[NewLimit]:
    """What was typed; a role without sums may approve nothing."""
    said = [line.cleaned_data for line in lines]
    return [
        NewLimit(each["role"], each["within"] or Decimal(0), each["beyond"] or Decimal(0))
        for each in said
        if each.get("within") or each.get("beyond")
    ]

"""Forms of the drafting pages. What is typed into blanks is read by the domain, not here."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from contracts.domain.blanks import Typed
from contracts.domain.catalogue import spec
from contracts.domain.forms import all_forms
from contracts.models import ContractVersion, Term
from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.domain.scope import Scope
from parties.models import Party, User

KIND = "__kind"


def page_language() -> str:
    """The language of the page at hand."""
    return get_language() or "zh-hans"


class SidesForm(forms.Form):
    """First step of a draft: which form, and who is Party A."""

    form = forms.ChoiceField(label=_("Form"))
    party_a = forms.ModelChoiceField(Party.objects.none(), label=_("Party A, the client"))

    def __init__(self, scope: Scope, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.fields["form"].choices = [(form.id, form.title(page_language())) for form in all_forms()]  # type: ignore[attr-defined]
        known = Party.objects.within(scope, verb="contracts.draft")
        clients = known.exclude(pk__in=scope.parties_for("contracts.draft"))
        self.fields["party_a"].queryset = clients  # type: ignore[attr-defined]


class FrameForm(forms.Form):
    """Title, the client's owner, the venues covered; for a new draft also who provides."""

    title = forms.CharField(label=_("Title"), max_length=200)
    party_b = forms.ModelChoiceField(Party.objects.none(), label=_("Party B, the provider"))
    contract_owner = forms.ModelChoiceField(User.objects.none(), label=_("Client's contract owner"))
    venues = forms.ModelMultipleChoiceField(
        Party.objects.none(), label=_("Venues covered"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, party_a: Party, scope: Scope | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        owners = User.objects.filter(memberships__party=party_a, memberships__role=Role.CONTRACT_OWNER, is_active=True)
        self.fields["contract_owner"].queryset = owners.distinct()  # type: ignore[attr-defined]
        self.fields["venues"].queryset = party_a.venues.all()  # type: ignore[attr-defined]
        if owners.distinct().count() == 1:
            self.fields["contract_owner"].initial = owners.first()
        if scope is None:
            del self.fields["party_b"]
        else:
            mine = Party.objects.filter(pk__in=scope.parties_for("contracts.draft"))
            self.fields["party_b"].queryset = mine  # type: ignore[attr-defined]
            self.fields["party_b"].initial = mine.first()


class BlanksForm(forms.Form):
    """One field for each term of a draft; a second one for its type where the term allows several."""

    edits = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, version: ContractVersion, terms: Iterable[Term], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"edits": version.edits})
        self.terms = list(terms)
        for term in self.terms:
            self._add(term, page_language())

    def _add(self, term: Term, language: str) -> None:
        known, value = spec(term.name), term.value
        common: dict[str, Any] = {"label": term.label, "help_text": term.drives, "required": False}
        if known.options:
            choices = [("", "—"), *known.choices(language)]
            self.fields[term.name] = forms.ChoiceField(choices=choices, initial=value.plain if value else "", **common)
        else:
            self.fields[term.name] = forms.CharField(max_length=2000, initial=value.plain if value else "", **common)
        if len(known.types) > 1:
            choices = [(kind, known.unit(language, kind)) for kind in known.types]
            self.fields[term.name + KIND] = forms.ChoiceField(
                choices=choices, initial=value.type if value else known.type, label=_("Unit"), required=False
            )

    def typed(self) -> dict[str, Typed]:
        """What was typed into each blank, read or not."""
        return {
            term.name: Typed(str(self.data.get(term.name, "")), self.data.get(term.name + KIND) or None)
            for term in self.terms
            if term.name in self.data
        }

    def refuse(self, refusals: Iterable[Refused]) -> None:
        """Show each refusal at its blank."""
        for refused in refusals:
            self.add_error(refused.field if refused.field in self.fields else None, refused.message)

    def face_conflict(self, fresh: ContractVersion) -> None:
        """Keep what was typed, go by the fresh count of savings, and show what somebody else saved meanwhile."""
        self.data = {**self.data.dict(), "edits": fresh.edits}  # type: ignore[attr-defined]
        for term in fresh.terms.select_related("clause"):
            saved = str(term.value.plain) if term.value else ""
            if self.data.get(term.name, saved).strip() != saved:
                self.add_error(term.name, _("Saved meanwhile by somebody else: %(value)s") % {"value": saved or "—"})

    def rows(self) -> list["BlankRow"]:
        """The blanks in the order of the contract."""
        return [BlankRow(self, term) for term in self.terms]


class BlankRow:
    """One blank on the page."""

    def __init__(self, form: BlanksForm, term: Term) -> None:
        known = spec(term.name)
        self.term = term
        self.field: BoundField = form[term.name]
        self.kind: BoundField | None = form[term.name + KIND] if len(known.types) > 1 else None
        self.unit = "" if self.kind else known.unit(page_language())
        self.is_money = known.types == ("money",)
        self.is_missing = term.is_required and not str(self.field.value() or "").strip()

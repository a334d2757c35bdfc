"""Forms of the drafting pages. What is typed into blanks is read by the domain, not here."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from contracts.domain.chiefs import contract_owners_of
from contracts.domain.form_reading.parts import Form, FormTerm
from contracts.domain.forms import all_forms
from contracts.domain.terms.catalogue import spec
from contracts.domain.wording.blanks import Typed
from contracts.models import ContractVersion, Term
from foundation.languages import pick
from foundation.refusals import Refused
from parties.domain.scope import Scope
from parties.models import Party, User

KIND = "__kind"
CHOOSE = _("Please choose")


def page_language() -> str:
    """The language of the page at hand."""
    return get_language() or "zh-hans"


class ClientForm(forms.Form):
    """Who is Party A."""

    party_a = forms.ModelChoiceField(Party.objects.none(), label=_("Party A, the client"), empty_label=CHOOSE)

    def __init__(self, scope: Scope, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        known = Party.objects.within(scope, verb="contracts.draft")
        clients = known.exclude(pk__in=scope.parties_for("contracts.draft"))
        self.fields["party_a"].queryset = clients  # type: ignore[attr-defined]


class SidesForm(ClientForm):
    """First step of a draft: which form, and who is Party A."""

    form = forms.ChoiceField(label=_("Form"), widget=forms.RadioSelect)
    field_order = ("form", "party_a")

    def __init__(self, scope: Scope, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(scope, data)
        self.kinds = all_forms()
        self.fields["form"].choices = [(kind.id, kind.title(page_language())) for kind in self.kinds]  # type: ignore[attr-defined]

    def cards(self) -> list["FormCard"]:
        """Each form with its radio button and what it makes the system do."""
        buttons = {str(button.data["value"]): button for button in self["form"]}
        return [FormCard(kind, buttons[kind.id]) for kind in self.kinds]


class FormCard:
    """One form of contract in the picker."""

    def __init__(self, kind: Form, button: BoundWidget) -> None:
        language = page_language()
        self.button = button
        self.title = kind.title(language)
        self.summary = pick(language, kind.summary_zh, kind.summary_en)
        self.counts = kind.counts()
        self.supplements = [each.title(language) for each in kind.supplements]
        self.effects = [Effect(term, language) for term in kind.terms if spec(term.name).acts]


class Effect:
    """What one term of a form makes the system do; ``value`` is empty where the parties fill it in."""

    def __init__(self, term: FormTerm, language: str) -> None:
        known = spec(term.name)
        self.label, self.drives = known.label(language), known.drives(language)
        self.value = term.default.display(language) if term.default else ""


class FrameForm(forms.Form):
    """Title, the client's owner, the venues covered; for a new draft also who provides."""

    title = forms.CharField(label=_("Title"), max_length=200)
    party_b = forms.ModelChoiceField(Party.objects.none(), label=_("Party B, the provider"), empty_label=CHOOSE)
    contract_owner = forms.ModelChoiceField(User.objects.none(), label=_("Client's contract owner"), empty_label=CHOOSE)
    venues = forms.ModelMultipleChoiceField(
        Party.objects.none(), label=_("Venues covered"), widget=forms.CheckboxSelectMultiple, required=False
    )
    supplements = forms.MultipleChoiceField(label=_("Supplements"), widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, party_a: Party, scope: Scope | None = None, kind: Form | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._offer_supplements(kind)
        owners = contract_owners_of(party_a)
        self.fields["contract_owner"].queryset = owners  # type: ignore[attr-defined]
        self.fields["venues"].queryset = party_a.venues.all()  # type: ignore[attr-defined]
        if owners.count() == 1:
            self.fields["contract_owner"].initial = owners.first()
        if scope is None:
            del self.fields["party_b"]
        else:
            mine = Party.objects.filter(pk__in=scope.parties_for("contracts.draft"))
            self.fields["party_b"].queryset = mine  # type: ignore[attr-defined]
            self.fields["party_b"].initial = mine.first()

    def _offer_supplements(self, kind: Form | None) -> None:
        if kind is None or not kind.supplements:
            del self.fields["supplements"]
            return
        language = page_language()
        self.fields["supplements"].choices = [  # type: ignore[attr-defined]
            (each.code, f"{each.title(language)} — {each.when(language)}") for each in kind.supplements
        ]


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

"""Forms of the request pages. They check shape alone; what is allowed, the domain says."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from contracts.domain.in_force import TermsInForce
from contracts.domain.requests.demands import LONGEST_PARTICULAR, LONGEST_SUBJECT, LONGEST_TEXT, Asking
from contracts.domain.requests.kinds import Kind
from contracts.domain.requests.offers import annexes_for, duties_for
from contracts.models import Contract, Term
from contracts.models.notices import Channel
from contracts.models.requests import RequestKind
from contracts.models.third_parties import ThirdRole
from contracts.web.life.forms import DateField
from foundation.accepted_files import MOST_FILES
from foundation.web.upload_fields import FilesField
from parties.models import Party

CHOOSE: Final = _("Please choose")
TERM: Final = "term__"
CHANGES: Final = 3
"""How many values a change request can change at once."""


def _words(label: Any, *, longest: int, rows: int = 3, help_text: Any = "", required: bool = True) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=longest, widget=area, help_text=help_text, required=required)


class SaidForm(forms.Form):
    """Words and files."""

    text = _words(_("What you say"), longest=LONGEST_TEXT, required=False, help_text=_("The other side reads it."))
    papers = FilesField(
        label=_("Files"),
        required=False,
        help_text=format_lazy(
            _("Up to {count} files of 20 MB each: PDF, pictures, Office documents, sound or video."), count=MOST_FILES
        ),
    )


class AnswerForm(SaidForm):
    """The answer to a request."""


class AgainForm(SaidForm):
    """What was changed, handed in again."""


class SayForm(SaidForm):
    """A word on the way."""


class WithdrawForm(forms.Form):
    """Why it is taken back."""

    text = _words(_("Why"), longest=LONGEST_TEXT, required=False, help_text=_("The other side reads it."))


class GrantForm(AnswerForm):
    """The answer to a request for more time."""

    granted_date = DateField(
        label=_("New date"),
        required=False,
        help_text=_("Empty: the day asked for. An earlier day grants a part."),
    )
    field_order = ("granted_date", "text", "papers")


class AskForm(SaidForm):
    """What is asked, by its kind."""

    subject = forms.CharField(label=_("Subject"), max_length=LONGEST_SUBJECT)

    def __init__(
        self,
        kind: Kind,
        contract: Contract,
        terms: TermsInForce,
        asker: Party,
        known: QuerySet[Party],
        **given: Any,
    ) -> None:
        super().__init__(**given)
        self.kind = kind
        self.fields["text"].label = _("What you ask, and why")
        self.fields["text"].required = True
        self.fields["papers"].required = kind.wants_files
        for code, label in kind.particulars:
            self.fields[code] = _words(label, longest=LONGEST_PARTICULAR)
        self._add_duty(contract, asker)
        self._add_annex(terms)
        self._add_terms(terms)
        self._add_of_kind()
        if kind.code == RequestKind.THIRD_PARTY:
            self._add_proposed(known.exclude(pk__in=(contract.party_a_id, contract.party_b_id)))
        first = ("about", "wanted_date", "annex_code", "subject", "text")
        self.order_fields([*first, *(name for name in self.fields if name not in (*first, "papers")), "papers"])

    def _add_duty(self, contract: Contract, asker: Party) -> None:
        is_extension = self.kind.code == RequestKind.EXTENSION
        if not is_extension and not self.kind.does:
            return
        label = _("For which duty") if is_extension else _("Does this duty with it")
        duties = duties_for(self.kind, contract, asker)
        choices = [(duty.pk, f"{duty.title} · {duty.due_day.isoformat()}") for duty in duties]
        self.fields["about"] = forms.TypedChoiceField(
            label=label, coerce=int, empty_value=None, required=is_extension, choices=[("", CHOOSE), *choices]
        )
        if is_extension:
            self.fields["wanted_date"] = DateField(label=_("Asked for until"))

    def _add_annex(self, terms: TermsInForce) -> None:
        annexes = [(annex.code, annex.title) for annex in annexes_for(self.kind, terms)]
        if annexes:
            required = self.kind.code != RequestKind.IMPROVEMENT_REPORT
            choices = annexes if required and len(annexes) == 1 else [("", CHOOSE), *annexes]
            self.fields["annex_code"] = forms.ChoiceField(
                label=_("Becomes a version of"), required=required, choices=choices
            )

    def _add_terms(self, terms: TermsInForce) -> None:
        for name in self.kind.terms:
            term = terms.wording.terms.get(name)
            if term is not None:
                self.fields[TERM + name] = forms.CharField(
                    label=term.label, required=False, max_length=60, help_text=_now(term)
                )
        if self.kind.code == RequestKind.CHANGE:
            choices = [(name, f"{term.label} · {term.display or '—'}") for name, term in terms.wording.terms.items()]
            for number in range(1, CHANGES + 1):
                self.fields[f"name_{number}"] = forms.ChoiceField(
                    label=_("Value to change"), required=False, choices=[("", "—"), *choices]
                )
                self.fields[f"value_{number}"] = forms.CharField(
                    label=_("New value, with its unit"), required=False, max_length=60
                )

    def _add_proposed(self, known: QuerySet[Party]) -> None:
        self.fields["proposed_party"] = forms.ModelChoiceField(
            known,
            label=_("The third party, where it stands in the register of parties"),
            required=False,
            empty_label=_("Nobody yet"),
            help_text=_("The other side reads its name. Once both agree, the supplementary agreement opens with it."),
        )
        self.fields["proposed_role"] = forms.ChoiceField(
            label=_("Role"), choices=ThirdRole.choices, initial=ThirdRole.ADVISER
        )

    def _add_of_kind(self) -> None:
        if self.kind.code == RequestKind.CHANGE:
            self.fields["amends"] = forms.BooleanField(
                label=_("It changes the text of the contract: both sides sign a supplementary agreement"),
                required=False,
            )
        if self.kind.code == RequestKind.FEE_CHANGE:
            self.fields["sent_by"] = forms.ChoiceField(label=_("Notice sent by"), choices=Channel.choices)
            self.fields["sent_date"] = DateField(label=_("Sent on"), initial=timezone.localdate)
        if self.kind.is_judged:
            self.fields["criteria"] = _words(
                _("Criteria"),
                longest=10_000,
                rows=6,
                help_text=_("One a line, as the annex of acceptance criteria has them. Each is judged by itself."),
            )
            self.fields["completes"] = forms.BooleanField(
                label=_("With this, all of the work is handed in"), required=False
            )

    def asking(self) -> Asking:
        """As typed."""
        given = self.cleaned_data
        plain = ("subject", "text", "wanted_date", "annex_code", "amends", "completes", "sent_by", "sent_date")
        return Asking(
            **{name: given[name] for name in plain if name in given},
            files=given["papers"],
            about_id=given.get("about"),
            proposed=(given["proposed_party"], given["proposed_role"]) if given.get("proposed_party") else None,
            particulars={code: given[code] for code, _label in self.kind.particulars},
            terms=_typed_terms(given),
            criteria=given.get("criteria", "").splitlines(),
        )


def _typed_terms(given: Mapping[str, Any]) -> dict[str, str]:
    """New values by the term's name, from the fields of single terms and from the rows of a choice and a value."""
    single = {name.removeprefix(TERM): raw for name, raw in given.items() if name.startswith(TERM) and raw}
    rows = ((given.get(f"name_{number}"), given.get(f"value_{number}")) for number in range(1, CHANGES + 1))
    return single | {name: raw for name, raw in rows if name and raw}


def _now(term: Term) -> Any:
    return format_lazy(_("Now: {value}"), value=term.display) if not term.is_blank else _("Not agreed so far.")


class JudgeForm(SaidForm):
    """A verdict on each criterion, with a note where it is not met."""

    def __init__(self, criteria: Sequence[tuple[int, str]], passed: frozenset[int] = frozenset(), **given: Any) -> None:
        super().__init__(**given)
        self.criteria = [pk for pk, _text in criteria]
        for pk, text in criteria:
            self.fields[f"passed_{pk}"] = forms.ChoiceField(
                label=text,
                choices=[("yes", _("Met")), ("no", _("Not met"))],
                widget=forms.RadioSelect,
                initial="yes" if pk in passed else None,
            )
            self.fields[f"note_{pk}"] = forms.CharField(
                label=_("What is missing"), required=False, max_length=500, widget=forms.TextInput
            )
        self.order_fields([name for name in self.fields if name not in ("text", "papers")])

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each criterion's two fields."""
        return [(self[f"passed_{pk}"], self[f"note_{pk}"]) for pk in self.criteria]

"""What the parties say about the wording of a contract, clause by clause."""

from itertools import groupby
from math import inf
from uuid import UUID

from django import forms
from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.domain.texts.clause_labels import SECTION, clause_label
from contracts.domain.wording import commenting
from contracts.domain.wording.reading import versions_for
from contracts.models import Clause, ClauseComment
from contracts.web.contract_page import contract_in_reach
from contracts.web.wording.draft_forms import page_language
from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import ScopedRequest, route


class CommentForm(forms.Form):
    """A comment on a clause, or on the whole."""

    clause = forms.CharField(label=gettext_lazy("Clause"), required=False, max_length=36, widget=forms.Select)
    text = forms.CharField(
        label=gettext_lazy("Comment"), max_length=commenting.LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )
    is_internal = forms.BooleanField(
        label=gettext_lazy("Only for our side"),
        help_text=gettext_lazy("The other side never sees it."),
        required=False,
    )

    @property
    def about(self) -> UUID | str:
        """The clause that is meant. Call on a valid form."""
        typed: str = self.cleaned_data["clause"]
        try:
            return UUID(typed)
        except ValueError:
            return typed

    def offer(self, clauses: list[Clause]) -> None:
        """The clauses to choose from."""
        choices = [(str(clause.key), f"{_label(clause.number)} {clause.heading}") for clause in clauses]
        self.fields["clause"].widget.choices = [("", _("The whole contract")), *choices]


@route(GET="contracts.comment", POST="contracts.comment")
def comment_list(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """All that was said, by clause, and a place to say more. ``?clause=3.2`` chooses the clause."""
    contract = contract_in_reach(request, contract_id, verb="contracts.comment")
    version = versions_for(contract, by=request.scope).last()
    clauses = list(version.clauses.all()) if version else []
    asked = (str(clause.key) for clause in clauses if clause.number == request.GET.get("clause"))
    form = CommentForm(request.POST or None, initial={"clause": next(asked, "")})
    form.offer([clause for clause in clauses if clause.kind == Clause.Kind.SECTION])
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("text", "is_internal")}
        try:
            comment = commenting.comment_on(contract.pk, form.about, **said, by=request.scope, at=timezone.now())
            toasts.success(request, _("Said."))
            here = reverse("contracts:comments", args=[contract.pk])
            return redirect(f"{here}?{urlencode({'clause': comment.clause_number})}")
        except Refused as refused:
            add_refusal(form, refused)
    context = {"contract": contract, "form": form, "threads": _threads(request, contract_id, clauses)}
    return render(request, "contracts/wording/comments.html", context, status=INVALID if form.errors else 200)


@route(POST="contracts.comment")
def settle(request: ScopedRequest, contract_id: int, comment_id: int) -> HttpResponse:
    """Nothing more is to be said about this one."""
    mine = ClauseComment.objects.within(request.scope, verb="contracts.comment")
    comment = get_object_or_404(mine, pk=comment_id, contract=contract_id)
    try:
        commenting.settle_comment(comment.pk, by=request.scope, at=timezone.now())
    except Refused as refused:
        toasts.error(request, refused.message)
    return redirect("contracts:comments", contract_id)


def _threads(request: ScopedRequest, contract_id: int, clauses: list[Clause]) -> list[dict[str, object]]:
    """The comments of each clause in the order of the contract; what is said of the whole comes first, and what was
    said of a clause that is gone comes last."""
    rows = ClauseComment.objects.within(request.scope, verb="contracts.comment").filter(contract=contract_id)
    rows = rows.select_related("author", "party", "settled_by").order_by("pk")
    standing = {clause.key: clause for clause in clauses}

    def place(row: ClauseComment) -> tuple[float, str, int]:
        if row.clause_key is None:
            return 0, "", row.pk
        clause = standing.get(row.clause_key)
        return (clause.position, "", row.pk) if clause else (inf, str(row.clause_key), row.pk)

    threads: list[dict[str, object]] = []
    for key, found in groupby(sorted(rows, key=place), key=lambda row: row.clause_key):
        comments = list(found)
        threads.append({"title": _title(standing.get(key) if key else None, comments[0]), "comments": comments})
    return threads


def _title(clause: Clause | None, comment: ClauseComment) -> str:
    if comment.clause_key is None:
        return _("The whole contract")
    if clause is None:
        return _("%(clause)s, a clause that was removed since") % {"clause": _label(comment.clause_number)}
    return f"{_label(clause.number)} {clause.heading}"


def _label(number: str) -> str:
    return clause_label(SECTION, number, page_language())

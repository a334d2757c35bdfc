"""Changing the wording of a draft: one clause on a page, the form's own text beside it."""

from collections.abc import Callable

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from contracts.domain.texts.clause_labels import SECTION, clause_label
from contracts.domain.wording import editing
from contracts.domain.wording.blanks import values_of
from contracts.domain.wording.comparing import deviations, form_words
from contracts.domain.wording.merging import pieces
from contracts.domain.wording.preview import readable
from contracts.models import Clause, ContractVersion
from contracts.web.wording.clause_forms import ClauseForm
from contracts.web.wording.draft_forms import page_language
from contracts.web.wording.drafts import draft_in_reach
from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import ScopedRequest, route


@route(GET="contracts.draft", POST="contracts.draft")
def clause(request: ScopedRequest, contract_id: int, clause_id: int) -> HttpResponse:
    """Give one clause other words."""
    version = draft_in_reach(request, contract_id)
    found = get_object_or_404(version.clauses, pk=clause_id)
    form = ClauseForm(edits=version.edits, clause=found, data=request.POST or None)

    def change() -> Clause:
        return editing.change_clause(found.pk, form.words, edits=form.seen, by=request.scope)

    answer = _save(request, form, version, change)
    return answer or _page(request, form, version, found)


@route(GET="contracts.draft", POST="contracts.draft")
def clause_new(request: ScopedRequest, contract_id: int, article: str) -> HttpResponse:
    """Add a section of the parties' own at the end of an article."""
    version = draft_in_reach(request, contract_id)
    parent = get_object_or_404(version.clauses, number=article, kind=Clause.Kind.ARTICLE)
    form = ClauseForm(edits=version.edits, data=request.POST or None)

    def add() -> Clause:
        return editing.add_section(version.pk, article, form.words, edits=form.seen, by=request.scope)

    answer = _save(request, form, version, add)
    return answer or _page(request, form, version, None, parent)


@route(POST="contracts.draft")
def clause_restore(request: ScopedRequest, contract_id: int, clause_id: int) -> HttpResponse:
    """Put the form's own words back, or take an added section out."""
    version = draft_in_reach(request, contract_id)
    found = get_object_or_404(version.clauses, pk=clause_id)
    undo = editing.remove_section if found.is_added else editing.restore_clause
    try:
        undo(found.pk, edits=version.edits, by=request.scope)
        toasts.success(request, _("Removed.") if found.is_added else _("The form's own text is back."))
    except Refused as refused:
        toasts.error(request, refused.message)
        return redirect("contracts:clause", contract_id, clause_id)
    return redirect(reverse("contracts:draft", args=[contract_id]) + f"#clause-{found.number}")


@route(GET="contracts.draft")
def clause_deviations(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """All that the draft changes against its form."""
    version = draft_in_reach(request, contract_id)
    context = {
        "contract": version.contract,
        "comparison": deviations(version, page_language()),
        "back": reverse("contracts:draft", args=[contract_id]),
    }
    return render(request, "contracts/wording/deviations.html", context)


def _save(
    request: ScopedRequest, form: ClauseForm, version: ContractVersion, act: Callable[[], Clause]
) -> HttpResponse | None:
    """The answer after saving; nothing while the page is to be shown (again)."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        saved = act()
    except Refused as refused:
        add_refusal(form, refused)
        return None
    toasts.success(request, _("Saved."))
    return redirect(reverse("contracts:draft", args=[version.contract_id]) + f"#clause-{saved.number}")


def _page(
    request: ScopedRequest,
    form: ClauseForm,
    version: ContractVersion,
    found: Clause | None,
    parent: Clause | None = None,
) -> HttpResponse:
    language, values = page_language(), values_of(version)
    context = {
        "contract": version.contract,
        "form": form,
        "clause": found,
        "parent": parent,
        "label": clause_label(SECTION, found.number, language) if found else "",
        "terms": [term for term in version.terms.select_related("clause") if found and term.clause_id == found.pk],
    }
    if found and found.deviates:
        shown = readable([found], values, language, version.division)[0]
        was = form_words(found, values, language, version.division)
        context["pieces"] = pieces(was, "".join(segment.text for segment in shown.segments))
    return render(request, "contracts/wording/clause.html", context, status=INVALID if form.errors else 200)

"""Two versions of one contract side by side."""

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from contracts.domain.wording.comparing import compare
from contracts.domain.wording.reading import versions_for
from contracts.models import Contract
from contracts.web.wording.draft_forms import page_language
from parties.web.access import ScopedRequest, route


class VersionsForm(forms.Form):
    """Which two versions to compare."""

    old = forms.TypedChoiceField(label=_("Earlier version"), coerce=int)
    new = forms.TypedChoiceField(label=_("Later version"), coerce=int)


@route(GET="contracts.see")
def contract_compare(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """What the later version changes; by default the last two."""
    found = Contract.objects.within(request.scope, verb="contracts.see")
    contract = get_object_or_404(found, pk=contract_id)
    versions = {version.number: version for version in versions_for(contract, by=request.scope)}
    if len(versions) < 2:
        raise Http404
    *_rest, before, last = versions
    form = VersionsForm({"old": before, "new": last, **request.GET.dict()})
    for field in form.fields.values():
        field.choices = [(number, f"v{number}") for number in versions]  # type: ignore[attr-defined]
    context = {"contract": contract, "form": form}
    if form.is_valid():
        old, new = versions[form.cleaned_data["old"]], versions[form.cleaned_data["new"]]
        context["comparison"] = compare(old, new, page_language())
    return render(request, "contracts/wording/compare.html", context)

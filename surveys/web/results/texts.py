"""What people wrote, with a search; on a page of its own, beside no figure."""

from typing import Final

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext_lazy

from foundation.refusals import Refused
from foundation.web.refusals import add_refusal
from parties.web.access import ScopedRequest, route
from surveys.domain.results.texts import LONGEST_SEARCH, said_in
from surveys.models import WaveState
from surveys.web.results.page import seen_wave, wording_of

SEARCH: Final = pgettext_lazy("survey", "Search in what was written")


class SearchForm(forms.Form):
    """A word that the texts hold."""

    search = forms.CharField(label=SEARCH, max_length=LONGEST_SEARCH, required=False)


@route(GET="surveys.results")
def texts(request: ScopedRequest, wave_id: int) -> HttpResponse:
    """The page."""
    wave = seen_wave(request, wave_id)
    if wave.state != WaveState.COUNTED:
        raise Http404
    form = SearchForm(request.GET)
    search = form.cleaned_data["search"] if form.is_valid() else ""
    try:
        said = said_in(wave, wording_of(wave), search=search)
    except Refused as refused:
        add_refusal(form, refused)
        said = []
    context = {"wave": wave, "form": form, "search": search, "said": said}
    return render(request, "surveys/results/texts.html", context)

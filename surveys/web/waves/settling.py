"""Settling a wave: what is asked, whom, how many, when; with a sentence that reckons along."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.web.refusals import INVALID
from parties.web.access import ScopedRequest, route
from parties.web.doing import is_done
from surveys.domain.waves.arranging import arrange_wave, move_window, versions_for, window_of
from surveys.domain.waves.readiness import size_now
from surveys.models import Method, Wave, WaveState
from surveys.web.waves.forms import SettingsForm, WindowForm, settled
from surveys.web.waves.page import run_wave

MOST_SHOWN = 50
RECKONED = ("frame", "method", "margin_percent", "wanted_size", "response_percent")


@route(GET="surveys.run", POST="surveys.run")
def settings(request: ScopedRequest, wave_id: int) -> HttpResponse:
    """The form; sent with ``count`` it only reckons."""
    found = run_wave(request, wave_id)
    versions = [(each.pk, str(each)) for each in versions_for(found.party_id)[:MOST_SHOWN]]
    form = SettingsForm(request.POST or None, versions=versions, initial=settled(found))
    is_counted = "count" in request.POST
    is_sent = request.method == "POST" and not is_counted
    if is_sent and is_done(
        request,
        form,
        lambda: arrange_wave(found.pk, form.arrangement, by=request.scope, at=timezone.now()),
        _("Saved."),
    ):
        return redirect("surveys:wave", found.pk)
    size, obstacle = size_now(_as_typed(found, form) if request.POST else found)
    if is_counted:
        form.errors.clear()  # reckoning asks for nothing else
    context = {"wave": found, "form": form, "size": size, "obstacle": obstacle and obstacle.message}
    context["has_versions"] = bool(versions)
    return render(request, "surveys/waves/settings.html", context, status=INVALID if is_sent else 200)


@route(GET="surveys.run", POST="surveys.run")
def window(request: ScopedRequest, wave_id: int) -> HttpResponse:
    """Move the days on which answers are taken."""
    found = run_wave(request, wave_id)
    now = window_of(found)
    form = WindowForm(request.POST or None, initial={"first": now.first, "last": now.last})
    if request.method == "POST" and is_done(
        request,
        form,
        lambda: move_window(found.pk, form.window, by=request.scope, at=timezone.now()),
        _("Answers are taken on these days."),
    ):
        return redirect("surveys:wave", found.pk)
    context = {"wave": found, "form": form, "is_moved": found.state != WaveState.DRAWN}
    return render(request, "surveys/waves/window.html", context, status=INVALID if form.errors else 200)


def _as_typed(found: Wave, form: SettingsForm) -> Wave:
    """The wave as it would be with what can be read of the form; it is not saved."""
    form.full_clean()
    said = getattr(form, "cleaned_data", {})
    for name in RECKONED:
        if name in said:
            setattr(found, name, said[name])
    if found.method == Method.CENSUS:
        found.margin_percent = found.wanted_size = None
    return found

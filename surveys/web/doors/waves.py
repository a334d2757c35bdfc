"""The wave on whose doors somebody works: one of their own side's that takes answers now, or 404."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from parties.web.access import ScopedRequest
from surveys.domain.waves.inviting import takes_answers
from surveys.models import Wave

VERB = "surveys.interview"


def running_wave(request: ScopedRequest, wave_id: int) -> Wave:
    """It. The other side of the contract works at no door."""
    rows = Wave.objects.within(request.scope, verb=VERB).select_related("version__questionnaire", "party", "contract")
    wave = get_object_or_404(rows, pk=wave_id)
    if not request.scope.may_for(VERB, wave.party_id) or not takes_answers(wave, at=timezone.now()):
        raise Http404
    return wave

"""Who was drawn: masked, with what became of each; for the side that runs the wave alone."""

from typing import Final

from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.typed_ids import typed_id
from members.domain.privacy.reading import masked_of_all
from members.models import Member
from parties.web.access import ScopedRequest, route
from parties.web.doing import do_or_say
from surveys.domain.waves.asking import replace_invitation
from surveys.domain.waves.counts import counts_of
from surveys.domain.waves.lifecycle import INVITATION
from surveys.domain.waves.obstacles import why_not
from surveys.models import Invitation, InvitationState, WaveState
from surveys.web.waves.page import run_wave

RUN: Final = "surveys.run"
PAGE: Final = 50


@route(GET="surveys.run")
def invitations(request: ScopedRequest, wave_id: int) -> HttpResponse:
    """The list in the order of the draw; read on from a place in it, never by counting."""
    wave = run_wave(request, wave_id)
    rows = Invitation.objects.within(request.scope, verb=RUN).filter(wave=wave)
    state = request.GET.get("state", "")
    if state in InvitationState.values:
        rows = rows.filter(state=state)
    found = _some(rows, typed_id(request.GET.get("after")) or 0)
    page, has_more = found[:PAGE], len(found) > PAGE
    names = _names(request, page)
    counts = counts_of(wave)
    context = {
        "wave": wave,
        "counts": counts,
        "state": state,
        "states": [(value, label, getattr(counts, value)) for value, label in InvitationState.choices],
        "may_replace": wave.state in (WaveState.DRAWN, WaveState.OPEN) and wave.closes_at > timezone.now(),
        "rows": [
            (each, names.get(each.member_id, ""), why_not(each.obstacle), "replace" in INVITATION.verbs(each.state))
            for each in page
        ],
        "after": page[-1].position if has_more else None,
    }
    return render(request, "surveys/waves/invitations.html", context)


@route(POST="surveys.run")
def replace(request: ScopedRequest, invitation_id: int) -> HttpResponse:
    """Ask the next one of the stratum instead."""
    mine = Invitation.objects.within(request.scope, verb=RUN)
    found = get_object_or_404(mine, pk=invitation_id)
    do_or_say(
        request,
        lambda: replace_invitation(found.pk, by=request.scope, at=timezone.now()),
        _("The next one of the stratum, in the order of the draw, is asked instead."),
    )
    return redirect("surveys:wave-invitations", found.wave_id)


def _some(rows: QuerySet[Invitation], after: int) -> list[Invitation]:
    rows = rows.filter(position__gt=after).select_related("member", "stratum__venue", "replaces")
    return list(rows.annotate(tried=Count("attempts")).order_by("position")[: PAGE + 1])


def _names(request: ScopedRequest, page: list[Invitation]) -> dict[int | None, str]:
    """Masked, and only of members whom the person may see."""
    seen = Member.objects.within(request.scope, verb="members.see").filter(pk__in=[each.member_id for each in page])
    members = list(seen)
    masks = masked_of_all(members)
    return {member.pk: f"{member.number} {masks[member.pk].name}" for member in members}

"""A member's points: what they hold and how it came, spending, giving and taking by hand."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.web.refusals import INVALID
from members.domain.points import adjusting
from members.domain.points.balances import acts_of, balance_of, open_lots
from members.domain.points.spending import spend_points
from members.domain.privacy.reading import masked_of
from members.models import Member, PointAdjustment
from members.web.points.forms import AdjustForm, SpendForm
from members.web.registry.reach import found_member
from members.web.tabs import tabs_of
from parties.web.access import ScopedRequest, route
from parties.web.doing import do_or_say, is_done

PAGE = 30


@route(GET="points.see")
def points(request: ScopedRequest, member_id: int) -> HttpResponse:
    """Balance, lots, and each movement with its cause."""
    return _page(request, found_member(request, member_id, verb="points.see"))


@route(POST="points.spend")
def spend(request: ScopedRequest, member_id: int) -> HttpResponse:
    """Take points for something that the member gets."""
    member = found_member(request, member_id, verb="points.spend")
    form = SpendForm(request.POST)

    def do() -> None:
        said = form.cleaned_data
        what_for, key = said["what_for"], str(said["key"])
        spend_points(member.pk, said["points"], key=key, what_for=what_for, by=request.scope, at=timezone.now())

    if is_done(request, form, do, _("Spent.")):
        return redirect("members:points", member.pk)
    return _page(request, member, spend_form=form)


@route(POST="points.adjust")
def adjust(request: ScopedRequest, member_id: int) -> HttpResponse:
    """Give or take points by hand, or ask for it."""
    member = found_member(request, member_id, verb="points.adjust")
    form = AdjustForm(request.POST)

    def do() -> None:
        adjusting.adjust(member.pk, form.adjustment(), by=request.scope, at=timezone.now())

    if is_done(request, form, do, _("Noted. Above the limit a second person decides.")):
        return redirect("members:points", member.pk)
    return _page(request, member, adjust_form=form)


@route(POST="points.adjust")
def adjustment_decide(request: ScopedRequest, adjustment_id: int, verb: str) -> HttpResponse:
    """Approve or refuse what somebody else asked for."""
    row = get_object_or_404(PointAdjustment.objects.within(request.scope, verb="points.adjust"), pk=adjustment_id)
    do_or_say(request, lambda: adjusting.decide(row.pk, verb, by=request.scope, at=timezone.now()), _("Noted."))
    return redirect("members:points", row.member_id)


def _page(request: ScopedRequest, member: Member, **filled: Any) -> HttpResponse:
    at, scope = timezone.now(), request.scope
    waiting = member.point_adjustments.filter(state="waiting").select_related("asked_by").order_by("asked_at")
    decides = adjusting.may_decide(member, by=scope)
    context = {
        "member": member,
        "masked": masked_of(member),
        "tabs": tabs_of(member, by=scope, current="members:points"),
        "balance": balance_of(member, at=at),
        "lots": open_lots(member, at=at),
        "page": Paginator(acts_of(member).order_by("-pk"), PAGE).get_page(request.GET.get("page")),
        "adjustments": [(row, None, decides and row.asked_by_id != scope.user_id) for row in waiting],
        "may_spend": member.is_active and scope.may("points.spend"),
        "may_adjust": member.is_active and scope.may("points.adjust"),
        "spend_form": SpendForm(),
        "adjust_form": AdjustForm(),
        "now": at,
        **filled,
    }
    return render(request, "members/points/points.html", context, status=INVALID if filled else 200)

"""A member's tier: how they came there, what the next one asks for, benefits used, exclusive service."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.web.refusals import INVALID
from members.domain.points.benefits import benefits_of, use_benefit
from members.domain.points.exclusive import ask_bespoke, end_bespoke, name_manager, people_for, requests_of
from members.domain.points.tier_page import standing_of
from members.domain.points.tiering import tier_of
from members.domain.points.undoing import last_uses, undo_use
from members.domain.privacy.reading import masked_of
from members.models import BenefitUse, BespokeRequest, Member
from members.web.points.forms import KeyedForm, PersonForm, UndoForm, WishForm
from members.web.registry.reach import found_member
from members.web.tabs import tabs_of
from parties.web.access import ScopedRequest, route
from parties.web.doing import do_beside, do_or_say, is_done

CHANGES = 20


@route(GET="points.see")
def tier(request: ScopedRequest, member_id: int) -> HttpResponse:
    """All of it, made for the phone at the counter."""
    return _page(request, found_member(request, member_id, verb="points.see"))


@route(POST="points.spend")
def benefit_use(request: ScopedRequest, member_id: int, benefit_id: int) -> HttpResponse:
    """Count one use."""
    member = found_member(request, member_id, verb="points.spend")
    form = KeyedForm(request.POST)

    def do() -> None:
        use_benefit(member.pk, benefit_id, key=form.cleaned_data["key"], by=request.scope, at=timezone.now())

    if form.is_valid():
        do_or_say(request, do, _("Counted."))
    return redirect("members:tier", member.pk)


@route(POST="points.spend")
def benefit_undo(request: ScopedRequest, use_id: int) -> HttpResponse:
    """Take back one use that was counted by mistake."""
    mine = BenefitUse.objects.filter(member__in=Member.objects.within(request.scope, verb="points.spend"))
    use = get_object_or_404(mine.select_related("member"), pk=use_id)
    form = UndoForm(request.POST)

    def do() -> None:
        undo_use(use.pk, form.cleaned_data["reason"], by=request.scope, at=timezone.now())

    do_beside(request, form, do, _("Taken back. It counts no more."))
    return redirect("members:tier", use.member.merged_into_id or use.member_id)


@route(POST="members.edit")
def manager_name(request: ScopedRequest, member_id: int) -> HttpResponse:
    """Say who looks after the member in person."""
    member = found_member(request, member_id, verb="members.edit")
    form = PersonForm(request.POST, people=people_for(member, by=request.scope))

    def do() -> None:
        name_manager(member.pk, form.cleaned_data["person"], by=request.scope, at=timezone.now())

    if is_done(request, form, do, _("Noted.")):
        return redirect("members:tier", member.pk)
    return _page(request, member, person_form=form)


@route(POST="members.edit")
def wish(request: ScopedRequest, member_id: int) -> HttpResponse:
    """Take down a wish."""
    member = found_member(request, member_id, verb="members.edit")
    form = WishForm(request.POST, people=people_for(member, by=request.scope))

    def do() -> None:
        said = form.cleaned_data
        owner, due_at = said["person"], said["due_at"]
        ask_bespoke(member.pk, said["what"], owner_id=owner, due_at=due_at, by=request.scope, at=timezone.now())

    if is_done(request, form, do, _("Noted. Who sees to it is told.")):
        return redirect("members:tier", member.pk)
    return _page(request, member, wish_form=form)


@route(POST="members.edit")
def wish_end(request: ScopedRequest, request_id: int, verb: str) -> HttpResponse:
    """It was done, or cannot be."""
    row = get_object_or_404(BespokeRequest.objects.within(request.scope, verb="members.edit"), pk=request_id)
    do_or_say(request, lambda: end_bespoke(row.pk, verb, by=request.scope, at=timezone.now()), _("Noted."))
    return redirect("members:tier", row.member_id)


def _page(request: ScopedRequest, member: Member, **filled: Any) -> HttpResponse:
    at, scope, row = timezone.now(), request.scope, tier_of(member.pk)
    may_edit = member.is_active and scope.may("members.edit")
    people = list(people_for(member, by=scope)) if may_edit else []
    changes = member.tier_changes.select_related("from_tier", "to_tier", "by").order_by("-pk")
    context = {
        "member": member,
        "masked": masked_of(member),
        "tabs": tabs_of(member, by=scope, current="members:tier"),
        "row": row,
        "standing": standing_of(member, at=at),
        "changes": changes[:CHANGES],
        "benefits": [(left, uuid.uuid4()) for left in benefits_of(member, at=at)],
        "uses": last_uses(member, by=scope, at=at),
        "wishes": requests_of(member),
        "may_use": member.is_active and scope.may("points.spend"),
        "may_edit": may_edit,
        "person_form": PersonForm(people=people, initial={"person": row.personal_manager_id if row else None}),
        "wish_form": WishForm(people=people),
        **filled,
    }
    return render(request, "members/points/tier.html", context, status=INVALID if filled else 200)

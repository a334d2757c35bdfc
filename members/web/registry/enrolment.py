"""Enrolling a member, and changing what is known of one."""

from typing import Any

from django.contrib import messages as toasts
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.refusals import Refused
from foundation.typed_ids import typed_id
from foundation.web.refusals import INVALID, add_refusal
from members.domain.privacy.reading import masked_of, personal_of
from members.domain.registry.changing import change_member
from members.domain.registry.custom_fields import fields_of
from members.domain.registry.enrolling import enrol_member
from members.domain.registry.profile import Profile
from members.models import Member
from members.web.registry.forms import ProfileForm, initial_of
from members.web.registry.reach import chosen_party, found_member, is_trying_numbers, parties_of, venues_of
from parties.models import Party
from parties.web.access import ScopedRequest, route

VERB = "members.edit"


@route(GET="members.edit", POST="members.edit")
def enrol(request: ScopedRequest) -> HttpResponse:
    """A new member of the chosen party."""
    parties = parties_of(request, verb=VERB)
    party = chosen_party(request, parties, typed=request.GET.get("party"))
    if party is None:
        raise Http404
    form = _form(request, party, None)
    if request.method == "POST" and form.is_valid():
        said, birthday = form.said(), form.birthday("")
        try:
            if form.is_valid():
                if said["phone"] and is_trying_numbers(request):
                    raise Refused("members.too_many_numbers", "phone")
                profile = Profile(**said, birthday=birthday, referrer_id=_referrer(request, party, form))
                member = enrol_member(party.pk, profile, by=request.scope, at=timezone.now())
                toasts.success(request, _("Enrolled. Ask what they allow, and note it here."))
                return redirect("members:member", member.pk)
        except Refused as refused:
            _add(form, refused)
    context = {"form": form, "party": party, "parties": parties}
    return render(request, "members/registry/profile.html", context, status=INVALID if form.errors else 200)


@route(GET="members.edit", POST="members.edit")
def edit(request: ScopedRequest, member_id: int) -> HttpResponse:
    """Correct or add to what is known of a member."""
    member = found_member(request, member_id, verb=VERB)
    form = _form(request, member.party, member)
    if request.method == "POST" and form.is_valid():
        said, birthday = form.said(), form.birthday(personal_of(member).birth_year)
        try:
            if form.is_valid():
                changes = {**said, "birthday": birthday, "referrer_id": _referrer(request, member.party, form)}
                seen = typed_id(request.POST.get("revision"))
                change_member(member.pk, changes, by=request.scope, at=timezone.now(), revision=seen)
                toasts.success(request, _("Saved."))
                return redirect("members:member", member.pk)
        except Refused as refused:
            _add(form, refused)
    context = {"form": form, "member": member, "masked": masked_of(member)}
    return render(request, "members/registry/profile.html", context, status=INVALID if form.errors else 200)


def _form(request: ScopedRequest, party: Party, member: Member | None) -> ProfileForm:
    venues: list[tuple[Any, str]] = list(venues_of(request, party, verb=VERB).values_list("pk", "name"))
    if party.pk in {hat.party_id for hat in request.scope.hats_for(VERB) if not hat.venue_ids}:
        venues = [("", _("None in particular")), *venues]
    own = fields_of(party.pk, held=list(member.custom) if member else [])
    initial = initial_of(member) if member else {"joined_date": timezone.localdate(), "language": "zh-hans"}
    return ProfileForm(request.POST or None, venues=venues, own_fields=own, member=member, initial=initial)


def _referrer(request: ScopedRequest, party: Party, form: ProfileForm) -> int | None:
    """The member whose card number was typed."""
    number = form.cleaned_data["referrer"].strip().upper()
    if not number:
        return None
    seen = Member.objects.within(request.scope, verb="members.see").filter(party=party, number=number)
    found = seen.values_list("pk", flat=True).first()
    if found is None:
        raise Refused("members.referrer_unknown", "referrer")
    return found


def _add(form: ProfileForm, refused: Refused) -> None:
    if refused.field == "birthday":
        refused.field = "day"
    add_refusal(form, refused)

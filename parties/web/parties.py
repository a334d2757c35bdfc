"""The register of parties: whom one knows, add, correct, venues and rooms."""

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from foundation.refusals import Refused
from foundation.text import normal_name
from foundation.web.refusals import INVALID, add_refusal
from parties.domain import registry
from parties.models import Party, Venue
from parties.web.access import ScopedRequest, route
from parties.web.party_forms import PartyForm, RoomsForm, VenueForm

SHOWN = 100


@route(GET="parties.see")
def party_list(request: ScopedRequest) -> HttpResponse:
    """The parties one knows, found by name or credit code."""
    parties = Party.objects.within(request.scope, verb="parties.see").prefetch_related("venues")
    sought = request.GET.get("q", "").strip()[:100]
    if sought:
        parties = parties.filter(name_key__contains=normal_name(sought)) | parties.filter(uscc__icontains=sought)
    context = {
        "parties": list(parties.distinct()[:SHOWN]),
        "sought": sought,
        "can_edit": request.scope.may("parties.edit"),
    }
    return render(request, "parties/party_list.html", context)


@route(GET="parties.see", POST="parties.edit")
def party(request: ScopedRequest, party_id: int) -> HttpResponse:
    """One party with its venues and rooms; a venue is added here."""
    party = get_object_or_404(Party.objects.within(request.scope, verb="parties.see"), pk=party_id)
    form = VenueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            venue = registry.add_venue(party.pk, **form.cleaned_data, by=request.scope)
            toasts.success(request, _("%(venue)s was added.") % {"venue": venue})
            return redirect("party", party.pk)
        except Refused as refused:
            add_refusal(form, refused)
    context = {
        "party": party,
        "venues": party.venues.prefetch_related("rooms"),
        "form": form,
        "rooms_form": RoomsForm(auto_id=False),
        "may_change": registry.may_change(party, request.scope),
    }
    return render(request, "parties/party_detail.html", context, status=INVALID if form.errors else 200)


@route(GET="parties.edit", POST="parties.edit")
def party_new(request: ScopedRequest) -> HttpResponse:
    """Put a legal entity into the register."""
    form = PartyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            party = registry.register_party(form.details(), by=request.scope)
            toasts.success(request, _("%(party)s is in the register.") % {"party": party})
            return redirect("party", party.pk)
        except Refused as refused:
            add_refusal(form, refused)
    return render(request, "parties/party_form.html", {"form": form}, status=INVALID if form.errors else 200)


@route(GET="parties.edit", POST="parties.edit")
def party_edit(request: ScopedRequest, party_id: int) -> HttpResponse:
    """Correct what the register says."""
    party = get_object_or_404(Party.objects.within(request.scope, verb="parties.edit"), pk=party_id)
    form = PartyForm(request.POST or None, instance=party)
    if request.method == "POST" and form.is_valid():
        try:
            registry.change_party(party.pk, form.details(), by=request.scope)
            toasts.success(request, _("Saved. Contracts that were sent keep what they say."))
            return redirect("party", party.pk)
        except Refused as refused:
            add_refusal(form, refused)
    context = {"form": form, "party": party}
    return render(request, "parties/party_form.html", context, status=INVALID if form.errors else 200)


@route(POST="parties.edit")
def rooms_add(request: ScopedRequest, venue_id: int) -> HttpResponse:
    """Add rooms to a venue."""
    known = Party.objects.within(request.scope, verb="parties.edit")
    venue = get_object_or_404(Venue.objects.filter(party__in=known), pk=venue_id)
    try:
        rooms = registry.add_rooms(venue.pk, names=request.POST.get("names", ""), by=request.scope)
        toasts.success(request, _("Rooms added: %(count)s.") % {"count": len(rooms)})
    except Refused as refused:
        toasts.error(request, refused.message)
    return redirect("party", venue.party_id)

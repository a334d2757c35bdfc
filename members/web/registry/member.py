"""A member's page: who they are, masked; what they allow; notes; and all that happened, on one line of time."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages as toasts
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from members.domain.privacy.phones import shown_phone
from members.domain.privacy.reading import masked_of
from members.domain.privacy.showing import reveal
from members.domain.registry.consents import Word, consents_of, record_consents
from members.domain.registry.custom_fields import fields_of
from members.domain.registry.notes import note, read_notes
from members.domain.registry.timeline import timeline_of
from members.models import Consent, ConsentChannel, ConsentPurpose, Member, Shown
from members.web.registry.forms import ConsentForm, NoteForm, ShowForm
from members.web.registry.reach import found_member
from members.web.tabs import acts_of, tabs_of
from parties.web.access import ScopedRequest, route

NOTES = 20


@route(GET="members.see")
def member(request: ScopedRequest, member_id: int) -> HttpResponse:
    """All of it."""
    return answer(request, found_member(request, member_id))


@route(POST="members.edit")
def add_note(request: ScopedRequest, member_id: int) -> HttpResponse:
    """Write a note down."""
    found = found_member(request, member_id, verb="members.edit")
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            note(found.pk, form.cleaned_data["note"], by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("Noted."))
            return redirect("members:member", found.pk)
    return answer(request, found, note_form=form)


@route(POST="members.edit")
def set_consents(request: ScopedRequest, member_id: int) -> HttpResponse:
    """Write down what the member allows from now on, and what no longer."""
    found = found_member(request, member_id, verb="members.edit")
    form = ConsentForm(request.POST)
    if form.is_valid():
        try:
            words = _words(found, form)
            said = record_consents(found.pk, words, way=form.cleaned_data["way"], by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("Noted.") if said else _("Nothing has changed."))
            return redirect("members:member", found.pk)
    return answer(request, found, consent_form=form)


@route(POST="members.reveal")
def show(request: ScopedRequest, member_id: int) -> HttpResponse:
    """One datum in the clear, on this one answer, for a reason that stays."""
    found = found_member(request, member_id, verb="members.reveal")
    form = ShowForm(request.POST)
    if form.is_valid():
        what = form.cleaned_data["field"]
        try:
            shown = reveal(found, what, by=request.scope, reason=form.cleaned_data["reason"], at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            response = answer(request, found, shown=shown_phone(shown), shown_label=Shown(what).label)
            response["Cache-Control"] = "private, no-store"
            return response
    return answer(request, found, show_form=form)


def answer(request: ScopedRequest, found: Member, **filled: Any) -> HttpResponse:
    """The page, with a form that was refused or a datum that is shown."""
    scope = request.scope
    now = consents_of([found.pk])[found.pk]
    context = {
        "member": found,
        "masked": masked_of(found),
        "tabs": tabs_of(found, by=scope, current="members:member"),
        "acts": acts_of(found, by=scope),
        "happenings": timeline_of(found, by=scope),
        "notes": read_notes(list(found.notes.select_related("user")[:NOTES])),
        "consents": _by_purpose(now),
        "own_values": _own_values(found),
        "may_edit": found.is_active and scope.may("members.edit"),
        "may_erase": not found.is_erased and scope.may_for("members.erase", found.party_id),
        "may_reveal": not found.is_erased and scope.may("members.reveal"),
        "note_form": NoteForm(),
        "consent_form": ConsentForm(initial={"given": [f"{c}-{p}" for (c, p), word in now.items() if word.given]}),
        "show_form": ShowForm(),
        **filled,
    }
    refused = any(isinstance(form, Form) and form.errors for form in filled.values())
    return render(request, "members/registry/member.html", context, status=INVALID if refused else 200)


def _words(found: Member, form: ConsentForm) -> list[Word]:
    """A word for each box that is ticked, and for each that was and is no more."""
    ticked = {
        (channel, purpose) for channel, _sign, purpose in (box.partition("-") for box in form.cleaned_data["given"])
    }
    was = {key for key, word in consents_of([found.pk])[found.pk].items() if word.given}
    return [Word(channel, purpose, (channel, purpose) in ticked) for channel, purpose in sorted(ticked | was)]


def _by_purpose(now: Mapping[tuple[str, str], Consent]) -> list[tuple[str, list[Consent]]]:
    """By purpose, the last word for each channel about which there is one."""
    return [
        (str(label), [now[channel, purpose] for channel in ConsentChannel.values if (channel, purpose) in now])
        for purpose, label in ConsentPurpose.choices
    ]


def _own_values(found: Member) -> list[tuple[str, Any]]:
    """The party's own fields as far as they say something."""
    fields = fields_of(found.party_id, held=list(found.custom))
    said = {True: _("Yes"), False: _("No")}
    values = ((field.name, found.custom.get(str(field.pk))) for field in fields)
    return [(name, said[value] if isinstance(value, bool) else value) for name, value in values if value is not None]

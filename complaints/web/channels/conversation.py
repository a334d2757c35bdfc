"""The conversation with a customer: read it, answer, write down what was heard, note for one's own side."""

from typing import Any

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.domain.channels.conversation import Saying, note_internally, say_to_customer, write_down_words
from complaints.domain.channels.delivering import send_again
from complaints.domain.channels.ways import ways_to
from complaints.domain.people import Here
from complaints.models import Complaint, CustomerContact, CustomerMessage
from complaints.web.channels.forms import HeardForm, NoteForm, SayForm
from complaints.web.channels.talk import Talk, channel_choices
from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import ScopedRequest, route


@route(GET="complaints.see")
def conversation(request: ScopedRequest, complaint_id: int) -> HttpResponse:
    """What was said, and where it is answered; ``?reply=`` puts a template into the answer."""
    complaint = _complaint(request, complaint_id, verb="complaints.see")
    return _page(request, Talk(complaint, Here(request.scope, complaint.venue_id), chosen=request.GET.dict()))


@route(POST="complaints.tell")
def say(request: ScopedRequest, complaint_id: int) -> HttpResponse:
    """Answer the customer."""
    complaint = _complaint(request, complaint_id, verb="complaints.tell")
    contact = CustomerContact.objects.filter(complaint=complaint).first()
    form = SayForm(request.POST, channels=channel_choices(ways_to(contact)))
    if form.is_valid():
        try:
            say_to_customer(complaint.pk, Saying(**form.cleaned_data), by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return _done(request, complaint, _("Noted. What can be sent is on its way."))
    return _page(request, Talk(complaint, Here(request.scope, complaint.venue_id), say=form), status=INVALID)


@route(POST="complaints.log")
def heard(request: ScopedRequest, complaint_id: int) -> HttpResponse:
    """Write down what the customer said."""
    complaint = _complaint(request, complaint_id, verb="complaints.log")
    form = HeardForm(request.POST, prefix="heard")
    if form.is_valid():
        try:
            write_down_words(complaint.pk, Saying(**form.cleaned_data), by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return _done(request, complaint, _("Noted."))
    return _page(request, Talk(complaint, Here(request.scope, complaint.venue_id), heard=form), status=INVALID)


@route(POST="complaints.log")
def note(request: ScopedRequest, complaint_id: int) -> HttpResponse:
    """Leave a note for one's own side."""
    complaint = _complaint(request, complaint_id, verb="complaints.log")
    form = NoteForm(request.POST, prefix="note")
    if form.is_valid():
        said = form.cleaned_data
        try:
            note_internally(complaint.pk, said["key"], said["text"], by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return _done(request, complaint, _("Noted."))
    return _page(request, Talk(complaint, Here(request.scope, complaint.venue_id), note=form), status=INVALID)


@route(POST="complaints.tell")
def again(request: ScopedRequest, complaint_id: int, message_id: int) -> HttpResponse:
    """Send once more what did not arrive."""
    complaint = _complaint(request, complaint_id, verb="complaints.tell")
    message = get_object_or_404(CustomerMessage, pk=message_id, complaint=complaint, delivery__isnull=False)
    try:
        send_again(message.pk, by=request.scope, at=timezone.now())
    except Refused as refused:
        toasts.error(request, refused.message)
        return redirect(_address(complaint))
    return _done(request, complaint, _("It is on its way again."))


def _complaint(request: ScopedRequest, complaint_id: int, *, verb: str) -> Complaint:
    rows = Complaint.objects.within(request.scope, verb=verb).select_related("venue", "room")
    return get_object_or_404(rows, pk=complaint_id)


def _done(request: ScopedRequest, complaint: Complaint, words: str) -> HttpResponse:
    toasts.success(request, words)
    return redirect(_address(complaint))


def _address(complaint: Complaint) -> str:
    return reverse("complaints:detail", args=[complaint.pk]) + "#conversation"


def _page(request: ScopedRequest, talk: Talk, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"talk": talk, "complaint": talk.complaint, "is_own_page": True}
    return render(request, "complaints/channels/conversation.html", context, status=status)

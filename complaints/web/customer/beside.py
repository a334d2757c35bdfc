"""What the staff sees and does about the customer of one complaint: contact, attempts, answers, repeats, rating."""

from typing import Any

from django.conf import settings
from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from complaints.domain.channels.renewing import renew_link
from complaints.domain.customer.contacts import keep_contact, show_contact
from complaints.domain.people import Here
from complaints.domain.stages.reaching import Attempt, record_attempt
from complaints.models import Complaint
from complaints.web.customer.about import About
from complaints.web.customer.forms import AnswerForm, AttemptForm, KeepForm, ShowForm
from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import ScopedRequest, route


@route(GET="complaints.see")
def customer(request: ScopedRequest, complaint_id: int) -> HttpResponse:
    """All of it on one page."""
    return customer_answer(request, complaint_id)


@route(POST="complaints.log")
def keep(request: ScopedRequest, complaint_id: int) -> HttpResponse:
    """Write down, or correct, how the customer can be reached."""
    complaint = found(request, complaint_id, verb="complaints.log")
    form = KeepForm(request.POST, asks_why=_about(complaint, request).is_customers_own)
    if form.is_valid():
        contact = form.reach(language=translation.get_language())
        try:
            if contact is not None:
                why = form.cleaned_data.get("reason", "")
                keep_contact(complaint.pk, contact, by=request.scope, at=timezone.now(), reason=why)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("Kept. It is shown masked from now on."))
            return redirect("complaints:customer", complaint.pk)
    return customer_answer(request, complaint_id, keep_form=form)


@route(POST="complaints.contact")
def show(request: ScopedRequest, complaint_id: int) -> HttpResponse:
    """Show the contact in the clear, on this one answer, for a reason that stays."""
    complaint = found(request, complaint_id, verb="complaints.contact")
    form = ShowForm(request.POST)
    if form.is_valid():
        try:
            shown = show_contact(complaint.pk, form.cleaned_data["reason"], by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            response = customer_answer(request, complaint_id, status=200, shown=shown)
            response["Cache-Control"] = "private, no-store"
            return response
    return customer_answer(request, complaint_id, show_form=form)


@route(POST="complaints.tell")
def attempt(request: ScopedRequest, complaint_id: int) -> HttpResponse:
    """Write down an attempt to reach the customer."""
    complaint = found(request, complaint_id, verb="complaints.tell")
    form = AttemptForm(request.POST)
    if form.is_valid():
        try:
            record_attempt(complaint.pk, Attempt(**form.cleaned_data), by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("Noted."))
            return redirect("complaints:customer", complaint.pk)
    return customer_answer(request, complaint_id, attempt_form=form)


@route(POST="complaints.tell")
def renew(request: ScopedRequest, complaint_id: int) -> HttpResponse:
    """Have another link sent to the customer; the old one is dead."""
    complaint = found(request, complaint_id, verb="complaints.tell")
    try:
        renew_link(complaint.pk, by=request.scope, at=timezone.now())
    except Refused as refused:
        toasts.error(request, refused.message)
    else:
        toasts.success(request, _("The customer gets another link. The old one opens nothing any more."))
    return redirect("complaints:customer", complaint.pk)


def found(request: ScopedRequest, complaint_id: int, *, verb: str) -> Complaint:
    """The complaint, or 404."""
    rows = Complaint.objects.within(request.scope, verb=verb)
    return get_object_or_404(
        rows.select_related("venue", "room", "contact__kept_by", "rating__version"), pk=complaint_id
    )


def _about(complaint: Complaint, request: ScopedRequest) -> About:
    return About(complaint, Here(request.scope, complaint.venue_id))


def customer_answer(
    request: ScopedRequest, complaint_id: int, *, status: int | None = None, **filled: Any
) -> HttpResponse:
    """The page, with a form that was refused if there is one."""
    about = _about(found(request, complaint_id, verb="complaints.see"), request)
    context = {
        "about": about,
        "complaint": about.complaint,
        "keep_form": KeepForm(asks_why=about.is_customers_own),
        "show_form": ShowForm(),
        "attempt_form": AttemptForm(),
        "answer_form": AnswerForm(languages=settings.LANGUAGES, initial={"language": about.language}),
        **filled,
    }
    return render(request, "complaints/customer/beside.html", context, status=status or (INVALID if filled else 200))

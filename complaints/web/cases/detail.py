"""One complaint: how far it is, who is on it and for how long, what was done, and what this person may do now."""

from django.contrib import messages as toasts
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.domain.clocks.assignment import reassign_clock
from complaints.domain.intake.evidence import add_evidence
from complaints.domain.people import Here
from complaints.domain.stages.handling import Judgement, move_complaint
from complaints.domain.stages.transitions import REGRADE
from complaints.models import Clock, Complaint
from complaints.web.cases.case import Case
from complaints.web.cases.forms import FilesForm, OtherForm, OwnerForm, StepForm
from complaints.web.channels.talk import Talk
from complaints.web.costs.on_case import costs_of_case
from complaints.web.handling.on_case import handling_lines
from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import ScopedRequest, route


@route(GET="complaints.see")
def complaint_detail(request: ScopedRequest, complaint_id: int) -> HttpResponse:
    """The whole story of one complaint."""
    return _page(request, _complaint(request, complaint_id, verb="complaints.see"))


@route(POST="complaints.see")
def complaint_step(request: ScopedRequest, complaint_id: int) -> HttpResponse:
    """Take one step; who may, the domain knows."""
    complaint = _complaint(request, complaint_id, verb="complaints.see")
    form = StepForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        judges = said["verb"] in {"classify", REGRADE}
        judgement = Judgement(said["level"], said["gravity"] or None, said["was_known"]) if judges else None
        try:
            move_complaint(
                complaint.pk,
                said["verb"],
                by=request.scope,
                at=timezone.now(),
                note=said["note"],
                judgement=judgement,
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return _on_board(request, complaint) or _done(request, complaint, _("Noted."))
    return _page(request, _complaint(request, complaint_id, verb="complaints.see"), step_form=form)


@route(POST="complaints.log")
def complaint_evidence(request: ScopedRequest, complaint_id: int) -> HttpResponse:
    """Add photos, videos or voice notes."""
    complaint = _complaint(request, complaint_id, verb="complaints.log")
    form = FilesForm(request.POST, request.FILES)
    if form.is_valid() and form.cleaned_data["evidence"]:
        try:
            add_evidence(complaint.pk, form.cleaned_data["evidence"], by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return _done(request, complaint, _("Added."))
    return _page(request, complaint, files_form=form)


@route(POST="complaints.assign")
def clock_owner(request: ScopedRequest, complaint_id: int, clock_id: int) -> HttpResponse:
    """Hand a clock over to another person."""
    complaint = _complaint(request, complaint_id, verb="complaints.assign")
    clock = get_object_or_404(Clock, pk=clock_id, complaint=complaint)
    form = OwnerForm(request.POST)
    if form.is_valid():
        try:
            reassign_clock(clock.pk, form.cleaned_data["owner"], by=request.scope, at=timezone.now())
        except Refused as refused:
            toasts.error(request, refused.message)
        else:
            toasts.success(request, _("Handed over. The new owner has been told."))
    return redirect("complaints:detail", complaint.pk)


def _complaint(request: ScopedRequest, complaint_id: int, *, verb: str) -> Complaint:
    rows = Complaint.objects.within(request.scope, verb=verb)
    people = ("responsible", "logged_by", "concerns", "merged_into", "contact__kept_by", "rating", "phone_times")
    return get_object_or_404(rows.select_related("venue", "room", "contract", *people), pk=complaint_id)


def _on_board(request: ScopedRequest, complaint: Complaint) -> HttpResponse | None:
    """Back to the board as it was narrowed, if that is where the step was taken."""
    if request.POST.get("back") != "board":
        return None
    toasts.success(request, _("Noted."))
    query = QueryDict(request.POST.get("query", "")).urlencode()
    return redirect(f"{reverse('complaints:board')}?{query}#card-{complaint.pk}")


def _done(request: ScopedRequest, complaint: Complaint, words: str) -> HttpResponse:
    """Back to the page; htmx gets the part that changed, with the message."""
    toasts.success(request, words)
    if not request.headers.get("HX-Request"):
        return redirect("complaints:detail", complaint.pk)
    return _page(request, _complaint(request, complaint.pk, verb="complaints.see"))


def _page(
    request: ScopedRequest,
    complaint: Complaint,
    *,
    step_form: StepForm | None = None,
    files_form: FilesForm | None = None,
) -> HttpResponse:
    is_refused = step_form is not None or files_form is not None
    here = Here(request.scope, complaint.venue_id)
    context = {
        "case": Case(complaint, here),
        "talk": Talk(complaint, here),
        "complaint": complaint,
        "costs": costs_of_case(complaint, request.scope),
        "handling": handling_lines(complaint, request.scope),
        "step_form": step_form or StepForm(initial={"gravity": complaint.gravity}),
        "files_form": files_form or FilesForm(),
        "other_form": OtherForm(auto_id="link-%s"),
        "merge_form": OtherForm(auto_id="merge-%s"),
    }
    template = "complaints/cases/_case.html" if request.headers.get("HX-Request") else "complaints/cases/detail.html"
    return render(request, template, context, status=INVALID if is_refused else 200)

"""Statements, mediation and apologies of a complaint, on one page."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.domain.handling import apologies, mediation
from complaints.domain.handling.sides import parties_of
from complaints.domain.people import may_at, people_at
from complaints.models import Complaint
from complaints.web.handling.forms import ApologyForm, GivenForm, MediatorForm, OutcomeForm, StatementForm
from complaints.web.handling.page import complaint_in_reach, handling_page
from parties.web.access import ScopedRequest, route
from parties.web.doing import do_beside, is_done

HERE = "complaints:mediation"


@route(GET="complaints.see")
def mediation_page(request: ScopedRequest, complaint_id: int) -> HttpResponse:
    """Who said what, who mediates, and who apologises."""
    return _page(request, complaint_in_reach(request, complaint_id, verb="complaints.see"))


@route(POST="complaints.log")
def statement_new(request: ScopedRequest, complaint_id: int) -> HttpResponse:
    """Write down what the customer or somebody of one's own side says."""
    complaint = complaint_in_reach(request, complaint_id, verb="complaints.log")
    form = StatementForm(request.POST, speakers=mediation.speakers_for(complaint, request.scope))

    def do() -> None:
        said = form.cleaned_data
        mediation.write_statement(
            complaint.pk, said["text"], speaker_id=said["speaker"], by=request.scope, at=timezone.now()
        )

    if is_done(request, form, do, _("Written down.")):
        return redirect(HERE, complaint.pk)
    return _page(request, complaint, statement_form=form)


@route(POST="complaints.mediate")
def mediation_new(request: ScopedRequest, complaint_id: int) -> HttpResponse:
    """Name the mediator."""
    complaint = complaint_in_reach(request, complaint_id, verb="complaints.mediate")
    form = MediatorForm(request.POST, people=mediation.mediators_for(complaint))

    def do() -> None:
        mediation.open_mediation(complaint.pk, form.cleaned_data["mediator"], by=request.scope, at=timezone.now())

    if is_done(request, form, do, _("The mediation is under way.")):
        return redirect(HERE, complaint.pk)
    return _page(request, complaint, mediator_form=form)


@route(POST="complaints.own_work")
def mediation_end(request: ScopedRequest, complaint_id: int, mediation_id: int, verb: str) -> HttpResponse:
    """The mediator says what came of it."""
    complaint = complaint_in_reach(request, complaint_id, verb="complaints.see")
    row = get_object_or_404(complaint.mediations.all(), pk=mediation_id)
    form = OutcomeForm(request.POST)

    def do() -> None:
        mediation.end_mediation(row.pk, verb, form.cleaned_data["outcome"], by=request.scope, at=timezone.now())

    if is_done(request, form, do, _("Noted.")):
        return redirect(HERE, complaint.pk)
    return _page(request, complaint, outcome_form=form)


@route(POST="complaints.own_work")
def apology_new(request: ScopedRequest, complaint_id: int) -> HttpResponse:
    """Make an apology part of the plan."""
    complaint = complaint_in_reach(request, complaint_id, verb="complaints.see")
    form = ApologyForm(request.POST, people=_staff(complaint))

    def do() -> None:
        said = form.cleaned_data
        apologies.plan_apology(
            complaint.pk,
            way=said["way"],
            person_id=said["person"],
            words=said["words"],
            by=request.scope,
            at=timezone.now(),
        )

    if is_done(request, form, do, _("It is part of the plan.")):
        return redirect(HERE, complaint.pk)
    return _page(request, complaint, apology_form=form)


@route(POST="complaints.own_work")
def apology_given(request: ScopedRequest, complaint_id: int, apology_id: int) -> HttpResponse:
    """Note that an apology was made."""
    complaint = complaint_in_reach(request, complaint_id, verb="complaints.see")
    apology = get_object_or_404(complaint.apologies.all(), pk=apology_id)
    form = GivenForm(request.POST)

    def do() -> None:
        apologies.note_apology(apology.pk, given_at=form.cleaned_data["given_at"], by=request.scope, at=timezone.now())

    do_beside(request, form, do, _("Noted."))
    return redirect(HERE, complaint.pk)


def _page(request: ScopedRequest, complaint: Complaint, **refused: forms.Form) -> HttpResponse:
    """The page, each form only for those who may use it; ``refused``: one that was not accepted."""
    scope = request.scope
    mediations = list(complaint.mediations.select_related("mediator", "ended_by"))
    is_open = not complaint.is_closed
    context: dict[str, Any] = {
        "statements": mediation.statements_of(complaint, scope),
        "mediations": mediations,
        "apologies": complaint.apologies.select_related("person", "planned_by", "noted_by"),
        "now": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        "user_id": request.user.pk,
        "may_note": apologies.may_apologise(complaint.venue_id, by=scope),
    }
    if is_open and may_at(scope, mediation.SPEAKING, complaint.venue_id):
        context["statement_form"] = StatementForm(speakers=mediation.speakers_for(complaint, scope))
    under_way = any(each.is_open for each in mediations)
    if is_open and not under_way and may_at(scope, mediation.VERB, complaint.venue_id):
        context["mediator_form"] = MediatorForm(people=mediation.mediators_for(complaint))
    if any(each.is_open and each.mediator_id == request.user.pk for each in mediations):
        context["outcome_form"] = OutcomeForm()
    if is_open and context["may_note"]:
        context["apology_form"] = ApologyForm(people=_staff(complaint))
    return handling_page(request, complaint, "mediation", **(context | refused))


def _staff(complaint: Complaint) -> Any:
    return people_at(complaint.venue_id, parties_of(complaint)).order_by("name", "pk")

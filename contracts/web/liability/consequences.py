"""What follows a breach, each on a page of its own: loss, evidence, demand, warning, adjustment, dispute."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages as toasts
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.domain.liability import adjusting, demands, dispute_ends, disputes, losses, recording, third_parties
from contracts.domain.liability.adjusting import NewSum
from contracts.domain.liability.dispute_ends import Outcome
from contracts.domain.liability.disputes import Step
from contracts.models import Breach
from contracts.web.contract_page import contract_in_reach
from contracts.web.liability import consequence_forms as pages
from contracts.web.liability.breach_forms import StatementForm
from contracts.web.liability.breach_page import DISPUTE_ACTS
from contracts.web.liability.breaches import breach_in_reach, breach_page
from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import ScopedRequest, route

FORMS: dict[str, tuple[type[forms.Form], Any, Any]] = {
    "loss": (
        pages.LossForm,
        gettext_lazy("Record the loss"),
        gettext_lazy("Both sides see it beside the damages. The last one counts; earlier ones stay on record."),
    ),
    "evidence": (pages.ProofForm, gettext_lazy("Add evidence"), gettext_lazy("Both sides see it, and it stays.")),
    "demand": (
        pages.DemandForm,
        gettext_lazy("Demand performance"),
        gettext_lazy(
            "The time runs from the day on which the demand arrives, so prove its delivery. If it passes in vain, you"
            " may end the contract."
        ),
    ),
    "warn": (
        pages.WarnForm,
        gettext_lazy("Warn in writing"),
        gettext_lazy("It is kept with the proof of its delivery."),
    ),
    "adjust": (
        pages.AdjustForm,
        gettext_lazy("Adjust the damages"),
        gettext_lazy(
            "What was computed stays on record. An agreement counts once the other side accepts it; a decision in your"
            " favour once the other side has seen its paper."
        ),
    ),
    "dispute": (
        pages.StepForm,
        gettext_lazy("Open a dispute"),
        gettext_lazy("Negotiation comes first. Later steps follow the contract's terms on disputes."),
    ),
}
STEPS: dict[str, type[forms.Form]] = {
    "note": pages.StepForm,
    "mediate": pages.BodyForm,
    "arbitrate": pages.BodyForm,
    "sue": pages.BodyForm,
    "settle": pages.OutcomeForm,
    "decide": pages.OutcomeForm,
    "drop": pages.StepForm,
    "date": pages.DisputeDateForm,
}
HINTS: dict[str, Any] = {
    "settle": gettext_lazy(
        "Both sides settle: it counts once the other side accepts it. Until then the dispute runs on."
    ),
    "decide": gettext_lazy(
        "It counts once the other side has seen the paper and accepts; at once only where all of it goes against your"
        " side, the costs too."
    ),
}


@route(GET="breaches.decide", POST="breaches.decide")
def breach_act(request: ScopedRequest, breach_id: int, act: str) -> HttpResponse:
    """One thing that a side does about a breach."""
    breach = breach_in_reach(request, breach_id, verb="breaches.decide")
    kind, title, hint = FORMS[act]
    form = kind(request.POST or None, request.FILES or None)
    return _act(request, breach, form, lambda: _do(request, breach, act, form), title, hint)


@route(GET="breaches.decide", POST="breaches.decide")
def dispute_act(request: ScopedRequest, breach_id: int, dispute_id: int, verb: str) -> HttpResponse:
    """The next step of a dispute, its end, or a date to keep."""
    breach = breach_in_reach(request, breach_id, verb="breaches.decide")
    dispute = get_object_or_404(breach.disputes.all(), pk=dispute_id)
    initial = {"body": disputes.agreed_body(breach) if verb == "arbitrate" else dispute.body}
    form = STEPS[verb](request.POST or None, request.FILES or None, initial=initial)

    def do() -> object:
        by, at, given = request.scope, timezone.now(), form.cleaned_data
        if verb == "date":
            return disputes.set_date(dispute.pk, by=by, at=at, **given)
        if verb in disputes.BY_BOTH:
            return dispute_ends.propose_end(dispute.pk, verb, Outcome(**given), by=by, at=at)
        return disputes.move_dispute(dispute.pk, verb, Step(**given), by=by, at=at)

    return _act(request, breach, form, do, DISPUTE_ACTS[verb][0], HINTS.get(verb, ""))


@route(POST="breaches.decide")
def dispute_end_answer(request: ScopedRequest, breach_id: int, dispute_id: int, end_id: int, verb: str) -> HttpResponse:
    """Accept or decline how the other side says that a dispute ended, or take back one's own word."""
    breach = breach_in_reach(request, breach_id, verb="breaches.decide")
    dispute = get_object_or_404(breach.disputes.all(), pk=dispute_id)
    end = get_object_or_404(dispute.ends.all(), pk=end_id)
    answers: dict[str, Callable[..., object]] = {
        "accept": dispute_ends.accept_end,
        "decline": dispute_ends.decline_end,
        "withdraw": dispute_ends.withdraw_end,
    }
    return _answer(request, breach, lambda **said: answers[verb](end.pk, **said))


@route(POST="breaches.decide")
def adjustment_answer(request: ScopedRequest, breach_id: int, adjustment_id: int, verb: str) -> HttpResponse:
    """Accept, decline or take back a sum that waits."""
    breach = breach_in_reach(request, breach_id, verb="breaches.decide")
    if not hasattr(breach, "damages"):
        raise Http404
    adjustment = get_object_or_404(breach.damages.adjustments.all(), pk=adjustment_id)
    answers: dict[str, Callable[..., object]] = {
        "accept": adjusting.accept_adjustment,
        "decline": adjusting.decline_adjustment,
        "withdraw": adjusting.withdraw_adjustment,
    }
    return _answer(request, breach, lambda **said: answers[verb](adjustment.pk, **said))


@route(POST="breaches.decide")
def cure_answer(request: ScopedRequest, breach_id: int, about_id: int, verb: str) -> HttpResponse:
    """The injured party records whether a demand was met."""
    breach = breach_in_reach(request, breach_id, verb="breaches.decide")
    about = get_object_or_404(breach.notices.all(), pk=about_id)
    return _answer(request, breach, lambda **said: demands.judge_cure(about.pk, is_cured=verb == "cured", **said))


@route(GET="breaches.decide", POST="breaches.decide")
def breach_new(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """Record a breach by hand."""
    contract = contract_in_reach(request, contract_id, verb="breaches.decide")
    at = timezone.now()
    third = third_parties.engaged_under(contract, at)
    kinds = recording.kinds_at(contract, at)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = pages.RecordForm(*given, contract=contract, kinds=kinds, third=third, initial={"occurred_at": at})
    if form.is_valid():
        try:
            made = recording.record_breach(contract.pk, form.failure(), by=request.scope, at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("Recorded, and both sides are told."))
            return redirect("contracts:breach", made[0].pk)
    context = {"contract": contract, "form": form, "kinds": kinds}
    return render(request, "contracts/liability/breach_new.html", context, status=INVALID if form.errors else 200)


def _do(request: ScopedRequest, breach: Breach, act: str, form: forms.Form) -> object:
    by, at, given = request.scope, timezone.now(), form.cleaned_data
    match act:
        case "loss":
            return losses.record_loss(breach.pk, by=by, at=at, **given)
        case "evidence":
            return losses.add_breach_evidence(breach.pk, by=by, at=at, **given)
        case "adjust":
            return adjusting.propose_adjustment(breach.pk, NewSum(**given), by=by, at=at)
        case "dispute":
            return disputes.open_dispute(breach.pk, Step(**given), by=by, at=at)
    assert isinstance(form, pages.WarnForm)  # noqa: S101  # what is left of FORMS
    if isinstance(form, pages.DemandForm):
        return demands.demand_performance(breach.pk, form.letter(), days=given["days"], by=by, at=at)
    return demands.warn_in_writing(breach.pk, form.letter(), by=by, at=at)


def _act(
    request: ScopedRequest, breach: Breach, form: forms.Form, do: Callable[[], object], title: Any, hint: Any
) -> HttpResponse:
    """Do it and go back to the breach, or show the form with what was wrong."""
    if form.is_valid():
        try:
            do()
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("Kept, and the other side can see it."))
            return redirect("contracts:breach", breach.pk)
    context = {"breach": breach, "form": form, "title": title, "hint": hint}
    return render(request, "contracts/liability/breach_act.html", context, status=INVALID if form.errors else 200)


def _answer(request: ScopedRequest, breach: Breach, say: Callable[..., object]) -> HttpResponse:
    form = StatementForm(request.POST)
    if form.is_valid():
        try:
            say(text=form.cleaned_data["text"], by=request.scope, at=timezone.now())
            toasts.success(request, _("Noted. The other side has been told."))
        except Refused as refused:
            toasts.error(request, refused.message)
        return redirect("contracts:breach", breach.pk)
    return breach_page(request, breach, status=INVALID)

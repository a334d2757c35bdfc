"""Cause, whys and corrective actions of one complaint."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from complaints.domain.handling import actions, causes, repeats
from complaints.domain.handling.sides import HANDS, side_of
from complaints.domain.people import may_at, people_at
from complaints.models import Complaint
from complaints.web.handling.forms import EndForm
from complaints.web.handling.learning_forms import CAUSE_ICONS, ActionForm, CauseForm, WhysForm
from complaints.web.handling.page import complaint_in_reach, handling_page
from parties.web.access import ScopedRequest, route
from parties.web.doing import do_beside, is_done

HERE = "complaints:learning-of"


@route(GET="complaints.causes")
def learning_of(request: ScopedRequest, complaint_id: int) -> HttpResponse:
    """What it came from, why, what is changed, and what like it came before."""
    return _page(request, complaint_in_reach(request, complaint_id, verb="complaints.causes"))


@route(POST="complaints.learn")
def learn(request: ScopedRequest, complaint_id: int, what: str) -> HttpResponse:
    """Find the cause, write the whys, or set a corrective action."""
    complaint = complaint_in_reach(request, complaint_id, verb="complaints.learn")
    by, at = request.scope, timezone.now()
    if what == "cause":
        form: forms.Form = CauseForm(request.POST)
        if is_done(request, form, lambda: _find(form, complaint, request), _("Noted.")):
            return redirect(HERE, complaint.pk)
    elif what == "whys":
        whys = form = WhysForm(request.POST)
        if is_done(
            request, form, lambda: causes.write_root_cause(complaint.pk, whys.chain(), by=by, at=at), _("Noted.")
        ):
            return redirect(HERE, complaint.pk)
    elif what == "action":
        setting = form = ActionForm(request.POST, people=_own_people(request, complaint))
        if is_done(request, form, lambda: actions.set_action(complaint.pk, setting.action(), by=by, at=at), _("Set.")):
            return redirect(HERE, complaint.pk)
    else:
        raise Http404
    return _page(request, complaint, **{f"{what}_form": form})


@route(POST="complaints.own_work")
def action_act(request: ScopedRequest, action_id: int, verb: str) -> HttpResponse:
    """Do, judge or drop a corrective action."""
    action = get_object_or_404(actions.in_reach(request.scope), pk=action_id)
    form = EndForm(request.POST)
    by, at = request.scope, timezone.now()

    def words() -> str:
        return str(form.cleaned_data["words"])

    acts: dict[str, Callable[[], object]] = {
        "done": lambda: actions.do_action(action.pk, by=by, at=at, words=words()),
        "worked": lambda: actions.judge_action(action.pk, "worked", by=by, at=at, words=words()),
        "failed": lambda: actions.judge_action(action.pk, "failed", by=by, at=at, words=words()),
        "drop": lambda: actions.drop_action(action.pk, by=by, at=at, words=words()),
    }
    if verb not in acts:
        raise Http404
    do_beside(request, form, acts[verb], _("Noted."))
    asked = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    return redirect(asked if is_ours else "complaints:my-tasks")


def _find(form: forms.Form, complaint: Complaint, request: ScopedRequest) -> None:
    causes.find_cause(complaint.pk, form.cleaned_data["cause"], by=request.scope, at=timezone.now())


def _own_people(request: ScopedRequest, complaint: Complaint) -> Any:
    party_id = side_of(complaint, causes.VERB, by=request.scope)
    return people_at(complaint.venue_id, {party_id}, HANDS).order_by("name", "pk")


def _page(request: ScopedRequest, complaint: Complaint, **refused: forms.Form) -> HttpResponse:
    scope, at = request.scope, timezone.now()
    cause, root = causes.cause_of(complaint), causes.root_cause_of(complaint, scope)
    context: dict[str, Any] = {
        "cause": cause,
        "cause_icons": CAUSE_ICONS,
        "root": root,
        "actions": [(row, actions.verbs_for(row, by=scope, at=at)) for row in actions.actions_of(complaint, scope)],
        "earlier": repeats.earlier_ones(complaint),
    }
    if may_at(scope, causes.VERB, complaint.venue_id):
        context["cause_form"] = CauseForm(initial={"cause": cause.cause if cause else None})
        context["whys_form"] = WhysForm(initial={"whys": "\n".join(root.whys) if root else ""})
        context["action_form"] = ActionForm(people=_own_people(request, complaint))
    return handling_page(request, complaint, "learning-of", **(context | refused))

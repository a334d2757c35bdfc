"""What the page of a request shows, and which forms it offers to whom."""

from typing import Any, Final

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from contracts.domain.requests.answering import speaker
from contracts.domain.requests.kinds import KINDS
from contracts.domain.requests.offers import VERB
from contracts.models import Annex, Obligation
from contracts.models.requests import Request
from contracts.web.requests.forms import AgainForm, AnswerForm, GrantForm, JudgeForm, SayForm, WithdrawForm
from parties.web.access import ScopedRequest

LOADED: Final = (
    "contract",
    "asker",
    "answerer",
    "deadline__owner",
    "proposed_party",
    "about__deadline",
    "about__term",
    "about__occurrence",
    "replacement__deadline",
    "notice",
    "amendment",
)


def page_of_request(
    request: ScopedRequest, found: Request, bound: forms.Form | None = None, *, status: int = 200
) -> HttpResponse:
    """The page; ``bound``: the form that was just refused."""
    kind = KINDS[found.kind]
    rows = found.statements.select_related("party", "annex_version__annex")
    statements = list(rows.prefetch_related("files__file", "verdicts__criterion"))
    labels = dict(kind.particulars)
    context = {
        "found": found,
        "kind": kind,
        "statements": statements,
        "criteria": list(found.criteria.all()),
        "terms": list(found.terms.all()),
        "particulars": [(labels.get(code, code), text) for code, text in found.particulars.items()],
        "annex": _annex(found),
        "annex_version": next((each.annex_version for each in statements if hasattr(each, "annex_version")), None),
        "owed": Obligation.objects.within(request.scope, verb="obligations.see")
        .filter(deadline=found.deadline_id)
        .select_related("term__clause", "breach_kind")
        .first(),
        "amendment": _readable_amendment(request, found),
        **_forms(request, found, bound),
    }
    return render(request, "contracts/requests/request_detail.html", context, status=status)


def _forms(request: ScopedRequest, found: Request, bound: forms.Form | None) -> dict[str, Any]:
    """What this person may do now, as forms; a form that is not offered is ``None``."""
    kind, scope = KINDS[found.kind], request.scope
    running = found.contract.is_running
    answers = running and found.is_asked and scope.may_for(VERB, found.answerer_id)
    asks = found.is_open and scope.may_for(VERB, found.asker_id)
    says = running and found.is_open and speaker(found, by=scope) is not None
    answer_form = GrantForm if found.is_extension else AnswerForm
    initial = {"granted_date": found.wanted_date} if found.is_extension else {}
    return {
        "judge_form": _judging(found, bound) if answers and kind.is_judged else None,
        "answer_form": _given(bound, answer_form, initial=initial) if answers and not kind.is_judged else None,
        "answers": kind.answers,
        "again_form": _given(bound, AgainForm) if asks and found.is_returned and running else None,
        "say_form": _given(bound, SayForm, auto_id="say_%s") if says and not (asks and found.is_returned) else None,
        "withdraw_form": _given(bound, WithdrawForm, auto_id="withdraw_%s") if asks else None,
        "may_amend": found.waits_for_amendment and scope.may_for("contracts.draft", found.contract.party_b_id),
    }


def _given(bound: forms.Form | None, kind: type[forms.Form], **made: Any) -> forms.Form:
    """The form that was just refused when it is of this kind, else a fresh one."""
    return bound if bound is not None and type(bound) is kind else kind(**made)


def _judging(found: Request, bound: forms.Form | None) -> forms.Form:
    """The verdicts to give; what passed the last time is ticked already."""
    if isinstance(bound, JudgeForm):
        return bound
    last = found.statements.filter(verb="send_back").last()
    passed = last.verdicts.filter(passed=True).values_list("criterion", flat=True) if last else ()
    return JudgeForm([(each.pk, each.text) for each in found.criteria.all()], frozenset(passed))


def _annex(found: Request) -> Annex | None:
    """The annex that it is, or becomes, a version of."""
    if not found.annex_code:
        return None
    version = found.contract.version_in_force(found.asked_at)
    return version.annexes.filter(code=found.annex_code).first() if version else None


def _readable_amendment(request: ScopedRequest, found: Request) -> Any:
    """The supplementary agreement that holds it, for whoever may read that."""
    version = found.amendment
    if version is None or not (
        version.is_shared or request.scope.may_for("contracts.draft", found.contract.party_b_id)
    ):
        return None
    version.contract = found.contract
    return version

"""One request: asking it, its page with what was said, and what each side may do now."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages as toasts
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from contracts.domain.in_force import terms_of_contract
from contracts.domain.requests import answering
from contracts.domain.requests.asking import ask
from contracts.domain.requests.kinds import KINDS
from contracts.domain.requests.offers import VERB, asker_of, offered
from contracts.domain.requests.statements import Said
from contracts.domain.wording.blanks import TermsRefused
from contracts.models import RequestFile
from contracts.models.requests import Request
from contracts.web.contract_page import contract_in_reach
from contracts.web.requests.forms import (
    TERM,
    AgainForm,
    AnswerForm,
    AskForm,
    GrantForm,
    JudgeForm,
    SayForm,
    WithdrawForm,
)
from contracts.web.requests.request_page import LOADED, page_of_request
from foundation.refusals import Refused
from foundation.web.kept_file import kept_file
from foundation.web.refusals import INVALID, add_refusal
from parties.models import Party
from parties.web.access import ScopedRequest, route


@route(GET=VERB)
def request_kinds(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """What may be asked under this contract."""
    contract = contract_in_reach(request, contract_id, verb=VERB)
    terms = terms_of_contract(contract.pk, timezone.now())
    kinds = offered(contract, terms, by=request.scope) if terms and contract.is_running else []
    return render(request, "contracts/requests/request_kinds.html", {"contract": contract, "kinds": kinds})


@route(GET=VERB, POST=VERB)
def request_new(request: ScopedRequest, contract_id: int, kind: str) -> HttpResponse:
    """Ask."""
    contract = contract_in_reach(request, contract_id, verb=VERB)
    wanted, terms = KINDS[kind], terms_of_contract(contract.pk, timezone.now())
    asker = asker_of(wanted, contract, terms, by=request.scope) if terms and contract.is_running else None
    if asker is None or terms is None:
        raise Http404
    given = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
    known = Party.objects.within(request.scope, verb=VERB)
    form = AskForm(wanted, contract, terms, asker, known, **given)
    if request.method == "POST" and form.is_valid():
        try:
            asked = ask(contract.pk, kind, form.asking(), by=request.scope, at=timezone.now())
        except TermsRefused as refused:
            _add_refused_terms(form, refused)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("Asked. The other side has been told, and its time to answer runs."))
            return redirect("contracts:request", asked.pk)
    context = {"contract": contract, "kind": wanted, "form": form}
    return render(request, "contracts/requests/request_new.html", context, status=INVALID if form.errors else 200)


@route(GET="requests.see")
def request_detail(request: ScopedRequest, request_id: int) -> HttpResponse:
    """One request, as both sides see it."""
    return page_of_request(request, _found(request, request_id, verb="requests.see"))


@route(GET="requests.see")
def request_file(request: ScopedRequest, request_id: int, file_id: int) -> HttpResponseBase:
    """A file that a side put in."""
    found = _found(request, request_id, verb="requests.see")
    kept = RequestFile.objects.select_related("file").filter(statement__request=found)
    return kept_file(get_object_or_404(kept, pk=file_id).file, shown=False)


@route(POST=VERB)
def request_answer(request: ScopedRequest, request_id: int, verb: str) -> HttpResponse:
    """Agree, refuse or send back."""
    found = _found(request, request_id, verb=VERB)
    kind = GrantForm if found.is_extension else AnswerForm
    form = kind(request.POST, request.FILES)

    def act(given: dict[str, Any]) -> object:
        named = {"granted_date": given["granted_date"]} if "granted_date" in given else {}
        said = Said(given["text"], given["papers"])
        return answering.answer(found.pk, verb, said, by=request.scope, at=timezone.now(), **named)

    return _act(request, found, form, act, _("Answered. The other side has been told."))


@route(POST=VERB)
def request_judge(request: ScopedRequest, request_id: int) -> HttpResponse:
    """Judge the work, criterion by criterion."""
    found = _found(request, request_id, verb=VERB)
    form = JudgeForm([(each.pk, each.text) for each in found.criteria.all()], data=request.POST, files=request.FILES)

    def act(given: dict[str, Any]) -> object:
        findings = {pk: answering.Finding(given[f"passed_{pk}"] == "yes", given[f"note_{pk}"]) for pk in form.criteria}
        said = Said(given["text"], given["papers"])
        return answering.judge(found.pk, findings, said, by=request.scope, at=timezone.now())

    return _act(request, found, form, act, _("Judged. The other side has been told."))


@route(POST=VERB)
def request_again(request: ScopedRequest, request_id: int) -> HttpResponse:
    """Hand in what was changed."""
    found = _found(request, request_id, verb=VERB)

    def act(given: dict[str, Any]) -> object:
        said = Said(given["text"], given["papers"])
        return answering.ask_again(found.pk, said, by=request.scope, at=timezone.now())

    form = AgainForm(request.POST, request.FILES)
    return _act(request, found, form, act, _("Handed in again. The time to answer runs anew."))


@route(POST=VERB)
def request_say(request: ScopedRequest, request_id: int) -> HttpResponse:
    """Say something."""
    found = _found(request, request_id, verb=VERB)

    def act(given: dict[str, Any]) -> object:
        said = Said(given["text"], given["papers"])
        return answering.say(found.pk, said, by=request.scope, at=timezone.now())

    form = SayForm(request.POST, request.FILES)
    return _act(request, found, form, act, _("Said. The other side has been told."))


@route(POST=VERB)
def request_withdraw(request: ScopedRequest, request_id: int) -> HttpResponse:
    """Take it back."""
    found = _found(request, request_id, verb=VERB)

    def act(given: dict[str, Any]) -> object:
        return answering.withdraw(found.pk, text=given["text"], by=request.scope, at=timezone.now())

    return _act(request, found, WithdrawForm(request.POST), act, _("Withdrawn."))


@route(POST="contracts.draft")
def request_amend(request: ScopedRequest, request_id: int) -> HttpResponse:
    """Put what was agreed into a supplementary agreement, and open it in the editor."""
    found = _found(request, request_id, verb="contracts.draft")
    try:
        answering.put_into_amendment(found.pk, by=request.scope, at=timezone.now())
    except Refused as refused:
        toasts.error(request, refused.message)
        return redirect("contracts:request", found.pk)
    toasts.success(request, _("It stands in the draft of the supplementary agreement."))
    return redirect("contracts:draft", found.contract_id)


def _act(
    request: ScopedRequest, found: Request, form: forms.Form, act: Callable[[dict[str, Any]], object], praise: str
) -> HttpResponse:
    """Do it and go back to the page, or show the page again with what was wrong."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, praise)
            return redirect("contracts:request", found.pk)
    return page_of_request(request, found, form, status=INVALID)


def _add_refused_terms(form: AskForm, refused: TermsRefused) -> None:
    """Each at its own field, where the kind has one for the term."""
    for each in refused.each:
        own = TERM + (each.field or "")
        form.add_error(own if own in form.fields else None, each.message)


def _found(request: ScopedRequest, request_id: int, *, verb: str) -> Request:
    return get_object_or_404(Request.objects.within(request.scope, verb=verb).select_related(*LOADED), pk=request_id)

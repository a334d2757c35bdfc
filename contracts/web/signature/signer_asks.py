"""What a signer may do besides signing: ask a question, pass the signature on. And the provider's answer."""

from django.contrib import messages as toasts
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from contracts.domain.signature import asking, delegating
from contracts.models import SignatureRequest, SignerQuestion
from contracts.web.signature.signing import HAS_PROVEN
from contracts.web.signature.signing_forms import DelegateForm, QuestionForm
from contracts.web.signature.signing_session import close_session, scope_of_signer, signer_page
from foundation.refusals import Refused
from foundation.web.kept_file import kept_file
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import ScopedRequest, public_route, route


@public_route("GET", "POST", why=HAS_PROVEN)
@signer_page
def question(request: HttpRequest, signature: SignatureRequest) -> HttpResponseBase:
    """Ask the account manager something, and read what was answered so far."""
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by, at = scope_of_signer(request, signature), timezone.now()
        try:
            asking.ask(signature.pk, text=form.cleaned_data["text"], by=by, at=at)
            toasts.success(request, _("Asked. The answer comes by mail, and stands here."))
            return redirect("contracts:sign-question")
        except Refused as refused:
            add_refusal(form, refused)
    asked = signature.questions.select_related("answer", "request").order_by("pk")
    context = {"form": form, "signature": signature, "contract": signature.version.contract, "questions": list(asked)}
    return render(request, "contracts/signature/sign_question.html", context, status=INVALID if form.errors else 200)


@public_route("GET", "POST", why=HAS_PROVEN)
@signer_page
def delegate(request: HttpRequest, signature: SignatureRequest) -> HttpResponseBase:
    """Name another person of the party, with a letter of authority."""
    if signature.is_signed:
        return redirect("contracts:sign")
    form = DelegateForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        by, at = scope_of_signer(request, signature), timezone.now()
        letter = form.cleaned_data["letter"]
        try:
            placed = delegating.delegate(
                signature.pk, form.signer(), letter=letter.read(), letter_name=letter.name, by=by, at=at
            )
            close_session(request)
            return render(request, "contracts/signature/sign_delegated.html", {"signature": placed})
        except Refused as refused:
            add_refusal(form, refused)
    context = {"form": form, "signature": signature, "contract": signature.version.contract}
    return render(request, "contracts/signature/sign_delegate.html", context, status=INVALID if form.errors else 200)


@route(POST="contracts.send")
def answer(request: ScopedRequest, contract_id: int, question_id: int) -> HttpResponse:
    """Answer a signer's question; the answer is mailed."""
    mine = SignerQuestion.objects.within(request.scope, verb="contracts.send")
    found = get_object_or_404(mine, pk=question_id, request__version__contract=contract_id)
    try:
        asking.answer(found.pk, text=request.POST.get("text", ""), by=request.scope, at=timezone.now())
        toasts.success(request, _("Answered. The signer gets it by mail."))
    except Refused as refused:
        toasts.error(request, refused.message)
    return redirect("contracts:detail", contract_id)


@route(GET="contracts.see")
def letter(request: ScopedRequest, contract_id: int, signature_id: int) -> FileResponse:
    """The letter of authority by which somebody signs: both sides may look at it."""
    mine = SignatureRequest.objects.within(request.scope, verb="contracts.see").select_related("letter")
    signature = get_object_or_404(mine, pk=signature_id, version__contract=contract_id)
    if signature.letter is None:
        raise Http404
    return kept_file(signature.letter)

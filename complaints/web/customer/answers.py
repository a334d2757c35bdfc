"""Written answers: issued by who tells the customer, handed out to who may see the complaint."""

from django.conf import settings
from django.contrib import messages as toasts
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.domain.customer.answering import issue_answer
from complaints.web.customer.beside import customer_answer, found
from complaints.web.customer.forms import AnswerForm
from foundation.refusals import Refused
from foundation.web.kept_file import kept_file
from foundation.web.refusals import add_refusal
from parties.web.access import ScopedRequest, route


@route(POST="complaints.tell")
def issue(request: ScopedRequest, complaint_id: int) -> HttpResponse:
    """Print and freeze an answer; the customer finds it on their page."""
    complaint = found(request, complaint_id, verb="complaints.tell")
    form = AnswerForm(request.POST, languages=settings.LANGUAGES)
    if form.is_valid():
        said = form.cleaned_data
        try:
            issue_answer(complaint.pk, said["text"], language=said["language"], by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("Issued. The customer finds it on their page."))
            return redirect("complaints:customer", complaint.pk)
    return customer_answer(request, complaint_id, answer_form=form)


@route(GET="complaints.see")
def answer_file(request: ScopedRequest, complaint_id: int, number: int) -> HttpResponseBase:
    """The PDF as it was issued."""
    complaint = found(request, complaint_id, verb="complaints.see")
    answer = complaint.written_answers.filter(number=number).select_related("file").first()
    if answer is None:
        raise Http404
    return kept_file(answer.file)

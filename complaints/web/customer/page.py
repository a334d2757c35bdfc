"""The customer's page: where the complaint stands, in plain words, and what they can say to it, without an account."""

from typing import Any

from django.contrib import messages as toasts
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.domain.customer.following import add_words, answer_result
from complaints.domain.customer.links import link_behind
from complaints.models import CustomerLink
from complaints.web.customer.forms import AddForm, ResultForm
from complaints.web.customer.rating import keep_what_was_rated, rating_form_of
from complaints.web.customer.seen import Seen, sent_by_customer
from complaints.web.customer.session import (
    address_of_caller,
    closed,
    customer_page,
    guessed_too_often,
    open_session,
    private,
)
from foundation.refusals import Refused
from foundation.web.kept_file import kept_file
from foundation.web.refusals import INVALID, add_refusal
from parties.web.access import public_route

HAS_LINK = "the token in the link stands for the account; customers have none"
HAS_OPENED = "the browser has opened the customer's link a short while ago"


@public_route("GET", why=HAS_LINK)
def open_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """Take the token out of the address, and show the page."""
    at = timezone.now()
    try:
        link = link_behind(token, at=at)
    except Refused as refused:
        if guessed_too_often(request):
            return private(HttpResponse(status=429))
        return private(closed(request, refused))
    open_session(request, link, at=at)
    return private(redirect("complaints:customer-page"))


@public_route("GET", why=HAS_OPENED)
@customer_page
def my_complaint(request: HttpRequest, link: CustomerLink) -> HttpResponseBase:
    """The whole of it."""
    return _page(request, link)


@public_route("POST", why=HAS_OPENED)
@customer_page
def answer(request: HttpRequest, link: CustomerLink) -> HttpResponseBase:
    """Confirm or contest the result."""
    form = ResultForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            answer_result(link, said["verb"], source=_source(request), at=timezone.now(), note=said["note"])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return _done(request, _("Thank you. We have written it down."))
    return _page(request, link, result_form=form)


@public_route("POST", why=HAS_OPENED)
@customer_page
def add(request: HttpRequest, link: CustomerLink) -> HttpResponseBase:
    """Add a sentence or a photo."""
    form = AddForm(request.POST, request.FILES)
    if form.is_valid():
        said = form.cleaned_data
        try:
            add_words(link, said["words"], said["evidence"], source=_source(request), at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return _done(request, _("Added. We will look at it."))
    return _page(request, link, add_form=form)


@public_route("POST", why=HAS_OPENED)
@customer_page
def rate(request: HttpRequest, link: CustomerLink) -> HttpResponseBase:
    """Rate the handling, once: by the house's own questions, or by stars where it has none."""
    form = rating_form_of(link.complaint, request.POST)
    if form.is_valid():
        try:
            keep_what_was_rated(link, form, source=_source(request), at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return _done(request, _("Thank you for your rating."))
    return _page(request, link, rating_form=form)


@public_route("GET", why=HAS_OPENED)
@customer_page
def written_answer(request: HttpRequest, link: CustomerLink, number: int) -> HttpResponseBase:
    """A written answer as it was issued."""
    found = link.complaint.written_answers.filter(number=number).select_related("file").first()
    if found is None:
        raise Http404
    return kept_file(found.file)


@public_route("GET", why=HAS_OPENED)
@customer_page
def sent_file(request: HttpRequest, link: CustomerLink, evidence_id: int) -> HttpResponseBase:
    """A file that the customer sent themself; what the staff put in is not theirs."""
    found = sent_by_customer(link.complaint).filter(pk=evidence_id).first()
    if found is None:
        raise Http404
    return kept_file(found.file, shown=found.is_picture)


def _source(request: HttpRequest) -> str:
    return f"customer {address_of_caller(request)}".strip()


def _done(request: HttpRequest, words: str) -> HttpResponse:
    toasts.success(request, words)
    return redirect("complaints:customer-page")


def _page(request: HttpRequest, link: CustomerLink, **refused: Any) -> HttpResponse:
    seen = Seen(link)
    context = {
        "seen": seen,
        "complaint": link.complaint,
        "result_form": ResultForm(),
        "add_form": AddForm(),
        "rating_form": rating_form_of(link.complaint),
        **refused,
    }
    return render(request, "complaints/customer/page.html", context, status=INVALID if refused else 200)

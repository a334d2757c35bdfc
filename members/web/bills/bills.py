"""Bills: the list, one bill, one written down by hand, a refund."""

from typing import Final

from django.contrib import messages as toasts
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.keyset import Order, page_of
from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from members.domain.bills.recording import left_of, record_bill
from members.domain.privacy.reading import masked_of_all
from members.models import Bill, Member
from members.web.bills.forms import BillFilter, BillForm, RefundForm
from members.web.registry.reach import is_trying_numbers
from parties.models import Venue
from parties.web.access import ScopedRequest, route

PAGE: Final = 30
NEWEST: Final = Order("happened_at", falling=True)
SEE: Final = "bills.see"
ENTER: Final = "bills.enter"


@route(GET="bills.see")
def bill_list(request: ScopedRequest) -> HttpResponse:
    """The last bills first, narrowed as asked."""
    venues = Venue.objects.within(request.scope, verb=SEE).values_list("pk", "name")
    filters = BillFilter(request.GET, venues=venues)
    rows = filters.narrow(Bill.objects.within(request.scope, verb=SEE)).select_related("venue", "member", "promoter")
    page = page_of(rows, NEWEST, before=request.GET.get("before", ""), after=request.GET.get("after", ""), size=PAGE)
    context = {
        "page": page,
        "names": _names(request, [bill.member_id for bill in page.rows if bill.member_id]),
        "filters": filters,
        "may_enter": request.scope.may(ENTER),
    }
    return render(request, "members/bills/list.html", context)


@route(GET="bills.enter", POST="bills.enter")
def bill_new(request: ScopedRequest) -> HttpResponse:
    """Write a bill down that the till did not send."""
    venues = list(Venue.objects.within(request.scope, verb=ENTER).values_list("pk", "name"))
    first = {"venue": venues[0][0] if venues else None, "happened_at": timezone.localtime()}
    form = BillForm(request.POST or None, venues=venues, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            bill = form.bill()
            if bill.phone and not bill.card and is_trying_numbers(request):
                raise Refused("members.too_many_numbers", "phone")
            recorded = record_bill(bill, by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("Recorded.") if recorded.is_new else _("This bill was here already."))
            if request.scope.may(SEE):
                return redirect("members:bill", recorded.bill.pk)
            return redirect("members:bill-new")
    status = INVALID if request.method == "POST" else 200
    return render(request, "members/bills/new.html", {"form": form, "may_see": request.scope.may(SEE)}, status=status)


@route(GET="bills.see")
def bill_detail(request: ScopedRequest, bill_id: int) -> HttpResponse:
    """One bill: what was had, whose it is, what was given back of it."""
    return _page(request, _found(request, bill_id))


@route(POST="bills.enter")
def bill_refund(request: ScopedRequest, bill_id: int) -> HttpResponse:
    """Give something back of a bill."""
    bill = get_object_or_404(Bill.objects.within(request.scope, verb=ENTER), pk=bill_id)
    form = RefundForm(request.POST)
    if form.is_valid():
        try:
            refund = record_bill(form.refund(bill), by=request.scope, at=timezone.now()).bill
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("Recorded."))
            if request.scope.may(SEE):
                return redirect("members:bill", refund.refund_of_id or refund.pk)
            return redirect("members:bill-new")
    return _page(request, bill, form=form)


def _page(request: ScopedRequest, bill: Bill, form: RefundForm | None = None) -> HttpResponse:
    left = left_of(bill)
    context = {
        "bill": bill,
        "name": _names(request, [bill.member_id] if bill.member_id else []).get(bill.member_id or 0, ""),
        "refunds": bill.refunds.order_by("happened_at"),
        "left": left,
        "form": form or RefundForm(initial={"happened_at": timezone.localtime()}),
        "may_refund": not bill.is_refund and left > 0 and request.scope.may(ENTER),
        "items": [{**item, "amount": item["fen"] / 100} for item in bill.items],
    }
    return render(request, "members/bills/bill.html", context, status=INVALID if form else 200)


def _found(request: ScopedRequest, bill_id: int) -> Bill:
    rows: QuerySet[Bill] = Bill.objects.within(request.scope, verb=SEE)
    loaded = ("venue", "member", "promoter", "entered_by", "refund_of")
    return get_object_or_404(rows.select_related(*loaded), pk=bill_id)


def _names(request: ScopedRequest, member_ids: list[int]) -> dict[int, str]:
    """The masked names of those members whom this person may see."""
    members = Member.objects.within(request.scope, verb="members.see").filter(pk__in=member_ids)
    return {member_id: personal.name for member_id, personal in masked_of_all(members).items()}

"""The books: the journals of a month, its trial balance, and closing it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime

from django.contrib import messages as toasts
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.models import Invoice, Payment
from complaints.domain.costs.booking import KIND as COST_SETTLEMENT
from complaints.models import CostMonth
from foundation.refusals import Refused
from ledger.domain.chart import CHART
from ledger.domain.periods import close_period, month_of, next_month
from ledger.domain.trial_balance import trial_balance
from ledger.models import Journal, JournalLine, Period
from parties.domain.scope import Scope
from parties.models import Party
from parties.web.access import ScopedRequest, route

PAGE = 50


@dataclass(frozen=True)
class ShownJournal:
    """A journal with its cause in words."""

    journal: Journal
    cause: str
    path: str
    lines: list[tuple[str, str, JournalLine]]


@route(GET="ledger.see")
def books(request: ScopedRequest) -> HttpResponse:
    """One party's books for one month."""
    own = _own_parties(request, "ledger.see")
    party = _chosen(request, own)
    month = _month(request.GET.get("month", ""))
    journals = (
        Journal.objects.within(request.scope, verb="ledger.see")
        .filter(party=party, date__gte=month, date__lt=next_month(month))
        .prefetch_related("lines__account", "lines__counterparty")
    )
    page = Paginator(journals, PAGE).get_page(request.GET.get("page"))
    period = Period.objects.within(request.scope, verb="ledger.see").filter(party=party, month=month).first()
    is_over = next_month(month) <= timezone.localdate()
    context = {
        "own": own,
        "party": party,
        "month": month,
        "previous": month_of(date.fromordinal(month.toordinal() - 1)),
        "next": next_month(month),
        "page": page,
        "shown": _shown(page.object_list, request.scope),
        "balance": trial_balance(party_id=party.pk, month=month),
        "period": period,
        "may_close": period and not period.is_closed and is_over and request.scope.may_for("ledger.close", party.pk),
    }
    return render(request, "billing/books.html", context)


@route(POST="ledger.close")
def close(request: ScopedRequest) -> HttpResponse:
    """Close a month for good."""
    party = _chosen(request, _own_parties(request, "ledger.close"))
    month = _month(request.POST.get("month", ""))
    try:
        close_period(party.pk, month, by=request.scope, at=timezone.now())
    except Refused as refused:
        toasts.error(request, refused.message)
    else:
        toasts.success(request, _("The books of %(month)s are closed.") % {"month": f"{month:%Y-%m}"})
    return redirect(f"{reverse('billing:books')}?party={party.pk}&month={month:%Y-%m}")


def _own_parties(request: ScopedRequest, verb: str) -> list[Party]:
    """The parties with whose books the person may do ``verb``."""
    return list(Party.objects.filter(pk__in=request.scope.parties_for(verb)))


def _chosen(request: ScopedRequest, own: list[Party]) -> Party:
    wanted = request.POST.get("party") or request.GET.get("party") or str(own[0].pk)
    for party in own:
        if str(party.pk) == wanted:
            return party
    raise Http404


def _month(text: str) -> date:
    """The month asked for, this month when none was; 404 for anything else."""
    if not text:
        return month_of(timezone.localdate())
    try:
        month = datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007  # a month has no time zone
    except ValueError:
        raise Http404
    if not MINYEAR < month.year < MAXYEAR:  # the month before or after it could not be told
        raise Http404
    return month


def _shown(journals: Iterable[Journal], scope: Scope) -> list[ShownJournal]:
    """The journals with the documents behind them, found in three queries."""
    journals = list(journals)
    ids: dict[str, set[int]] = {"invoice": set(), "payment": set()}
    for journal in journals:
        kind, _colon, pk = journal.source.partition(":")
        if kind in ids:
            ids[kind].add(int(pk))
    found = Invoice.objects.within(scope, verb="ledger.see").filter(pk__in=ids["invoice"])
    invoices = {f"invoice:{each.pk}": each for each in found}
    settled = {f"cost_month:{each.pk}": each for each in _settled_months(journals, scope)}
    payments = Payment.objects.within(scope, verb="ledger.see").filter(pk__in=ids["payment"]).select_related("invoice")
    paid = {f"payment:{each.pk}": each.invoice for each in payments}
    return [_shown_journal(journal, invoices | paid, settled) for journal in journals]


def _settled_months(journals: Iterable[Journal], scope: Scope) -> Iterable[CostMonth]:
    """The months of costs that these journals settle."""
    kinds = [journal.pk for journal in journals if journal.kind == COST_SETTLEMENT]
    return CostMonth.objects.within(scope, verb="ledger.see").filter(journal__in=kinds)


def _shown_journal(journal: Journal, causes: dict[str, Invoice], settled: dict[str, CostMonth]) -> ShownJournal:
    lines = [(line.account.code, str(CHART[line.account.code].name), line) for line in journal.lines.all()]
    month = settled.get(journal.source)
    if month is not None:
        path = reverse("complaints:cost-month", args=[month.month.year, month.month.month])
        return ShownJournal(
            journal, _("Costs of %(month)s") % {"month": month}, f"{path}?party={month.party_id}", lines
        )
    cause = causes.get(journal.source)
    if cause is None:
        return ShownJournal(journal, journal.source, "", lines)
    words = _("Invoice %(number)s") if journal.kind == "invoice" else _("Payment of %(number)s")
    path = reverse("billing:detail", args=[cause.pk])
    return ShownJournal(journal, words % {"number": cause.number}, path, lines)

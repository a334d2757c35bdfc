"""The fee of a contract as its terms set it: each payment, its day and the clause it stems from (F1)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from billing.domain.fees.of_contract import fees_of
from billing.domain.fees.plan import Awaits, FeePart
from billing.web.fee_words import PARTS
from contracts.models import Clause
from contracts.web.contract_page import contract_in_reach, shown_version
from parties.web.access import ScopedRequest, route


@dataclass(frozen=True)
class ShownPart:
    """A payment with its name, its clause, and in words what its time to pay waits for."""

    part: FeePart
    label: str
    clause: Clause | None
    due: str


@route(GET="contracts.see")
def fee_plan(request: ScopedRequest, contract_id: int) -> HttpResponse:
    """Before the contract acts: what its terms would bring about if it took effect today."""
    contract, at = contract_in_reach(request, contract_id, verb="contracts.see"), timezone.now()
    version = shown_version(contract, at=at)
    fees = fees_of(version, at=at)
    clauses = {term.name: term.clause for term in version.terms.select_related("clause")}
    context = {
        "contract": contract,
        "fees": fees,
        "shown": [_shown(part, clauses) for part in fees.plan.parts],
    }
    return render(request, "billing/fee_plan.html", context)


def _shown(part: FeePart, clauses: Mapping[str, Clause]) -> ShownPart:
    return ShownPart(part, str(PARTS[part.part]), clauses.get(part.terms[0]), _due(part))


def _due(part: FeePart) -> str:
    """What must happen first, where no day can be told yet."""
    if part.due_date is not None or part.within is None:
        return ""
    within = part.within.display(get_language() or "zh-hans")
    if part.awaits is Awaits.ACCEPTANCE:
        return _("within %(time)s of acceptance") % {"time": within}
    return _("within %(time)s of receiving the invoice") % {"time": within}

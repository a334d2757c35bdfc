"""The trace of a line that claims a payment of the fee: over the plan, counted again, to the signed contract."""

from datetime import datetime
from typing import Final

from billing.domain.fees.issuing import bears
from billing.domain.fees.of_contract import plan_until
from billing.domain.fees.plan import FeePlan
from billing.domain.trace_checks import Problems
from billing.domain.trace_ends import Sources, last_links, line_link
from billing.domain.trace_links import Kind, Link
from billing.models import FeeClaim, InvoiceLine
from foundation.money import split_gross

ONE_TO_ONE: Final = ("fee__contract", "fee__term__clause", "fee__term__version__contract")


class Plans:
    """The plans that claims were made by, each counted anew once by the wording and the end of its time."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, datetime | None], FeePlan] = {}

    def of(self, claim: FeeClaim) -> FeePlan:
        """The plan behind this claim; none in a contract that never took effect."""
        since, key = claim.contract.effective_at, (claim.term.version_id, claim.counted_until)
        if key not in self._known:
            self._known[key] = plan_until(claim.term.version, since, claim.counted_until) if since else FeePlan(())
        return self._known[key]


def links_of(line: InvoiceLine, claim: FeeClaim, sources: Sources, plans: Plans) -> list[Link]:
    """Every link of the chain, from the line to the signed file."""
    return [
        line_link(line, [], of_fee_line(line, claim)),
        _fee(claim, sources, plans.of(claim)),
        *last_links(claim.term, sources, at=line.invoice.drafted_at),
    ]


def of_fee_line(line: InvoiceLine, claim: FeeClaim) -> Problems:
    """The line claims what was claimed, from Party A for Party B, with a tax that fits its rate."""
    invoice, contract = line.invoice, claim.contract
    sides = (contract.party_b_id, contract.party_a_id, contract.pk)
    problems = {
        "line_differs_from_fee": line.gross != claim.amount or line.gross != line.net + line.tax,
        "fee_line_of_other_parties": sides != (invoice.issuer_id, invoice.debtor_id, invoice.contract_id),
        "line_tax_differs_from_rate": (line.net, line.tax) != split_gross(line.gross, line.tax_rate),
    }
    return tuple(code for code, is_so in problems.items() if is_so)


def _fee(claim: FeeClaim, sources: Sources, plan: FeePlan) -> Link:
    part = next((part for part in plan.parts if bears(part, claim)), None)
    names = part.terms if part else (claim.term.name,)
    terms = sources.terms[claim.term.version_id]
    facts = {
        "part": claim.part,
        "first_day": claim.first_day if claim.last_day else None,
        "last_day": claim.last_day,
        "amount": claim.amount,
        "is_most": part.is_most if part else False,
        "limit": part.amount if part else None,
        "billable_date": part.billable_date if part else None,
        "whole_fee": plan.total,
        "terms": [name for name in names if name in terms],
    }
    problems = {
        "fee_differs_from_plan": part is None or part.terms[0] != claim.term.name,
        "fee_term_of_other_contract": claim.term.version.contract_id != claim.contract_id,
    }
    found = tuple(code for code, is_so in problems.items() if is_so)
    return Link(Kind.FEE, claim.pk, facts, (*found, *_in_pdf(names, claim, sources)))


def _in_pdf(names: tuple[str, ...], claim: FeeClaim, sources: Sources) -> Problems:
    """Whether the signed file says the same of every term that makes the amount; each is told once."""
    terms = sources.terms[claim.term.version_id]
    differing = {code for name in names if name in terms for code in sources.in_pdf(terms[name])}
    return tuple(sorted(differing))

"""What is special to issuing an invoice of a fee: it claims what the plan says at that moment, and when it is due."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from billing.domain.fees.plan import FeePart
from billing.domain.fees.standing import Standing, standing_of
from billing.models import FeeClaim, Invoice
from contracts.domain.terms.values import Days, Period, due_at

TIME_TO_PREPARE = Days(15)
"""Where the contract sets no time to pay: the creditor may claim at any time but leaves time to prepare (Civil Code
art. 511 no. 4)."""


def differs_from_plan(invoice: Invoice, *, at: datetime) -> bool:
    """Whether the plan says something else by now than a draft claims: by an amendment, or another end."""
    if not (invoice.is_draft and invoice.is_for_fee):
        return False
    standing = standing_of(invoice.contract, at=at)
    parts = [_part_of(claim, standing) for claim in _claims(invoice)]
    return any(part is None for part in parts)


def fee_due_date(invoice: Invoice, *, at: datetime) -> date:
    """The last day on which payment of all lines is in time, for an invoice issued at ``at``.

    An instalment has its own day (consulting 5.2, 5.3) where that is still to come; all else is due by the time to pay
    from then on (service 4.2, retention 9.1).
    """
    standing = standing_of(invoice.contract, at=at)
    return max(_due_date(_part_of(claim, standing), at) for claim in _claims(invoice))


def _claims(invoice: Invoice) -> list[FeeClaim]:
    return list(FeeClaim.objects.filter(line__invoice=invoice).order_by("line__position"))


def _part_of(claim: FeeClaim, standing: Standing | None) -> FeePart | None:
    """The payment of the plan that bears this claim; ``None`` if there is none by now."""
    payments = standing.payments if standing else ()
    return next((each.part for each in payments if each.claim == claim and bears(each.part, claim)), None)


def bears(part: FeePart, claim: FeeClaim) -> bool:
    """Whether this payment of a plan bears a claim: the same days, and its amount, or less where it is a limit."""
    if part.amount is None or part.part != claim.part or part.last_day != claim.last_day:
        return False
    if part.last_day is not None and part.first_day != claim.first_day:
        return False
    return claim.amount == part.amount or (part.is_most and claim.amount < part.amount)


def _due_date(part: FeePart | None, at: datetime) -> date:
    within = part.within if part else None
    # The end of a period of days is the first moment after its last day.
    end = due_at(at, within if isinstance(within, Period) else TIME_TO_PREPARE)
    due = timezone.localdate(end - timedelta(microseconds=1))
    if part and part.due_date and part.due_date > timezone.localdate(at):
        return part.due_date
    return due
